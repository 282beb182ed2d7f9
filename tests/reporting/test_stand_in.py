"""A coordinator reports for an agency without an operator; it is marked, and another verifies."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.evidence import add_file
from kotacerdas.casework.actions.steps import save_draft, submit, verify
from kotacerdas.casework.models import State, Window
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.ops.verification import state_findings
from pages.regions import OWN
from reporting import files
from reporting.cast import AT, CHECKED, COMPLETE, Stage

ADDRESS = reverse("reporting:report", args=[OWN, 2022, "q1", "p1"])


@pytest.fixture
def here(batang: Stage) -> Stage:
    """The first agency has lost its operator; the quarter is open while the test runs."""
    Window.objects.update(deadline=date(2100, 1, 1))
    batang.people.operator.appointments.update(to_at=AT - timedelta(days=1))
    return batang


def client_of(here: Stage, role: str) -> Client:
    client = Client()
    client.force_login(getattr(here.people, role))
    return client


def test_it_is_marked_on_the_page_and_in_the_log(here: Stage):
    coordinator = here.people.coordinator
    assert "tidak punya operator" in client_of(here, "coordinator").get(ADDRESS).text
    add_file(here.act(coordinator), "foto.png", files.png())
    submit(here.act(coordinator), COMPLETE)

    assert here.report().on_behalf
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.actor) == ("report.submit_for", coordinator.email)
    page = client_of(here, "verifier").get(ADDRESS).text
    assert "Dikirim koordinator untuk OPD ini" in page
    assert [one for one in state_findings(here.region) if one.of[0] == "reporting.report"] == []
    verify(here.act(here.people.verifier), CHECKED)
    assert here.case().state == State.VERIFIED


def test_who_stands_in_never_verifies_it(here: Stage):
    coordinator = here.people.coordinator
    submit(here.act(coordinator), COMPLETE)
    with pytest.raises(NotAllowedError):
        verify(here.act(coordinator), CHECKED)
    Appointment.objects.create(
        user=coordinator, region=here.region, role=Role.VERIFIER, from_at=AT - timedelta(days=9)
    )
    with pytest.raises(RefusedError) as refused:
        verify(here.act(coordinator), CHECKED)
    assert refused.value.key == "report.own"


def test_nobody_stands_in_where_there_is_an_operator(here: Stage):
    for role, code in (("coordinator", "p2"), ("verifier", "p1"), ("neighbour", "p1")):
        with pytest.raises(NotAllowedError):
            save_draft(here.act(getattr(here.people, role), code), {"note": "x"})
    evidence = reverse("casework:add-evidence", args=[OWN, here.case("p1").pk])
    answers = {
        role: client_of(here, role).get(evidence).status_code
        for role in ("coordinator", "verifier", "neighbour")
    }
    assert answers == {"coordinator": 200, "verifier": 403, "neighbour": 403}


def test_an_operator_that_comes_meanwhile_takes_over(here: Stage):
    save_draft(here.act(here.people.coordinator), {"note": "x"})
    here.people.operator.appointments.update(to_at=None)
    with pytest.raises(NotAllowedError):
        submit(here.act(here.people.coordinator), COMPLETE)
    submit(here.act(here.people.operator), COMPLETE)
    assert not here.report().on_behalf
