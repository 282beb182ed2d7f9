"""Reporting periods of a year as expressions: when each ends, and which months it covers."""

from calendar import monthrange
from datetime import date

import polars as pl

YEAR_MONTHS = 12

# By period: its last month and its length, both in months. No period means the whole year.
_SPANS = (
    {f"q{n}": (3 * n, 3) for n in range(1, 5)}
    | {f"s{n}": (6 * n, 6) for n in (1, 2)}
    | {f"m{n:02}": (n, 1) for n in range(1, 13)}
)
_LAST_MONTH = {period: last for period, (last, _) in _SPANS.items()}
_LENGTH = {period: length for period, (_, length) in _SPANS.items()}
_MONTHS = {  # bit n stands for month n + 1
    period: sum(1 << month for month in range(last - length, last))
    for period, (last, length) in _SPANS.items()
}
_ALL_MONTHS = (1 << YEAR_MONTHS) - 1


def with_periods(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (year, period) with `ends_on`, `length` in months and `months` as a 12-bit mask."""
    period = pl.col("period")
    last_month = period.replace_strict(_LAST_MONTH, default=YEAR_MONTHS, return_dtype=pl.Int8)
    return rows.with_columns(
        ends_on=pl.date("year", last_month, 1).dt.month_end(),
        length=period.replace_strict(_LENGTH, default=YEAR_MONTHS, return_dtype=pl.Int8),
        months=period.replace_strict(_MONTHS, default=_ALL_MONTHS, return_dtype=pl.UInt16),
    )


def span(period: str | None) -> tuple[int, int]:
    """A period's last month and its length in months; no period is the whole year."""
    return _SPANS[period] if period else (YEAR_MONTHS, YEAR_MONTHS)


def months_of(period: str | None) -> int:
    """The months that a period covers, as a 12-bit mask; no period is the whole year."""
    return _MONTHS[period] if period else _ALL_MONTHS


def period_end(year: int, period: str | None) -> date:
    """The last day of a period; no period is the whole year."""
    month, _ = span(period)
    return date(year, month, monthrange(year, month)[1])


def year_end(year: int) -> date:
    return date(year, 12, 31)


def a_year_before(end: date) -> date:
    """The end of the same month of the year before."""
    year = end.year - 1
    return date(year, end.month, monthrange(year, end.month)[1])
