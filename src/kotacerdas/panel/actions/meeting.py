"""The meeting of a panel with a region: scheduled, written down, and ended with its minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.actions.evidence import LONGEST_TITLE
from kotacerdas.casework.actions.pieces import stored
from kotacerdas.casework.judging import judged
from kotacerdas.casework.models import StoredFile
from kotacerdas.casework.safe_names import safe_name, safe_text
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import words
from kotacerdas.evaluation.actions.findings import Found, write_finding
from kotacerdas.evaluation.models import FindingCase
from kotacerdas.evaluation.process import present_agency
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.panel.access import require_chair, takes_notes
from kotacerdas.panel.actions.scoring import LONGEST, write_answer, write_question
from kotacerdas.panel.actions.telling import tell_region
from kotacerdas.panel.logged import (
    element,
    hash_of,
    of_meeting,
    of_minutes,
    values_of_meeting,
    values_of_minutes,
)
from kotacerdas.panel.meeting import content_of, expected_at, standing_minutes
from kotacerdas.panel.models import (
    Attendee,
    Commitment,
    Meeting,
    MeetingNote,
    Member,
    Minutes,
    NoteKind,
    NotePicture,
    Question,
    Review,
)
from kotacerdas.panel.places import place
from kotacerdas.panel.selectors import whole_reviews
from kotacerdas.records.actions import lock_region
from kotacerdas.records.files import storing
from kotacerdas.records.models import Agency
from kotacerdas.workbook.cells import printable

if TYPE_CHECKING:
    from kotacerdas.evaluation.models import Cycle

LONGEST_LINE = 200
MOST_PICTURES = 12  # of a note
_SHOWN = 80  # letters of a commitment that can't become a finding


@dataclass(frozen=True)
class Schedule:
    """When and where a meeting is, and its points, a line each."""

    begins_at: datetime
    place: str
    agenda: str


def schedule(review: Review, wanted: Schedule, seen: int, *, by: User, at: datetime) -> Meeting:
    """Say when and where the meeting is, or say it anew; `seen` is the revision of what it was.

    Those who are expected are put on the list of attendance as it is said first.

    Raises:
        PermissionDenied: `by` takes no notes there.
        RefusedError: there is no place, a text is too long, the meeting was changed since it was
            seen, or its minutes were made.
    """
    where, agenda = _line(wanted.place, "panel.no_place"), _text(wanted.agenda)
    values = {"begins_at": wanted.begins_at, "place": where, "agenda": agenda}
    with transaction.atomic():
        held = _locked(review, by, at)
        meeting = _open_meeting(held)
        if meeting is None:
            made = Meeting.objects.create(review=held, **values)
            for name, capacity in expected_at(held, at):
                Attendee.objects.create(meeting=made, name=name, capacity=capacity)
            _record_meeting(made, None, by, at)
            return made
        before = values_of_meeting(meeting)
        if _changed(meeting, values, seen):
            _record_meeting(meeting, before, by, at)
    return meeting


def _record_meeting(
    meeting: Meeting, before: Mapping[str, Any] | None, by: User, at: datetime
) -> None:
    after = values_of_meeting(meeting)
    if before == after:
        return
    region = meeting.review.cycle.region
    said = element(of_meeting(meeting), before, after)
    record_entry(region.code, "panel.meeting", [said], actor=by.email, at=at)
    day = timezone.localdate(meeting.begins_at).isoformat()
    values = {"place": meeting.place, "day": day}
    tell_region(region, "panel_meeting", values, at, url=place(meeting.review, "meeting"))


def appreciate(review: Review, text: str, seen: int, *, by: User, at: datetime) -> Meeting:
    """Write down what the panel appreciates; raises as `schedule`."""
    with transaction.atomic():
        meeting = _writing(review, by, at)
        _changed(meeting, {"appreciation": _text(text)}, seen)
    return meeting


def _changed(meeting: Meeting, values: Mapping[str, Any], seen: int) -> bool:
    """Whether any of the values is another one now. Raises RefusedError: changed since seen."""
    if all(getattr(meeting, name) == value for name, value in values.items()):
        return False
    if meeting.revision != seen:
        raise RefusedError("panel.meeting_changed")
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.revision += 1
    meeting.save(update_fields=[*values, "revision"])
    return True


def expect(review: Review, name: str, capacity: str, *, by: User, at: datetime) -> Attendee:
    """Put somebody who came on the list of attendance; the same again is the same.

    Raises:
        PermissionDenied: `by` takes no notes there.
        RefusedError: the name is missing or too long, or the minutes were made.
    """
    who = {"name": _line(name, "panel.no_name"), "capacity": _short(capacity)}
    with transaction.atomic():
        meeting = _writing(review, by, at)
        return Attendee.objects.get_or_create(
            meeting=meeting, **who, defaults={"is_present": True}
        )[0]


def attend(attendee: Attendee, *, is_present: bool, by: User, at: datetime) -> None:
    """Say whether somebody came; raises as `expect`."""
    with transaction.atomic():
        meeting = _writing(attendee.meeting.review, by, at)
        Attendee.objects.filter(meeting=meeting, pk=attendee.pk).update(is_present=is_present)


def note_question(  # noqa: PLR0913 - what, by whom, who says so and when
    review: Review, member: Member, item: str, text: str, *, by: User, at: datetime
) -> Question:
    """Write down what a member asked aloud, about an item or none; the same again is the same.

    Raises:
        PermissionDenied: `by` takes no notes there.
        RefusedError: the member is of another panel or has left, there is no such item, the text is
            missing or too long, or the minutes were made.
    """
    with transaction.atomic():
        held = _writing(review, by, at).review
        if member.panel_id != held.panel_id:
            raise RefusedError("panel.of_another_panel")
        if member.left_at is not None:
            raise RefusedError("panel.member_left", who=str(member))
        if item and item not in questionnaire_of(held.cycle).by_code:
            raise RefusedError("panel.no_item", code=item)
        return write_question(held, item, text, member.user, by, at)[0]


def note_answer(
    question: Question, text: str, answered_as: str, *, by: User, at: datetime
) -> Question:
    """Write down what was answered aloud, and by whom; raises as `note_question`."""
    who = _line(answered_as, "panel.no_name")
    with transaction.atomic():
        question.review = _writing(question.review, by, at).review
        return write_answer(question, text, who, by, at)


@dataclass(frozen=True)
class Note:
    """A note to be written down: of which kind and day, with whom or where, and what."""

    kind: NoteKind
    held_on: date
    subject: str
    text: str


def write_note(review: Review, note: Note, *, by: User, at: datetime) -> MeetingNote:
    """Write down an interview or a visit; the same again is the same.

    Raises:
        PermissionDenied: `by` takes no notes there.
        RefusedError: it says not with whom or where, or nothing, is too long, or the minutes were
            made.
    """
    values: dict[str, Any] = {
        "kind": note.kind,
        "held_on": note.held_on,
        "subject": _line(note.subject, "panel.no_subject"),
        "text": _text(note.text),
    }
    if not values["text"]:
        raise RefusedError("panel.no_text")
    with transaction.atomic():
        meeting = _writing(review, by, at)
        return MeetingNote.objects.get_or_create(meeting=meeting, by=by, **values)[0]


def drop_note(note: MeetingNote, *, by: User, at: datetime) -> None:
    """Take a note back, by who wrote it or the chair; raises as `write_note`."""
    with transaction.atomic():
        meeting = _writing(note.meeting.review, by, at)
        if note.by_id != by.pk:
            require_chair(by, meeting.review)
        MeetingNote.objects.filter(meeting=meeting, pk=note.pk).delete()


def add_picture(
    note: MeetingNote, name: str, data: bytes, *, by: User, at: datetime
) -> NotePicture:
    """Put a picture beside a note, without what the camera wrote into it; the same is the same.

    Raises:
        PermissionDenied: `by` takes no notes there.
        RefusedError: it is no picture or refused as evidence, there are many already, or the
            minutes were made.
    """
    if not takes_notes(by, note.meeting.review, at):  # before a file is opened for nobody
        raise PermissionDenied
    judgement = judged(safe_text(name)[-LONGEST_TITLE:], data)
    if not judgement.kind.is_picture:
        raise RefusedError("panel.no_picture", name=safe_text(name))
    with storing(StoredFile) as store, transaction.atomic():
        meeting = _writing(note.meeting.review, by, at)
        held = MeetingNote.objects.filter(meeting=meeting, pk=note.pk).first()
        if held is None:
            raise RefusedError("panel.note_gone")
        if held.pictures.count() >= MOST_PICTURES:
            raise RefusedError("panel.many_pictures", most=MOST_PICTURES)
        file = stored(store, meeting.review.cycle.region, data, judgement)
        title = safe_name(name, judgement.kind)
        return NotePicture.objects.get_or_create(note=held, file=file, defaults={"title": title})[0]


@dataclass(frozen=True)
class Promise:
    """What the region promises, by which agency and day, on an item or none."""

    text: str
    agency: Agency
    due_on: date
    item: str = ""


def commit(review: Review, promise: Promise, *, by: User, at: datetime) -> Commitment:
    """Write a commitment down; with the minutes it becomes a finding. The same is the same.

    Raises:
        PermissionDenied: `by` takes no notes there.
        RefusedError: the text is missing or too long, the day lies before the meeting, the agency
            is of another region or retired, there is no such item, or the minutes were made.
    """
    text = _text(promise.text)
    with transaction.atomic():
        meeting = _writing(review, by, at)
        cycle = meeting.review.cycle
        if not text:
            raise RefusedError("panel.no_text")
        if promise.item and promise.item not in questionnaire_of(cycle).by_code:
            raise RefusedError("panel.no_item", code=promise.item)
        agency = present_agency(promise.agency, cycle.region)
        values: dict[str, Any] = {
            "text": text,
            "agency": agency,
            "due_on": promise.due_on,
            "item": promise.item,
        }
        return Commitment.objects.get_or_create(meeting=meeting, **values)[0]


def drop_commitment(commitment: Commitment, *, by: User, at: datetime) -> None:
    """Take a commitment back before the minutes; raises as `commit`."""
    with transaction.atomic():
        meeting = _writing(commitment.meeting.review, by, at)
        Commitment.objects.filter(meeting=meeting, pk=commitment.pk).delete()


def end_meeting(review: Review, *, by: User, at: datetime) -> Minutes:
    """Make the minutes for good, and a finding of each commitment.

    Raises:
        PermissionDenied: `by` does not chair the panel.
        RefusedError: it has not begun, nobody is said to be present, the minutes were made, or a
            commitment can't become a finding.
    """
    with transaction.atomic():
        meeting = _writing(review, by, at)
        require_chair(by, meeting.review)
        if at < meeting.begins_at:
            raise RefusedError("panel.not_begun")
        if not meeting.attendees.filter(is_present=True).exists():
            raise RefusedError("panel.nobody_present")
        cycle = meeting.review.cycle
        findings = {one.pk: _finding_of(one, cycle, by, at) for one in _commitments(meeting)}
        content = content_of(meeting, findings, at)
        made = Minutes.objects.create(
            meeting=meeting,
            number=meeting.minutes.count() + 1,
            content=content,
            sha256=hash_of(content),
            by=by,
            at=at,
        )
        region, said = cycle.region, element(of_minutes(made), None, values_of_minutes(made))
        record_entry(region.code, "panel.minutes", [said], actor=by.email, at=at)
        url = place(meeting.review, "meeting")
        tell_region(region, "panel_minutes", {"region": str(region)}, at, url=url)
    return made


def _commitments(meeting: Meeting) -> list[Commitment]:
    return list(meeting.commitments.select_related("agency").order_by("pk"))


def _finding_of(one: Commitment, cycle: "Cycle", by: User, at: datetime) -> FindingCase:
    found = Found(one.text, one.agency, one.due_on, item=one.item)
    try:
        return write_finding(cycle, found, by, at)
    except RefusedError as refused:
        why = words()(refused.key, **refused.values)
        raise RefusedError("panel.commitment_refused", text=one.text[:_SHOWN], why=why) from refused


def reopen_meeting(review: Review, reason: str, *, by: User, at: datetime) -> Minutes:
    """Take a meeting up again: its minutes stay, and the next ones stand beside them.

    Raises:
        PermissionDenied: `by` does not chair the panel.
        RefusedError: no minutes were made, or the reason is missing.
    """
    reason = printable(reason).strip()
    with transaction.atomic():
        lock_region(review.cycle.region)
        held = whole_reviews().get(pk=review.pk)
        require_chair(by, held)
        made = standing_minutes(held)
        if made is None:
            raise RefusedError("panel.no_minutes")
        if not reason:
            raise RefusedError("panel.needs_reason")
        before = values_of_minutes(made)
        made.reopened_at, made.reason = at, reason
        made.save(update_fields=["reopened_at", "reason"])
        said = element(of_minutes(made), before, values_of_minutes(made))
        code = held.cycle.region.code
        record_entry(code, "panel.reopen", [said], actor=by.email, at=at, reason=reason)
    return made


def _locked(review: Review, by: User, at: datetime) -> Review:
    lock_region(review.cycle.region)
    held = whole_reviews().get(pk=review.pk)
    if not takes_notes(by, held, at):
        raise PermissionDenied
    return held


def _open_meeting(review: Review) -> Meeting | None:
    """The meeting; None before it is scheduled. Raises RefusedError: its minutes were made."""
    if standing_minutes(review) is not None:
        raise RefusedError("panel.minutes_made")
    return Meeting.objects.filter(review=review).select_related(*_WHOLE).first()


_WHOLE = ("review__panel__home", "review__cycle__region", "review__stage__window")


def _writing(review: Review, by: User, at: datetime) -> Meeting:
    """The meeting under its lock, for somebody who takes notes in it."""
    meeting = _open_meeting(_locked(review, by, at))
    if meeting is None:
        raise RefusedError("panel.not_scheduled")
    return meeting


def _text(text: str) -> str:
    text = printable(text).strip()
    if len(text) > LONGEST:
        raise RefusedError("panel.too_long", most=LONGEST)
    return text


def _short(text: str) -> str:
    text = printable(text).strip()
    if len(text) > LONGEST_LINE:
        raise RefusedError("panel.too_long", most=LONGEST_LINE)
    return text


def _line(text: str, missing: str) -> str:
    text = _short(text)
    if not text:
        raise RefusedError(missing)
    return text
