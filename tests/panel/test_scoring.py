"""What assessors give, whose scores count, and who may not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kotacerdas.accounts.actions import end_appointments
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Notice, Window
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.models import Stage
from kotacerdas.panel.actions.assigning import (
    allocate_seats,
    assign,
    declare_conflict,
    substitute,
    unassign,
    withdraw_conflict,
)
from kotacerdas.panel.actions.panels import add_member, add_reviews, begin_panel, leave, set_chair
from kotacerdas.panel.actions.scoring import (
    ChangedError,
    answer_question,
    ask_region,
    give_back,
    hundredths_of,
    send_scores,
)
from kotacerdas.panel.models import Assignment, ItemScore, Panel
from kotacerdas.panel.outcomes import scores_of, standings_of
from kotacerdas.panel.selectors import whole_reviews
from pages.regions import OTHER, OWN, begun, somebody
from panel.panels import NOW, differing, give, judged, submitted

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def panel():
    return judged(begun(OWN))


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        *(("3", 300), ("3,5", 350), ("3.25", 325), (" 0 ", 0), ("-1", -100)),
        *((typed, None) for typed in ("3,255", "", "tiga", "1e2", "3,", "٣")),
    ],
)
def test_a_score_is_read_as_it_is_typed(typed, hundredths):
    assert hundredths_of(typed) == hundredths


def test_scores_count_once_they_are_sent(panel):
    first, second, _ = panel.members
    panel.score_all(first, [400, 300, 300, 300, 300])
    give(panel.review, "1.1", 0, second.user)

    numbers = {"index": "31/10", "seats": 3, "sent": 1, "open": 0, "wide": 0}
    assert panel.again().standing == numbers | {"asked": []}
    panel.score_all(second, [100, 300, 300, 300, 300])
    assert panel.again().standing["wide"] == 1
    assert panel.again().standing["index"] == "59/20"


@pytest.mark.parametrize("hundredths", [-1, 401, None])
def test_the_scale_has_no_such_score(panel, hundredths):
    with pytest.raises(RefusedError, match="no_score"):
        give(panel.review, "1.1", hundredths, panel.members[0].user)
    with pytest.raises(RefusedError, match="no_item"):
        give(panel.review, "9.9", 300, panel.members[0].user)
    assert not ItemScore.objects.exists()


def test_what_was_sent_stands_until_the_chair_gives_it_back(panel):
    first = panel.members[0]
    with pytest.raises(RefusedError, match="items_left"):
        send_scores(panel.review, by=first.user, at=NOW)
    panel.score_all(first, [300] * 5)
    with pytest.raises(RefusedError, match="sent_already"):
        give(panel.review, "1.1", 400, first.user)
    with pytest.raises(PermissionDenied):
        give_back(panel.seats[0], "Salah butir", by=first.user, at=NOW)
    give_back(panel.seats[0], "Salah butir", by=panel.chair, at=NOW)
    assert give(panel.review, "1.1", 400, first.user, seen=1).revision == 2


def test_two_tabs_of_one_assessor_lose_nothing(panel):
    by = panel.members[0].user
    give(panel.review, "1.1", 300, by)
    give(panel.review, "1.1", 200, by, seen=1, comment="dari tab lain")
    with pytest.raises(ChangedError) as changed:
        give(panel.review, "1.1", 400, by, seen=1)
    assert changed.value.theirs.comment == "dari tab lain"
    assert ItemScore.objects.get().hundredths == 200
    assert give(panel.review, "1.1", 200, by, seen=1, comment="dari tab lain").revision == 2


def test_only_who_has_a_seat_now_scores(panel):
    others = [
        panel.coordinator,
        panel.chair,
        somebody(None),
        somebody(panel.review.cycle.region, Role.EVALUATOR),
    ]
    for one in others:
        with pytest.raises((PermissionDenied, RefusedError)):
            give(panel.review, "1.1", 300, one)
    leave(panel.members[0], "Pindah tugas", by=panel.coordinator, at=LATER)
    with pytest.raises(PermissionDenied):
        give(panel.review, "1.1", 300, panel.members[0].user, LATER)
    region = panel.review.cycle.region
    held = current_appointments(panel.members[0].user, LATER + timedelta(days=1))
    assert Right.READ not in rights_in(region, held)


def test_a_substitute_goes_on_where_another_stopped(panel):
    first, second, _ = panel.members
    give(panel.review, "1.1", 100, first.user)
    who = {"by": panel.coordinator, "at": LATER}
    new = add_member(panel.panel, "baru@example.org", "Baru", "Lembaga 9", **who)
    with pytest.raises(RefusedError, match="sits_already"):
        substitute(panel.seats[0], second, "Sakit", **who)
    seat = substitute(panel.seats[0], new, "Sakit", **who)
    with pytest.raises(RefusedError, match="taken_over"):
        substitute(panel.seats[0], new, "Sakit", **who)
    with pytest.raises(RefusedError, match="items_left"):
        send_scores(panel.review, by=new.user, at=LATER)
    for code in panel.codes[1:]:
        give(panel.review, code, 300, new.user, LATER)
    send_scores(panel.review, by=new.user, at=LATER)

    counted = scores_of(panel.again()).counted
    assert {own.assignment_id for own in counted["1.1"].values()} == {panel.seats[0].pk}
    assert {own.assignment_id for own in counted["2.1"].values()} == {seat.pk}
    assert len(scores_of(panel.again()).seats) == 3


def test_a_conflict_bars_and_nothing_given_counts(panel):
    first = panel.members[0]
    panel.score_all(first, [0] * 5)
    panel.score_all(panel.members[1], [300] * 5)
    region = panel.review.cycle.region
    with pytest.raises(PermissionDenied):
        declare_conflict(first, region, "Saudara", by=panel.members[1].user, at=LATER)
    with pytest.raises(RefusedError, match="needs_reason"):
        declare_conflict(first, region, " ", by=first.user, at=LATER)
    conflict = declare_conflict(first, region, "Saudara bupati", by=first.user, at=LATER)

    assert panel.again().standing["index"] == "3"
    with pytest.raises(PermissionDenied):
        give(panel.review, "1.1", 400, first.user, LATER)
    with pytest.raises(RefusedError, match="has_conflict"):
        assign(panel.review, first, by=panel.coordinator, at=LATER)
    withdraw_conflict(conflict, "Nama yang sama saja", by=panel.coordinator, at=LATER)
    assert assign(panel.review, first, by=panel.coordinator, at=LATER)


def test_the_region_does_not_end_what_a_panel_gave(panel):
    given = Appointment.objects.filter(is_of_panel=True)
    assert given.count() == 4
    with pytest.raises(RefusedError, match="of_panel"):
        end_appointments(given[:1], None, panel.coordinator, LATER, "Bukan pilihan kami")


def test_somebody_of_two_panels_of_a_region_leaves_one_of_them(panel):
    cycle, who = panel.review.cycle, {"by": panel.coordinator, "at": NOW}
    window = Window.objects.get(pk=panel.review.stage.window_id)
    window.pk, window.code = None, "s1"
    window.save()
    Stage.objects.create(cycle=cycle, window=window, begins_on=NOW.date())
    other = begin_panel(2023, "s1", "Tahap I", cycle.region, [cycle], **who)
    user = panel.members[0].user
    member = add_member(other, user.email, "", "", **who)
    review = whole_reviews().get(panel=other)
    assign(review, member, **who)
    leave(panel.members[0], "Hanya tahap I", by=panel.coordinator, at=LATER)
    assert Appointment.objects.filter(user=user, to_at=None).count() == 1


def test_a_seat_taken_away_unsent_counts_no_more(panel):
    give(panel.review, "1.1", 0, panel.members[0].user)
    unassign(panel.seats[0], "Cuti", by=panel.coordinator, at=LATER)
    panel.score_all(panel.members[1], [300] * 5)
    assert panel.again().standing["index"] == "3"
    assert ItemScore.objects.filter(assignment=panel.seats[0]).exists()


def test_a_region_is_asked_and_answers(panel):
    first = panel.members[0].user
    asked = ask_region(panel.review, "3.1", "Mana datanya?", by=first, at=NOW)
    assert ask_region(panel.review, "3.1", "Mana datanya?", by=first, at=NOW) == asked
    assert Notice.objects.filter(user=panel.coordinator, key="panel_question").count() == 1
    with pytest.raises(PermissionDenied):
        answer_question(asked, "Ada", by=first, at=NOW)
    answer_question(asked, "Di lampiran 3", by=panel.coordinator, at=NOW)
    assert Notice.objects.filter(user=first, key="panel_answered").count() == 1


def test_the_log_has_scores_by_their_hash_and_holds_them_to_it(panel):
    region = panel.review.cycle.region
    panel.score_all(panel.members[0], [400, 300, 300, 300, 300])
    sent = Entry.objects.get(chain_id=region.code, action="panel.send")
    assert "400" not in sent.changes
    assert differing(region) == []
    ItemScore.objects.filter(item="1.1").update(hundredths=0)
    assert differing(region)


def test_a_panel_of_the_site_takes_many_regions_and_spreads_its_members():
    owner = somebody(None)
    owner.is_owner = True
    owner.save()
    who = {"by": owner, "at": NOW}
    cycles = []
    for code in (OWN, OTHER):
        region = begun(code)
        cycles.append(submitted(region, somebody(region, Role.COORDINATOR)))
    stranger = somebody(cycles[0].region, Role.VERIFIER)
    with pytest.raises(PermissionDenied):
        begin_panel(2023, "s2", "Panel nasional", None, cycles, by=stranger, at=NOW)
    panel = begin_panel(2023, "s2", "Panel nasional", None, cycles[:1], **who)
    assert len(add_reviews(panel, cycles, **who)) == 1
    assert add_reviews(panel, cycles, **who) == []
    for others, why in ((cycles, "has_another"), ([], "no_regions")):
        with pytest.raises(RefusedError, match=why):
            begin_panel(2023, "s2", "Lain", None, others, **who)
    assert Panel.objects.get() == panel  # none is left without a region
    chair = add_member(panel, "ketua@example.org", "Ketua", "Kementerian", **who)
    set_chair(chair, **who)
    members = [
        add_member(panel, f"a{n}@example.org", "", f"Lembaga {n % 3}", **who) for n in range(5)
    ]
    declare_conflict(members[0], cycles[0].region, "Asal", by=members[0].user, at=NOW)
    made, short = allocate_seats(panel, 3, **who)
    assert short == []
    seats = Assignment.objects.filter(is_scoring=True)
    assert len(made) == seats.count() == 6
    assert not seats.filter(member=members[0], review__cycle=cycles[0]).exists()
    made, short = allocate_seats(panel, 7, **who)
    assert {one.cycle for one in short} == set(cycles)


def test_a_standing_is_what_all_that_was_given_comes_to(panel):
    first, second = panel.members[:2]

    def agrees():
        review = panel.again()
        found = scores_of(review)
        outcome = found.outcome
        value = outcome.index.value
        told = {
            "index": None if value is None else str(value),
            "seats": len(found.seats),
            "sent": found.sent,
            "open": len(outcome.open_items),
            "wide": len(outcome.wide_items),
            "asked": [],
        }
        assert standings_of([review]) == {review.pk: told}
        assert review.standing == told
        return told

    none = {"index": None, "seats": 0, "sent": 0, "open": 5, "wide": 0, "asked": []}
    assert agrees() | {"seats": 0} == none
    panel.score_all(first, [300, 325, 150, 400, 0])
    panel.score_all(second, [100, 333, 275, 400, 50])
    assert agrees()["wide"] == 2
    who = {"by": panel.coordinator, "at": LATER}
    substitute(
        panel.seats[1], add_member(panel.panel, "d@example.org", "D", "L", **who), "Sakit", **who
    )
    declare_conflict(first, panel.review.cycle.region, "Saudara", **who)
    unassign(panel.seats[2], "Pindah", **who)
    agrees()
