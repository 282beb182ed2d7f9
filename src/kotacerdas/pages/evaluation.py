"""The annual evaluation: the index of the year, its components, its history, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.documents import headlines
from kotacerdas.documents.facts import Facts
from kotacerdas.pages.other_weights import other_weights
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.scoring import measures


@dataclass(frozen=True)
class Component:
    """A component of the index; `share_pct` is its score's place on the edition's scale."""

    name: str
    weight_pct: float
    score: float | None
    spread: float | None
    share_pct: float | None


@of_year
def evaluation(request: HttpRequest, page: YearPage) -> HttpResponse:
    facts = page.facts
    index = page.result["index"]
    return render(
        request,
        "pages/evaluation.html",
        {
            "page": page,
            "index": index,
            "headline": headlines.index(facts),
            "scale": facts.scorecard.framework.scale,
            "components": _components(facts, index),
            "other_weights": other_weights(request, page),
            "missing": headlines.missing_parts(facts),
            "by_dimension": facts.component_by_dimension,
            "dimension_scores": _dimension_scores(facts, index),
            "history": _history(facts),
            "capacity": [
                (kind, measures.reached_pct(part)) for kind, part in facts.capacity_by_kind.items()
            ],
        },
    )


def _components(facts: Facts, index: Mapping[str, Any] | None) -> list[Component]:
    """All components of the edition, scored or not."""
    framework = facts.scorecard.framework
    parts = index["components"] if index else {}
    rows = []
    for one in framework.components:
        part = parts.get(one.code, {})
        score = part.get("score")
        rows.append(
            Component(
                one.name(facts.language),
                float(one.weight) * 100,
                score,
                part.get("spread"),
                _share_pct(score, framework.scale),
            )
        )
    return rows


def _share_pct(score: float | None, scale: tuple[float, float]) -> float | None:
    low, high = scale
    return None if score is None else 100 * (score - low) / (high - low)


def _dimension_scores(
    facts: Facts, index: Mapping[str, Any] | None
) -> list[tuple[str, str, float | None]]:
    """Code, name and score of each dimension; empty where none was scored by itself."""
    scores = index["impact_dimensions"] if index else {}
    if not scores:
        return []
    return [(one.code, one.name, scores.get(one.code)) for one in facts.dimensions]


def _sources(facts: Facts, year: int) -> list[str]:
    """What the scores of that year are taken from, as far as it was said."""
    rows = facts.scorecard.index_rows.filter(year=year)["source"]
    return rows.drop_nulls().unique(maintain_order=True).to_list()


def _history(facts: Facts) -> list[dict[str, Any]]:
    """The years with an index, the latest first, and how far each rose on the one before."""
    rows: list[dict[str, Any]] = [
        {"year": year, "value": value} for year, value in facts.scorecard.index_years
    ]
    before: dict[str, Any] | None = None
    for row in rows:
        follows = before is not None and before["year"] == row["year"] - 1
        row["change"] = row["value"] - before["value"] if before and follows else None
        row["share_pct"] = _share_pct(row["value"], facts.scorecard.framework.scale)
        row["sources"] = _sources(facts, row["year"])
        before = row
    return rows[::-1]
