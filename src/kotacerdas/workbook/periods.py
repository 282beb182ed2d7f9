"""The periods of a year: their codes, the months they cover, and how people write them."""

from collections.abc import Iterator

from kotacerdas.wording.dates import month_names
from kotacerdas.wording.matching import normalised
from kotacerdas.wording.numbers import Language

WHOLE_YEAR = ""
WHOLE_YEAR_NAME = "tahun"  # in addresses, and under which the terms name it
_YEAR_NAMES = ("tahun", "tahunan", "setahun", "setahun penuh", "year", "whole year", "annual")
_PART_NAMES = {
    ("q", 4): ("q", "tw", "triwulan", "kuartal", "kwartal", "quarter"),
    ("s", 2): ("s", "smt", "sem", "semester"),
}
_ROMAN = ("I", "II", "III", "IV")
_SHORT_MONTHS = {"agt": 8, "ags": 8, "sept": 9, "nop": 11, "nopember": 11, "pebruari": 2}


def _names() -> Iterator[tuple[str, str]]:
    """Each way of writing a period, with its code."""
    for name in _YEAR_NAMES:
        yield name, WHOLE_YEAR
    for (letter, count), names in _PART_NAMES.items():
        for number in range(1, count + 1):
            for name in names:
                yield f"{name}{number}", f"{letter}{number}"
                yield f"{name}{_ROMAN[number - 1]}", f"{letter}{number}"
    for number in range(1, 13):
        for name in ("m", "m0", "bulan", "month"):
            yield f"{name}{number}", f"m{number:02}"
        for language in Language:
            month = month_names(language)[number - 1]
            yield month, f"m{number:02}"
            yield month[:3], f"m{number:02}"
    for month, number in _SHORT_MONTHS.items():
        yield month, f"m{number:02}"


# `m010` to `m012` are no way of writing anything, and harm nothing.
PERIOD_NAMES = {normalised(name): code for name, code in _names()}


def period_code(text: str) -> str | None:
    """The code of the period that `text` writes, `` for the whole year; None where it is none."""
    return PERIOD_NAMES.get(normalised(text).replace(".", ""))


def months(code: str) -> range:
    """The months of the year, 1..12, that a period covers."""
    length = {"q": 3, "s": 6, "m": 1}[code[0]]
    last = int(code[1:]) * length
    return range(last - length + 1, last + 1)
