"""Fractions that stand where percent are meant: 0.85 for 85 %.

A cell's number format or a percent sign tells exactly. Without one each figure is compared with
the one it belongs to: a value with its target, a target with its value and with the same period of
other years. So -0.3 and 0.4 % of growth are left alone where growth is what the targets are about.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

import polars as pl

from kotacerdas.workbook import numerals
from kotacerdas.workbook.findings import Finding, Frames
from kotacerdas.workbook.problems import Problem, Term
from kotacerdas.workbook.units import in_percent

# A hundred times as much is nearer to the other figure than the figure itself from a tenth on.
NEARER_FROM = 10
FULL_PCT = 100
_OVERSHOOT = 2  # a fraction above 1 is one only where it comes near its target
_LIKELY_SHARE = 0.5  # an indicator's largest figure; below it small percentages are as likely
_KEY = ["region", "indicator"]


def looks_like_fraction(value: float, other: float | None) -> bool:
    """Whether a figure in percent is nearer to the `other` as a fraction of 1."""
    if other is None or value <= 0 or NEARER_FROM * value >= other:
        return False
    return FULL_PCT * value <= max(FULL_PCT, _OVERSHOOT * other)


def _is_fraction(value: pl.Expr, other: pl.Expr) -> pl.Expr:
    """The same for columns."""
    is_plausible = FULL_PCT * value <= pl.max_horizontal(pl.lit(FULL_PCT), _OVERSHOOT * other)
    return (value > 0) & (NEARER_FROM * value < other) & is_plausible


def findings(
    frames: Frames, marked: Mapping[str, AbstractSet[tuple[str, int]]]
) -> Iterator[Finding]:
    """Figures of indicators in percent that look like fractions.

    `marked` are the cells (field, row) of each sheet that say themselves that they are percent.
    """
    indicators = (
        frames["Indicators"]
        .filter(in_percent(pl.col("unit")))
        .rename({"code": "indicator"})
        .unique(_KEY, keep="first", maintain_order=True)
    )
    if not indicators.height:
        return
    targets = _figures(frames["Targets"], "target", indicators)
    values = _figures(frames["Realisation"], "value", indicators)
    baselines = indicators.drop_nulls("baseline").select(*_KEY, "row", number="baseline")
    small = _small(pl.concat([one.select(*_KEY, "number") for one in (targets, values, baselines)]))
    for sheet, field, rows in (
        ("Targets", "target", _beside_values(targets, values)),
        ("Realisation", "value", _beside_targets(values, targets, baselines)),
        ("Indicators", "baseline", baselines.join(_typical(targets, _KEY, "other"), on=_KEY)),
    ):
        suspects = rows.join(small, on=_KEY, how="left").filter(
            _is_fraction(pl.col("number"), pl.col("other"))
            | (pl.col("is_small").fill_null(value=False) & (pl.col("number") > 0))
        )
        for row, number in suspects.select("row", "number").unique().sort("row").iter_rows():
            if (field, row) not in marked.get(sheet, ()):
                yield Finding(
                    sheet, field, row, Problem.LOOKS_LIKE_FRACTION, (("as_percent", _said(number)),)
                )


def _figures(frame: pl.DataFrame, field: str, indicators: pl.DataFrame) -> pl.DataFrame:
    return (
        frame.drop_nulls(field)
        .join(indicators, on=_KEY, how="semi")
        .select(*_KEY, "year", "period", "row", number=field)
    )


def _typical(figures: pl.DataFrame, by: list[str], name: str) -> pl.DataFrame:
    return figures.group_by(by).agg(pl.col("number").median().alias(name))


def _beside_targets(
    values: pl.DataFrame, targets: pl.DataFrame, baselines: pl.DataFrame
) -> pl.DataFrame:
    """Each value with its own target, else that of its year, else what is usual."""
    return (
        _beside(values, targets)
        .join(_typical(targets, [*_KEY, "year"], "of_year"), on=[*_KEY, "year"], how="left")
        .join(_typical(targets, _KEY, "usual"), on=_KEY, how="left")
        .join(_typical(baselines, _KEY, "baseline"), on=_KEY, how="left")
        .with_columns(other=pl.coalesce("own", "of_year", "usual", "baseline"))
    )


def _beside_values(targets: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """Each target with its own value, or the usual one, and the same period of other years."""
    same_period = pl.col("number").median().over(*_KEY, "period")
    return (
        _beside(targets, values)
        .join(_typical(values, _KEY, "usual"), on=_KEY, how="left")
        .with_columns(other=pl.max_horizontal(pl.coalesce("own", "usual"), same_period))
    )


def _beside(figures: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    place = [*_KEY, "year", "period"]
    own = _typical(others, place, "own")
    return figures.join(own, on=place, how="left", nulls_equal=True)


def _small(numbers: pl.DataFrame) -> pl.DataFrame:
    """Indicators of which every figure lies between 0 and 1, so that none tells of another."""
    number = pl.col("number")
    return numbers.group_by(_KEY).agg(
        is_small=(number.min() >= 0) & (number.max() <= 1) & (number.max() >= _LIKELY_SHARE)
    )


def _said(number: float) -> Term:
    text = numerals.plain(float(f"{FULL_PCT * number:.12g}"))
    return Term(text.replace(".", ","), text)
