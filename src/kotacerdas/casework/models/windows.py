"""When agencies are asked: windows with a deadline, and who was given longer."""

from datetime import date

from django.conf import settings
from django.db import models

from kotacerdas.records.models import Agency, Region
from kotacerdas.scoring.periods import span

WHOLE_YEAR = "tahun"  # in an address


class Window(models.Model):
    """A year or a part of it on which agencies are asked, until the deadline, that day included.

    `process` says what is asked of them; `code` is the workbook's: `q1`, `s2`, `m07`, empty for
    the year.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="windows", db_index=False)
    process = models.CharField(max_length=20)
    year = models.IntegerField()
    code = models.CharField(max_length=3, blank=True)
    deadline = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "process", "year", "code"], name="window_once"
            )
        ]

    @property
    def slug(self) -> str:
        """The code in an address."""
        return self.code or WHOLE_YEAR

    @property
    def order(self) -> tuple[int, int, int]:
        """The one that ends first comes first, of two that end together the shorter."""
        last, length = span(self.code)
        return self.year, last, length

    def has_passed(self, day: date) -> bool:
        return day > self.deadline


class Extension(models.Model):
    """Longer for one agency, until a day that is included; it ends by itself."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="extensions", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.TextField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["window", "agency"], name="longer_for_agency")]
