"""What people do between assignment and signature: leave, are barred, retire, submit again."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kotacerdas.accounts.actions import end_appointments
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.accounts.selectors import held_at
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.actions.cycles import move_cycle
from kotacerdas.evaluation.actions.findings import Found, add_finding
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.models import FindingCase, ItemCase, Submission
from kotacerdas.panel.access import assignment_of
from kotacerdas.panel.actions.assigning import (
    assign,
    declare_conflict,
    substitute,
    unassign,
    withdraw_conflict,
)
from kotacerdas.panel.actions.panels import add_member, leave, set_chair
from kotacerdas.panel.actions.scoring import ask_region, give_back, send_scores, write_question
from kotacerdas.panel.actions.settling import conclude, correct, set_result, sign
from kotacerdas.panel.models import ItemScore, Review
from kotacerdas.panel.outcomes import scores_of
from kotacerdas.panel.places import place
from kotacerdas.panel.results import signatories_of
from kotacerdas.records.models import Agency
from pages.regions import OWN, begun, somebody
from panel.panels import NOW, differing, give, judged, seen_by

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def panel():
    return judged(begun(OWN))


def managing(panel):
    return {"by": panel.coordinator, "at": LATER}


def chairing(panel):
    return {"by": panel.chair, "at": LATER}


def test_who_left_is_not_awaited(panel):
    for member in panel.members[:2]:
        panel.score_all(member, [300] * 5)
    leave(panel.members[2], "Pindah tugas", **managing(panel))

    assert panel.again().standing["seats"] == 2
    assert conclude(panel.again(), **chairing(panel)).concluded_at == LATER
    assert differing(panel.review.cycle.region) == []


def test_who_is_barred_neither_counts_nor_signs(panel):
    somebody(panel.review.cycle.region, Role.LEADER)
    for member in panel.members:
        panel.score_all(member, [300] * 5)
    barred = panel.members[0]
    region = panel.review.cycle.region
    declare_conflict(barred, region, "Saudara bupati", by=barred.user, at=LATER)

    scores = scores_of(panel.again())
    assert len(scores.seats) == panel.again().standing["seats"] == 2
    assert barred.user not in [one.user for one in signatories_of(scores, LATER)]


def test_who_chairs_and_is_barred_reads_the_region_once_they_are_not(panel):
    member, region = panel.members[0], panel.review.cycle.region
    conflict = declare_conflict(member, region, "Nama sama", by=member.user, at=LATER)
    set_chair(member, **managing(panel))
    assert assignment_of(member.user, panel.review, LATER) is None
    assert not member.user.appointments.filter(held_at(LATER), region=region).exists()
    withdraw_conflict(conflict, "Orang lain", **managing(panel))
    assert not assignment_of(member.user, panel.review, LATER).is_scoring


def test_who_takes_over_from_the_barred_scores_everything(panel):
    first = panel.members[0]
    panel.score_all(first, [0] * 5)
    region = panel.review.cycle.region
    declare_conflict(first, region, "Saudara bupati", by=first.user, at=LATER)
    new = add_member(panel.panel, "baru@example.org", "Baru", "", **managing(panel))
    substitute(panel.seats[0], new, "Benturan", **managing(panel))

    with pytest.raises(RefusedError, match="items_left") as refused:
        send_scores(panel.again(), by=new.user, at=LATER)
    assert refused.value.values["n"] == len(panel.codes)


def test_a_seat_goes_back_to_who_sent(panel):
    panel.score_all(panel.members[0], [100] * 5)
    new = add_member(panel.panel, "baru@example.org", "Baru", "", **managing(panel))
    seat = substitute(panel.seats[0], new, "Sakit", **managing(panel))
    give(panel.again(), "1.1", 400, new.user, LATER)
    assert panel.again().standing["sent"] == 0
    unassign(seat, "Kembali", **managing(panel))

    scores = scores_of(panel.again())
    assert scores.sent == 1
    assert [one.hundredths for one in scores.counted["1.1"].values()] == [100]


@pytest.mark.parametrize("is_barred", [True, False])
def test_who_comes_back_goes_on_where_they_stopped_and_counts_once(panel, is_barred):
    member = panel.members[0]
    panel.score_all(member, [100] * 5)
    if is_barred:
        region = panel.review.cycle.region
        conflict = declare_conflict(member, region, "Nama sama", by=member.user, at=LATER)
        withdraw_conflict(conflict, "Orang lain", **managing(panel))
    else:
        unassign(panel.seats[0], "Keliru", **managing(panel))
    assert scores_of(panel.again()).sent == 1
    assign(panel.review, member, **managing(panel))

    give(panel.again(), "1.1", 200, member.user, LATER)
    send_scores(panel.again(), by=member.user, at=LATER)
    scores = scores_of(panel.again())
    assert len(scores.seats) == len(panel.members)
    own = [[one.hundredths for one in scores.counted[code].values()] for code in ("1.1", "2.1")]
    assert own == [[200], [100]]


def test_who_sits_for_another_counts_in_that_seat_alone(panel):
    first, second, _ = panel.members
    panel.score_all(first, [100] * 5)
    unassign(panel.seats[0], "Keliru", **managing(panel))
    substitute(panel.seats[1], first, "Asesor 2 sakit", **managing(panel))
    for code in panel.codes:
        give(panel.again(), code, 400, first.user, LATER)
    send_scores(panel.again(), by=first.user, at=LATER)

    scores = scores_of(panel.again())
    assert [one.hundredths for one in scores.counted["1.1"].values()] == [400]
    assert second.pk not in [chain[0].member_id for chain in scores.seats.values()]


def test_nobody_signs_as_what_they_are_no_more(panel):
    region = panel.review.cycle.region
    leader = somebody(region, Role.LEADER)
    for member in panel.members:
        panel.score_all(member, [300] * 5)
    conclude(panel.again(), **chairing(panel))
    result = set_result(panel.again(), **chairing(panel))
    leave(panel.members[0], "Pindah tugas", **managing(panel))
    set_chair(panel.members[1], **managing(panel))
    end_appointments(
        Appointment.objects.filter(user=leader), None, panel.coordinator, LATER, "Pilkada"
    )

    for user in (panel.members[0].user, panel.members[1].user):
        with pytest.raises(RefusedError, match="signs_no_more"):
            sign(result, result.sha256, LATER, by=user, at=LATER)
    sign(result, result.sha256, LATER, by=panel.members[2].user, at=LATER)
    correct(panel.again(), "Susunan panel berganti", by=panel.members[1].user, at=LATER)
    new = somebody(None)
    Appointment.objects.create(user=new, region=region, role=Role.LEADER, from_at=LATER)
    again = set_result(panel.again(), by=panel.members[1].user, at=LATER)
    signs = again.signatures.order_by("turn").values_list("user__name", "capacity")
    assert [capacity for _, capacity in signs] == ["assessors", "chair", "leader"]
    assert again.signatures.get(capacity="leader").user == new


def test_a_finding_for_an_agency_that_retired_goes_to_the_home_of_the_cycle(panel):
    somebody(panel.review.cycle.region, Role.LEADER)
    cycle = panel.review.cycle
    retired = Agency.objects.create(
        region=cycle.region, code="lama", name="Dinas Lama", retired_on=date(2023, 11, 1)
    )
    ItemCase.objects.filter(cycle=cycle, code="1.1").update(agency=retired)
    for member in panel.members:
        noted = {"comment": "SK belum ditandatangani", "is_finding": member == panel.members[0]}
        for code in panel.codes:
            more = noted if code == "1.1" else {}
            give(panel.review, code, 300, member.user, **more)
        send_scores(panel.review, by=member.user, at=NOW)
    conclude(panel.again(), **chairing(panel))
    set_result(panel.again(), date(2024, 1, 31), **chairing(panel))

    assert FindingCase.objects.get(cycle=cycle).agency_id == cycle.home_id


def test_a_finding_that_another_agency_has_since_is_not_made_again_by_a_correction(panel):
    somebody(panel.review.cycle.region, Role.LEADER)
    for member in panel.members:
        for code in panel.codes:
            noted = {"comment": "Tanpa tanggal", "is_finding": True} if code == "1.1" else {}
            give(panel.review, code, 300, member.user, **noted)
        send_scores(panel.review, by=member.user, at=NOW)
    conclude(panel.again(), **chairing(panel))
    first = set_result(panel.again(), date(2024, 1, 31), **chairing(panel))
    region = panel.review.cycle.region
    other = Agency.objects.create(region=region, code="lain", name="Dinas Lain")
    FindingCase.objects.update(agency=other)
    correct(panel.again(), "Salah baca butir 2.1", **chairing(panel))
    second = set_result(panel.again(), date(2024, 1, 31), **chairing(panel))

    assert FindingCase.objects.count() == 1
    said = [one.content["recommendations"][0] for one in (first, second)]
    assert said[0]["number"] == said[1]["number"]
    assert said[1]["agency"] == other.name != said[0]["agency"]


def test_an_assessor_is_told_that_the_region_submitted_again(panel):
    member = panel.members[0]
    give(panel.review, "1.1", 300, member.user)
    submission = Submission.objects.get(stage=panel.review.stage)
    Submission.objects.create(
        stage=submission.stage,
        answers=submission.answers,
        snapshot=submission.snapshot,
        by=submission.by,
        at=LATER,
    )
    client = Client()
    client.force_login(member.user)
    page = place(panel.review, "item", "1.1")
    assert "menyerahkan lagi" in client.get(page).text

    seen = seen_by(member.user, "1.1")
    give(panel.review, "1.1", 300, member.user, LATER + timedelta(minutes=1), seen=seen)
    assert ItemScore.objects.get(item="1.1").revision == 1
    assert "menyerahkan lagi" not in client.get(page).text


def test_what_is_given_back_is_scored_again(panel):
    panel.score_all(panel.members[0], [300] * 5)
    give_back(panel.seats[0], "Butir 1.1 keliru", **chairing(panel))
    assert panel.again().standing["sent"] == 0
    panel.score_all(panel.members[0], [200] * 5, LATER)
    assert panel.again().standing["index"] == "2"


def test_a_finding_is_before_assessors_as_it_was_submitted(panel):
    cycle = panel.review.cycle
    found = Found("Perwal induk belum ada", cycle.home, date(2024, 1, 31), item="1.1")
    finding = add_finding(cycle, found, by=panel.coordinator, at=LATER)
    client = Client()
    client.force_login(panel.members[0].user)
    pages = {code: place(panel.review, "item", code) for code in ("1.1", "2.1")}
    assert finding.text not in client.get(pages["1.1"]).text

    move_cycle(cycle, Move.TAKE_BACK, "Ada temuan", **managing(panel))
    move_cycle(cycle, Move.SUBMIT, **managing(panel))
    page = client.get(pages["1.1"]).text
    assert finding.text in page
    assert "Belum dijawab" in page
    assert finding.text not in client.get(pages["2.1"]).text


def test_every_question_is_on_the_page_of_its_item_whoever_wrote_it_down(panel):
    member, review = panel.members[0], panel.review
    client = Client()
    client.force_login(member.user)
    ask_region(review, "1.1", "Di mana keputusannya?", by=member.user, at=NOW)
    write_question(review, "2.1", "Kapan ditinjau?", member.user, panel.chair, NOW)
    write_question(review, "", "Siapa yang hadir?", member.user, panel.chair, NOW)
    assert panel.again().standing["asked"] == ["1.1", "2.1"]
    shown = {
        code: client.get(place(review, "item", code)).context["questions"]
        for code in ("1.1", "2.1", "3.1")
    }
    assert {code: [one.text for one in own] for code, own in shown.items()} == {
        "1.1": ["Di mana keputusannya?"],
        "2.1": ["Kapan ditinjau?"],
        "3.1": [],
    }
    Review.objects.update(standing={})  # as of one that was never kept: asked for, not left out
    assert "Di mana keputusannya?" in client.get(place(review, "item", "1.1")).text
