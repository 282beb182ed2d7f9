"""How far a year has come: not begun, running or complete; methodology, 8."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import polars as pl

# Of the planned programmes, so many have to be verified up to the year's end.
SETTLED_PCT = 80


class YearState(StrEnum):
    """Nothing of the year is reported, some of it is, or it is settled."""

    NOT_BEGUN = "not_begun"
    RUNNING = "running"
    COMPLETE = "complete"


@dataclass(frozen=True)
class Decided:
    """What a region decided on its years, beside the rows: nothing, for a workbook alone."""

    published: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()  # a reporting period of the year was opened


NOTHING_DECIDED = Decided()


def with_year_ends(
    history: pl.DataFrame, plan: pl.DataFrame, rows: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """`history` with what each year's state follows from.

    `plan` is a row for each programme and year, `rows` are the realisation rows that end by
    `as_of`, verified or not. Adds is_over; reported_to_end and verified_to_end, the programmes
    with a report, or a verified one, of a period that ends with the year; and is_verifying,
    whether any programme was verified in this year or before it.
    """
    reports = rows.drop_nulls(["programme", "realised"])
    ends = (
        reports.filter(pl.col("ends_on") == pl.date("year", 12, 31))
        .group_by("programme", "year")
        .agg(is_verified_to_end=pl.col("verified").any())
    )
    counted = (
        plan.select("code", "year")
        .join(ends, left_on=["code", "year"], right_on=["programme", "year"], how="left")
        .group_by("year")
        .agg(
            reported_to_end=pl.col("is_verified_to_end").is_not_null().sum(),
            verified_to_end=pl.col("is_verified_to_end").fill_null(value=False).sum(),
        )
    )
    first_verified = pl.lit(reports.filter("verified")["year"].min(), dtype=pl.Int64)
    return history.join(counted, on="year", how="left", maintain_order="left").with_columns(
        is_over=pl.date("year", 12, 31) <= as_of,
        is_verifying=(pl.col("year") >= first_verified).fill_null(value=False),
    )


def is_settled(row: Mapping[str, Any]) -> bool:
    """Whether enough of a year of `with_year_ends` is verified up to its end."""
    return bool(row["is_over"]) and _is_enough(row["verified_to_end"], row["planned"])


def state_of(row: Mapping[str, Any], decided: Decided) -> YearState:
    """The state of a year of the history.

    Where nobody verifies and no report was asked for, as in a workbook of years gone by, it is
    enough that the reports are there. A history without `with_year_ends`, of an older run, tells
    of complete years.
    """
    if row["planned"] == row["not_reported"]:
        return YearState.NOT_BEGUN
    if "is_over" not in row:
        return YearState.COMPLETE
    is_by_workbook = not row["is_verifying"] and row["year"] not in decided.asked
    is_complete = row["is_over"] and (
        row["year"] in decided.published
        or is_settled(row)
        or (is_by_workbook and _is_enough(row["reported_to_end"], row["planned"]))
    )
    return YearState.COMPLETE if is_complete else YearState.RUNNING


def _is_enough(count: int, planned: int) -> bool:
    return 100 * count >= SETTLED_PCT * planned


def default_year(history: Iterable[Mapping[str, Any]], decided: Decided) -> int | None:
    """The year that everybody begins with; `history` are the years over all dimensions.

    The last that is complete or was published; while there is none, the last of which anything
    is reported; None where nothing is.
    """
    states = {row["year"]: state_of(row, decided) for row in history}
    begun = [year for year, state in states.items() if state is not YearState.NOT_BEGUN]
    final = [
        year for year in begun if states[year] is YearState.COMPLETE or year in decided.published
    ]
    return max(final or begun, default=None)
