"""Absorption over the quarters of a year, of what is reported in each of them; methodology, 5."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kotacerdas.scoring.periods import with_periods

QUARTERS = ("q1", "q2", "q3", "q4")
_MONTHS = 3  # of a quarter
_MOST = 0.5  # of the programmes with reported money, which a quarter needs to be compared


@dataclass(frozen=True)
class Quarter:
    """What was spent since the year began, of the ceilings of the same rows; in rupiah."""

    period: str
    spent: float
    ceiling: float

    @property
    def absorption_pct(self) -> float | None:
        return 100 * self.spent / self.ceiling if self.ceiling > 0 else None


@dataclass(frozen=True)
class Absorption:
    """The quarters that can be compared, and the number of programmes that each of them is of.

    Of those `begun` only some programmes were reported yet.
    """

    quarters: Sequence[Quarter]
    programmes: int
    begun: Sequence[str] = ()


def absorption_by_quarter(spent: pl.DataFrame, budget: pl.DataFrame) -> Absorption:
    """`spent` (programme, source, year, period, realised since the year began) of reports, on the
    ceilings of `budget` (programme, source, ceiling).

    A quarter counts where most of the programmes with reported money were reported at its end; and
    of those only what was reported at the end of every such quarter.
    """
    by_end = (
        with_periods(spent.join(budget, on=["programme", "source"]))
        .with_columns(month=pl.col("ends_on").dt.month())
        .filter(pl.col("month") % _MONTHS == 0)
        .sort("length", maintain_order=True)  # of several that end together the longest speaks
        .unique(["programme", "source", "month"], keep="last", maintain_order=True)
    )
    of_all = by_end["programme"].n_unique()
    reported = by_end.group_by("month").agg(n=pl.col("programme").n_unique())
    months = reported.filter(pl.col("n") >= _MOST * of_all)["month"].sort().to_list()
    rows = by_end.filter(pl.col("month").is_in(months))
    alike = rows.filter(pl.len().over("programme", "source") == len(months))
    quarters = [
        Quarter(_quarter(month), float(row["realised"].sum()), float(row["ceiling"].sum()))
        for month in months
        if (row := alike.filter(month=month)).height
    ]
    begun = reported.filter(~pl.col("month").is_in(months))["month"].sort()
    return Absorption(quarters, alike["programme"].n_unique(), [_quarter(one) for one in begun])


def _quarter(month: int) -> str:
    return QUARTERS[month // _MONTHS - 1]
