"""A survey of a region and year, its forms, who helps with them, and answers without a person."""

from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models

from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.impact_survey import ImpactSurvey, survey_of
from kotacerdas.frameworks.loading import load
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region
from kotacerdas.scoring.impact_survey import Asked, Part


class State(models.TextChoices):
    """What a coordinator decided; the days say besides whether it takes answers yet."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Survey(models.Model):
    """The impact survey of a region's year; it keeps the edition and the rules it began with."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.IntegerField()
    framework = models.CharField(max_length=100)
    rules = models.JSONField()  # of the edition's survey, as they were
    state = models.CharField(max_length=20, choices=State.choices, default=State.PLANNED)
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True)  # by somebody, before or after its day
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="one_survey_a_year"),
            models.CheckConstraint(
                condition=models.Q(opens_on__lte=models.F("closes_on")), name="survey_days_in_order"
            ),
        ]

    @cached_property
    def edition(self) -> Framework:
        return load(self.framework)

    @cached_property
    def questions(self) -> ImpactSurvey:
        return survey_of(self.rules, self.edition)


class Form(models.Model):
    """What one respondent answers: all of a dimension, or one sub-dimension of it.

    `asked` are its sub-dimensions and their statements, in the order of an answer's steps.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="forms")
    code = models.CharField(max_length=16, unique=True)  # in the address that people are given
    dimension = models.CharField(max_length=100)
    sub_dimension = models.CharField(max_length=100, blank=True)  # empty: all of them
    asked = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "dimension", "sub_dimension"], name="survey_form_once"
            )
        ]

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(Part(sub, tuple(codes)) for sub, codes in self.asked)

    @property
    def as_asked(self) -> Asked:
        return Asked(self.pk, self.dimension, self.parts)


class Topic(models.Model):
    """The programme that is asked about for a sub-dimension."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="topics")
    sub_dimension = models.CharField(max_length=100)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "sub_dimension"], name="survey_topic_once")
        ]


class Helper(models.Model):
    """Who takes answers of many people on one device, by an address that needs no account."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="helpers")
    name = models.CharField(max_length=100)
    token = models.CharField(max_length=32, unique=True)  # 128 random bits
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)


class Place(models.Model):
    """That answers of a form came from one place within ten minutes of a day.

    While the day lasts, `mark` is a hash of the address under a salt that only the cache has; then
    mark and slot go, or the row as a whole where it says nothing worth a look.
    """

    form = models.ForeignKey(Form, models.CASCADE, related_name="places")
    day = models.DateField()
    slot = models.PositiveSmallIntegerField(null=True)
    mark = models.CharField(max_length=32, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "day", "slot", "mark"], name="survey_place_once"
            )
        ]


class Channel(models.TextChoices):
    """How an answer came."""

    OWN = "own"  # on the respondent's own device
    HELPER = "helper"
    PAPER = "paper"


class Sex(models.TextChoices):
    FEMALE = "f"
    MALE = "m"


class Answer(models.Model):
    """What one respondent said, of whom nothing is known but age band and sex, if they said so.

    `steps` has a character for each statement: a step, 0 for "don't know", - for none; `uses` one
    for each part: 2 used, 1 known, 0 not known. The day has no time.
    """

    NOT_SAID: ClassVar = ""

    form = models.ForeignKey(Form, models.PROTECT, related_name="answers")
    nonce = models.CharField(max_length=24, unique=True)  # of the page it was filled in on
    steps = models.CharField(max_length=100)
    uses = models.CharField(max_length=20)
    age = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    day = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    helper = models.ForeignKey(Helper, models.PROTECT, null=True, related_name="answers")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="answers")
    is_late = models.BooleanField(default=False)
    is_set_aside = models.BooleanField(default=False)
