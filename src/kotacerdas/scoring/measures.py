"""Budget, capacity and innovations of one year; methodology, 5 to 7."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from kotacerdas.scoring.indicators import State

STAGES = ("idea", "screened", "trial", "applied", "replicated", "retired")
COUNTED_STAGES = ("trial", "applied", "replicated")
# What is on its way to count: it has begun, and neither counts nor has ended.
STAGES_ON_THE_WAY = STAGES[: STAGES.index(COUNTED_STAGES[0])]
# By what innovations are graded, from 0 to 4.
CRITERIA = ("effective", "efficient", "simple")


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


def with_counted(innovations: pl.DataFrame, day: date) -> pl.DataFrame:
    """`stage` as it was on that day, and is_counted: whether it counts towards a minimum.

    The days of the stages say which it was; where that of the present stage is not known, it is
    the present one. Before its first day it is an idea.
    """
    was = pl.coalesce(pl.when(_day(stage) <= day).then(pl.lit(stage)) for stage in reversed(STAGES))
    since = pl.coalesce(pl.when(pl.col("stage") == stage).then(_day(stage)) for stage in STAGES)
    stage = pl.when(since > day).then(was.fill_null(STAGES[0])).otherwise(pl.col("stage"))
    return innovations.with_columns(stage=stage).with_columns(
        is_counted=pl.col("stage").is_in(COUNTED_STAGES) & pl.col("same_as").is_null()
    )


def _day(stage: str) -> pl.Expr:
    return pl.col(f"{stage}_on")


def counted_by_agency(innovations: pl.DataFrame, counts: str) -> pl.DataFrame:
    """How many count for each agency (code, innovations): once for its own, or `each` for its
    partners too; an edition says which.
    """
    counted = innovations.filter("is_counted")
    agencies = counted.select(code="agency")
    if counts == "each":
        partners = counted.explode("partners").select(code="partners").drop_nulls()
        agencies = pl.concat([agencies, partners])
    return agencies.group_by("code").agg(innovations=pl.len())


def innovation_figures(
    agencies: pl.DataFrame, innovations: pl.DataFrame, minimum: int
) -> dict[str, Any]:
    """Every agency counts, also one without any; `agencies` has code and innovations."""
    below = agencies.filter(pl.col("innovations") < minimum)
    return {
        "minimum": minimum,
        "total": innovations["is_counted"].sum(),
        "agencies": agencies.height,
        "agencies_meeting_minimum": agencies.height - below.height,
        "below_minimum": below["code"].to_list(),
    }
