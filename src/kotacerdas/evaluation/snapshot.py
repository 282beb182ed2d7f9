"""What a submission's documents say beside its answers, kept as it snapshot: JSON, and read again.

{"agencies": {code of an item: name}, "numbers": {name: value}, "findings": [...], "survey": {...}}
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from kotacerdas.casework.models import State
from kotacerdas.documents.evaluation_story import Finding
from kotacerdas.evaluation.figures import Figures
from kotacerdas.evaluation.models import Cycle, FindingCase, ItemCase
from kotacerdas.scoring.impact_survey import Summary, summary_from
from kotacerdas.survey.results import summary


def snapshot_of(cycle: Cycle, figures: Figures) -> dict[str, Any]:
    """All of it now, as JSON has it."""
    items = ItemCase.objects.filter(cycle=cycle)
    survey = summary(cycle.region, cycle.year)
    return {
        "agencies": dict(items.values_list("code", "agency__name")),
        "numbers": figures.beside_the_run(),
        "findings": [
            asdict(one) | {"due_on": one.due_on.isoformat()} for one in findings_of(cycle)
        ],
        "survey": None if survey is None else asdict(survey),
    }


def findings_of(cycle: Cycle) -> list[Finding]:
    """As they stand now, in the order of their numbers."""
    found = FindingCase.objects.filter(cycle=cycle).select_related("agency", "newest")
    return [
        Finding(
            one.number,
            one.text,
            one.item_code,
            one.agency.name,
            one.due_on,
            _state(one),
            one.newest.filled.get("answer", "") if one.newest is not None else "",
        )
        for one in found.order_by("number")
    ]


def _state(one: FindingCase) -> str:
    if one.state == State.VERIFIED:
        return "accepted"
    if one.state == State.SUBMITTED:
        return "answered"
    return "carried_over" if one.carried_to_id else "open"


def findings_in(snapshot: Mapping[str, Any]) -> list[Finding]:
    """Those of a submission."""
    return [
        Finding(**one | {"due_on": date.fromisoformat(one["due_on"])})
        for one in snapshot["findings"]
    ]


def survey_in(snapshot: Mapping[str, Any]) -> Summary | None:
    """The results of a submission's survey; None where there was none."""
    return None if snapshot["survey"] is None else summary_from(snapshot["survey"])
