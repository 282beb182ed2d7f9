"""Dates as people read them."""

from datetime import date, datetime

from kotacerdas.wording.numbers import Language

_MONTHS = {
    Language.ID: [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    Language.EN: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def long_date(day: date, language: Language) -> str:
    """`6 Oktober 2022`, `6 October 2022`."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def clock(time: datetime, language: Language) -> str:
    """`14.05`, `14:05`."""
    return f"{time:%H:%M}" if language is Language.EN else f"{time:%H.%M}"
