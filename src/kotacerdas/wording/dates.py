"""Dates as people read them."""

from datetime import date, datetime

from babel.dates import format_date, format_time, get_month_names

from kotacerdas.wording.numbers import LOCALES, Language


def month_names(language: Language) -> list[str]:
    """January to December."""
    names = get_month_names("wide", locale=LOCALES[language])
    return [names[month] for month in range(1, 13)]


def long_date(day: date, language: Language) -> str:
    """`6 Oktober 2022`, `6 October 2022`."""
    return format_date(day, "long", LOCALES[language])


def clock(time: datetime, language: Language, *, with_seconds: bool = False) -> str:
    """`14.05`, `14:05`, as `time` says it: its zone is not changed."""
    style = "medium" if with_seconds else "short"
    return format_time(time.replace(tzinfo=None), style, locale=LOCALES[language])
