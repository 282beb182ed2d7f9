"""Which units are percent or rupiah, and which marks beside a number go with them."""

import re

import polars as pl

from kotacerdas.workbook.numerals import PERCENT, RUPIAH

# "Persentase", "Persen (%)", "% penduduk", "poin persen".
PERCENT_UNIT = r"(?i)%|\b(?:persen|persentase|prosen|prosentase|percent|percentage|pct)\b"
_RUPIAH_UNIT = r"(?i)\s*(?:rp\b|rupiah|idr)"


def is_percent(unit: str) -> bool:
    """Whether a unit, however it is written, is percent."""
    return re.search(PERCENT_UNIT, unit) is not None


def takes(unit: str, mark: str) -> bool:
    """Whether a number with the mark, `%` or `Rp`, can be one of the unit."""
    if mark == PERCENT:
        return is_percent(unit)
    return mark != RUPIAH or re.match(_RUPIAH_UNIT, unit) is not None


def in_percent(unit: pl.Expr) -> pl.Expr:
    """The same as `is_percent` for a column of units."""
    return unit.str.contains(PERCENT_UNIT)
