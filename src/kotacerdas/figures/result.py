"""A scorecard as the JSON that `kotacerdas evaluate --json` prints, in full precision."""

from collections import Counter
from fractions import Fraction
from typing import Any

from kotacerdas.scoring import measures
from kotacerdas.scoring.index import IndexResult
from kotacerdas.scoring.indicators import State
from kotacerdas.scoring.scorecard import Scorecard

_FIGURE = (
    "planned",
    "realised",
    "not_reported",
    "achievement_pct",
    "indicator_achievement_pct",
    "band",
)
_PROGRAMME = ("code", "dimension", "agency", "status", "indicator_achievement_pct")


def as_dict(card: Scorecard) -> dict[str, Any]:
    """The whole result; percentages 0..100 or null, money in rupiah."""
    levels: dict[str, list[dict[str, Any]]] = {}
    for row in card.figures.iter_rows(named=True):
        levels.setdefault(row["level"], []).append(row)
    innovations = dict(card.agencies.select("code", "innovations").iter_rows())
    return {
        "region": card.region.select("code", "name").row(0, named=True),
        "year": card.question.year,
        "as_of": card.question.as_of.isoformat(),
        "basis": card.question.basis,
        "framework": card.framework.id,
        "overall": _figure(levels["overall"][0]),
        "dimensions": [
            _coded(dimension)
            | {
                "sub_dimensions": [
                    _coded(sub)
                    for sub in levels["sub_dimension"]
                    if sub["dimension"] == dimension["code"]
                ]
            }
            for dimension in levels["dimension"]
        ],
        "agencies": [
            _coded(agency) | {"innovations": innovations[agency["code"]]}
            for agency in levels.get("agency", [])
        ],
        "programmes": card.programmes.select(_PROGRAMME).to_dicts(),
        "indicators": _indicator_counts(card),
        "budget": measures.budget_figures(card.budget),
        "innovations": measures.innovation_figures(
            card.agencies, card.innovations, card.framework.innovation_minimum
        ),
        "capacity": measures.capacity_figures(card.capacity),
        "index": index_dict(card.index) if card.index else None,
        "run": {
            "input_sha256": card.input_sha256,
            "framework": card.framework.id,
            "version": card.version,
        },
    }


def index_dict(result: IndexResult) -> dict[str, Any]:
    """The index as in the result, without its framework's name."""
    return {
        "value": _float(result.value),
        "missing": list(result.missing),
        "components": {
            name: {
                "score": _float(part.score),
                "weight": _float(part.weight),
                "spread": _float(part.spread),
            }
            for name, part in result.components.items()
        },
        "impact_dimensions": {
            code: _float(score) for code, score in result.impact_dimensions.items()
        },
        "previous": _float(result.previous),
        "improvement": _float(result.improvement),
    }


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in _FIGURE}


def _coded(row: dict[str, Any]) -> dict[str, Any]:
    return {"code": row["code"]} | _figure(row)


def _indicator_counts(card: Scorecard) -> dict[str, int]:
    """How many indicators are in each state; the incomplete are among the scored."""
    states = Counter(card.indicators["state"].to_list())
    incomplete = card.indicators.filter("is_incomplete", state=State.SCORED).height
    order = (
        State.SCORED,
        State.NOT_REPORTED,
        State.NOT_DUE,
        State.NO_TARGET,
        State.UNSCORABLE,
        State.NOT_APPLICABLE,
    )
    return (
        {"total": card.indicators.height}
        | {str(state): states[state] for state in order}
        | {"incomplete": incomplete}
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
