"""Runs: what was computed, once and for all; and which of them is published."""

from django.conf import settings
from django.db import models

from kotacerdas.records.models import Region


class RunRecord(models.Model):
    """What is known of a run for ever: what it was of, when and on what it was made.

    `planned`, `realised` and `achievement_pct` are the result's overall ones. `entry` is the number
    of the newest entry of the region's log as its records were read.
    """

    year = models.IntegerField()
    basis = models.CharField(max_length=10)
    as_of = models.DateField()
    framework = models.CharField(max_length=100)
    version = models.CharField(max_length=40)
    input_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    entry = models.PositiveIntegerField()
    planned = models.IntegerField()
    realised = models.IntegerField()
    achievement_pct = models.FloatField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk}"


class Run(RunRecord):
    """One scorecard of a region-year. It is never changed; a newer run follows it.

    `result` is figures.result.as_dict, `card` the packed scorecard, `trace` the packed trace,
    `identities` what figures.comparison.identities says: `{kind: {code: primary key}}`.
    `decided` is what was decided on the years when the run was published, or last taken away as
    the newest of its year (`published` and `asked`); null while neither happened: such a run may
    be dropped.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="runs")
    result = models.JSONField()
    identities = models.JSONField()
    decided = models.JSONField(null=True)
    card = models.BinaryField()
    trace = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["region", "year", "basis", "-id"], name="newest_run")]


class DroppedRun(RunRecord):
    """A run that is not kept any longer, by its primary key: all of it but what it held.

    `asked_at` is when somebody asked for it: it is made again from the log, or else `refusal` says
    why not, a phrase of `dropped`.
    """

    id = models.BigIntegerField(primary_key=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=20, blank=True)

    @property
    def is_awaited(self) -> bool:
        """Whether it was asked for, and no worker has come to it yet."""
        return self.asked_at is not None and not self.refusal


class Publication(models.Model):
    """An act by which a run was shown to the public for a region-year.

    `from_entry` is the log's entry of the act, `until_entry` that of the one which ended it, null
    of the one that holds.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="publications")
    year = models.IntegerField()
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    published_at = models.DateTimeField()
    from_entry = models.PositiveIntegerField()
    until_entry = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year"],
                condition=models.Q(until_entry__isnull=True),
                name="one_publication_a_year",
            )
        ]
