"""A region types the ministry's questionnaire once: sent, previewed, kept, chosen, removed."""

import html
import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluation.cycles import begun_by
from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.actions.own_questionnaires import (
    add_questionnaire,
    remove_questionnaire,
)
from kotacerdas.evaluation.models import Cycle, OwnQuestionnaire
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.frameworks import questionnaire as rules
from kotacerdas.ops.verification import state_findings
from kotacerdas.records.models import Agency
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.questionnaire_writing import write_questionnaire
from pages.regions import OTHER, OWN, begun, somebody
from pages.test_access import signed_in
from workbook.test_questionnaires import changed, column

pytestmark = pytest.mark.django_db
PAGE = f"/{OWN}/siklus/kuesioner/"
OFFICIAL = replace(
    rules.packaged_one("gsc-2021"), id="resmi", title="Kuesioner resmi", is_own_wording=False
)


def sent(client, data: bytes):
    return client.post(PAGE, {"file": SimpleUploadedFile("kuesioner.xlsx", data)})


def carried_by(page) -> str:
    return html.unescape(re.search(r'name="carried" value="([^"]+)"', page.text)[1])


@pytest.fixture
def region():
    return begun(OWN)


def test_it_is_previewed_kept_and_chosen(region):
    coordinator = somebody(region, Role.COORDINATOR)
    client = signed_in(coordinator)
    page = sent(client, write_questionnaire(OFFICIAL, Language.ID))

    assert page.status_code == 200
    assert "Kuesioner resmi" in page.text
    assert not OwnQuestionnaire.objects.exists()
    assert client.post(PAGE, {"carried": carried_by(page)}).status_code == 302
    own = OwnQuestionnaire.objects.get()
    assert "sudah tersimpan" in client.post(PAGE, {"carried": carried_by(page)}).text
    agency = Agency.objects.get(region=region)
    typed = {"year": "2023", "questionnaire": own.questionnaire_id, "home": agency.code}
    assert client.post(f"/{OWN}/siklus/mulai/", typed).status_code == 302
    assert questionnaire_of(Cycle.objects.get()) == OFFICIAL
    assert [one for one in state_findings(region) if one.of and "question" in str(one.of)] == []
    file = client.get(f"{PAGE}{own.pk}.xlsx")
    assert file.content[:2] == b"PK"


def test_with_an_error_nothing_is_kept_and_its_cell_is_named(region):
    client = signed_in(somebody(region, Role.COORDINATOR))
    place = f"{column('Items', 'level 3')}4"
    page = sent(client, changed({f"Items!{place}": None}))

    assert page.status_code == 422
    assert f"Items!{place}" in page.text
    assert 'name="carried"' not in page.text
    assert not OwnQuestionnaire.objects.exists()


def test_what_was_altered_or_is_of_somebody_else_is_not_kept(region):
    page = sent(
        signed_in(somebody(region, Role.COORDINATOR)), write_questionnaire(OFFICIAL, Language.ID)
    )
    other = somebody(region, Role.VERIFIER)
    other.appointments.update(role=Role.COORDINATOR)
    other = signed_in(other)

    for carried in (carried_by(page), carried_by(page) + "x", ""):
        assert other.post(PAGE, {"carried": carried}).status_code == 422
    assert not OwnQuestionnaire.objects.exists()


def test_only_who_prepares_adds_or_removes(region):
    at, by = timezone.now(), somebody(region, Role.COORDINATOR)
    verifier, table = somebody(region, Role.VERIFIER), rules.table_of("gsc-2021")
    with pytest.raises(NotAllowedError):
        add_questionnaire(region, table, by=verifier, at=at)
    own = add_questionnaire(region, table, by=by, at=at)
    with pytest.raises(NotAllowedError):
        remove_questionnaire(own, by=verifier, at=at)
    elsewhere = signed_in(somebody(begun(OTHER), Role.COORDINATOR))
    other = f"/{OTHER}/siklus/kuesioner/"
    assert elsewhere.get(f"{other}{own.pk}.xlsx").status_code == 404
    assert elsewhere.post(other, {"remove": own.pk}).status_code == 404


def test_one_that_no_cycle_uses_is_removed(region):
    client = signed_in(somebody(region, Role.COORDINATOR))
    page = sent(client, write_questionnaire(OFFICIAL, Language.ID))
    client.post(PAGE, {"carried": carried_by(page)})
    own = OwnQuestionnaire.objects.get()

    assert client.post(PAGE, {"remove": own.pk}).status_code == 302
    assert not OwnQuestionnaire.objects.exists()
    actions = Entry.objects.filter(chain_id=region.code).order_by("number")
    assert list(actions.values_list("action", flat=True))[-2:] == [
        "evaluation.add_questionnaire",
        "evaluation.remove_questionnaire",
    ]
    assert [one for one in state_findings(region) if one.of and "question" in str(one.of)] == []


def test_a_running_cycle_keeps_its_own_and_what_it_uses_is_not_removed(region):
    """A corrected questionnaire is another one; the next cycle may begin with it."""
    cycle, by = begun_by(region)
    at = timezone.now()
    table = rules.table_of("gsc-2021")
    used = add_questionnaire(region, table, by=by, at=at)
    changed_table = table | {"title": "Diperbaiki"}
    changed_table["items"] = [one | {"name_id": "Nama baru"} for one in table["items"]]
    corrected = add_questionnaire(region, changed_table, by=by, at=at)

    assert questionnaire_of(cycle).items[0].name_id != "Nama baru"
    with pytest.raises(RefusedError, match="is_used"):
        remove_questionnaire(used, by=by, at=at)
    page = signed_in(by).post(PAGE, {"remove": used.pk})
    assert page.status_code == 422
    assert "2023" in page.text
    later = begin_cycle(region, 2024, corrected.questionnaire, cycle.home, by=by, at=at)
    assert questionnaire_of(later).items[0].name_id == "Nama baru"
    cycle.refresh_from_db()
    assert questionnaire_of(cycle).items[0].name_id != "Nama baru"
