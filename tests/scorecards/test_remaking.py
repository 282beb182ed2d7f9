"""A run that was not kept is made again from the log, with the same hash, or it is said why not."""

from datetime import timedelta

import pytest
from django.test import Client

from exchange.bringing import brought_in
from kotacerdas.casework.actions.steps import (
    correct,
    send_back,
    submit,
    verify,
)
from kotacerdas.plan.actions import recode
from kotacerdas.plan.models import Programme
from kotacerdas.records.actions import Change, apply_changes
from kotacerdas.records.storage import origin_of, own_values
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import DroppedRun, Run
from kotacerdas.scorecards.remaking import Refusal, made_again
from kotacerdas.scorecards.retention import drop_runs
from kotacerdas.scorecards.sheets import MODELS, records_of
from pages.regions import OWN
from reporting.cast import AT, CHECKED, COMPLETE, Stage, reporting_sheets, stage
from workbook.builder import put, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LONG_AFTER = AT + timedelta(days=500)
HELD = ("as_of", "input_sha256", "result", "identities", "made_at", "entry", "achievement_pct")


@pytest.fixture(autouse=True)
def folder(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.fixture
def here(db) -> Stage:
    return stage()


def edit(here: Stage, sheet: str, place: int, **values: object) -> None:
    row = records_of(here.region)[sheet][place]
    before, was = own_values(row), origin_of(row)
    change = Change(MODELS[sheet], (row["code"],), before, before | values, row["pk"], was=was)
    apply_changes(here.region, [change], "edit", actor="dwi@33.25.example", at=AT)


def story(here: Stage) -> None:
    """A year's data by way of reports, an import, an edit and a recode, with runs in between."""
    people = here.people

    def recoded() -> None:
        changes = recode(Programme.objects.get(code="p1"), "p9")
        apply_changes(here.region, changes, "record.recode", actor="dwi", at=AT)

    sheets = put(reporting_sheets(), "Programmes!B3", "Puskesmas Digital 2")
    for act in (
        lambda: submit(here.act(people.operator), COMPLETE),
        lambda: verify(here.act(people.verifier), CHECKED),
        lambda: correct(here.act(people.operator), "Salah"),
        lambda: edit(here, "Programmes", 2, name="Jaringan Desa Baru"),
        lambda: submit(here.act(people.operator), COMPLETE | {"value:i1|q1": "7"}),
        lambda: send_back(here.act(people.verifier), "Tidak benar"),
        lambda: brought_in(here.region, xlsx(sheets), people.coordinator, AT),
        recoded,
    ):
        act()
        refresh_scorecards(here.region, AT)


def dropped(here: Stage) -> dict[int, Run]:
    """The runs that were not kept, as they were."""
    runs = {run.pk: run for run in Run.objects.all()}
    drop_runs(None, LONG_AFTER)
    gone = {pk: runs[pk] for pk in DroppedRun.objects.values_list("pk", flat=True)}
    assert len(gone) > 5
    assert {run.basis for run in gone.values()} == {"reported", "verified"}
    return gone


def test_every_run_of_a_story_comes_again_as_it_was(here):
    story(here)
    for pk, was in dropped(here).items():
        run = made_again(DroppedRun.objects.get(pk=pk))
        assert isinstance(run, Run), (pk, run)
        assert [getattr(run, name) for name in HELD] == [getattr(was, name) for name in HELD]
        assert bytes(run.trace) == bytes(was.trace)


def test_its_address_makes_it_again_by_the_worker(here, django_capture_on_commit_callbacks):
    story(here)
    pk = min(dropped(here))
    client = Client()
    client.force_login(here.people.operator)
    address = f"/{OWN}/hasil/{pk}/"
    page = client.get(address)
    assert page.status_code == 410
    assert "Buat lagi" in page.text
    client.post(f"{address}lagi/")
    assert DroppedRun.objects.get(pk=pk).is_awaited
    assert client.get(f"{address}dibuat/").status_code == 204
    assert "Sedang dibuat lagi" in client.get(address).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}lagi/")
    assert client.get(f"{address}dibuat/").headers["HX-Refresh"] == "true"
    assert f"<h1>Hasil {pk}</h1>" in client.get(address).text
    assert client.get(f"/{OWN}/2022/?hasil={pk}").status_code == 200


def test_why_it_can_not_be_made_again(here, django_capture_on_commit_callbacks):
    story(here)
    one = DroppedRun.objects.get(pk=min(dropped(here)))
    Programme.objects.update(name="Diubah di luar catatan")
    assert made_again(one) is Refusal.DIFFERS
    one.framework = "edisi-lain"
    assert made_again(one) is Refusal.NO_EDITION
    one.version = "0.0"
    assert made_again(one) is Refusal.OTHER_VERSION

    client = Client()
    client.force_login(here.people.operator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/{OWN}/hasil/{one.pk}/lagi/")
    page = client.get(f"/{OWN}/hasil/{one.pk}/")
    assert page.status_code == 410
    assert "tidak tersimpan lengkap di catatan" in page.text
