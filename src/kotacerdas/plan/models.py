"""The rows of the workbook: the plan, what became of it, innovations, index scores and indices."""

from django.db import models
from django.db.models.functions import MD5

from kotacerdas.records.models import Agency, Record


class Mission(Record):
    """A mission of the development plan (RPJMD) that programmes carry out."""

    code = models.CharField(max_length=100)
    plan = models.TextField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="mission_code")]


class Regulation(Record):
    """What the programmes rest on in law."""

    code = models.CharField(max_length=100)
    type = models.CharField(max_length=20)
    number = models.TextField()
    year = models.IntegerField()
    title = models.TextField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    url = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="regulation_code")]


class Programme(Record):
    """A programme of the masterplan, planned in every year from its start to its end."""

    code = models.CharField(max_length=100)
    name = models.TextField()
    dimension = models.CharField(max_length=20)
    sub_dimension = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    partners = models.JSONField(default=list)
    missions = models.ManyToManyField(Mission, related_name="+")
    regulations = models.ManyToManyField(Regulation, related_name="+")
    quick_win = models.BooleanField()
    start_year = models.IntegerField()
    end_year = models.IntegerField()
    weight = models.FloatField(default=1.0)
    sipd_code = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="programme_code")]


class Stewardship(Record):
    """Which agency answered for a programme from a year on.

    A programme that never changed hands has none. Of the newest one only the year counts: from
    then on it is the programme's own agency that answers.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_index=False)
    from_year = models.IntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "from_year"], name="steward_once")
        ]


class Indicator(Record):
    """What is measured of a programme, and how its periods roll up; up to its last year."""

    code = models.CharField(max_length=100)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.TextField()
    level = models.CharField(max_length=20)
    unit = models.TextField()
    polarity = models.CharField(max_length=20)
    aggregation = models.CharField(max_length=20)
    baseline_year = models.IntegerField(null=True)
    baseline = models.FloatField(null=True)
    weight = models.FloatField(default=1.0)
    data_source = models.TextField(blank=True)
    standard = models.TextField(blank=True)
    last_year = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="indicator_code")]


class Target(Record):
    """What an indicator is to reach in a year or a part of it; an empty period is the year."""

    # `target_once` is an index by indicator already.
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_index=False)
    year = models.IntegerField()
    period = models.CharField(max_length=3, blank=True)
    target = models.FloatField()
    target_max = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year", "period"], name="target_once")
        ]


class Budget(Record):
    """Money of one source for a programme in a year, in rupiah."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_index=False)
    year = models.IntegerField()
    source = models.CharField(max_length=20)
    ceiling = models.FloatField()
    realised = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "year", "source"], name="budget_once")
        ]


class Capacity(Record):
    """People, infrastructure, applications and literacy that are planned for a year."""

    code = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    item = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    year = models.IntegerField()
    unit = models.TextField()
    target = models.FloatField()
    realised = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "code", "year"], name="capacity_once")
        ]


class Realisation(Record):
    """A report on a programme (realised or not) or on an indicator (a value) for a period."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, related_name="+", db_index=False
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, related_name="+", db_index=False
    )
    year = models.IntegerField()
    period = models.CharField(max_length=3, blank=True)
    realised = models.BooleanField(null=True)
    value = models.FloatField(null=True)
    status = models.CharField(max_length=20, blank=True)
    verified = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(programme__isnull=True) ^ models.Q(indicator__isnull=True),
                name="realisation_of_one_thing",
            ),
            models.UniqueConstraint(fields=["programme", "year", "period"], name="programme_once"),
            models.UniqueConstraint(fields=["indicator", "year", "period"], name="indicator_once"),
        ]


class Innovation(Record):
    """An innovation of an agency; effective, efficient and simple are graded 0 to 4.

    `stage` is where it is, and `idea_on` to `retired_on` the days on which it got to each stage,
    empty where nobody said. `year` is the one towards whose minimum it may count. `measured` is
    what shows its effect, before and after in `unit`; an `indicator` has its own. What is `same_as`
    another, by the code of that one, does not count. What is `in_deck` has a slide of its own.
    """

    code = models.CharField(max_length=100)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.TextField()
    year = models.IntegerField()
    public_service = models.BooleanField()
    form = models.CharField(max_length=20)
    digital = models.BooleanField()
    stage = models.CharField(max_length=20)
    affair = models.TextField(blank=True)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    effective = models.FloatField(null=True)
    efficient = models.FloatField(null=True)
    simple = models.FloatField(null=True)
    summary = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    partners = models.ManyToManyField(Agency, related_name="+")
    idea_on = models.DateField(null=True)
    screened_on = models.DateField(null=True)
    trial_on = models.DateField(null=True)
    applied_on = models.DateField(null=True)
    replicated_on = models.DateField(null=True)
    retired_on = models.DateField(null=True)
    replicates = models.TextField(blank=True)
    same_as = models.CharField(max_length=100, blank=True)
    measured = models.TextField(blank=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    value_before = models.FloatField(null=True)
    value_after = models.FloatField(null=True)
    unit = models.TextField(blank=True)
    measured_by = models.TextField(blank=True)
    in_deck = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="innovation_code")]


class Score(Record):
    """An assessor's score of a component of the smart-city index, 0 to 4."""

    year = models.IntegerField()
    framework = models.CharField(max_length=100)
    component = models.CharField(max_length=20)
    dimension = models.CharField(max_length=20, blank=True)
    assessor = models.TextField(blank=True)
    score = models.FloatField()
    comment = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            # An assessor's name may be longer than an index takes.
            models.UniqueConstraint(
                *("region", "year", "framework", "component", "dimension"),
                MD5("assessor"),
                name="score_once",
            )
        ]


class OtherRegion(Record):
    """The smart-city index of another region as it was published, to compare with."""

    has_figures = False

    place = models.TextField()
    year = models.IntegerField()
    value = models.FloatField()
    source = models.TextField()
    url = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("region", MD5("place"), "year", name="other_region_once")
        ]


class OtherIndex(Record):
    """The value that somebody else's index gave the region for a year, and who says so."""

    has_figures = False

    index = models.CharField(max_length=20)
    year = models.IntegerField()
    value = models.FloatField()
    source = models.TextField()
    url = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "index", "year"], name="other_index_once")
        ]


class InnovationMark(Record):
    """What is said of an indicator (16 to 35) of the regional innovation index for an innovation.

    The parameter is 0 to 3; an indicator without a mark is not reported.
    """

    has_figures = False

    # `innovation_mark_once` is an index by innovation already.
    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="+", db_index=False)
    indicator = models.CharField(max_length=10)
    parameter = models.IntegerField()
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["innovation", "indicator"], name="innovation_mark_once")
        ]


class RegionMark(Record):
    """The same of an indicator of the region itself (1 to 15) in a year."""

    has_figures = False

    year = models.IntegerField()
    indicator = models.CharField(max_length=10)
    parameter = models.IntegerField()
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "indicator"], name="region_mark_once")
        ]
