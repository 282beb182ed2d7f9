"""Indicator achievement: periods rolled up, value held against target; methodology, 2."""

from enum import StrEnum

import polars as pl

from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.periods import with_periods
from kotacerdas.scoring.question import Question


class State(StrEnum):
    """Each indicator of a planned programme is in exactly one, tested in this order."""

    NOT_APPLICABLE = "not_applicable"
    NO_TARGET = "no_target"
    NOT_DUE = "not_due"
    UNSCORABLE = "unscorable"
    NOT_REPORTED = "not_reported"
    SCORED = "scored"


def in_use(year: int) -> pl.Expr:
    """Of indicators: whether the year is none after their last."""
    return pl.col("last_year").fill_null(year) >= year


def leaves(
    indicators: pl.DataFrame, targets: pl.DataFrame, rows: pl.DataFrame, question: Question
) -> pl.DataFrame:
    """`indicators` with target, target_max, value and standing in the asked year, rolled up.

    `rows` are the countable realisation rows. `standing` is the state where it is settled before
    any value is looked at, else null. Adds is_incomplete, target_rows and value_rows (the rows of
    the sheets that the figures rest on).
    """
    of_year = with_periods(targets.filter(year=question.year))
    joined = indicators.join(
        _rolled_targets(of_year, indicators, question), on="code", how="left", maintain_order="left"
    )
    values = rows.filter(pl.col("year") == question.year, pl.col("indicator").is_not_null())
    joined = joined.join(
        _rolled_values(values, joined), on="code", how="left", maintain_order="left"
    )
    missing_months = pl.col("due_months") & ~pl.col("months_reported")
    return joined.with_columns(
        standing=_standing(),
        is_incomplete=(pl.col("aggregation") == "sum")
        & pl.col("value").is_not_null()
        & (missing_months != 0).fill_null(value=False),
    )


def _rolled_targets(
    targets: pl.DataFrame, indicators: pl.DataFrame, question: Question
) -> pl.DataFrame:
    """By indicator: the due targets as its aggregation says, and when the last of them ends."""
    is_due = pl.col("ends_on") <= question.as_of
    due_target = pl.col("target").filter(is_due)
    due_max = pl.col("target_max").filter(is_due)
    return (
        targets.join(indicators.select("code", "aggregation"), left_on="indicator", right_on="code")
        .sort("ends_on", "length", maintain_order=True)
        .group_by(pl.col("indicator").alias("code"), maintain_order=True)
        .agg(
            target=_rolled(due_target),
            target_max=_rolled(due_max.drop_nulls()),
            due_end=pl.col("ends_on").filter(is_due).max(),
            due_months=pl.col("months").filter(is_due).bitwise_or(),
            target_rows=pl.col("row"),
        )
    )


def _rolled_values(values: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """By indicator: its values as the aggregation says, and what its last row declares.

    For `last` only a value counts whose period ends when that of the last due target ends.
    """
    counted = pl.col("value").filter(
        (pl.col("aggregation") != "last") | (pl.col("ends_on") == pl.col("due_end"))
    )
    tells = pl.col("value").is_not_null() | pl.col("status").is_not_null()
    return (
        values.filter(tells)
        .join(
            indicators.select("code", "aggregation", "due_end"),
            left_on="indicator",
            right_on="code",
        )
        .sort("ends_on", "length", maintain_order=True)
        .group_by(pl.col("indicator").alias("code"), maintain_order=True)
        .agg(
            value=_rolled(counted.drop_nulls()),
            status=pl.col("status").last(),
            months_reported=pl.col("months").bitwise_or(),
            value_rows=pl.col("row"),
        )
    )


def _rolled(given: pl.Expr) -> pl.Expr:
    """`given`, in order of the periods' ends, to one figure; null where there is none."""
    how = pl.col("aggregation").first()
    return (
        pl.when(given.len() == 0)
        .then(None)
        .when(how == "sum")
        .then(given.sum())
        .when(how == "mean")
        .then(given.mean())
        .otherwise(given.last())
    )


def _standing() -> pl.Expr:
    return (
        pl.when(pl.col("status") == State.NOT_APPLICABLE)
        .then(pl.lit(State.NOT_APPLICABLE))
        .when(pl.col("target_rows").is_null())
        .then(pl.lit(State.NO_TARGET))
        .when(pl.col("due_end").is_null())
        .then(pl.lit(State.NOT_DUE))
    )


def with_achievement(rows: pl.LazyFrame, framework: Framework) -> pl.LazyFrame:
    """Rows (polarity, target, target_max, value, standing) with state and achievement_pct.

    The achievement is brought to the framework's floor and cap; it is null unless scored.
    """
    numerator, divisor = _fraction(framework)
    is_open = pl.col("standing").is_null()
    state = (
        pl.when(~is_open)
        .then(pl.col("standing"))
        .when(divisor <= 0)
        .then(pl.lit(State.UNSCORABLE))
        .when(pl.col("value").is_null())
        .then(pl.lit(State.NOT_REPORTED))
        .otherwise(pl.lit(State.SCORED))
    )
    achievement = (100 * numerator / divisor).clip(framework.floor_pct, framework.cap_pct)
    return rows.with_columns(
        state=state, achievement_pct=pl.when(is_open & (divisor > 0)).then(achievement)
    )


def _fraction(framework: Framework) -> tuple[pl.Expr, pl.Expr]:
    """Numerator and divisor of an achievement; null where they need a value that is missing."""
    target, upper, value = pl.col("target"), pl.col("target_max"), pl.col("value")
    if framework.polarity_lower == "two_t_minus_r":
        lower = 2 * target - value, target
    else:
        lower = target, value
    is_higher, is_lower = pl.col("polarity") == "higher", pl.col("polarity") == "lower"
    is_below, is_above = value < target, value > upper
    inside = pl.when(value.is_not_null()).then(1.0)
    numerator = (
        pl.when(is_higher)
        .then(value)
        .when(is_lower)
        .then(lower[0])
        .when(is_below)
        .then(value)
        .when(is_above)
        .then(2 * upper - value)
        .otherwise(inside)
    )
    divisor = (
        pl.when(is_higher)
        .then(target)
        .when(is_lower)
        .then(lower[1])
        .when(is_below)
        .then(target)
        .when(is_above)
        .then(upper)
        .otherwise(inside)
    )
    return numerator, divisor
