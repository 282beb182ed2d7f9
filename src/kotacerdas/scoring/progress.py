"""Where a programme stands while its year runs; methodology, 8."""

from collections.abc import Mapping

import polars as pl

from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.indicators import in_use, leaves, with_achievement
from kotacerdas.scoring.levels import BAND_TOLERANCE_PCT, programme_values
from kotacerdas.scoring.periods import YEAR_MONTHS, with_periods, year_end
from kotacerdas.scoring.programmes import NOT_REALISED, NOT_REPORTED
from kotacerdas.scoring.question import Question

ON_TRACK, BEHIND, NOT_DUE = "on_track", "behind", "not_due"
SHEET = "Progress"  # a frame beside those of the workbook, where the site has reports
SCHEMA = {
    "region": pl.String,
    "row": pl.Int64,
    "programme": pl.String,
    "year": pl.Int64,
    "period": pl.String,
    "progress_pct": pl.Float64,
}


def with_progress(  # noqa: PLR0913, PLR0917 - all that it follows from
    programmes: pl.DataFrame,
    indicators: pl.DataFrame,
    own: Mapping[str, pl.DataFrame],
    rows: pl.DataFrame,
    question: Question,
    framework: Framework,
) -> pl.DataFrame:
    """`programmes` of a year with `progress`, their status while it runs, and `to_date_pct`.

    `indicators` are the evaluated ones, `own` the region's frames, `rows` the countable
    realisation rows. What is realised stays so. What is reported and not realised is on track or
    behind, what is not reported is due or not. `to_date_pct` is what the indicators achieved of
    the targets that were due up to the programme's own last report; null where none was.
    """
    reported = programmes.drop_nulls("reported_to").select("reported_to", programme="code")
    to_date = _to_date(reported, own, rows, question, framework)
    with_values = programmes.join(
        to_date, left_on="code", right_on="programme", how="left", maintain_order="left"
    ).join(
        _reported_progress(own, question.year),
        left_on=["code", "reported_period"],
        right_on=["programme", "period"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    months = pl.col("reported_to").dt.month().cast(pl.Float64)
    passed_pct = 100 * months / YEAR_MONTHS
    reached_pct = pl.coalesce("to_date_pct", 100 * pl.col("progress_pct") / passed_pct)
    is_behind = reached_pct < framework.on_track_from_pct - BAND_TOLERANCE_PCT
    return with_values.with_columns(
        progress=pl.when(pl.col("status") == NOT_REALISED)
        .then(pl.when(is_behind).then(pl.lit(BEHIND)).otherwise(pl.lit(ON_TRACK)))
        .when((pl.col("status") == NOT_REPORTED) & ~_is_due(indicators, question))
        .then(pl.lit(NOT_DUE))
        .otherwise("status")
    ).drop("progress_pct")


def _to_date(
    reported: pl.DataFrame,
    own: Mapping[str, pl.DataFrame],
    rows: pl.DataFrame,
    question: Question,
    framework: Framework,
) -> pl.DataFrame:
    """By programme: `to_date_pct`. A later target is not due for what was reported before it."""
    in_year = own["Indicators"].filter(in_use(question.year))
    indicators = in_year.join(reported, on="programme", how="inner", maintain_order="left")
    targets = own["Targets"].filter(year=question.year)
    due = (
        with_periods(targets)
        .join(
            indicators.select("reported_to", indicator="code"),
            on="indicator",
            how="inner",
            maintain_order="left",
        )
        .filter(pl.col("ends_on") <= pl.col("reported_to"))
        .select(targets.columns)
    )
    rolled = leaves(indicators.drop("reported_to"), due, rows, question)
    scored = with_achievement(rolled.lazy(), framework)
    values = programme_values(scored, ["programme"]).collect()
    return values.rename({"indicator_achievement_pct": "to_date_pct"})


def _reported_progress(own: Mapping[str, pl.DataFrame], year: int) -> pl.DataFrame:
    """What the reports of the year say in percent of how far the work has come."""
    rows = own.get(SHEET, pl.DataFrame(schema=SCHEMA))
    return rows.filter(year=year).select("programme", "period", "progress_pct")


def _is_due(indicators: pl.DataFrame, question: Question) -> pl.Expr:
    """Whether a report could be expected: a target of the programme has ended, or the year."""
    if question.as_of >= year_end(question.year):
        return pl.lit(True)  # noqa: FBT003 - a value of an expression
    due = indicators.filter(pl.col("due_end").is_not_null())["programme"]
    return pl.col("code").is_in(due.unique().implode())
