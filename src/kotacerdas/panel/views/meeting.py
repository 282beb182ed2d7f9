"""The meeting with a region: its agenda, who came, what was said, and its minutes."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.rights import Right
from kotacerdas.audit.actions import record_access
from kotacerdas.casework.views.evidence import content_of as bytes_of
from kotacerdas.casework.views.evidence import takes_evidence
from kotacerdas.casework.views.piece import isolated_file
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import language, sentence, words
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.panel.access import takes_notes
from kotacerdas.panel.actions.meeting import (
    Note,
    Promise,
    Schedule,
    add_picture,
    appreciate,
    attend,
    commit,
    drop_commitment,
    drop_note,
    end_meeting,
    expect,
    note_answer,
    note_question,
    reopen_meeting,
    schedule,
    write_note,
)
from kotacerdas.panel.meeting import standing_minutes
from kotacerdas.panel.minutes import minutes_pdf
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
)
from kotacerdas.panel.selectors import members_of
from kotacerdas.panel.views.acts import Act, attempt, day_in
from kotacerdas.panel.views.doors import Reader, of_review
from kotacerdas.records.models import Agency


@takes_evidence
@of_review
def meeting(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    """The meeting; a POST writes down something of it, ends it, or takes it up again."""
    refused = ""
    if request.method == "POST":
        refused = attempt(request, _Acts(request, reader).by_name())
        if not refused:
            return redirect(request.path + _PLACES.get(request.POST["do"], ""))
    return _page(request, reader, refused)


# Where on the page what an act changes is seen.
_PLACES = {
    **dict.fromkeys(("expect", "attend"), "#kehadiran"),
    **dict.fromkeys(("note_question", "note_answer"), "#tanya-jawab"),
    **dict.fromkeys(("write_note", "drop_note", "add_picture"), "#catatan"),
    **dict.fromkeys(("commit", "drop_commitment"), "#komitmen"),
    "appreciate": "#apresiasi",
}


class _Acts:
    """What the forms of the page ask for."""

    def __init__(self, request: HttpRequest, reader: Reader) -> None:
        self.request, self.typed = request, request.POST
        self.reader, self.review = reader, reader.review
        self.who: dict[str, Any] = {"by": reader.here.user, "at": reader.at}

    def by_name(self) -> dict[str, Act]:
        review, typed, who = self.review, self.typed, self.who
        return {
            "schedule": self.schedule,
            "appreciate": lambda: appreciate(
                review, typed.get("appreciation", ""), self.seen, **who
            ),
            "expect": lambda: expect(
                review, typed.get("name", ""), typed.get("capacity", ""), **who
            ),
            "attend": lambda: attend(
                self.of_meeting(Attendee, "attendee"), is_present=typed.get("present") == "1", **who
            ),
            "note_question": self.note_question,
            "note_answer": self.note_answer,
            "write_note": self.write_note,
            "drop_note": lambda: drop_note(self.of_meeting(MeetingNote, "note"), **who),
            "add_picture": lambda: self.add_pictures(self.of_meeting(MeetingNote, "note")),
            "commit": self.commit,
            "drop_commitment": lambda: drop_commitment(
                self.of_meeting(Commitment, "commitment"), **who
            ),
            "end_meeting": lambda: end_meeting(review, **who),
            "reopen_meeting": lambda: reopen_meeting(review, typed.get("reason", ""), **who),
        }

    @property
    def seen(self) -> int:
        return key_in(self.typed.get("seen", "")) or 0

    def of_meeting(self, model: Any, name: str) -> Any:
        """The row of the review's meeting that the form names. Raises Http404 for another's."""
        found = model.objects.filter(meeting__review=self.review)
        whole = found.select_related("meeting__review__cycle__region", "meeting__review__panel")
        return get_object_or_404(whole, pk=key_in(self.typed.get(name, "")) or 0)

    def day(self, name: str) -> date:
        day = day_in(self.request, name)
        if day is None:
            raise RefusedError("evidence.no_day")
        return day

    def schedule(self) -> None:
        try:
            moment = datetime.fromisoformat(self.typed.get("begins_at", ""))
            moment = timezone.make_aware(moment) if moment.tzinfo is None else moment
        except (ValueError, OverflowError) as error:
            raise RefusedError("panel.no_moment") from error
        wanted = Schedule(moment, self.typed.get("place", ""), self.typed.get("agenda", ""))
        schedule(self.review, wanted, self.seen, **self.who)

    def note_question(self) -> None:
        own = Member.objects.filter(panel=self.review.panel, left_at=None).select_related("user")
        member = get_object_or_404(own, pk=key_in(self.typed.get("member", "")) or 0)
        item, text = self.typed.get("item", ""), self.typed.get("text", "")
        made = note_question(self.review, member, item, text, **self.who)
        if self.typed.get("answer", "").strip():
            self._answer(made)

    def note_answer(self) -> None:
        own = Question.objects.filter(review=self.review)
        found = own.select_related("review__cycle__region")
        self._answer(get_object_or_404(found, pk=key_in(self.typed.get("question", "")) or 0))

    def _answer(self, question: Question) -> None:
        answer, said_by = self.typed.get("answer", ""), self.typed.get("answered_as", "")
        note_answer(question, answer, said_by, **self.who)

    def write_note(self) -> None:
        kind = self.typed.get("kind", "")
        if kind not in NoteKind.values:
            raise PermissionDenied
        subject, text = self.typed.get("subject", ""), self.typed.get("text", "")
        note = Note(NoteKind(kind), self.day("held_on"), subject, text)
        self.add_pictures(write_note(self.review, note, **self.who))

    def add_pictures(self, note: MeetingNote) -> None:
        """Each by itself: what is refused keeps no other from being added."""
        for one in self.request.FILES.getlist("file"):
            try:
                add_picture(note, one.name or "", bytes_of(one), **self.who)
            except RefusedError as error:
                messages.warning(self.request, sentence(error))

    def commit(self) -> None:
        own = Agency.objects.filter(region=self.reader.here.region)
        agency = get_object_or_404(own, pk=key_in(self.typed.get("agency", "")) or 0)
        text, item = self.typed.get("text", ""), self.typed.get("item", "")
        commit(self.review, Promise(text, agency, self.day("due_on"), item), **self.who)


def _page(request: HttpRequest, reader: Reader, refused: str) -> HttpResponse:
    review, here = reader.review, reader.here
    found = Meeting.objects.filter(review=review).first()
    standing = standing_minutes(review)
    writes = takes_notes(here.user, review, reader.at)
    may_write = writes and standing is None
    names = {one.code: one.name(language()) for one in questionnaire_of(review.cycle).items}
    questions = Question.objects.filter(review=review).select_related("asked_by", "answered_by")
    context: dict[str, Any] = {
        "here": here,
        "reader": reader,
        "review": review,
        "meeting": found,
        "standing": standing,
        "may_write": may_write,
        "may_lead": reader.is_chair,
        "has_begun": found is not None and found.begins_at <= reader.at,
        "agenda": found.agenda if found else words()("panel.usual_agenda"),
        "questions": [(one, names.get(one.item, "")) for one in questions.order_by("pk")],
        "refused": refused,
        "typed": request.POST if refused else {},
        "act": request.POST.get("do", "") if refused else "",
        **(_of_meeting(found, is_shown=writes or standing is not None) if found else {}),
        **(_to_write(reader, names) if may_write else {}),
    }
    return render(request, "panel/meeting.html", context, status=422 if refused else 200)


def _of_meeting(found: Meeting, *, is_shown: bool) -> dict[str, Any]:
    """What was written down; what the panel notes the region reads once there are minutes."""
    attendees = list(found.attendees.order_by("pk"))
    notes = found.notes.select_related("by").prefetch_related("pictures")
    return {
        "minutes": found.minutes.select_related("by").order_by("-number"),
        "attendees": attendees,
        "present": sum(one.is_present for one in attendees),
        "commitments": found.commitments.select_related("agency").order_by("due_on", "pk"),
        "notes": notes.order_by("held_on", "pk") if is_shown else (),
        "appreciation": found.appreciation if is_shown else "",
    }


def _to_write(reader: Reader, names: dict[str, str]) -> dict[str, Any]:
    """What is chosen from by who takes notes."""
    agencies = Agency.objects.filter(region=reader.here.region, retired_on=None)
    return {
        "members": members_of(reader.review.panel),
        "items": list(names.items()),
        "agencies": agencies.order_by("name"),
        "kinds": NoteKind.values,
        "today": timezone.localdate(reader.at).isoformat(),
    }


@of_review
def minutes(request: HttpRequest, reader: Reader, number: int) -> HttpResponseBase:
    """The minutes of that number as PDF, for the panel and who reads what agencies send in."""
    del request
    own = Minutes.objects.filter(meeting__review=reader.review)
    made = get_object_or_404(own.select_related("meeting__review__cycle__region"), number=number)
    is_of_panel = reader.assignment is not None or reader.is_chair or reader.may_manage
    if not is_of_panel and Right.REPORTS not in reader.here.rights:
        raise PermissionDenied(words()("panel.of_panel"))
    region, year = reader.here.region.code, reader.review.cycle.year
    of = ["panel.minutes", year, number, "pdf"]
    record_access(region, "export.document", of, actor=reader.here.user.email, at=reader.at)
    response = HttpResponse(minutes_pdf(made), content_type="application/pdf")
    name = f"berita-acara-{region}-{year}-{number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@of_review
def picture(request: HttpRequest, reader: Reader, pk: int) -> HttpResponseBase:
    """A picture of a note. 404 for the region before there are minutes."""
    own = NotePicture.objects.filter(note__meeting__review=reader.review)
    found = get_object_or_404(own.select_related("file__copy"), pk=pk)
    writes = takes_notes(reader.here.user, reader.review, reader.at)
    if not writes and standing_minutes(reader.review) is None:
        raise Http404
    return isolated_file(request, found.title, found.file.copy or found.file)
