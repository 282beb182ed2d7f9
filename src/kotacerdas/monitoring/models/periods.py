"""When agencies report: periods with a deadline, and who was given longer."""

from datetime import date

from django.conf import settings
from django.db import models

from kotacerdas.records.models import Agency, Region
from kotacerdas.scoring.periods import span

WHOLE_YEAR = "tahun"  # in an address


class Period(models.Model):
    """A year or a part of it that agencies report on until the deadline, that day included.

    `code` is the workbook's: `q1`, `s2`, `m07`, empty for the year.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="periods")
    year = models.IntegerField()
    code = models.CharField(max_length=3, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    deadline = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "code"], name="period_once")
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

    period = models.ForeignKey(Period, models.PROTECT, related_name="extensions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.TextField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
