"""A cycle from its beginning to its end, and what is refused on the way."""

from datetime import date, timedelta

import pytest

from evaluation.cycles import EDITION, NOW, begun_by, case_of, command_on
from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.evidence import add_link
from kotacerdas.casework.actions.steps import save_draft, send_back
from kotacerdas.casework.models import Notice, State
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.evaluation.actions.answers import claim, hand_over, mark_ready
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.actions.cycles import move_cycle, set_dates
from kotacerdas.evaluation.actions.submitting import answers_of
from kotacerdas.evaluation.actions.uses import UseCommand, confirm, use
from kotacerdas.evaluation.cycle import MOVES, Move, Phase, moves_of
from kotacerdas.evaluation.models import Cycle, ItemCase, Submission, Use
from kotacerdas.evaluation.questionnaires import keep, questionnaire_of
from kotacerdas.evaluation.selectors import phase, stages_of
from kotacerdas.frameworks.questionnaire import table_of
from kotacerdas.ops.verification import state_findings
from kotacerdas.records.models import Agency
from pages.regions import OWN, begun, somebody

pytestmark = pytest.mark.django_db
FILLED = {"level": "1", "answer": "Diketik oleh koordinator.", "why": "Sesuai bukti"}


@pytest.fixture
def region():
    return begun(OWN)


def make_ready(cycle, code, by, **more):
    save_draft(command_on(cycle, code, by), FILLED | more)
    return mark_ready(command_on(cycle, code, by), FILLED | more)


def test_the_table_has_a_move_for_each_phase_and_nothing_else():
    assert {phase for phase, _ in MOVES} == set(Phase)
    assert moves_of(Phase.REVIEWING, has_next_stage=True) == [Move.TAKE_BACK, Move.OPEN]
    assert moves_of(Phase.REVIEWING, has_next_stage=False) == [Move.TAKE_BACK, Move.CLOSE]


def test_a_cycle_begins_with_a_case_for_each_item_and_document(region):
    cycle, coordinator = begun_by(region, is_open=False)
    asked = questionnaire_of(cycle)

    assert phase(cycle) is Phase.PREPARING
    assert ItemCase.objects.filter(cycle=cycle).count() == len(asked.items) + len(asked.documents)
    assert [one.window.code for one in stages_of(cycle)] == ["s1", "s2"]
    with pytest.raises(RefusedError, match="begun_already"):
        begin_cycle(region, 2023, cycle.questionnaire, cycle.home, by=coordinator, at=NOW)


def test_only_a_coordinator_begins_one(region):
    verifier, agency = somebody(region, Role.VERIFIER), Agency.objects.filter(region=region)[0]

    with pytest.raises(NotAllowedError):
        begin_cycle(region, 2023, keep(table_of(EDITION), EDITION), agency, by=verifier, at=NOW)
    assert not Cycle.objects.exists()


def test_a_cycle_goes_through_its_stages_and_keeps_what_was_submitted(region):
    cycle, by = begun_by(region)
    who = {"by": by, "at": NOW}
    with pytest.raises(RefusedError, match="nothing_ready"):
        move_cycle(cycle, Move.SUBMIT, **who)
    make_ready(cycle, "1.6", by, level="0")
    cycle = move_cycle(cycle, Move.SUBMIT, **who)

    assert phase(cycle) is Phase.REVIEWING
    submitted = Submission.objects.get(stage__cycle=cycle)
    assert submitted.answers["1.6"]["level"] == 0
    assert submitted.answers["1.1"]["version"] is None
    with pytest.raises(RefusedError, match="is_submitted"):
        save_draft(command_on(cycle, "1.1", by), FILLED)
    with pytest.raises(RefusedError, match="not_close"):
        move_cycle(cycle, Move.CLOSE, **who)

    cycle = move_cycle(cycle, Move.OPEN, **who)
    assert cycle.current.window.code == "s2"
    assert case_of(cycle, "1.1").window.code == "s2"
    make_ready(cycle, "1.6", by, level="0", answer="Diperbarui.")
    cycle = move_cycle(cycle, Move.SUBMIT, **who)
    cycle = move_cycle(cycle, Move.CLOSE, **who)
    assert phase(cycle) is Phase.CLOSED
    answers = [one.answers["1.6"]["answer"] for one in Submission.objects.order_by("pk")]
    assert answers == ["Diketik oleh koordinator.", "Diperbarui."]
    with pytest.raises(RefusedError, match="needs_reason"):
        move_cycle(cycle, Move.REOPEN, **who)
    assert phase(move_cycle(cycle, Move.REOPEN, "Diminta panel", **who)) is Phase.REVIEWING


def test_every_move_leads_where_the_table_says(region):
    cycle, by = begun_by(region, is_open=False)
    walked = set()
    for move in (
        *(Move.OPEN, Move.SUBMIT, Move.TAKE_BACK, Move.SUBMIT),
        *(Move.OPEN, Move.SUBMIT, Move.CLOSE, Move.REOPEN),
    ):
        if move is Move.SUBMIT and not Submission.objects.exists():
            make_ready(cycle, "1.6", by, level="0")
        at = phase(cycle)
        cycle = move_cycle(cycle, move, "Diminta panel", by=by, at=NOW)
        held = Cycle.objects.select_related("current__window").get(pk=cycle.pk)
        assert phase(cycle) == phase(held) == MOVES[at, move].phase, move
        walked.add((at, move))
    assert walked == set(MOVES)


def test_what_is_asked_again_after_a_submission_can_be_answered(region):
    cycle, by = begun_by(region)
    make_ready(cycle, "1.6", by, level="0")
    move_cycle(cycle, Move.SUBMIT, by=by, at=NOW)
    send_back(command_on(cycle, "1.6", by), "Lampirkan daftarnya")

    assert case_of(cycle, "1.6").state == State.RETURNED
    case = make_ready(cycle, "1.6", by, level="0", answer="Sudah dilengkapi.")
    assert case.state == State.VERIFIED
    with pytest.raises(RefusedError, match="is_submitted"):
        save_draft(command_on(cycle, "1.6", by), FILLED)


def test_a_submission_taken_back_stays_on_record(region):
    cycle, by = begun_by(region)
    make_ready(cycle, "1.6", by, level="0")
    move_cycle(cycle, Move.SUBMIT, by=by, at=NOW)
    with pytest.raises(RefusedError, match="needs_reason"):
        move_cycle(cycle, Move.TAKE_BACK, by=by, at=NOW)
    cycle = move_cycle(cycle, Move.TAKE_BACK, "Salah unggah", by=by, at=NOW)

    assert phase(cycle) is Phase.ANSWERING
    assert Submission.objects.filter(stage__cycle=cycle).count() == 1
    save_draft(command_on(cycle, "1.1", by), FILLED)


def test_dates_move_with_a_reason_once_agencies_were_asked(region):
    cycle, by = begun_by(region)
    first, second = stages_of(cycle)
    later = first.window.deadline + timedelta(days=3)

    with pytest.raises(RefusedError, match="needs_reason"):
        set_dates(first, first.begins_on, later, "", by=by, at=NOW)
    moved = set_dates(first, first.begins_on, later, "Jadwal kementerian", by=by, at=NOW)
    assert moved.window.deadline == later
    set_dates(second, second.begins_on, date(2023, 11, 20), "", by=by, at=NOW)
    with pytest.raises(RefusedError, match="ends_before"):
        set_dates(second, date(2023, 12, 1), date(2023, 11, 20), "", by=by, at=NOW)


def test_a_claim_keeps_the_rest_of_the_draft_and_undoes_readiness(region):
    cycle, by = begun_by(region)
    make_ready(cycle, "1.6", by, level="0")
    case = claim(command_on(cycle, "1.6", by), 3)

    assert case.state == State.DRAFT
    filled = case_of(cycle, "1.6").newest.filled
    assert filled == FILLED | {"level": "3"}
    assert (
        answers_of(cycle, NOW.date())["1.6"]["level"] == 0
    )  # the ready one stands until the next is


def test_items_are_handed_over_with_one_notice(region):
    cycle, by = begun_by(region)
    agency = Agency.objects.create(region=region, code="a9", name="Dinas Lain")
    operator = somebody(region, None)
    operator.appointments.create(
        region=region, role=Role.OPERATOR, agency=agency, from_at=NOW - timedelta(days=1)
    )
    items = list(ItemCase.objects.filter(cycle=cycle, code__in=["1.1", "1.2"]))

    assert len(hand_over(items, agency, by=by, at=NOW)) == 2
    assert hand_over(items, agency, by=by, at=NOW) == []
    assert Notice.objects.get(user=operator, key="item_handed_over").values["n"] == "2"
    save_draft(command_on(cycle, "1.1", operator), FILLED)
    with pytest.raises(NotAllowedError):
        save_draft(command_on(cycle, "1.3", operator), FILLED)


def test_the_next_cycle_keeps_who_answers_and_asks_whether_evidence_is_still_valid(region):
    cycle, by = begun_by(region)
    agency = Agency.objects.create(region=region, code="a9", name="Dinas Lain")
    hand_over([case_of(cycle, "2.2").item], agency, by=by, at=NOW)
    save_draft(command_on(cycle, "2.2", by), FILLED)
    piece = add_link(command_on(cycle, "2.2", by), "https://b.example/sk", "SK", NOW.date())
    use(command_on(cycle, "2.2", by), piece, "sk_council")

    later = NOW + timedelta(days=365)
    again = begin_cycle(region, 2024, cycle.questionnaire, cycle.home, by=by, at=later)
    assert case_of(again, "2.2").agency == agency
    waiting = Use.objects.get(item__cycle=again)
    assert waiting.confirmed_at is None
    assert answers_of(again, later.date())["2.2"]["evidence"] == []
    confirm(UseCommand(waiting, by, later))
    [piece] = answers_of(again, later.date())["2.2"]["evidence"]
    assert (piece["title"], piece["url"]) == ("SK", "https://b.example/sk")


def test_a_cycle_keeps_the_questionnaire_it_began_with(region):
    cycle, _ = begun_by(region)
    changed = table_of(EDITION)
    changed["items"][0]["name_id"] = "Nama lain"
    other = keep(changed, EDITION)

    assert other.pk != cycle.questionnaire_id
    assert questionnaire_of(Cycle.objects.get(pk=cycle.pk)).items[0].name_id != "Nama lain"
    assert keep(table_of(EDITION), EDITION).pk == cycle.questionnaire_id


def test_the_log_says_all_of_it(region):
    cycle, by = begun_by(region)
    make_ready(cycle, "1.6", by, level="0")
    move_cycle(cycle, Move.SUBMIT, by=by, at=NOW)

    actions = list(Entry.objects.filter(chain_id=region.code).values_list("action", flat=True))
    for action in ("begin", "dates", "open", "submit"):
        assert f"evaluation.{action}" in actions
    assert [one for one in state_findings(region) if _is_of_the_evaluation(one)] == []


def test_a_submission_altered_since_is_reported(region):
    cycle, by = begun_by(region)
    make_ready(cycle, "1.6", by, level="0")
    move_cycle(cycle, Move.SUBMIT, by=by, at=NOW)
    made = Submission.objects.get()
    made.answers["1.6"]["level"] = 4
    made.save()

    [found] = [one for one in state_findings(region) if _is_of_the_evaluation(one)]
    assert (found.key, found.name) == ("differs", "answers_sha256")
    assert found.of == ("evaluation.submission", made.pk, 2023, "s1")


def _is_of_the_evaluation(finding):
    return str(finding.of and finding.of[0]).startswith("evaluation")
