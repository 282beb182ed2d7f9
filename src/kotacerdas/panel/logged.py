"""How the log names what a panel does."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from kotacerdas.audit.actions import SITE
from kotacerdas.panel.models import (
    Assignment,
    Conflict,
    ItemScore,
    Meeting,
    Member,
    Minutes,
    Panel,
    Question,
    Result,
    Review,
    Settlement,
    Signature,
)

Element = dict[str, Any]


def chain_of(panel: Panel) -> str:
    """Where acts on the panel itself stand."""
    return SITE if panel.home is None else panel.home.code


def element(
    of: list[object], before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Element:
    return {
        "of": of,
        "before": None if before is None else dict(before),
        "after": None if after is None else dict(after),
    }


def of_panel(panel: Panel) -> list[object]:
    return ["panel.panel", panel.pk, panel.year, panel.title]


def values_of_panel(panel: Panel) -> dict[str, Any]:
    return {"stage": panel.stage, "title": panel.title, "ranks": panel.shows_ranks}


def of_member(member: Member) -> list[object]:
    return ["panel.member", member.pk, member.user.email]


def values_of_member(member: Member) -> dict[str, Any]:
    return {
        "institution": member.institution,
        "is_chair": member.is_chair,
        "left": member.left_at is not None,
    }


def of_review(review: Review) -> list[object]:
    return ["panel.review", review.pk, review.cycle.year, review.stage.window.code]


def values_of_review(review: Review) -> dict[str, Any]:
    return {"panel": review.panel.title, "concluded": review.concluded_at is not None}


def of_assignment(one: Assignment) -> list[object]:
    return ["panel.assignment", one.pk, one.review.cycle.year, one.member.user.email]


def values_of_assignment(one: Assignment) -> dict[str, Any]:
    """Scores stand in it by their hash alone, for the log is read by assessors who score yet."""
    return {
        "is_scoring": one.is_scoring,
        "follows": one.follows_id,
        "sent": digest_of(one.scores.all()) if one.sent_at else None,
    }


def digest_of(scores: Iterable[ItemScore]) -> str:
    """The hash of all that an assessor sent."""
    said = sorted([one.item, one.hundredths, one.comment] for one in scores)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def of_conflict(one: Conflict) -> list[object]:
    return ["panel.conflict", one.pk, one.member.user.email]


def values_of_conflict(one: Conflict) -> dict[str, Any]:
    return {"reason": one.reason, "by": one.declared_by.email}


def of_question(one: Question) -> list[object]:
    return ["panel.question", one.pk, one.review.cycle.year, one.item]


def values_of_question(one: Question) -> dict[str, Any]:
    return {
        "text": one.text,
        "answer": one.answer,
        "answered_as": one.answered_as or None,
    }


def of_settlement(one: Settlement) -> list[object]:
    return ["panel.settlement", one.pk, one.review.cycle.year, one.item]


def values_of_settlement(one: Settlement) -> dict[str, Any]:
    return {"hundredths": one.hundredths, "reason": one.reason, "by": one.by.email}


def of_result(one: Result) -> list[object]:
    return ["panel.result", one.pk, one.review.cycle.year, one.number]


def values_of_result(one: Result) -> dict[str, Any]:
    """Its hash is computed anew, so that an altered content differs from the log."""
    return {"sha256": hash_of(one.content), "corrected": one.corrected_at is not None}


def hash_of(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def of_signature(one: Signature) -> list[object]:
    return ["panel.signature", one.pk, one.user.email, one.capacity]


def values_of_signature(one: Signature) -> dict[str, Any]:
    """With the hash of what was signed."""
    return {"turn": one.turn, "signed_at": one.signed_at, "sha256": one.result.sha256}


def of_meeting(one: Meeting) -> list[object]:
    return ["panel.meeting", one.pk, one.review.cycle.year, one.review.stage.window.code]


def values_of_meeting(one: Meeting) -> dict[str, Any]:
    """When and where; what is written down in it stands in the log with its minutes."""
    return {"begins_at": one.begins_at, "place": one.place}


def of_minutes(one: Minutes) -> list[object]:
    return ["panel.minutes", one.pk, one.meeting.review.cycle.year, one.number]


def values_of_minutes(one: Minutes) -> dict[str, Any]:
    """The hash is computed anew, as that of a result."""
    return {"sha256": hash_of(one.content), "reopened": one.reopened_at is not None}
