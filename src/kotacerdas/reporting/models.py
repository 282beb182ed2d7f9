"""What reports say, in numbers, from the moment they were sent in.

Rows are written with the version that is sent in and never changed: which of them count follows
from the state of their version (`reporting.effective`).
"""

from django.db import models

from kotacerdas.casework.models.cases import Version
from kotacerdas.plan.models import Indicator, Programme

REPORTING = "reporting"  # the process of cases and windows


class Statement(models.Model):
    """What a version says of its programme as a whole; `progress_pct` in percent, None if not told.

    `summary` is what hinders and what follows, or else the note.
    """

    version = models.OneToOneField(Version, models.PROTECT, primary_key=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_index=False)
    year = models.IntegerField()
    period = models.CharField(max_length=3, blank=True)
    realised = models.BooleanField()
    progress_pct = models.FloatField(null=True)
    summary = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["programme", "year"], name="statements_of_programme")]


class ReportedValue(models.Model):
    """A value that a version was asked for, in `unit`; None where it was left empty.

    `period` is the one that the value is of, which may be shorter or longer than the report's.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="values", db_index=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_index=False)
    year = models.IntegerField()
    period = models.CharField(max_length=3, blank=True)
    value = models.FloatField(null=True)
    not_applicable = models.BooleanField(default=False)
    asked_target = models.FloatField()
    asked_target_max = models.FloatField(null=True)
    unit = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "indicator", "period"], name="value_once_in_a_version"
            )
        ]
        indexes = [models.Index(fields=["indicator", "year"], name="values_of_indicator")]


class ReportedMoney(models.Model):
    """What a version says was spent of a source since the year began, in rupiah; None if empty.

    `asked_ceiling` is how much it was to be at most then.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="money", db_index=False)
    source = models.CharField(max_length=20)
    realised = models.FloatField(null=True)
    asked_ceiling = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "source"], name="source_once_in_a_version")
        ]
