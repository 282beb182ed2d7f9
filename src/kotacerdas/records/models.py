"""Regions and their agencies, old codes, the files they sent, and what must be computed anew."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Region(models.Model):
    """A province, regency or city. Everything else belongs to one."""

    code = models.CharField(max_length=100, unique=True)
    name = models.TextField()
    level = models.CharField(max_length=20)
    parent = models.CharField(max_length=100, blank=True)
    population = models.BigIntegerField(null=True)
    vision = models.TextField(blank=True)
    aims = models.JSONField(default=list)
    framework = models.CharField(max_length=100, blank=True)  # an edition's id; empty: the default
    origin = models.ForeignKey("SourceFile", models.PROTECT, null=True, related_name="+")
    origin_row = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class SourceFile(models.Model):
    """A workbook as it was sent, kept once by its content.

    `layouts` is {sheet: {"name": as in the file, "letters": {field: column letter}}}.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to="workbooks")
    layouts = models.JSONField(default=dict)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    sent_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "sha256"], name="one_file_by_content")
        ]

    def __str__(self) -> str:
        return self.name


class Record(models.Model):
    """A row of a workbook's sheet; its fields have the names of the sheet's columns.

    `origin` and `origin_row` say where it came from; both are null for what was typed in.
    """

    has_figures: ClassVar[bool] = True  # whether figures of results rest on it; decision 22

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    # No file is ever deleted, and nobody asks for a file's rows: what a database does beside to
    # keep a reference would cost a tenth of an import.
    origin = models.ForeignKey(
        SourceFile,
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    origin_row = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True


class Agency(Record):
    """A regional government agency (perangkat daerah, OPD).

    From the day `retired_on` on it is asked for nothing new; its past stays its own.
    """

    code = models.CharField(max_length=100)
    name = models.TextField()
    head = models.TextField(blank=True)
    email = models.TextField(blank=True)
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="agency_code")]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """A code that a record had until an entry of the log gave it another.

    It leads on to the record as long as no other one has it (`records.identity`). `model` is the
    label, `record` the primary key, which is never another's.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    model = models.CharField(max_length=40)
    code = models.CharField(max_length=100)
    record = models.BigIntegerField()
    until_entry = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "model", "code", "until_entry"], name="alias_once"
            )
        ]


class StaleYear(models.Model):
    """The scorecards of this year, and of later ones, no longer agree with the records.

    It is written with what changed, moves on as its years are computed, and goes with the last.
    """

    region = models.ForeignKey(Region, models.CASCADE, related_name="stale_years")
    since_year = models.IntegerField()
    marked_at = models.DateTimeField()
