"""Reports whose programme, indicator and agency get other codes: nothing of them is lost."""

import pytest
from django.test import Client

from kotacerdas.casework.actions.steps import (
    correct,
    save_draft,
    submit,
    verify,
)
from kotacerdas.ops.verification import state_findings
from kotacerdas.plan.changes import recode
from kotacerdas.plan.models import Indicator, Programme
from kotacerdas.records.actions import apply_changes
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.windows import extend
from kotacerdas.reporting.renaming import renamed
from pages.regions import OWN
from reporting.cast import A_DAY, AT, CHECKED, COMPLETE, Stage, stage
from reporting.counting import rows

RECORDS = ((Indicator, "i1", "IK-1"), (Programme, "p1", "EKO-1"), (Agency, "a1", "kominfo"))


@pytest.fixture
def here(db) -> Stage:
    return stage()


def recoded(here: Stage) -> None:
    for model, old, new in RECORDS:
        record = model.objects.get(region=here.region, code=old)
        apply_changes(here.region, recode(record, new), "record.recode", actor="", at=AT)


def page(here: Stage) -> str:
    client = Client()
    client.force_login(here.people.operator)
    return client.get(f"/{OWN}/laporan/2022/q1/EKO-1/").text


def findings(here: Stage) -> list[object]:
    """Where what there is does not follow from the log, but for the roles that tests gave."""
    return [one for one in state_findings(here.region) if one.key != "unlogged"]


def test_a_verified_report_says_and_counts_what_it_did_and_is_corrected(here: Stage):
    people = here.people
    agency = Agency.objects.get(code="a1")
    until = AT.date() + 30 * A_DAY
    extend(here.window, agency, until=until, reason="Banjir", by=people.coordinator, at=AT)
    submit(here.act(people.operator), COMPLETE)
    verify(here.act(people.verifier), CHECKED)
    recoded(here)

    assert rows(here)["IK-1"].value == 9.5
    assert "9,5" in page(here)
    assert findings(here) == []

    correct(here.act(people.operator, "EKO-1"), "Salah hitung")
    submit(here.act(people.operator, "EKO-1"))
    verify(here.act(people.verifier, "EKO-1"), CHECKED)
    assert rows(here)["IK-1"].value == 9.5
    assert findings(here) == []


def test_a_draft_keeps_what_was_typed_under_the_codes_of_now(here: Stage):
    save_draft(here.act(here.people.operator), COMPLETE)
    recoded(here)
    assert 'value="9,5"' in page(here)

    typed = {"value:IK-1|q1": "8"}
    submit(here.act(here.people.operator, "EKO-1"), renamed(COMPLETE, {"i1": "IK-1"}) | typed)
    assert rows(here)["IK-1"].value == 8
    assert findings(here) == []
