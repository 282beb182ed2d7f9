"""Amounts of money that may be in thousands or millions where whole rupiah are meant."""

from collections.abc import Iterator

import polars as pl

from kotacerdas.workbook.findings import Finding, Frames, at
from kotacerdas.workbook.problems import Problem

LEAST_CEILING_RP = 1_000_000  # of a whole year; below it all ceilings are hardly rupiah
FAR_BELOW = 1_000  # times the ceiling


def findings(frames: Frames) -> Iterator[Finding]:
    """What of the budget has to be confirmed as rupiah."""
    budget = frames["Budget"]
    ceiling, realised = pl.col("ceiling"), pl.col("realised")
    year = ["region", "year"]
    small = (
        budget.filter(ceiling > 0)
        .filter((ceiling.max() < LEAST_CEILING_RP).over(year))
        .unique(year, keep="first", maintain_order=True)
    )
    yield from at(small, "Budget", "ceiling", Problem.IN_MILLIONS, "year")
    for field in ("ceiling", "realised"):
        parts = budget.filter(pl.col(field) > 0, pl.col(field) % 1 != 0)
        yield from at(parts, "Budget", field, Problem.PART_OF_A_RUPIAH)
    far = budget.filter(realised > 0, realised * FAR_BELOW < ceiling)
    yield from at(far, "Budget", "realised", Problem.FAR_BELOW_CEILING, "ceiling")
