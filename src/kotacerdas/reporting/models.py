"""What reports say, in numbers, from the moment they were sent in; the files of workbooks' rows.

Rows are written with the version that is sent in and never changed: which of them count follows
from the state of their version (`reporting.effective`).
"""

from enum import StrEnum
from functools import reduce
from operator import or_

from django.db import models

from kotacerdas.casework.models import Evidence, Version
from kotacerdas.plan.models import (
    Indicator,
    Innovation,
    InnovationMark,
    Programme,
    Realisation,
    RegionMark,
)

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


Row = Realisation | Innovation | RegionMark | InnovationMark


class RowKind(StrEnum):
    """Which sheet a row that names its evidence is of, by the field of `RowEvidence`."""

    REALISATION = "realisation"
    INNOVATION = "innovation"
    REGION_MARK = "region_mark"
    INNOVATION_MARK = "innovation_mark"


ONE_ROW = reduce(
    or_,
    (models.Q(**{f"{other}__isnull": other is not kind for other in RowKind}) for kind in RowKind),
)


class RowEvidence(models.Model):
    """That a piece of evidence is of a row, which a workbook brought and which calls it `named`.

    A row stays while it has a file; of a piece that was taken away there is none. A field for each
    of `RowKind`, of which one is filled.
    """

    evidence = models.OneToOneField(
        Evidence, models.PROTECT, primary_key=True, related_name="of_row"
    )
    realisation = models.ForeignKey(Realisation, models.PROTECT, null=True, related_name="+")
    innovation = models.ForeignKey(Innovation, models.PROTECT, null=True, related_name="+")
    region_mark = models.ForeignKey(RegionMark, models.PROTECT, null=True, related_name="+")
    innovation_mark = models.ForeignKey(InnovationMark, models.PROTECT, null=True, related_name="+")
    named = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_ROW, name="evidence_of_one_row"),
        ]

    @property
    def place(self) -> tuple[str, int]:
        """Which kind of row it is of, and its primary key."""
        filled = ((kind, getattr(self, f"{kind}_id")) for kind in RowKind)
        return next((kind.value, pk) for kind, pk in filled if pk is not None)

    @property
    def record(self) -> Row:
        """The row."""
        row: Row = getattr(self, self.place[0])
        return row
