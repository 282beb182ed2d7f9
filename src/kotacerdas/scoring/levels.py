"""From indicators to programmes, and from programmes to every level above; methodology, 3."""

from collections.abc import Sequence

import polars as pl

from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.programmes import NOT_REPORTED, REALISED

# Two values closer than this are the same value computed in another order.
BAND_TOLERANCE_PCT = 1e-9


def programme_values(indicators: pl.LazyFrame, keys: Sequence[str]) -> pl.LazyFrame:
    """By programme (`keys`): indicator_achievement_pct, the weighted mean of its scored indicators.

    `indicators` has weight and achievement_pct (null unless scored); null where none is scored.
    What each of a programme's indicators repeats of it may stand among the keys.
    """
    # In order, because floating sums depend on it, and the same rows must give the same run.
    return indicators.group_by(keys, maintain_order=True).agg(
        indicator_achievement_pct=weighted_mean("achievement_pct", "weight")
    )


def level_figures(programmes: pl.LazyFrame, keys: Sequence[str]) -> pl.LazyFrame:
    """By `keys`: planned, realised, not_reported, achievement_pct, indicator_achievement_pct.

    `programmes` has status, weight and indicator_achievement_pct. Weights never enter the count
    of programmes; a programme without a value is left out of the mean of values.
    """
    return programmes.group_by(keys, maintain_order=True).agg(*figures())


def figures() -> list[pl.Expr]:
    realised = (pl.col("status") == REALISED).sum()
    return [
        pl.len().alias("planned"),
        realised.alias("realised"),
        (pl.col("status") == NOT_REPORTED).sum().alias("not_reported"),
        (100.0 * realised / pl.len()).alias("achievement_pct"),
        weighted_mean("indicator_achievement_pct", "weight").alias("indicator_achievement_pct"),
    ]


def weighted_mean(value: str, weight: str) -> pl.Expr:
    """The mean of what is not null, by weight; null where all is null."""
    total = pl.when(pl.col(value).is_not_null()).then(pl.col(weight)).sum()
    return pl.when(total > 0).then((pl.col(value) * pl.col(weight)).sum() / total)


def band(value: str, framework: Framework) -> pl.Expr:
    """The name of the band that the unrounded value lies in; null for null."""
    return pl.coalesce(
        pl.when(pl.col(value) >= step.from_pct - BAND_TOLERANCE_PCT).then(pl.lit(step.name))
        for step in framework.bands
    )
