"""What a form would change, before it is saved: figures, findings, and the values of others."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from kotacerdas.core.words import counted, language, sentence, words
from kotacerdas.exchange.edits import Saving
from kotacerdas.exchange.effect import Effect
from kotacerdas.exchange.outcome import Conflict
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.records.actions import logged
from kotacerdas.records.inverse import RecordId
from kotacerdas.records.merging import WHOLE
from kotacerdas.records.models import Region
from kotacerdas.scorecards.display import change_view, field_display, record_name
from kotacerdas.scorecards.sheets import MODELS
from kotacerdas.workbook.issues import Issue

MOST_SHOWN = 100
_NO_FIGURES = {"planned": 0, "realised": 0, "achievement_pct": None}
_SHEETS = {model._meta.label_lower: sheet for sheet, model in MODELS.items()}


def saving_view(saving: Saving, region: Region) -> dict[str, Any]:
    """What the panel above a form says of it."""
    plan, consequence = saving.plan, saving.consequence
    edition = load(region.framework or DEFAULT)
    return {
        "is_to_confirm": saving.is_to_confirm,
        "is_removal": any(change.after is None for change in plan.changes),
        "digest": plan.digest if saving.is_to_confirm else "",
        "missing": words()(saving.missing) if saving.missing else "",
        "asks": plan.asks,
        "asks_reason": consequence.is_settled,
        "effects": [_effect(one, edition) for one in consequence.effects],
        "other_years": consequence.other_years,
        "changes": [change_view(logged(one)) for one in plan.changes[:MOST_SHOWN]],
        "more": len(plan.changes[MOST_SHOWN:]),
        "elsewhere": _elsewhere(plan.elsewhere),
        "whole": [conflict_note(one) for one in plan.conflicts if one.name == WHOLE],
        "left": [(record_name(one.record[0], one.key), sentence(one.why)) for one in plan.left],
    }


def _elsewhere(issues: Sequence[tuple[RecordId, Issue]]) -> list[tuple[str, str]]:
    """What is said of other records, with how many of a kind it is said of."""
    counts = Counter((label, said(issue)) for (label, _), issue in issues)
    return [(counted("log_model", label, n), why) for (label, why), n in counts.items()]


def _effect(effect: Effect, edition: Framework) -> dict[str, Any]:
    before, after = effect.overall
    return {
        "year": effect.year,
        "before": before or _NO_FIGURES,
        "after": after or _NO_FIGURES,
        "dimensions": [
            {
                "name": edition.name_of((one or other or {})["code"], language()),
                "before": one or _NO_FIGURES,
                "after": other or _NO_FIGURES,
            }
            for one, other in effect.dimensions
        ],
    }


def said(issue: Issue) -> str:
    """What is wrong, with the bounds or words that are expected where there are any."""
    message, expected = issue.message(language()), issue.problem.expected
    return f"{message} ({issue.expected(language())})" if "{" in expected.id else message


def conflict_note(one: Conflict) -> str:
    """Who made what of a field, or of the record, since the form was opened."""
    later = one.later
    who = (later.actor or words()("log.by_command")) if later else ""
    number = later.number if later else ""
    if one.name == WHOLE:
        return words()("saving.others_whole", who=who, number=number)
    sheet = _SHEETS[one.record[0]]
    texts = {
        side: field_display(sheet, one.name, (values or {}).get(one.name))[1]
        for side, values in (("was", one.base), ("now", one.now))
    }
    return words()("saving.others", who=who, number=number, **texts)
