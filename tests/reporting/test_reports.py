"""A report from draft to verified and corrected: who may, what is kept, what follows from it."""

import json

import pytest
from django.test import TestCase

from kotacerdas.audit.hashing import breaks
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.comments import comment
from kotacerdas.casework.actions.steps import (
    ConflictError,
    IncompleteError,
    correct,
    discard_draft,
    save_draft,
    send_back,
    submit,
    verify,
    withdraw,
)
from kotacerdas.casework.models import Comment, Notice, Version
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.core.words import words
from kotacerdas.reporting.actions.windows import close_window, reopen_window
from kotacerdas.scorecards.selectors import newest_run
from kotacerdas.scoring.question import Basis
from reporting.cast import A_DAY, AT, CHECKED, COMPLETE, Stage
from reporting.counting import rows, spent

REASON = "Lampirkan foto titik nol"


def submitted(batang: Stage, **more: str) -> Version:
    return submit(batang.act(batang.people.operator), COMPLETE | more)


def verified(batang: Stage) -> Version:
    submitted(batang)
    return verify(batang.act(batang.people.verifier), CHECKED)


def test_a_draft_holds_anything_and_is_in_no_number_and_no_log(batang):
    entries = Entry.objects.count()
    save_draft(batang.act(batang.people.operator), {"value:i1|q1": "kira-kira 9", "x": "y"})

    assert batang.report().filled == {"value:i1|q1": "kira-kira 9"}
    assert not rows(batang)
    assert Entry.objects.count() == entries


def test_what_no_database_holds_is_left_out_of_every_text(batang):
    submitted(batang, note="ca\x00tatan")
    comment(batang.act(batang.people.verifier), "ko\x00mentar")
    send_back(batang.act(batang.people.verifier), "\x00ulangi")

    assert batang.report().filled["note"] == "catatan"
    assert Comment.objects.get().text == "komentar"
    assert batang.report().verdict == "ulangi"
    with pytest.raises(RefusedError, match=r"comment\.empty"):
        comment(batang.act(batang.people.verifier), "\x00")


def test_what_was_sent_in_becomes_rows_that_are_not_verified(batang):
    submitted(batang)

    found = rows(batang)
    assert found["p1"].realised is True
    assert found["i1"].value == 9.5
    assert not any(row.verified for row in found.values())
    assert spent(batang) == 450_000


def test_verifying_marks_the_rows_and_tells_the_agency(batang):
    verified(batang)

    assert all(row.verified for row in rows(batang).values())
    assert Notice.objects.filter(user=batang.people.operator, key="report_verified").count() == 1


def test_zero_is_told_and_empty_is_not(batang):
    submitted(batang, **{"value:i1|q1": "0", "money:apbd": "", "answer:jump|i1|q1": "x"})
    assert rows(batang)["i1"].value == 0
    assert spent(batang) is None


def test_what_is_not_applicable_has_its_state_and_no_value(batang):
    submitted(batang, **{"value:i1|q1": "tidak berlaku"})
    row = rows(batang)["i1"]
    assert (row.status, row.value) == ("not_applicable", None)


def test_an_incomplete_report_is_not_sent_in_and_nothing_typed_is_lost(batang):
    with pytest.raises(IncompleteError) as found:
        submit(batang.act(batang.people.operator), {"value:i1|q1": "sembilan", "note": "tulisan"})
    assert [one.key for one in found.value.problems] == ["yes_or_no", "no_number"]
    assert batang.report().state == "draft"
    assert batang.report().filled["note"] == "tulisan"


def test_a_warning_waits_for_its_answer(batang):
    silent = {name: text for name, text in COMPLETE.items() if not name.startswith("answer")}
    with pytest.raises(IncompleteError) as found:
        submit(batang.act(batang.people.operator), silent)
    assert [one.rule.id for one in found.value.questions] == ["no_evidence"]
    assert not found.value.problems


def test_why_it_was_not_realised_stands_in_the_row(batang):
    submitted(batang, realised="no", progress_pct="40", obstacles="Lahan", follow_up="Ganti lokasi")
    row = rows(batang)["p1"]
    assert (row.realised, row.note) == (False, "Lahan → Ganti lokasi")


def test_a_second_press_of_a_button_changes_nothing(batang):
    press = batang.act(batang.people.operator, seen=0)
    for _ in range(2):
        submit(press, COMPLETE)
    assert Version.objects.count() == 1
    check = batang.act(batang.people.verifier)
    for _ in range(2):
        verify(check, CHECKED)
    actions = Entry.objects.values_list("action", flat=True)
    assert list(actions).count("report.submit") == list(actions).count("report.verify") == 1


def test_who_sent_it_in_can_not_verify_it(batang):
    person = batang.people.operator
    person.appointments.create(region=batang.region, role="verifier", from_at=AT - A_DAY)
    submitted(batang)
    with pytest.raises(RefusedError, match=r"report\.own"):
        verify(batang.act(person), CHECKED)


@pytest.mark.parametrize("who", ["neighbour", "verifier", "coordinator", "outsider"])
def test_only_the_own_agency_reports(batang, who):
    with pytest.raises(NotAllowedError):
        save_draft(batang.act(getattr(batang.people, who)), {"note": "x"})
    assert not Version.objects.exists()


@pytest.mark.parametrize("who", ["operator", "neighbour", "coordinator", "outsider"])
def test_only_a_verifier_verifies_and_returns(batang, who):
    submitted(batang)
    act = batang.act(getattr(batang.people, who))
    for decide in (verify, lambda act: send_back(act, REASON)):
        with pytest.raises(NotAllowedError):
            decide(act)


def test_returning_takes_a_reason_and_takes_the_rows_back(batang):
    submitted(batang)
    act = batang.act(batang.people.verifier)
    with pytest.raises(RefusedError, match=r"report\.needs_reason"):
        send_back(act, "  ")
    send_back(act, REASON)

    assert not rows(batang)
    assert spent(batang) is None
    assert batang.report().verdict == REASON
    assert Notice.objects.filter(user=batang.people.operator, key="report_returned").count() == 1


def test_what_came_back_is_corrected_as_a_new_version(batang):
    submitted(batang)
    send_back(batang.act(batang.people.verifier), REASON)
    correct(batang.act(batang.people.operator))

    assert (batang.report().number, batang.report().state) == (2, "draft")
    submit(batang.act(batang.people.operator), COMPLETE | {"value:i1|q1": "8"})
    assert rows(batang)["i1"].value == 8


def test_what_came_back_may_be_corrected_after_the_deadline(batang):
    submitted(batang)
    send_back(batang.act(batang.people.verifier), REASON)
    late = AT + 30 * A_DAY
    correct(batang.act(batang.people.operator, at=late))
    submit(batang.act(batang.people.operator, at=late), COMPLETE)
    assert batang.report().state == "submitted"


def test_a_correction_of_what_was_verified_names_its_reason_and_counts_once_verified(batang):
    verified(batang)
    with pytest.raises(RefusedError, match=r"report\.needs_reason"):
        correct(batang.act(batang.people.operator))
    correct(batang.act(batang.people.operator), "Salah hitung")
    submit(batang.act(batang.people.operator), COMPLETE | {"value:i1|q1": "7"})

    assert rows(batang)["i1"].value == 9.5
    assert rows(batang)["i1"].verified
    verify(batang.act(batang.people.verifier), CHECKED)
    assert rows(batang)["i1"].value == 7
    assert batang.report().why == "Salah hitung"
    assert Entry.objects.get(action="report.submit", reason="Salah hitung")


def test_taking_back_makes_a_draft_again_and_discarding_it_leaves_what_was_sent_in(batang):
    submitted(batang)
    withdraw(batang.act(batang.people.operator))
    assert not rows(batang)
    assert (batang.report().number, batang.report().filled) == (2, COMPLETE)
    discard_draft(batang.act(batang.people.operator))
    case = batang.case()
    assert (case.state, case.newest, case.standing) == ("not_started", None, None)
    assert [(one.state, one.filled) for one in case.versions.all()] == [("withdrawn", COMPLETE)]


def test_what_was_sent_in_reads_as_it_was_whatever_is_written_after_it_was_taken_back(batang):
    submitted(batang)
    first = batang.report()
    withdraw(batang.act(batang.people.operator))
    submitted(batang, **{"value:i1|q1": "8"})

    was, now = batang.case().versions.order_by("number")
    assert (was.state, was.filled, was.warnings) == ("withdrawn", COMPLETE, first.warnings)
    assert (was.submitted_at, was.submitted_entry) == (first.submitted_at, first.submitted_entry)
    assert now.filled["value:i1|q1"] == "8"


def test_the_second_of_two_who_save_is_told_what_the_first_wrote(batang):
    save_draft(batang.act(batang.people.operator), {"note": "dasar"})
    first, second = (batang.act(batang.people.operator) for _ in range(2))
    save_draft(first, {"note": "satu"})
    with pytest.raises(ConflictError) as conflict:
        save_draft(second, {"note": "dua"})
    assert conflict.value.case.newest.filled == {"note": "satu"}
    assert batang.report().filled == {"note": "satu"}


def test_the_second_of_two_who_begin_a_report_is_told_too(batang):
    save_draft(batang.act(batang.people.operator, seen=0), {"note": "satu"})
    with pytest.raises(ConflictError):
        save_draft(batang.act(batang.people.operator, seen=0), {"note": "dua"})


def test_a_verifier_does_not_decide_on_what_changed_since_they_looked(batang):
    submitted(batang)
    looked = batang.act(batang.people.verifier)
    withdraw(batang.act(batang.people.operator))
    submit(batang.act(batang.people.operator), COMPLETE | {"note": "baru"})
    with pytest.raises(ConflictError):
        verify(looked, CHECKED)


def test_the_log_is_whole_and_tells_every_step(batang):
    submitted(batang)
    send_back(batang.act(batang.people.verifier), REASON)
    correct(batang.act(batang.people.operator))
    submit(batang.act(batang.people.operator), COMPLETE)
    verify(batang.act(batang.people.verifier), CHECKED)

    entries = Entry.objects.filter(chain_id=batang.region.code).order_by("number")
    assert not breaks(entries)
    assert [one.action for one in entries if one.action.startswith("report.")] == [
        *("report.submit", "report.return", "report.submit", "report.verify"),
    ]


def test_the_log_has_words_for_all_that_is_done(batang):
    submitted(batang)
    withdraw(batang.act(batang.people.operator))
    comment(batang.act(batang.people.operator), "Sebentar")
    submitted(batang)
    send_back(batang.act(batang.people.verifier), REASON)
    correct(batang.act(batang.people.operator))
    submitted(batang)
    verify(batang.act(batang.people.verifier), CHECKED)
    close_window(batang.window, batang.people.coordinator, AT)
    reopen_window(batang.window, batang.people.coordinator, AT)

    say = words()
    for entry in Entry.objects.filter(chain_id=batang.region.code):
        assert say.term("log_action", entry.action) != entry.action
        for change in json.loads(entry.changes):
            model = change["of"][0]
            assert say.term("log_model", model) != model


def test_the_scorecard_follows_by_itself(batang):
    def realised(basis: Basis) -> int:
        run = newest_run(batang.region, 2022, basis)
        return run.result["overall"]["realised"] if run else 0

    with TestCase.captureOnCommitCallbacks(execute=True):
        submitted(batang)
    assert (realised(Basis.REPORTED), realised(Basis.VERIFIED)) == (1, 0)
    with TestCase.captureOnCommitCallbacks(execute=True):
        verify(batang.act(batang.people.verifier), CHECKED)
    assert (realised(Basis.REPORTED), realised(Basis.VERIFIED)) == (1, 1)
