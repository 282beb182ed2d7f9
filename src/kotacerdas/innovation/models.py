"""What stands beside an innovation of the plan: its case, and what was decided of likely twins."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from kotacerdas.casework.models import Case, Evidence
from kotacerdas.plan.models import Innovation, InnovationMark, RegionMark
from kotacerdas.records.models import Region
from kotacerdas.scoring.measures import CRITERIA

INNOVATION = "innovation"  # the process of cases


class InnovationCase(Case):
    """The case of an innovation; each has one, which goes with it while nobody wrote in it."""

    case = models.OneToOneField(
        Case, models.CASCADE, parent_link=True, primary_key=True, related_name="of"
    )
    innovation = models.OneToOneField(Innovation, models.CASCADE, related_name="+")

    FOLLOWS: ClassVar = {"agency": ("innovation", models.Q())}


class Verdict(models.TextChoices):
    """What two innovations that look alike are to each other."""

    SAME = "same"
    REPLICATION = "replication"  # the second replicates the first
    DIFFERENT = "different"


# The field of an innovation that says it.
FIELDS = {Verdict.SAME: "same_as", Verdict.REPLICATION: "replicates"}


class TwinDecision(models.Model):
    """What was decided of a likely pair, once; `first` has the smaller primary key.

    Of a replication `original` says which of the two it was.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    first = models.ForeignKey(Innovation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Innovation, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    original = models.ForeignKey(Innovation, models.CASCADE, null=True, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="twins_decided_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="twins_in_order"
            ),
        ]


class Assessment(models.Model):
    """How effective, efficient and simple an assessor finds an innovation, each 0 to 4.

    An assessor sees those of others once the own one stands.
    """

    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    effective = models.PositiveSmallIntegerField()
    efficient = models.PositiveSmallIntegerField()
    simple = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["innovation", "assessor"], name="assessed_once"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}__lte": 4}), name=f"{name}_within_its_scale"
                )
                for name in CRITERIA
            ),
        ]


class MarkUse(models.Model):
    """A piece of evidence that a mark of the innovation index rests on, wherever it was brought.

    It stays when its piece is taken back: the mark keeps its points and says that it lost a piece.
    A mark stays while it rests on any.
    """

    innovation_mark = models.ForeignKey(
        InnovationMark, models.PROTECT, null=True, related_name="uses"
    )
    region_mark = models.ForeignKey(RegionMark, models.PROTECT, null=True, related_name="uses")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(innovation_mark__isnull=True)
                ^ models.Q(region_mark__isnull=True),
                name="use_of_one_mark",
            ),
            models.UniqueConstraint(
                fields=["innovation_mark", "evidence"], name="innovation_mark_uses_once"
            ),
            models.UniqueConstraint(
                fields=["region_mark", "evidence"], name="region_mark_uses_once"
            ),
        ]

    @property
    def mark(self) -> InnovationMark | RegionMark:
        return self.innovation_mark or self.region_mark  # type: ignore[return-value] # it has one


class LikelyPair(models.Model):
    """Two innovations that are alike, 0 to 100; `first` has the smaller primary key.

    `likeness` is the larger of those by name and by summary; None where either has no summary.
    """

    region = models.ForeignKey(Region, models.CASCADE, related_name="+")
    first = models.ForeignKey(Innovation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Innovation, models.CASCADE, related_name="+")
    likeness = models.FloatField()
    name = models.FloatField()
    summary = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likely_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="likely_in_order"
            ),
        ]
        indexes = [models.Index(fields=["region", "-likeness"], name="likeliest_pairs")]


class TwinSearch(models.Model):
    """The search among all innovations of a region with all: how often it was asked for, up to
    which of these it was made, and how many of how many pairs the one that is being made compared.
    """

    region = models.OneToOneField(Region, models.CASCADE, primary_key=True, related_name="+")
    asked = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    compared = models.PositiveBigIntegerField(default=0)
    pairs = models.PositiveBigIntegerField(default=0)

    @property
    def is_waiting(self) -> bool:
        return self.made < self.asked

    @property
    def share_pct(self) -> float:
        """How much of what waits is done."""
        return 100 * self.compared / self.pairs if self.pairs else 0.0
