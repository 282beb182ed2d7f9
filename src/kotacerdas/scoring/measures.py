"""Budget, capacity and innovations of one year; methodology, 5 to 7."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from kotacerdas.scoring.indicators import State

COUNTED_STAGES = ("trial", "applied")


def budget_figures(rows: pl.DataFrame) -> dict[str, Any]:
    """Absorption: all that is realised / all ceilings; the not reported are counted beside it."""
    ceiling, realised = (float(rows[name].sum()) for name in ("ceiling", "realised"))
    return {
        "ceiling_rp": _amount(ceiling),
        "realised_rp": _amount(realised),
        "not_reported": rows["realised"].null_count(),
        "absorption_pct": 100 * realised / ceiling if ceiling > 0 else None,
        "by_source": {
            source: {"ceiling_rp": _amount(by_ceiling), "realised_rp": _amount(by_realised)}
            for source, by_ceiling, by_realised in rows.group_by("source", maintain_order=True)
            .agg(pl.col("ceiling").sum(), pl.col("realised").sum())
            .iter_rows()
        },
    }


def _amount(rupiah: float) -> float:
    """Whole rupiah as a whole number."""
    return int(rupiah) if float(rupiah).is_integer() else rupiah


def with_capacity_achievement(items: pl.DataFrame) -> pl.DataFrame:
    """achievement_pct: realised / target within 0..100; 0 where not reported.

    Null where the target is zero or negative: such an item can't be scored.
    """
    achieved = (100 * pl.col("realised") / pl.col("target")).clip(0, 100).fill_null(0.0)
    return items.with_columns(achievement_pct=pl.when(pl.col("target") > 0).then(achieved))


def against_target(row: Mapping[str, Any]) -> dict[str, Any]:
    """An item, named and judged as an indicator is; what is not reported has no achievement."""
    is_reported = row["realised"] is not None
    state = State.UNSCORABLE if row["target"] <= 0 else State.SCORED
    return {
        **row,
        "value": row["realised"],
        "target_max": None,
        "state": state if is_reported else State.NOT_REPORTED,
        "achievement_pct": row["achievement_pct"] if is_reported else None,
        "is_incomplete": False,
    }


def capacity_figures(items: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """By kind: the mean over its items."""
    return {
        row["kind"]: {key: row[key] for key in ("items", "not_reported", "achievement_pct")}
        for row in items.group_by("kind", maintain_order=True)
        .agg(
            items=pl.len(),
            not_reported=pl.col("realised").null_count(),
            achievement_pct=pl.col("achievement_pct").mean(),
        )
        .iter_rows(named=True)
    }


def reached_pct(figure: Mapping[str, Any]) -> float | None:
    """The achievement of a kind of capacity; None where nothing of it is reported or scored."""
    reached: float | None = figure["achievement_pct"]
    return None if figure["not_reported"] == figure["items"] else reached


def with_counted(innovations: pl.DataFrame) -> pl.DataFrame:
    """is_counted: towards an agency's minimum count those at stage trial or applied."""
    return innovations.with_columns(is_counted=pl.col("stage").is_in(COUNTED_STAGES))


def innovation_figures(agencies: pl.DataFrame, minimum: int) -> dict[str, Any]:
    """Every agency counts, also one without any; `agencies` has code and innovations."""
    below = agencies.filter(pl.col("innovations") < minimum)
    return {
        "minimum": minimum,
        "total": agencies["innovations"].sum(),
        "agencies": agencies.height,
        "agencies_meeting_minimum": agencies.height - below.height,
        "below_minimum": below["code"].to_list(),
    }
