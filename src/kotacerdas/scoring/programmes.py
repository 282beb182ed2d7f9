"""Programme achievement: what was planned in a year, and what became of it; methodology, 1."""

import polars as pl

from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.periods import with_periods
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.wording.matching import normalised

REALISED, NOT_REALISED, NOT_REPORTED = "realised", "not_realised", "not_reported"


def countable(realisation: pl.DataFrame, question: Question) -> pl.DataFrame:
    """The rows that a result may rest on: due as of the day and, if asked, verified."""
    rows = with_periods(realisation).filter(pl.col("ends_on") <= question.as_of)
    return rows.filter("verified") if question.basis is Basis.VERIFIED else rows


def planned(programmes: pl.DataFrame, first_year: int, last_year: int) -> pl.DataFrame:
    """One row for each programme and year from its start to its end, within the two years."""
    return (
        programmes.with_columns(
            year=pl.int_ranges(
                pl.max_horizontal("start_year", pl.lit(first_year)),
                pl.min_horizontal("end_year", pl.lit(last_year)) + 1,
            )
        )
        .explode("year")
        .drop_nulls("year")
    )


def with_stewards(plan: pl.DataFrame, stewardships: pl.DataFrame) -> pl.DataFrame:
    """`plan` with the `agency` that answered for each programme in each year, and `steward_row`.

    That is the row of `stewardships` which says so, null where it is the programme's own. They
    (programme, from_year, agency) tell of programmes that changed hands. The earliest holds for
    the years before it too; from the newest on it is the programme's own.
    """
    if stewardships.is_empty():
        return plan.with_columns(steward_row=pl.lit(None, pl.Int64))
    is_past = pl.col("from_year") < pl.col("from_year").max().over("programme")
    stewards = stewardships.select(
        "programme",
        year=pl.when(pl.col("from_year") == pl.col("from_year").min().over("programme"))
        .then(0)
        .otherwise("from_year"),
        steward=pl.when(is_past).then("agency"),
        steward_row=pl.when(is_past).then("row"),
    )
    ordered = plan.with_row_index("place").sort("year")
    joined = ordered.join_asof(
        stewards.sort("year"),
        on="year",
        by_left="code",
        by_right="programme",
        check_sortedness=False,  # both are; polars can't see it of groups
    )
    with_agency = joined.with_columns(agency=pl.coalesce("steward", "agency"))
    return with_agency.sort("place").select(*plan.columns, "steward_row")


def with_status(plan: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """`plan` with `status`, and of its deciding row `report_row`, `is_verified`, note, evidence.

    Also its period (`reported_period`) and when that ends (`reported_to`).

    The last row of the year decides: the one whose period ends last, at equal ends the longer.
    """
    last_rows = (
        rows.drop_nulls(["programme", "realised"])
        .sort("ends_on", "length", maintain_order=True)
        .group_by("programme", "year", maintain_order=True)
        .agg(
            pl.col("realised", "note", "evidence").last(),
            is_verified=pl.col("verified").last(),
            report_row=pl.col("row").last(),
            reported_period=pl.col("period").last(),
            reported_to=pl.col("ends_on").last(),
        )
    )
    status = (
        pl.when(pl.col("realised"))
        .then(pl.lit(REALISED))
        .when(pl.col("realised").not_())
        .then(pl.lit(NOT_REALISED))
        .otherwise(pl.lit(NOT_REPORTED))
    )
    return (
        plan.join(
            last_rows,
            left_on=["code", "year"],
            right_on=["programme", "year"],
            how="left",
            maintain_order="left",
        )
        .with_columns(status=status)
        .drop("realised")
    )


def with_sub_dimension_codes(programmes: pl.DataFrame, framework: Framework) -> pl.DataFrame:
    """`sub_dimension` as the framework's code where it is one of its names, else as first written.

    Names are matched without regard to case, spaces, `_` and `-`.
    """
    codes = {
        (dimension.code, normalised(name)): sub.code
        for dimension in framework.dimensions
        for sub in dimension.sub_dimensions
        for name in (sub.code, sub.name_id, sub.name_en)
    }
    given = programmes.select("dimension", "sub_dimension").iter_rows()
    resolved = [
        None if text is None else codes.setdefault((dimension, normalised(text)), text)
        for dimension, text in given
    ]
    return programmes.with_columns(sub_dimension=pl.Series(resolved, dtype=pl.String))
