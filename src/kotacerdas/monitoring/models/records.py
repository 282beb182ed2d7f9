"""What became of the plan: rows of the workbook, on which every scorecard rests."""

from django.db import models
from django.db.models.functions import MD5

from kotacerdas.masterplan.models import Indicator, Programme
from kotacerdas.records.models import Record


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


class Score(Record):
    """An assessor's score of a component of the smart-city index, 0 to 4."""

    year = models.IntegerField()
    framework = models.CharField(max_length=100)
    component = models.CharField(max_length=20)
    dimension = models.CharField(max_length=20, blank=True)
    assessor = models.TextField(blank=True)
    score = models.FloatField()
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            # An assessor's name may be longer than an index takes.
            models.UniqueConstraint(
                *("region", "year", "framework", "component", "dimension"),
                MD5("assessor"),
                name="score_once",
            )
        ]
