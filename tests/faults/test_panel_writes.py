"""The n-th write of the acts of a panel fails: each was done whole, or not at all.

After each that failed no row is another than before, the log's and letters among them; done again,
what there is follows from the log.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from audit.story import appoint_all
from faults.test_the_nth_write_fails import Act, folder, try_all
from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.panel.actions.assigning import (
    allocate_seats,
    assign,
    declare_conflict,
    substitute,
    unassign,
    withdraw_conflict,
)
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
from kotacerdas.panel.actions.panels import (
    add_member,
    begin_panel,
    leave,
    set_chair,
    set_ranks,
)
from kotacerdas.panel.actions.reminding import remind
from kotacerdas.panel.actions.scoring import answer_question, ask_region, give_back, send_scores
from kotacerdas.panel.actions.settling import (
    conclude,
    correct,
    resume,
    set_result,
    settle,
    sign,
    unsettle,
)
from kotacerdas.panel.models import (
    Assignment,
    Conflict,
    ItemScore,
    Meeting,
    Member,
    NoteKind,
    Panel,
    Result,
    Review,
)
from kotacerdas.panel.outcomes import scores_of, standings_of
from kotacerdas.panel.selectors import whole_reviews
from kotacerdas.records.models import Agency
from pages.regions import OWN, begun, somebody
from panel.panels import NOW, give, judged, submitted
from reporting.files import png

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["folder"]  # a fixture
LATER, SITE = NOW + timedelta(hours=1), "https://kota.example"
FEWEST = 2  # a row, and the commit


@pytest.fixture
def fails(folder: Path, capsys) -> Callable[..., None]:
    """Do an act once it failed at each of its writes."""

    def fail(act: Callable[..., object], *args: object, entries: int = 1, **more: object) -> None:
        before = Entry.objects.count()
        count = try_all(Act(lambda _: act(*args, **more)), folder, None)
        with capsys.disabled():
            print(f"\n{act.__name__}: {count} writes, each failed", end="")  # noqa: T201
        assert count >= FEWEST
        assert Entry.objects.count() == before + entries
        for review in Review.objects.select_related("cycle"):
            assert review.standing in ({}, standings_of([review])[review.pk])

    return fail


def test_a_panel_begun_filled_and_left(fails):
    region = begun(OWN)
    coordinator = somebody(region, Role.COORDINATOR)
    cycle = submitted(region, coordinator)
    appoint_all()
    who = {"by": coordinator, "at": NOW}
    fails(begin_panel, 2023, "s2", "Panel", region, [cycle], entries=2, **who)
    panel = Panel.objects.select_related("home").get()
    review = whole_reviews().get()
    fails(add_member, panel, "ketua@example.org", "Ketua", "A", site=SITE, **who)
    for n in (1, 2, 3):
        add_member(panel, f"asesor{n}@example.org", f"Asesor {n}", f"L{n}", **who)
    chair, first, second, third = Member.objects.select_related("user", "panel__home").order_by(
        "pk"
    )
    fails(set_chair, chair, entries=2, **who)
    fails(set_ranks, panel, shows=True, **who)
    fails(assign, review, first, **who)
    fails(declare_conflict, second, region, "Saudara", **who)
    fails(withdraw_conflict, Conflict.objects.get(), "Keliru", **who)
    fails(allocate_seats, panel, 2, **who)
    seat = Assignment.objects.get(member=first)
    fails(substitute, seat, third, "Sakit", entries=2, by=coordinator, at=LATER)
    taken = Assignment.objects.get(follows=seat)
    late = {"by": coordinator, "at": LATER + timedelta(hours=1)}
    fails(unassign, taken, "Pindah", **late)
    others = Assignment.objects.filter(is_scoring=True).exclude(member__in=(first, third))
    sitting = others.select_related("member__panel__home").get().member
    fails(leave, sitting, "Pindah", entries=2, **late)


def test_scores_given_settled_and_signed(fails):
    panel = judged(begun(OWN), assessors=2)
    first, second = panel.members
    review, code = panel.review, "1.1"
    leader = somebody(review.cycle.region, Role.LEADER)
    appoint_all()
    fails(partial_give(review, code, first.user), entries=0)
    question = {"by": first.user, "at": NOW}
    fails(ask_region, review, code, "Sejak kapan?", **question)
    fails(answer_question, review.questions.get(), "2021", by=panel.coordinator, at=NOW)
    for n, member in enumerate(panel.members):
        for one in panel.codes:
            known = ItemScore.objects.filter(assignment__member=member, item=one).first()
            more = {"comment": "Lengkapi", "is_finding": True} if one == code else {}
            seen = known.revision if known is not None else 0
            give(review, one, 100 + 200 * n, member.user, seen=seen, **more)
    fails(send_scores, review, by=first.user, at=NOW)
    chair = {"by": panel.chair, "at": LATER}
    fails(give_back, panel.seats[0], "Salah baca", **chair)
    fails(remind, review, entries=0, site=SITE, **chair)
    for member in panel.members:
        send_scores(review, by=member.user, at=LATER)
    fails(conclude, review, **chair)
    fails(resume, review, "Ada yang terlewat", **chair)
    conclude(review, **chair)
    fails(settle, review, code, 250, "Bukti kuat", **chair)
    fails(settle, review, code, 300, "Bukti kuat", **chair)
    fails(unsettle, review, code, **chair)
    for one in scores_of(review).outcome.wide_items:
        settle(review, one, 300, "Disepakati", **chair)
    fails(set_result, review, (NOW + timedelta(days=9)).date(), entries=2, **chair)
    result = Result.objects.select_related("review__cycle__region").get()
    fails(sign, result, result.sha256, LATER, by=first.user, at=LATER)
    for user in (second.user, panel.chair, leader):
        sign(result, result.sha256, LATER, by=user, at=LATER)
    fails(correct, review, "Salah jumlah", **chair)


def partial_give(review: Review, code: str, by: object) -> Callable[..., object]:
    done = partial(give, review, code, 300, by)
    done.__name__ = "give_score"  # type: ignore[attr-defined] # for what is printed
    return done


def test_a_meeting_from_its_day_to_its_minutes(fails):
    panel = judged(begun(OWN), assessors=1)
    appoint_all()
    review, who = panel.review, {"by": panel.chair, "at": LATER}
    fails(schedule, review, Schedule(NOW, "Command Center", "Pembukaan"), 0, **who)
    meeting = Meeting.objects.get()
    fails(schedule, review, Schedule(NOW, "Pendopo", "Penutup"), meeting.revision, **who)
    attendee = meeting.attendees.select_related("meeting__review__cycle__region").first()
    fails(attend, attendee, is_present=True, entries=0, **who)
    fails(expect, review, "Budi", "Kepala Diskominfo", entries=0, **who)
    member = panel.members[0]
    fails(note_question, review, member, "1.1", "Siapa yang merawat?", **who)
    fails(note_answer, review.questions.get(), "Kami", "Kepala Diskominfo", **who)
    visit = Note(NoteKind.VISIT, NOW.date(), "Pasar Batang", "Ramai")
    fails(write_note, review, visit, entries=0, **who)
    note = meeting.notes.get()
    fails(add_picture, note, "pasar.png", png(), entries=0, **who)
    fails(drop_note, note, entries=0, **who)
    agency = Agency.objects.filter(region=review.cycle.region).order_by("pk")[0]
    day = (LATER + timedelta(days=90)).date()
    for text in ("Perwal terbit", "Keliru"):
        fails(commit, review, Promise(text, agency, day, "1.1"), entries=0, **who)
    fails(drop_commitment, meeting.commitments.get(text="Keliru"), entries=0, **who)
    seen = Meeting.objects.get().revision
    fails(appreciate, review, "Data terbuka.", seen, entries=0, **who)
    fails(end_meeting, review, entries=2, **who)
    fails(reopen_meeting, review, "Satu hal terlewat", **who)
