"""What a result holds, written down for good, and what follows from it alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from kotacerdas.accounts.models import Role, User
from kotacerdas.accounts.selectors import holders_at
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.models import FindingCase, Submission
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import load
from kotacerdas.panel.models import Member
from kotacerdas.panel.outcomes import CountedScore, Earlier, ReviewScores
from kotacerdas.scoring.panel import Asked, Outcome


def content_of(
    scores: ReviewScores, submission: Submission, findings: Iterable[FindingCase] = ()
) -> dict[str, Any]:
    """The result as it is written down; fractions are text, scores hundredths.

    {"region", "year", "stage", "edition", "questionnaire", "submission": hashes,
     "items": [{"code", "component", "dimension", "claim", "value",
                "settled": {"hundredths", "reason", "by"} or null,
                "scores": [{"seat", "by", "institution", "hundredths", "comment"}]}],
     "components": {code: value}, "weights": {code: weight}, "index",
     "dimensions": {code: value} where one component is scored by these,
     "band": {"id", "en"}: its names, or null where the edition names none,
     "earlier": {"year", "value", "components"} or null, "improvement": text or null,
     "without_each": {seat: index or null},
     "recommendations": [{"number", "item", "text", "agency", "due_on"}]}: the findings made of it
     and of what was promised in the meeting
    """
    review, outcome = scores.review, scores.outcome
    cycle, index = review.cycle, outcome.index
    return {
        "region": cycle.region.code,
        "year": cycle.year,
        "stage": review.stage.window.code,
        "edition": outcome.framework.id,
        "questionnaire": cycle.questionnaire_id,
        "submission": submission.sha256,
        "items": [_item(one, scores, submission) for one in outcome.asked],
        "components": {code: _text(part.score) for code, part in index.components.items()},
        "weights": {code: str(part.weight) for code, part in index.components.items()},
        "index": _text(index.value),
        "dimensions": {code: str(value) for code, value in index.impact_dimensions.items()},
        "band": None if index.value is None else _band(outcome.framework, index.value),
        "earlier": scores.earlier and _earlier(scores.earlier),
        "improvement": _text(index.improvement),
        "without_each": {str(seat): _text(value) for seat, value in outcome.without_each.items()},
        "recommendations": [
            {
                "number": one.number,
                "item": one.item_code,
                "text": one.text,
                "agency": one.agency.name,
                "due_on": one.due_on.isoformat(),
            }
            for one in findings
        ],
    }


def _band(framework: Framework, index: Fraction) -> dict[str, str] | None:
    band = framework.index_band(index)
    return None if band is None else {"id": band.name.text_id, "en": band.name.text_en}


def _earlier(earlier: Earlier) -> dict[str, Any]:
    components = {code: str(value) for code, value in earlier.components.items()}
    return {"year": earlier.year, "value": str(earlier.value), "components": components}


def _item(asked: Asked, scores: ReviewScores, submission: Submission) -> dict[str, Any]:
    settled = scores.settlements.get(asked.code)
    return {
        "code": asked.code,
        "component": asked.component,
        "dimension": asked.dimension,
        "claim": submission.answers.get(asked.code, {}).get("level"),
        "value": _text(scores.outcome.items[asked.code].value),
        "settled": settled
        and {
            "hundredths": settled.hundredths,
            "reason": settled.reason,
            "by": settled.by.email,
        },
        "scores": [
            _score(seat, one, scores) for seat, one in scores.counted.get(asked.code, {}).items()
        ],
    }


def _score(seat: int, score: CountedScore, scores: ReviewScores) -> dict[str, Any]:
    member = scores.giver(seat, score)
    return {
        "seat": seat,
        "by": member.user.email,
        "name": str(member),
        "institution": member.institution,
        "hundredths": score.hundredths,
        "comment": score.comment,
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def outcome_in(content: Mapping[str, Any], framework: Framework | None = None) -> Outcome[int]:
    """What the single scores of a result come to, computed anew from what it holds."""
    items = content["items"]
    earlier = content["earlier"]
    return Outcome(
        framework or load(content["edition"]),
        [Asked(one["code"], one["component"], one["dimension"]) for one in items],
        {
            one["code"]: {score["seat"]: score["hundredths"] for score in one["scores"]}
            for one in items
        },
        {one["code"]: one["settled"]["hundredths"] for one in items if one["settled"]},
        Fraction(earlier["value"]) if earlier else None,
    )


@dataclass(frozen=True)
class Signatory:
    """Who signs, as what, in which turn; all of one turn sign in any order."""

    user: User
    capacity: str
    turn: int


def signatories_of(scores: ReviewScores, at: datetime) -> list[Signatory]:
    """By the order of the edition.

    Raises RefusedError: the panel has no chair, or the region nobody who leads it.
    """
    signs = scores.outcome.framework.panel.signs
    people = {capacity: _HOLDERS[capacity](scores, at) for capacity in signs}
    for capacity in signs:
        if not people[capacity]:
            raise RefusedError(f"panel.no_{capacity}")
    return [
        Signatory(user, capacity, turn)
        for turn, capacity in enumerate(signs, 1)
        for user in people[capacity]
    ]


def still_signs(user: User, capacity: str, scores: ReviewScores, at: datetime) -> bool:
    """Whether the user is still what they sign a result as."""
    return user in _HOLDERS[capacity](scores, at)


def _assessors(scores: ReviewScores, at: datetime) -> list[User]:
    """Who holds a seat that counts; the chair signs as such alone."""
    del at
    holders = [chain[0].member for chain in scores.seats.values() if chain[0].sent_at]
    present = [one for one in holders if not one.is_chair and one.left_at is None]
    return [one.user for one in present if one.user.is_active]


def _chair(scores: ReviewScores, at: datetime) -> list[User]:
    del at
    held = Member.objects.filter(panel=scores.review.panel_id, is_chair=True, left_at=None)
    return [one.user for one in held.filter(user__is_active=True).select_related("user")]


def _leader(scores: ReviewScores, at: datetime) -> list[User]:
    """The one who leads the region; of several the first who was named."""
    held = holders_at(scores.review.cycle.region, Role.LEADER, at).filter(user__is_active=True)
    return [one.user for one in held.select_related("user").order_by("pk")[:1]]


_HOLDERS: dict[str, Callable[[ReviewScores, datetime], list[User]]] = {
    "assessors": _assessors,
    "chair": _chair,
    "leader": _leader,
}
