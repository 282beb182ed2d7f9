"""From idea to replication: who may do what, in which order, and what stands in the plan."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from innovation.acting import AT, IDEA, Way, way
from kotacerdas.audit.hashing import breaks
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.cases import ConflictError, GoneError
from kotacerdas.casework.actions.evidence import EvidenceCommand, remove
from kotacerdas.casework.actions.steps import (
    IncompleteError,
    correct,
    discard_draft,
    save_draft,
    submit,
    verify,
    withdraw,
)
from kotacerdas.casework.models import Case, Evidence, Notice, State
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.undo import undo_entry, undo_of
from kotacerdas.innovation.actions.proposing import Idea, propose
from kotacerdas.innovation.models import InnovationCase
from kotacerdas.innovation.stages import SHEET
from kotacerdas.ops.verification import state_findings
from kotacerdas.pages.consequences import _unfinished
from kotacerdas.pages.first_steps import _counts
from kotacerdas.plan.changes import changes_of
from kotacerdas.plan.models import Indicator, Innovation
from kotacerdas.records.actions import Change, apply_changes
from kotacerdas.records.models import Agency
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scoring.measures import STAGES
from kotacerdas.workbook.typed_in import filled

A_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Way:
    return way()


def refused(act, *given: object, **more: object) -> str:
    with pytest.raises(RefusedError) as error:
        act(*given, **more)
    return error.value.key


def problems(found: Way, stage: str, on: str, **more: str) -> set[str]:
    with pytest.raises(IncompleteError) as error:
        found.propose(stage, on, **more)
    return {one.key for one in error.value.problems}


def to_trial(found: Way) -> None:
    found.propose("screened", "2022-05-04")
    found.accept(found.stage.people.coordinator)
    found.propose("trial", "2022-05-04")
    found.accept(found.stage.people.coordinator)


def test_an_idea_begins_in_the_plan_with_its_day_and_its_case(found: Way):
    innovation = found.now()

    assert (innovation.code, innovation.year, innovation.stage) == ("INO-2022-001", 2022, "idea")
    assert innovation.idea_on == AT.date()
    assert found.case().state == State.NOT_STARTED
    assert found.case().agency == innovation.agency


def test_every_innovation_of_a_workbook_has_its_case(found: Way):
    assert InnovationCase.objects.count() == Innovation.objects.count() == 2
    assert Case.objects.filter(process="innovation", window=None, programme=None).count() == 2


def test_the_whole_way_with_who_decides(found: Way):
    people = found.stage.people
    to_trial(found)
    found_case = found.case()
    save_draft(found.act(people.operator), {"stage": "applied", "on": "2022-05-04"})
    found.evidence()
    submit(found.act(people.operator))
    with pytest.raises(NotAllowedError):
        found.accept(people.coordinator)
    found.accept(people.verifier)
    save_draft(found.act(people.operator), {"stage": "replicated", "on": "2022-05-04"})
    submit(found.act(people.operator))
    found.accept(people.verifier)
    innovation = found.now()

    assert found_case.pk == found.case().pk
    assert innovation.stage == "replicated"
    assert {getattr(innovation, f"{stage}_on") for stage in STAGES[:-1]} == {AT.date()}
    assert found.case().versions.count() == 4
    assert not breaks(Entry.objects.order_by("number"))
    findings = [one for one in state_findings(found.stage.region) if "appointment" not in one.of[0]]
    assert not findings


def test_who_screens_can_not_be_who_proposed(found: Way):
    people = found.stage.people
    with pytest.raises(NotAllowedError):
        save_draft(found.act(people.neighbour), {"stage": "screened", "on": "2022-05-04"})
    with pytest.raises(NotAllowedError):
        save_draft(found.act(people.coordinator), {"stage": "screened", "on": "2022-05-04"})
    found.propose("screened", "2022-05-04")
    with pytest.raises(NotAllowedError):
        found.accept(people.verifier)
    with pytest.raises(NotAllowedError):
        found.accept(people.operator)


def test_a_decision_has_its_reason(found: Way):
    found.propose("screened", "2022-05-04")
    coordinator = found.stage.people.coordinator

    assert refused(found.accept, coordinator, reason=" ") == "innovation.needs_reason"
    assert refused(found.return_, coordinator, " ") == "innovation.needs_reason"


@pytest.mark.parametrize("stage", ["trial", "applied", "replicated", "idea", "", "x"])
def test_no_stage_is_skipped_or_taken_twice(found: Way, stage: str):
    assert problems(found, stage, "2022-05-04") & {"skipped", "choose_stage"}
    assert found.now().stage == "idea"


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("", "no_day"),
        ("kemarin", "no_day"),
        ("2022-05-05", "day_ahead"),
        ("2022-05-03", "day_too_early"),
    ],
)
def test_a_day_that_can_not_be(found: Way, day: str, key: str):
    assert problems(found, "screened", day) == {key}


def test_a_stage_that_is_checked_needs_evidence(found: Way):
    to_trial(found)

    assert problems(found, "applied", "2022-05-04") == {"no_evidence"}


def test_evidence_on_which_a_stage_rests_stays(found: Way):
    to_trial(found)
    people = found.stage.people
    save_draft(found.act(people.operator), {"stage": "applied", "on": "2022-05-04"})
    found.evidence()
    submit(found.act(people.operator))
    found.accept(people.verifier, at=AT + A_DAY)
    piece = Evidence.objects.get()
    save_draft(found.act(people.operator, at=AT + A_DAY), {"stage": "replicated"})

    assert refused(remove, EvidenceCommand(piece, people.operator, AT + A_DAY)) == (
        "evidence.rests_on_it"
    )


def test_an_end_says_why(found: Way):
    assert problems(found, "retired", "2022-05-04", note="") == {"why_retired"}
    found.propose("retired", "2022-05-04", note="Digantikan layanan pusat")
    found.accept(found.stage.people.coordinator)

    assert found.now().retired_on == AT.date()
    assert problems(found, "trial", "2022-05-04") == {"skipped"}


def test_what_was_measured_goes_into_the_plan_as_it_is_accepted(found: Way):
    found.propose(
        "screened",
        "2022-05-04",
        measured="Lubang ditutup dalam 48 jam",
        value_before="20",
        value_after="85,5",
        unit="%",
        measured_by="DPUPR",
    )
    assert found.now().value_after is None
    found.accept(found.stage.people.coordinator)

    assert (found.now().value_before, found.now().value_after) == (20, 85.5)


def test_a_number_that_is_none_is_a_problem_of_its_field(found: Way):
    with pytest.raises(IncompleteError) as error:
        found.propose("screened", "2022-05-04", value_before="banyak")
    assert [one.name for one in error.value.problems] == ["value_before"]


def test_returned_it_is_mended_and_sent_in_again(found: Way):
    people = found.stage.people
    found.propose("screened", "2022-05-04")
    found.return_(people.coordinator)
    assert found.case().state == State.RETURNED
    assert Notice.objects.filter(user=people.operator, key="innovation_returned").count() == 1
    correct(found.act(people.operator))
    submit(found.act(people.operator))
    found.accept(people.coordinator)

    assert found.now().stage == "screened"


def test_taken_back_and_discarded_it_is_as_before(found: Way):
    operator = found.stage.people.operator
    found.propose("screened", "2022-05-04")
    withdraw(found.act(operator))
    discard_draft(found.act(operator))

    assert found.now().stage == "idea"
    assert found.case().state == State.NOT_STARTED


def test_the_stage_moved_on_while_it_waited(found: Way):
    """A workbook brought it meanwhile: nothing is set back silently."""
    found.propose("screened", "2022-05-04")
    moved = {"stage": "trial", "screened_on": date(2022, 5, 4), "trial_on": date(2022, 5, 4)}
    changes = changes_of(found.stage.region, Innovation, {found.innovation.pk: moved})
    apply_changes(found.stage.region, changes, "record.edit", actor="", at=AT)

    assert refused(found.accept, found.stage.people.coordinator) == "innovation.fits_no_more"
    assert found.now().stage == "trial"
    found.return_(found.stage.people.coordinator)
    assert found.case().state == State.RETURNED


def test_two_decide_at_once(found: Way):
    found.propose("screened", "2022-05-04")
    coordinator = found.stage.people.coordinator
    command = found.act(coordinator)
    verify(command, "Layak")
    once_more = verify(command, "Layak")  # the same press of the button
    assert once_more.state == State.VERIFIED
    with pytest.raises((ConflictError, RefusedError)):
        found.return_(coordinator)


def test_a_case_follows_its_innovation_to_another_agency(found: Way):
    region = found.stage.region
    changes = changes_of(region, Innovation, {found.innovation.pk: {"agency": "a2"}})
    apply_changes(region, changes, "record.edit", actor="", at=AT)

    assert found.case().agency.code == "a2"
    save_draft(found.act(found.stage.people.neighbour), {"stage": "screened"})


def test_an_innovation_goes_with_its_case_until_somebody_wrote_in_it(found: Way):
    region = found.stage.region
    untouched = Innovation.objects.get(code="n1")
    changes = changes_of(region, Innovation, {untouched.pk: None})
    apply_changes(region, changes, "record.edit", actor="", at=AT)
    assert InnovationCase.objects.count() == Case.objects.count() == 1
    found.propose("screened", "2022-05-04")
    changes = changes_of(region, Innovation, {found.innovation.pk: None})

    with pytest.raises(RefusedError) as error:
        apply_changes(region, changes, "record.edit", actor="", at=AT)
    assert "INO-2022-001" in sentence(error.value)


def test_the_same_idea_sent_twice_is_one(found: Way):
    region, operator = found.stage.region, found.stage.people.operator
    agency = found.innovation.agency
    again = propose(region, Idea(agency, IDEA), by=operator, at=AT)
    assert again.pk == found.innovation.pk
    other = IDEA | {"summary": "Sesuatu yang lain."}
    assert refused(propose, region, Idea(agency, other), by=operator, at=AT) == (
        "innovation.name_is_taken"
    )
    next_year = AT + timedelta(days=365)
    assert propose(region, Idea(agency, IDEA), by=operator, at=next_year).code == "INO-2023-001"


def test_ideas_that_can_not_be(found: Way):
    region, people = found.stage.region, found.stage.people
    idea = Idea(found.innovation.agency, IDEA | {"name": "Lain"})
    with pytest.raises(NotAllowedError):
        propose(region, idea, by=people.neighbour, at=AT)
    for typed, key in (
        ({"name": ""}, "incomplete"),
        ({"summary": ""}, "incomplete"),
        ({"programme": "p9"}, "no_programme"),
        ({"form": "aneh"}, "flawed"),
    ):
        wrong = replace(idea, typed=idea.typed | typed)
        assert refused(propose, region, wrong, by=people.operator, at=AT) == f"innovation.{key}"
    Agency.objects.filter(code="a1").update(retired_on=AT.date())
    retired = replace(idea, agency=Agency.objects.get(code="a1"))
    assert refused(propose, region, retired, by=people.operator, at=AT) == (
        "innovation.agency_retired"
    )


def test_undoing_what_brought_an_agency_with_its_innovation_removes_both(found: Way):
    region = found.stage.region
    agency = Change(Agency, ("a9",), None, {"code": "a9", "name": "Dinas Baru"})
    values = {"code": "n9", "agency": "a9", "year": 2022, "stage": "idea", "name": "Baru"}
    brought = filled(SHEET, values | {"public_service": True, "form": "other", "digital": True})
    added = Change(Innovation, ("n9",), None, brought)
    entry = apply_changes(region, [agency, added], "record.edit", actor="", at=AT)
    assert entry is not None
    undo = undo_of(region, entry, AT)
    assert not undo.left
    by = found.stage.people.coordinator
    undo_entry(region, entry.number, Decisions(), by=by, at=AT, reason="Salah", digest=undo.digest)
    assert not Agency.objects.filter(code="a9").exists()
    assert InnovationCase.objects.count() == 2


def test_the_page_of_the_year_shows_the_way_and_what_was_measured(found: Way):
    client = Client()
    client.force_login(found.stage.people.coordinator)
    measured = {
        "measured": "Menit menunggu",
        "value_before": 95,
        "value_after": 15,
        "unit": "menit",
    }
    region = found.stage.region
    changes = changes_of(region, Innovation, {found.innovation.pk: measured})
    apply_changes(region, changes, "record.edit", actor="", at=AT)
    refresh_scorecards(region, AT)
    page = " ".join(client.get("/33.25/2022/inovasi/INO-2022-001/").text.split())

    assert "Manfaat: Menit menunggu" in page
    assert '95 →</span> <strong class="middle">15 menit</strong>' in page
    assert 'aria-current="step"' in page
    assert "/33.25/inovasi/INO-2022-001/tahap/" in page


def test_an_indicator_that_is_none_or_has_another_code_by_then(found: Way):
    assert problems(found, "screened", "2022-05-04", indicator="zz") == {"no_indicator"}
    found.propose("screened", "2022-05-04", indicator="i1")
    region = found.stage.region
    pk = Indicator.objects.get(code="i1").pk
    recoded = changes_of(region, Indicator, {pk: {"code": "i1-baru"}})
    apply_changes(region, recoded, "record.recode", actor="", at=AT)
    found.accept(found.stage.people.coordinator)
    assert found.now().indicator.code == "i1-baru"


def test_a_code_is_never_given_twice(found: Way):
    region = found.stage.region
    changes = changes_of(region, Innovation, {found.innovation.pk: None})
    apply_changes(region, changes, "record.edit", actor="", at=AT)
    idea = Idea(Agency.objects.get(code="a1"), IDEA | {"name": "Lain"})
    made = propose(region, idea, by=found.stage.people.operator, at=AT)
    assert made.code == "INO-2022-002"


def test_a_day_long_ago_and_one_that_a_later_stage_has(found: Way):
    given = {"idea_on": None, "applied_on": date(2030, 1, 1)}
    changes = changes_of(found.stage.region, Innovation, {found.innovation.pk: given})
    apply_changes(found.stage.region, changes, "record.edit", actor="", at=AT)
    assert problems(found, "screened", "0001-01-01") == {"day_too_early"}
    found.propose("screened", "2022-05-04")


def test_who_decides_sees_all_that_would_be_written(found: Way):
    found.propose("screened", "2022-05-04", value_after="12", unit="menit")
    client = Client()
    client.force_login(found.stage.people.coordinator)
    page = " ".join(client.get("/33.25/inovasi/INO-2022-001/tahap/").text.split())
    assert "<dt>Sesudah</dt> <dd>12</dd>" in page
    assert "<dt>Satuan</dt> <dd>menit</dd>" in page


def test_a_comment_that_is_refused_is_not_lost(found: Way):
    client = Client()
    client.force_login(found.stage.people.operator)
    text = "panjang " * 700
    answer = client.post("/33.25/inovasi/INO-2022-001/tahap/", {"do": "comment", "text": text})
    assert answer.status_code == 422
    assert "panjang panjang" in answer.text


def test_what_was_removed_meanwhile_is_said(found: Way, monkeypatch):
    client = Client()
    client.force_login(found.stage.people.operator)
    address = "/33.25/inovasi/INO-2022-001/tahap/"

    def lose(*_):
        raise GoneError("innovation", "Tambal 48 Jam")

    monkeypatch.setattr("kotacerdas.casework.actions.comments.locked_case", lose)
    answer = client.post(address, {"do": "comment", "text": "x"})
    assert (answer.status_code, answer.url) == (302, "/33.25/inovasi/")


def test_innovations_are_no_reports(found: Way):
    found.propose("screened", "2022-05-04")
    assert not _counts(found.stage.region, AT).reports
    assert _unfinished([found.innovation.agency_id]) == 0


def test_an_idea_of_a_year_without_a_result_leads_nowhere_wrong(found: Way):
    """It is proposed before anything of its year is planned or reported."""
    region, operator = found.stage.region, found.stage.people.operator
    later = AT + timedelta(days=4 * 365)
    made = propose(
        region, Idea(found.innovation.agency, IDEA | {"name": "Lain"}), by=operator, at=later
    )
    refresh_scorecards(region, later)
    client = Client()
    client.force_login(found.stage.people.coordinator)
    way = client.get(f"/33.25/inovasi/{made.code}/tahap/").text
    for address in set(re.findall(r'href="(/33\.25/[^"#?]*inovasi/[^"#?]*)"', way)):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
    own = f"/33.25/inovasi/{made.code}/tahun/"
    assert "Belum ada hasil 2026" in client.get(own, follow=True).text
    own = "/33.25/inovasi/INO-2022-001/tahun/"
    assert client.get(own).url == "/33.25/2022/inovasi/INO-2022-001/"
