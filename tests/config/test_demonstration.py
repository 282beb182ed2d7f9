"""What `make run` shows: a year that runs, in which reports are in every state."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone

from config.logged_codes import shown_as_codes
from journeys.site import BATANG
from kotacerdas.accounts.access import Here
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.accounts.rights import rights_in
from kotacerdas.casework.models import Case, Window
from kotacerdas.config.demonstration import report_on_a_quarter
from kotacerdas.config.demonstration_evaluation import evaluate_a_year
from kotacerdas.config.demonstration_survey import ask_the_citizens
from kotacerdas.evaluation.binder import binder_of
from kotacerdas.evaluation.models import Cycle, FindingCase
from kotacerdas.evaluation.validity import DocumentState
from kotacerdas.ops.verification import state_findings
from kotacerdas.plan.models import Stewardship
from kotacerdas.records.models import Agency, Region
from kotacerdas.survey.models import Form, Survey
from kotacerdas.survey.results import summary
from kotacerdas.survey.selectors import suspects_of
from pages.regions import OWN, begun, sheets_of
from reporting.cast import reporting_sheets


def test_agencies_report_in_every_state_and_the_log_agrees(db, settings):
    settings.DEMO = True
    sheets = reporting_sheets()
    head, first, *_ = sheets["Programmes"]
    code, end = head.index("code"), head.index("end_year")
    rows = [[*first] for _ in range(12)]
    for number, row in enumerate(rows):
        row[code], row[end] = f"p{number}", 2024
    sheets["Programmes"] = [head, *rows]
    sheets["Indicators"][1][1], sheets["Indicators"][2][1] = "p1", "p2"
    sheets["Realisation"] += [["p0", None, 2022, None, "yes", None, None]]
    sheets["Agencies"] += [["dispaperta", "Pangan"], ["dislutkanak", "Perikanan"]]
    agency = head.index("agency")
    rows[5][agency] = "dispaperta"
    region = begun(OWN, sheets)
    call_command("demoaccounts", OWN)
    report_on_a_quarter(region, timezone.now())  # the accounts begin now

    window = Window.objects.get()
    assert (window.year, window.code) == (2023, "q1")
    states = Counter(Case.objects.filter(window=window).values_list("state", flat=True))
    assert states.keys() == {"verified", "submitted", "returned", "draft"}
    assert not list(state_findings(region))
    assert not shown_as_codes()
    merged = Agency.objects.get(code="dispaperta")
    assert merged.retired_on
    assert Case.objects.get(programme__code="p5").agency.code == "dislutkanak"
    assert Stewardship.objects.filter(agency=merged).exists()


def test_a_region_that_plans_nothing_more_stays_as_it_is(db, settings):
    settings.DEMO = True
    region = begun(OWN, sheets_of(OWN))
    call_command("demoaccounts", OWN)
    report_on_a_quarter(region, timezone.now())  # the accounts begin now
    assert not Window.objects.exists()


def test_the_citizens_of_batang_answered_214_times(db, settings, tmp_path):
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path
    call_command("load", BATANG)
    region = Region.objects.get()
    call_command("demoaccounts", region.code)
    ask_the_citizens(region, timezone.now())

    found = summary(region, 2023)
    assert found is not None
    assert (found.answers, found.is_complete) == (214, True)
    assert found.estimate.mean == pytest.approx(3.69, abs=0.01)
    forms = Form.objects.annotate(count=Count("answers")).order_by("pk")
    assert [form.count for form in forms] == [50, 41, 38, 37, 27, 21]
    assert not shown_as_codes()
    kinds = {(one.kind, len(one.answers)) for one in suspects_of(list(forms))}
    assert kinds == {("place", 12), ("alike", 3)}
    assert not list(state_findings(region))


def test_where_nothing_is_planned_no_citizen_is_asked(db, settings):
    settings.DEMO = True
    region = begun(OWN, sheets_of(OWN))
    call_command("demoaccounts", OWN)
    ask_the_citizens(region, timezone.now())
    assert not Survey.objects.exists()


def test_the_evaluation_of_batang_is_half_done(db, settings, tmp_path):
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path
    call_command("load", BATANG)
    region = Region.objects.get()
    call_command("demoaccounts", region.code)
    now = timezone.now()
    held = Appointment.objects.get(region=region, role=Role.COORDINATOR)
    evaluate_a_year(region, held.user, now)

    here = Here(held.user, region, rights_in(region, [held]), (held,))
    binder = binder_of(here, Cycle.objects.get(), now, timezone.localdate(now))
    states = Counter(row.case.state for row in binder.rows)
    with_agencies = states["draft"] + states["returned"]
    assert (binder.ready, states["submitted"], with_agencies, states["not_started"]) == (
        *(30, 13, 8, 7),
    )
    assert all(
        row.filled["answer"] and "…" not in row.filled["answer"]
        for row in binder.rows
        if row.case.state != "not_started"
    )
    missing = {
        row.code for row in binder.documents.rows if row.document.state is DocumentState.MISSING
    }
    assert missing == {"sk_forum", "field_recap"}
    findings = FindingCase.objects.order_by("number").values_list("state", flat=True)
    assert list(findings) == ["not_started", "verified", "submitted", "not_started"]
    assert not list(state_findings(region))
