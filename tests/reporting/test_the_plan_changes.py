"""The plan changes while agencies report: nothing is misread, dropped unseen, or counted twice."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kotacerdas.casework.actions.steps import (
    correct,
    save_draft,
    submit,
    verify,
    withdraw,
)
from kotacerdas.casework.models import Case, State, Window
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.exchange.report_actions import Given, take_reports
from kotacerdas.ops.verification import state_findings
from kotacerdas.plan.changes import changes_of, retire
from kotacerdas.plan.mergers import merge
from kotacerdas.plan.models import Indicator, Programme, Target
from kotacerdas.records.actions import apply_changes
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.corrections import Proposal, propose_correction
from kotacerdas.reporting.actions.windows import open_window
from kotacerdas.reporting.asking import due_of
from kotacerdas.reporting.due import Holder
from kotacerdas.reporting.syncing import sync_cases
from pages.regions import OWN
from reporting.cast import A_DAY, AT, CHECKED, COMPLETE, DEADLINE, Stage
from reporting.counting import rows

FAR = date(2100, 1, 1)
VALUE = "value:i1|q1"


@pytest.fixture
def here(batang: Stage) -> Stage:
    """The quarter still open while the test runs."""
    Window.objects.update(deadline=FAR)
    batang.window.deadline = FAR
    return batang


def changed(here: Stage, model: type, which: str, **values: object) -> None:
    """The record with other values, as an edit does it."""
    pk = model.objects.get(region=here.region, code=which).pk
    apply_changes(here.region, changes_of(here.region, model, {pk: values}), "e", actor="", at=AT)


def recoded(here: Stage, *codes: tuple[str, str]) -> None:
    """Indicators with other codes, all in one act."""
    own = {one.code: one for one in Indicator.objects.filter(region=here.region)}
    changes = [
        one
        for old, new in codes
        for one in changes_of(here.region, Indicator, {own[old].pk: {"code": new}})
    ]
    apply_changes(here.region, changes, "record.recode", actor="", at=AT)


def retired(here: Stage, code: str = "i1") -> None:
    """An indicator whose last year was the one before."""
    record = Indicator.objects.get(region=here.region, code=code)
    apply_changes(here.region, retire([record], 2021), "record.retire", actor="", at=AT)


def refused(act, *args: object, **more: object) -> RefusedError:
    with pytest.raises(RefusedError) as error:
        act(*args, **more)
    return error.value


def address(code: str = "p1") -> str:
    return reverse("reporting:report", args=[OWN, 2022, "q1", code])


def signed_in(here: Stage, role: str = "operator") -> Client:
    client = Client()
    client.force_login(getattr(here.people, role))
    return client


def form_of(client: Client, code: str = "p1") -> dict[str, str]:
    """What the page's form would send, as it was opened."""
    page = client.get(address(code)).text
    return dict(re.findall(r'name="(seen|entry|value:[^"]+)"\s+value="([^"]*)"', page))


def test_a_code_that_another_indicator_took_since_is_not_misread(here: Stage):
    operator = here.people.operator
    submit(here.act(operator), COMPLETE)
    recoded(here, ("i1", "x"))
    recoded(here, ("i2", "i1"))

    withdraw(here.act(operator))
    assert here.report().filled["value:x|q1"] == "9,5"
    assert VALUE not in here.report().filled
    submit(here.act(operator))
    assert rows(here)["x"].value == 9.5
    verify(here.act(here.people.verifier), CHECKED)
    recoded(here, ("x", "i3"), ("i1", "x"))
    correct(here.act(operator), "Salah hitung")
    assert here.report().filled["value:i3|q1"] == "9,5"
    of_reports = [one for one in state_findings(here.region) if one.of[0] == "reporting.report"]
    assert of_reports == []


def test_a_draft_follows_its_indicators_and_its_revision_says_so(here: Stage):
    answers = COMPLETE | {"answer:jump|i1|q1": "Cuaca"}
    save_draft(here.act(here.people.operator), answers)
    before = {code: here.case(code).revision for code in ("p1", "p2", "p3")}
    recoded(here, ("i1", "i2"), ("i2", "i1"))

    draft = here.report()
    assert draft.filled["value:i2|q1"] == "9,5"
    assert draft.filled.keys() >= {"money:apbd"}
    assert not any("i1" in name for name in draft.filled)
    after = {code: here.case(code).revision for code in before}
    assert after == before | {"p1": before["p1"] + 1, "p2": before["p2"] + 1}
    submit(here.act(here.people.operator))
    assert rows(here)["i2"].value == 9.5


def test_a_form_opened_before_the_codes_were_exchanged_is_saved_nowhere_else(here: Stage):
    client = signed_in(here)
    typed = form_of(client) | {VALUE: "8"}
    recoded(here, ("i1", "i2"), ("i2", "i1"))
    assert client.post(address(), typed | {"do": "autosave"}).status_code == 409
    answer = client.post(address(), typed | {"do": "save"})

    assert answer.status_code == 409
    assert "mendapat kode lain" in answer.text
    assert re.search(r'name="value:i2\|q1"\s+value="8"', answer.text)
    again = dict(re.findall(r'name="(seen|entry)"\s+value="([^"]*)"', answer.text))
    client.post(address(), again | {"value:i2|q1": "8", "do": "save"})
    assert here.report().filled == {"value:i2|q1": "8"}


def test_what_is_asked_no_more_is_named_and_stays_on_the_page_until_it_is_emptied(here: Stage):
    operator, client = here.people.operator, signed_in(here)
    save_draft(here.act(operator), COMPLETE)
    retired(here)

    error = refused(submit, here.act(operator))
    assert sentence(error).startswith("Nilai indikator i1 (Triwulan I) tidak diminta lagi")
    assert refused(save_draft, here.act(operator), COMPLETE).key == error.key
    page = client.get(address()).text
    assert "Tidak diminta lagi" in page
    typed = form_of(client)
    assert typed[VALUE] == "9,5"
    answer = client.post(address(), COMPLETE | typed | {"do": "submit"})
    assert answer.status_code == 422
    assert re.search(r'name="value:i1\|q1"\s+value="9,5"', answer.text)
    assert client.post(address(), COMPLETE | typed | {VALUE: "", "do": "submit"}).status_code == 302
    assert here.case().state == State.SUBMITTED
    assert VALUE not in here.report().filled


def test_a_workbook_that_fills_in_what_is_asked_no_more_is_refused_by_name(here: Stage):
    retired(here)
    agency = Agency.objects.get(region=here.region, code="a1")
    given = [Given("p1", here.case().revision, COMPLETE)]
    error = refused(
        take_reports, given, here.window, agency, by=here.people.operator, at=AT, send=True
    )
    assert "Satu Data" in sentence(error)
    assert "indikator i1" in sentence(error)
    assert here.case().state == State.NOT_STARTED


def test_a_correction_that_would_lose_a_value_is_refused_by_name(here: Stage):
    submit(here.act(here.people.operator), COMPLETE)
    verify(here.act(here.people.verifier), CHECKED)
    retired(here)
    proposal = Proposal(here.case(), {"progress_pct": "90"})
    by = here.people.coordinator
    error = refused(propose_correction, proposal, by=by, at=AT, reason="Salah")
    assert (error.key, error.values["indicator"]) == ("report.asked_no_more_value", "i1")


def test_a_report_counts_for_an_indicator_that_moved_and_holds_it(here: Stage):
    operator = here.people.operator
    submit(here.act(operator), COMPLETE)
    changed(here, Indicator, "i1", programme="p3")

    assert rows(here)["i1"].value == 9.5
    [p3] = due_of(here.window, [here.programme("p3")]).values()
    assert p3.values == []
    assert p3.elsewhere == {"i1|q1": Holder("q1", "p1")}
    error = refused(save_draft, here.act(operator, "p3"), {VALUE: "7"})
    assert error.key == "report.held_by_another"
    assert "oleh program p1" in sentence(error)
    second = open_window(
        here.region, year=2022, code="q2", deadline=DEADLINE, by=here.people.coordinator, at=AT
    )
    [value] = due_of(second, [here.programme("p3")])["p3"].values
    assert (value.previous, value.so_far) == (9.5, 9.5)


def test_the_page_of_what_was_sent_in_says_what_was_asked_then(here: Stage):
    submit(here.act(here.people.operator), COMPLETE)
    Target.objects.filter(indicator__code="i1", period="q1").update(target=77)
    changed(here, Indicator, "i1", programme="p3", code="i9")
    changed(here, Programme, "p1", name="Satu Data Batang")
    read = signed_in(here, "coordinator").get(address()).text
    decided = signed_in(here, "verifier").get(address()).text

    assert re.search(r'name="value:i9\|q1"\s+value="9,5"', read)
    assert "<strong>9,5</strong>" in decided
    for page in (read, decided):
        assert "i9 · Triwulan I" in page
        assert "77" not in re.sub(r'"[^"]*"', "", page)  # a token may have any digits
        assert "Tidak diminta lagi" not in page
        assert "1.000.000" in page


def test_an_indicator_past_its_last_year_is_not_asked(here: Stage):
    retired(here)
    assert due_of(here.window, [here.programme()])["p1"].values == []


def test_a_case_that_was_verified_once_keeps_its_agency(here: Stage):
    people = here.people
    submit(here.act(people.operator), COMPLETE)
    verify(here.act(people.verifier), CHECKED)
    correct(here.act(people.operator), "Salah hitung")
    changed(here, Programme, "p1", agency="a2")
    changed(here, Programme, "p3", agency="a2")

    assert here.case().state == State.DRAFT
    assert [here.case(code).agency.code for code in ("p1", "p3")] == ["a1", "a2"]


def test_of_an_agency_that_had_retired_only_what_was_sent_in_is_due(here: Stage):
    submit(here.act(here.people.operator), COMPLETE)
    save_draft(here.act(here.people.operator, "p3"), {"note": "x"})
    agency = Agency.objects.get(region=here.region, code="a1")
    changes = retire([agency], AT.date() - A_DAY)
    apply_changes(here.region, changes, "record.retire", actor="", at=AT)

    assert here.case("p1").is_due
    assert not here.case("p3").is_due


def test_of_an_agency_that_retires_meanwhile_operator_and_coordinator_read_the_same(here: Stage):
    agency = Agency.objects.get(region=here.region, code="a1")
    submit(here.act(here.people.operator), COMPLETE)
    for day in (AT.date() + A_DAY, AT.date() - A_DAY):  # after the window opened, or before it
        changes = retire([agency], day)
        apply_changes(here.region, changes, "record.retire", actor="", at=AT)
        [operators] = signed_in(here).get("/33.25/tugas/").context["own"] or [None]
        [coordinators] = signed_in(here, "coordinator").get("/33.25/tugas/").context["windows"]
        [row] = [one for one in coordinators.map.rows if one.code == "a1"]
        assert operators is not None
        assert operators.map.rows[0].groups == row.groups
        agency.refresh_from_db()


def test_a_merger_leaves_what_was_verified_with_the_agency_of_then(here: Stage):
    submit(here.act(here.people.operator), COMPLETE)
    verify(here.act(here.people.verifier), CHECKED)
    own = {one.code: one for one in Agency.objects.filter(region=here.region)}
    changes = merge(own["a1"], own["a2"], 2022)
    apply_changes(here.region, changes, "record.merge", actor="", at=AT)
    assert {
        code: (here.case(code).agency.code, here.case(code).is_due) for code in ("p1", "p3")
    } == {"p1": ("a1", True), "p3": ("a2", True)}


def test_a_correction_of_what_is_not_due_any_more_is_refused(here: Stage):
    submit(here.act(here.people.operator), COMPLETE)
    verify(here.act(here.people.verifier), CHECKED)
    Programme.objects.filter(code="p1").update(start_year=2020, end_year=2021)
    sync_cases(here.region)
    proposal = Proposal(here.case(), {"progress_pct": "90"})
    by = here.people.coordinator
    error = refused(propose_correction, proposal, by=by, at=AT, reason="Salah")
    assert error.key == "report.not_due"


def test_a_report_whose_programme_was_removed_says_so(here: Stage, monkeypatch):
    client, act = signed_in(here), here.act(here.people.operator, "p3")
    typed = form_of(client, "p3") | {"note": "x"}
    pk = here.programme("p3").pk
    changes = changes_of(here.region, Programme, {pk: None})
    apply_changes(here.region, changes, "e", actor="", at=AT)

    assert not Case.objects.filter(programme__code="p3").exists()
    assert refused(save_draft, act, {"note": "x"}).key == "report.gone"
    for do in ("save", "submit", "comment"):
        answer = client.post(address("p3"), typed | {"do": do})
        assert answer.status_code == 422
        assert "Program p3 sudah dihapus dari rencana" in answer.text
    answer = client.post(address("p3"), typed | {"do": "autosave"})
    assert (answer.status_code, list(answer.json())) == (422, ["refused"])
    assert client.get(address("p3")).status_code == 404


def test_a_programme_is_removed_while_the_page_s_form_waits(here: Stage, monkeypatch):
    """The case was read, and is gone before anything is written."""
    client = signed_in(here)
    typed = form_of(client, "p3") | {"note": "x", "do": "save"}
    from kotacerdas.reporting.views import reports  # noqa: PLC0415 - the module that is patched

    case_of = reports.case_of

    def and_gone(*args: object) -> Case | None:
        found = case_of(*args)
        assert found is not None
        Case.objects.filter(pk=found.pk).delete()
        return found

    monkeypatch.setattr(reports, "case_of", and_gone)
    for do in ("save", "comment", "submit"):
        answer = client.post(address("p3"), typed | {"do": do})
        assert answer.status_code == 422
        assert "sudah dihapus dari rencana" in answer.text
        sync_cases(here.region)
