"""From scores to a signed result, and what is refused on the way."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied

from kotacerdas.accounts.models import Role
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.models import FindingCase
from kotacerdas.panel.actions.assigning import declare_conflict
from kotacerdas.panel.actions.scoring import hundredths_of, send_scores
from kotacerdas.panel.actions.settling import (
    conclude,
    correct,
    resume,
    set_result,
    settle,
    sign,
    unsettle,
)
from kotacerdas.panel.actions.standing import recompute
from kotacerdas.panel.models import Result, Review
from kotacerdas.panel.outcomes import phase
from kotacerdas.panel.phases import MOVES, Move, Phase, moves_of
from kotacerdas.panel.results import outcome_in
from pages.regions import OWN, begun, somebody
from panel.panels import NOW, differing, give, judged

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel():
    return judged(begun(OWN))


def as_chair(panel):
    return {"by": panel.chair, "at": NOW}


def test_each_phase_has_a_move_and_leads_where_the_table_says():
    assert {at for at, _ in MOVES} == set(Phase)
    assert moves_of(Phase.SIGNED) == [Move.CORRECT]


def concluded(panel, rows=([300] * 5, [300] * 5, [300] * 5)):
    for member, scores in zip(panel.members, rows, strict=False):
        panel.score_all(member, scores)
    reason = "" if len(rows) == len(panel.members) else "Cukup dua"
    return conclude(panel.again(), reason, **as_chair(panel))


def test_a_spread_over_the_bound_is_settled_with_a_reason(panel):
    somebody(panel.review.cycle.region, Role.LEADER)
    with pytest.raises(RefusedError, match="not_set"):
        set_result(panel.again(), **as_chair(panel))
    review = concluded(panel, [[n, 300, 300, 300, 300] for n in (400, 200, 300)])
    with pytest.raises(RefusedError, match="spreads_open"):
        set_result(review, **as_chair(panel))
    with pytest.raises(RefusedError, match="needs_reason"):
        settle(review, "1.1", 350, " ", **as_chair(panel))
    with pytest.raises(PermissionDenied):
        settle(review, "1.1", 350, "Bukti 4", by=panel.members[0].user, at=NOW)
    settle(review, "1.1", 350, "Bukti 4 diterima", **as_chair(panel))
    unsettle(review, "1.1", **as_chair(panel))
    settle(review, "1.1", 350, "Bukti 4 diterima", **as_chair(panel))
    result = set_result(review, **as_chair(panel))

    item = result.content["items"][0]
    assert item["settled"]["reason"] == "Bukti 4 diterima"
    assert [one["hundredths"] for one in item["scores"]] == [400, 200, 300]
    assert Fraction(result.content["index"]) == Fraction("3.05")
    assert outcome_in(result.content).index.value == Fraction("3.05")
    with pytest.raises(RefusedError, match="not_discussing"):
        settle(review, "1.1", 400, "Lain", **as_chair(panel))


def test_a_chair_with_a_conflict_leads_nothing_there(panel):
    review = concluded(panel)
    member = panel.panel.members.get(is_chair=True)
    region = review.cycle.region
    resume(review, "Satu hal belum jelas", **as_chair(panel))
    declare_conflict(member, region, "Menantu bupati", by=panel.chair, at=NOW)
    with pytest.raises(PermissionDenied):
        conclude(panel.again(), **as_chair(panel))
    with pytest.raises(PermissionDenied):
        settle(panel.again(), "1.1", 300, "Sepakat", **as_chair(panel))


def test_scoring_ends_without_who_is_late_only_with_a_reason(panel):
    panel.score_all(panel.members[0], [300] * 5)
    with pytest.raises(RefusedError, match="still_scoring") as refused:
        conclude(panel.again(), **as_chair(panel))
    assert refused.value.values["who"] == "Asesor 2, Asesor 3"
    review = conclude(panel.again(), "Menunggu sampai tenggat", **as_chair(panel))
    with pytest.raises(RefusedError, match="concluded"):
        give(review, "1.1", 300, panel.members[1].user)
    resume(review, "Asesor 2 datang", **as_chair(panel))
    assert give(panel.again(), "1.1", 300, panel.members[1].user)


def test_it_is_signed_by_those_named_in_their_order_as_they_saw_it(panel):
    review = concluded(panel)
    with pytest.raises(RefusedError, match="no_leader"):
        set_result(review, **as_chair(panel))
    leader = somebody(review.cycle.region, Role.LEADER)
    result = set_result(review, **as_chair(panel))
    sha256, first = result.sha256, panel.members[0].user
    assert phase(panel.again()) is Phase.SIGNING

    with pytest.raises(RefusedError, match="others_sign_first"):
        sign(result, sha256, NOW, by=leader, at=NOW)
    with pytest.raises(PermissionDenied):
        sign(result, sha256, NOW, by=panel.coordinator, at=NOW)
    with pytest.raises(RefusedError, match="sign_in_again"):
        sign(result, sha256, NOW - timedelta(minutes=6), by=first, at=NOW)
    with pytest.raises(RefusedError, match="sign_in_again"):
        sign(result, sha256, None, by=first, at=NOW)
    with pytest.raises(RefusedError, match="result_changed"):
        sign(result, "0" * 64, NOW, by=first, at=NOW)
    for one in [*(one.user for one in panel.members), panel.chair, leader]:
        sign(result, sha256, NOW, by=one, at=NOW)
    with pytest.raises(RefusedError, match="signed_already"):
        sign(result, sha256, NOW, by=first, at=NOW)
    assert phase(panel.again()) is Phase.SIGNED
    assert differing(review.cycle.region) == []


def test_a_correction_stands_beside_what_was_signed(panel):
    somebody(panel.review.cycle.region, Role.LEADER)
    review = concluded(panel)
    first = set_result(review, **as_chair(panel))
    with pytest.raises(RefusedError, match="needs_reason"):
        correct(review, "", **as_chair(panel))
    correct(review, "Salah ketik pada 2.1", **as_chair(panel))
    with pytest.raises(RefusedError, match="result_changed"):
        sign(first, first.sha256, NOW, by=panel.members[0].user, at=NOW)
    settle(panel.again(), "2.1", 400, "Salah ketik", **as_chair(panel))
    second = set_result(panel.again(), **as_chair(panel))

    assert (second.number, second.reason) == (2, "Salah ketik pada 2.1")
    assert Result.objects.get(number=1).content == first.content
    assert differing(review.cycle.region) == []


def test_an_altered_result_is_neither_signed_nor_unnoticed(panel):
    somebody(panel.review.cycle.region, Role.LEADER)
    result = set_result(concluded(panel), **as_chair(panel))
    result.content["index"] = "4"
    Result.objects.filter(pk=result.pk).update(content=result.content)
    with pytest.raises(RefusedError, match="result_altered"):
        sign(result, result.sha256, NOW, by=panel.members[0].user, at=NOW)
    assert differing(panel.review.cycle.region)


def test_comments_that_are_findings_become_such_once(panel):
    somebody(panel.review.cycle.region, Role.LEADER)
    give(panel.review, "2.1", 200, panel.members[0].user, comment="Susun DPA", is_finding=True)
    give_row = [300, 200, 300, 300, 300]
    for code, value in zip(panel.codes, give_row, strict=True):
        if code != "2.1":
            give(panel.review, code, value, panel.members[0].user)
    send_scores(panel.review, by=panel.members[0].user, at=NOW)
    review = conclude(panel.again(), "Cukup satu", **as_chair(panel))
    with pytest.raises(RefusedError, match="no_day"):
        set_result(review, **as_chair(panel))
    set_result(review, date(2024, 3, 1), **as_chair(panel))
    finding = FindingCase.objects.get()
    assert (finding.text, finding.item_code, finding.due_on) == (
        "Susun DPA",
        "2.1",
        date(2024, 3, 1),
    )


def test_jambi_2024_entered_as_consensus_gives_3_475(panel):
    somebody(panel.review.cycle.region, Role.LEADER)
    review = concluded(panel)
    published = ["3,84", "3,18", "3,53", "3,63", "3,35"]
    for code, score in zip(panel.codes, published, strict=True):
        settle(review, code, hundredths_of(score), "Sesuai musyawarah", **as_chair(panel))
    result = set_result(review, **as_chair(panel))
    assert Fraction(result.content["index"]) == Fraction("3.475")
    assert f"{float(Fraction(result.content['index'])):.3f}" == "3.475"


def test_a_standing_that_was_lost_is_made_again(panel):
    concluded(panel)
    before = panel.again().standing
    Review.objects.update(standing={})
    assert recompute(panel.panel) == 1
    assert panel.again().standing == before
