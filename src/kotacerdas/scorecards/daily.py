"""What the calendar alone changes: periods end, years begin, regulations begin and lapse."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from kotacerdas.casework.models import Window
from kotacerdas.outbox.daily import Daily, register_daily
from kotacerdas.plan.models import Regulation, Target
from kotacerdas.records.actions import mark_stale
from kotacerdas.records.models import Region
from kotacerdas.scoring.periods import period_end


def register() -> None:
    register_daily(Daily("years", mark_changed_years))


def mark_changed_years(last: date | None, at: datetime) -> None:
    """Mark each region from the first year whose figures may be others than on that day.

    Where the day is not known, such as after a restore, all years are looked at.
    """
    today = timezone.localdate(at)
    for region in Region.objects.order_by("pk"):
        if last is None:
            mark_stale(region, 0, at)
        elif years := [day.year for day in _turns(region, today) if last < day <= today]:
            mark_stale(region, min(years), at)


def _turns(region: Region, today: date) -> Iterator[date]:
    """The days from which figures of their year may be others; of years up to this one."""
    for model in (Target, Window):
        records = model._default_manager.filter(region=region, year__lte=today.year)
        for year, period in records.values_list("year", _PERIOD[model]).distinct():
            yield period_end(year, period)
    yield date(today.year, 1, 1)
    yield date(today.year - 1, 12, 31)
    for first, until in Regulation.objects.filter(region=region).values_list(
        "valid_from", "valid_to"
    ):
        if first is not None:
            yield first
        if until is not None:
            yield until


_PERIOD: dict[type, str] = {Target: "period", Window: "code"}
