"""Numbers, days and moments as the reader of a page writes them."""

from datetime import date, datetime

from django.utils import timezone

from kotacerdas.core.words import language
from kotacerdas.wording import dates, numbers


def percent(value: float | None) -> str:
    return numbers.percent(value, language())


def whole(value: float | None) -> str:
    return numbers.number(value, 0, language())


def plain(value: float | None) -> str:
    return numbers.plain(value, language())


def rupiah(value: float | None) -> str:
    return numbers.rupiah(value, language())


def day(value: date | datetime | None) -> str:
    """`6 Oktober 2022`; a dash for None."""
    if value is None:
        return numbers.NOTHING
    return dates.long_date(local_day(value), language())


def local_day(value: date | datetime) -> date:
    """The day itself; of a moment that on which it was in the site's time zone."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def moment(value: datetime) -> str:
    """`6 Oktober 2022 14.05`."""
    local = timezone.localtime(value)
    return f"{dates.long_date(local.date(), language())} {dates.clock(local, language())}"
