"""A case follows its versions, and the cases of a window follow the plan."""

import random
from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import mostly_on_one
from exchange.bringing import REPLACING, brought_in
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.cases import CaseCommand, ConflictError
from kotacerdas.casework.actions.comments import comment
from kotacerdas.casework.actions.evidence import EvidenceCommand, add_link, set_visibility
from kotacerdas.casework.actions.steps import (
    IncompleteError,
    correct,
    discard_draft,
    save_draft,
    send_back,
    submit,
    undo_verification,
    verify,
    withdraw,
)
from kotacerdas.casework.models import Case, Comment, State, Version, Window
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.selectors import writers_of
from kotacerdas.casework.workflow import standing
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.plan.models import Programme, Realisation
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.windows import open_window
from kotacerdas.reporting.models import ReportedValue, Statement
from kotacerdas.reporting.queue import queue
from kotacerdas.reporting.selectors import programmes_due, windows_of
from kotacerdas.reporting.status import window_maps, year_map
from kotacerdas.reporting.syncing import sync_cases
from reporting.cast import A_DAY, AT, CHECKED, COMPLETE, DEADLINE, TODAY, Stage, reporting_sheets
from reporting.freezing import forbid_changes
from workbook.builder import xlsx

REASON = "Angka belum sesuai"
ACTS = {
    "save": lambda act, n: save_draft(act, COMPLETE | {"note": f"{n}"}),
    "submit": lambda act, _: submit(act, COMPLETE),
    "discard": lambda act, _: discard_draft(act),
    "withdraw": lambda act, _: withdraw(act),
    "verify": lambda act, _: verify(act, CHECKED),
    "undo": lambda act, _: undo_verification(act),
    "return": lambda act, _: send_back(act, REASON),
    "correct": lambda act, _: correct(act, REASON),
}


def assert_follows(case: Case) -> None:
    """Everything that a case says, found anew from its versions."""
    versions = list(case.versions.order_by("number"))
    states = [State(one.state) for one in versions]
    stay = [one for one in versions if one.state != State.WITHDRAWN]
    place = standing(states)
    verified = [one for one in versions if one.state == State.VERIFIED]
    assert case.state == (stay[-1].state if stay else State.NOT_STARTED)
    assert case.newest == (stay[-1] if stay else None)
    assert case.standing == (None if place is None else versions[place])
    assert case.verified == (verified[-1] if verified else None)
    assert [one.number for one in versions] == [*range(1, len(versions) + 1)]


@pytest.mark.parametrize("seed", mostly_on_one(range(4)))
def test_a_case_follows_its_versions_after_any_acts_by_anybody(batang: Stage, seed: int):
    chance = random.Random(seed)  # noqa: S311 - no secret
    forbid_changes()
    people = [batang.people.operator, batang.people.verifier]
    # The operator verifies too, and must not decide on what they wrote.
    people[0].appointments.create(region=batang.region, role="verifier", from_at=AT - A_DAY)
    sent: dict[int, dict[str, str]] = {}
    done = 0
    for n in range(200):
        by, verb = chance.choice(people), chance.choice([*ACTS])
        before = batang.case()
        seen = before.revision - (chance.random() < 0.1)
        wrote = by.pk in writers_of(before)
        with suppress(NotAllowedError, RefusedError, ConflictError, IncompleteError):
            ACTS[verb](CaseCommand(before, by, AT, max(seen, 0)), n)
            done += 1
            is_new = batang.case().state != before.state
            assert not (wrote and is_new and verb in {"verify", "return"})
        case = batang.case()
        assert_follows(case)
        for one in case.versions.exclude(state=State.DRAFT):
            assert sent.setdefault(one.pk, one.filled) == one.filled
    assert done > 20
    was_sent = set(Version.objects.exclude(state=State.DRAFT).values_list("pk", flat=True))
    assert set(Statement.objects.values_list("version", flat=True)) == was_sent
    assert set(ReportedValue.objects.values_list("version", flat=True)) == was_sent
    assert Version.objects.filter(case=batang.case(), state=State.WITHDRAWN).exists()


def test_a_form_sent_again_changes_nothing(batang: Stage):
    """Whatever happened in between: nothing is sent in, and nothing is written, a second time."""
    people = batang.people
    first = batang.act(people.operator)
    submit(first, COMPLETE)
    withdraw(batang.act(people.operator))
    was = stored(batang)
    with pytest.raises(ConflictError):
        submit(first, COMPLETE)
    assert stored(batang) == was

    discard_draft(batang.act(people.operator))
    was = stored(batang)
    for again in (lambda: submit(first, COMPLETE), lambda: save_draft(first, COMPLETE)):
        with pytest.raises(ConflictError):
            again()
        assert stored(batang) == was
    for _ in range(2):
        comment(batang.act(people.operator), "Menyusul")
    assert Comment.objects.count() == 1


def test_a_form_sent_again_after_it_was_saved_and_not_sent_in_goes_on(batang: Stage):
    first = batang.act(batang.people.operator)
    save_draft(first, COMPLETE)
    assert submit(first, COMPLETE).state == State.SUBMITTED


def stored(batang: Stage) -> list[object]:
    case = batang.case()
    return [case.state, case.revision, *case.versions.order_by("number").values()]


def due_in(window: Window) -> set[tuple[str, str]]:
    found = programmes_due(window.region, window.year, window.code)
    return {(one.code, one.agency.code) for one in found}


def asked_in(window: Window) -> set[tuple[str, str]]:
    found = Case.objects.filter(window=window, is_due=True)
    return set(found.values_list("programme__code", "agency__code"))


def edit(batang: Stage, chance: random.Random, n: int) -> None:
    """Something else in the plan."""
    programme = chance.choice(list(Programme.objects.filter(region=batang.region)))
    match chance.randrange(4):
        case 0:
            programme.start_year = chance.choice([2021, 2022, 2023])
            programme.end_year = programme.start_year + chance.randrange(2)
            programme.save()
        case 1:
            programme.agency = chance.choice(list(Agency.objects.filter(region=batang.region)))
            programme.save()
        case 2:
            programme.pk, programme.code = None, f"n{n}"
            programme.save()
        case _:
            part = chance.choice(["", "q1"])
            known = Realisation.objects.filter(programme=programme, year=2022)
            if not known.delete()[0]:
                known.create(
                    region=batang.region,
                    programme=programme,
                    year=2022,
                    period=part,
                    realised=True,
                )


@pytest.mark.parametrize("seed", range(3))
def test_the_cases_are_what_is_due_after_any_edits_of_the_plan(batang: Stage, seed: int):
    chance = random.Random(seed)  # noqa: S311 - no secret
    for year, code in ((2022, "q2"), (2023, "")):
        Programme.objects.filter(region=batang.region).update(end_year=2023)
        by, deadline = batang.people.coordinator, DEADLINE
        open_window(batang.region, year=year, code=code, deadline=deadline, by=by, at=AT)
    save_draft(batang.act(batang.people.operator), {"note": "x"})
    touched = batang.case().pk
    for n in range(40):
        edit(batang, chance, n)
        sync_cases(batang.region)
        for window in windows_of(batang.region):
            assert asked_in(window) == due_in(window)
        assert Case.objects.filter(pk=touched, state=State.DRAFT).exists()
        untouched = Case.objects.filter(is_due=False).exclude(pk=touched)
        assert not untouched.exists()
        before = list(Case.objects.order_by("pk").values())
        sync_cases(batang.region)
        assert list(Case.objects.order_by("pk").values()) == before


def test_an_import_lets_its_cases_follow_in_the_same_transaction(batang: Stage):
    """A programme of another agency and years, one more, and an agency that is there no longer."""
    save_draft(batang.act(batang.people.operator), {"note": "x"})
    batang.people.neighbour.appointments.all().delete()
    sheets = reporting_sheets(batang.region.code)
    head = sheets["Programmes"][0]
    place = {name: at for at, name in enumerate(head)}
    moved, other, third = sheets["Programmes"][1:]
    moved[place["agency"]], other[place["agency"]] = "a3", "a1"
    third[place["start_year"]] = third[place["end_year"]] = 2023
    added = [*other]
    added[place["code"]], added[place["name"]] = "p4", "Lain"
    sheets["Programmes"].append(added)
    sheets["Agencies"][-1] = ["a3", "Dinas Baru"]
    brought_in(batang.region, xlsx(sheets), batang.people.coordinator, AT, REPLACING)

    assert asked_in(batang.window) == {("p1", "a3"), ("p2", "a1"), ("p4", "a1")}
    assert not Case.objects.filter(programme__code="p3").exists()


def test_what_waits_leaves_the_queue_once_its_programme_ended(batang: Stage):
    submit(batang.act(batang.people.operator), COMPLETE)
    Programme.objects.filter(code="p1").update(start_year=2020, end_year=2021)
    sync_cases(batang.region)

    assert not queue(batang.region, batang.people.verifier).exists()
    assert (batang.case().state, batang.case().is_due) == (State.SUBMITTED, False)


def test_a_verified_case_stays_with_its_agency_and_an_open_one_follows(batang: Stage):
    submit(batang.act(batang.people.operator), COMPLETE)
    verify(batang.act(batang.people.verifier), CHECKED)
    a2 = Agency.objects.get(region=batang.region, code="a2")
    Programme.objects.filter(region=batang.region).update(agency=a2)
    sync_cases(batang.region)

    assert [batang.case(code).agency.code for code in ("p1", "p3")] == ["a1", "a2"]
    assert batang.case().versions.get().submitted_entry


def test_the_log_tells_of_each_version_at_the_entries_that_it_names(batang: Stage):
    submit(batang.act(batang.people.operator), COMPLETE)
    withdraw(batang.act(batang.people.operator))
    submit(batang.act(batang.people.operator), COMPLETE)
    verify(batang.act(batang.people.verifier), CHECKED)

    entries = dict(
        Entry.objects.filter(chain_id=batang.region.code).values_list("number", "action")
    )
    found = [
        (entries[one.submitted_entry], entries[one.settled_entry])
        for one in batang.case().versions.order_by("number")
    ]
    assert found == [("report.submit", "report.withdraw"), ("report.submit", "report.verify")]


def planned(batang: Stage, many: int) -> None:
    programme = batang.programme()
    Programme.objects.bulk_create(
        Programme(
            region=batang.region,
            code=f"x{n}",
            name=f"Program {n}",
            dimension=programme.dimension,
            agency=programme.agency,
            quick_win=False,
            start_year=2022,
            end_year=2022,
        )
        for n in range(many)
    )
    sync_cases(batang.region)


@pytest.mark.parametrize("many", [10, 300])
def test_acts_and_lists_ask_as_little_for_many_programmes_as_for_few(batang: Stage, many: int):
    planned(batang, many)
    people, windows = batang.people, [batang.window]

    piece = add_link(batang.act(people.operator), "https://batang.example/a", "A", TODAY)
    show = EvidenceCommand(piece, people.verifier, AT)
    bounds = [
        (12, lambda act: save_draft(act, {"note": "x"}), people.operator),
        (13, lambda _: set_visibility(show, Seen.ASSESSORS, is_personal=False), people.verifier),
        (10, lambda act: save_draft(act, COMPLETE), people.operator),
        (26, submit, people.operator),
        (6, lambda _: list(queue(batang.region, people.verifier)), people.verifier),
        (18, lambda act: verify(act, CHECKED), people.verifier),
        (6, lambda _: year_map(windows, TODAY), people.coordinator),
        (6, lambda _: window_maps(windows, TODAY), people.coordinator),
    ]
    found = []
    for bound, act, by in bounds:
        command = batang.act(by)
        with CaptureQueriesContext(connection) as asked:
            act(command)
        found.append((len([one for one in asked if "SAVEPOINT" not in one["sql"]]), bound))
    assert all(count <= bound for count, bound in found), found
