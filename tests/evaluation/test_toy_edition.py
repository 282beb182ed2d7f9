"""An edition that nothing knows of goes through all pages of an evaluation: levels from 1 to 5."""

import shutil
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluation.cycles import case_of
from frameworks.toy import TOY
from frameworks.toy_questionnaire import LEVELS, toy_questionnaire
from kotacerdas.accounts.models import Role
from kotacerdas.casework.models import State
from kotacerdas.evaluation.actions.own_questionnaires import add_questionnaire
from kotacerdas.evaluation.models import Cycle, Submission
from kotacerdas.frameworks import loading
from kotacerdas.frameworks import questionnaire as rules
from kotacerdas.records.models import Agency
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.questionnaire_reading import read_questionnaire
from kotacerdas.workbook.questionnaire_writing import write_questionnaire
from pages.regions import OWN, begun, somebody
from pages.test_access import signed_in
from reporting.files import pdf

pytestmark = pytest.mark.django_db
BINDER = f"/{OWN}/2023/bundel/"


@pytest.fixture
def toy_packaged(tmp_path: Path, monkeypatch):
    """The toy edition as one that comes with the program."""
    folder = tmp_path / "editions"
    folder.mkdir()
    for file in loading.DIRECTORY.glob("*.toml"):
        shutil.copy(file, folder)
    (folder / "toy.toml").write_text(TOY, encoding="utf-8")
    monkeypatch.setattr(loading, "DIRECTORY", folder)


@pytest.mark.usefixtures("toy_packaged")
def test_it_is_begun_answered_and_submitted():
    region = begun(OWN)
    by = somebody(region, Role.COORDINATOR)
    client = signed_in(by)
    own = add_questionnaire(region, toy_questionnaire(), by=by, at=timezone.now())
    agency = Agency.objects.get(region=region)
    typed = {"year": "2023", "questionnaire": own.questionnaire_id, "home": agency.code}
    assert client.post(f"/{OWN}/siklus/mulai/", typed).status_code == 302
    cycle = Cycle.objects.get()

    dates = {"do": "dates", "stage": cycle.stages.get().pk}
    days = {"begins_on": "2023-06-01", "deadline": "2100-09-30"}
    assert client.post(f"/{OWN}/2023/siklus/", dates | days).status_code == 302
    assert client.post(f"/{OWN}/2023/siklus/", {"do": "open"}).status_code == 302
    page = client.get(BINDER)
    assert "Kuesioner mainan" in client.get(f"/{OWN}/2023/siklus/").text
    assert "Rencana" in page.text
    assert "Smart Governance" not in page.text

    assert client.post(BINDER, {"claim": "2.1:0:0"}).status_code == 422
    assert client.post(BINDER, {"claim": "2.1:6:0"}).status_code == 422
    assert client.post(f"{BINDER}?bagian=work", {"claim": "2.1:5:0"}).status_code == 302
    item = client.get(f"{BINDER}2.1/")
    assert all(f"work {one}" in item.text for one in LEVELS)
    assert "Kerja" in item.text
    file = SimpleUploadedFile("foto.pdf", pdf(), "application/pdf")
    brought = {"do": "bring", "file": file, "wanted": "photo"}
    assert client.post(f"{BINDER}2.1/", brought).status_code == 302
    seen = case_of(cycle, "2.1").revision
    filled = {"do": "ready", "seen": seen, "level": "5", "answer": "Ladang lestari.", "why": "Ya"}
    assert client.post(f"{BINDER}2.1/", filled).status_code == 302
    assert case_of(cycle, "2.1").state == State.VERIFIED

    assert client.post(f"/{OWN}/2023/siklus/", {"do": "submit"}).status_code == 302
    assert Submission.objects.get().answers["2.1"]["level"] == 5
    assert client.post(f"/{OWN}/2023/siklus/", {"do": "close"}).status_code == 302
    assert Cycle.objects.get().closed_at is not None
    assert client.get(BINDER).status_code == 200


@pytest.mark.usefixtures("toy_packaged")
@pytest.mark.parametrize("language", Language)
def test_its_workbook_has_its_levels_and_words(language: Language):
    asked = rules.read(toy_questionnaire(), "toy")
    found = read_questionnaire(write_questionnaire(asked, language))

    assert found.issues == ()
    assert rules.read(found.table, "") == asked
