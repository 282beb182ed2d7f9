"""What a meeting of a panel with a region holds, and its minutes as they are written down."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kotacerdas.accounts.models import Role
from kotacerdas.accounts.selectors import holders_at
from kotacerdas.core.words import words
from kotacerdas.evaluation.models import FindingCase
from kotacerdas.panel.models import Meeting, Minutes, Question, Review
from kotacerdas.panel.selectors import assignments_in_force


def standing_minutes(review: Review) -> Minutes | None:
    """The minutes that stand; None before they are made, and while the meeting goes on again."""
    made = Minutes.objects.filter(meeting__review=review).order_by("-number").first()
    return made if made is not None and made.reopened_at is None else None


def expected_at(review: Review, at: datetime) -> Iterator[tuple[str, str]]:
    """Who is expected, by name and capacity: the panel, who leads the region, who coordinates."""
    say = words()
    for one in assignments_in_force([review], at):
        capacity = say("panel.chair" if one.member.is_chair else "panel.assessor")
        yield str(one.member), ", ".join(filter(None, (capacity, one.member.institution)))
    for role in (Role.LEADER, Role.COORDINATOR):
        for held in holders_at(review.cycle.region, role, at).select_related("user"):
            yield str(held.user), say.term("role", role)


def content_of(
    meeting: Meeting, findings: Mapping[int, FindingCase], at: datetime
) -> dict[str, Any]:
    """The minutes as they are written down; `findings` are those of the commitments by their keys.

    {"region", "year", "stage", "panel", "begins_at", "place", "agenda": [line],
     "attendance": [{"name", "capacity", "is_present"}],
     "questions": [{"item", "text", "by", "answer", "answered_as"}], "appreciation",
     "notes": [{"kind", "held_on", "subject", "text", "by", "pictures": [{"sha256", "title"}]}],
     "commitments": [{"number", "text", "agency", "due_on", "item"}],
     "signatories": [{"capacity", "name"}]}
    """
    review = meeting.review
    questions = Question.objects.filter(review=review).select_related("asked_by", "answered_by")
    notes = meeting.notes.select_related("by").prefetch_related("pictures__file")
    commitments = meeting.commitments.select_related("agency").order_by("pk")
    return {
        "region": review.cycle.region.code,
        "year": review.cycle.year,
        "stage": review.stage.window.code,
        "panel": review.panel.title,
        "begins_at": meeting.begins_at.isoformat(),
        "place": meeting.place,
        "agenda": [line.strip() for line in meeting.agenda.splitlines() if line.strip()],
        "attendance": [
            {"name": one.name, "capacity": one.capacity, "is_present": one.is_present}
            for one in meeting.attendees.order_by("pk")
        ],
        "questions": [
            {
                "item": one.item,
                "text": one.text,
                "by": str(one.asked_by),
                "answer": one.answer,
                "answered_as": one.answered_as or str(one.answered_by or ""),
            }
            for one in questions.order_by("pk")
        ],
        "appreciation": meeting.appreciation,
        "notes": [
            {
                "kind": one.kind,
                "held_on": one.held_on.isoformat(),
                "subject": one.subject,
                "text": one.text,
                "by": str(one.by),
                "pictures": [
                    {"sha256": each.file.sha256, "title": each.title} for each in one.pictures.all()
                ],
            }
            for one in notes.order_by("held_on", "pk")
        ],
        "commitments": [
            {
                "number": findings[one.pk].number,
                "text": one.text,
                "agency": one.agency.name,
                "due_on": one.due_on.isoformat(),
                "item": one.item,
            }
            for one in commitments
        ],
        "signatories": [
            {"capacity": capacity, "name": name} for capacity, name in _signatories(review, at)
        ],
    }


def _signatories(review: Review, at: datetime) -> Iterator[tuple[str, str]]:
    """Who chairs the panel, who reads the region for it, and who leads the region."""
    held = sorted(assignments_in_force([review], at), key=lambda one: not one.member.is_chair)
    for one in held:
        yield "chair" if one.member.is_chair else "assessors", str(one.member)
    for leader in holders_at(review.cycle.region, Role.LEADER, at).select_related("user"):
        yield "leader", str(leader.user)
