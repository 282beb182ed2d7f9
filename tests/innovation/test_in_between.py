"""What was taken out yesterday comes back, and version 1 comes over version 2: stages stay."""

import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from exchange.bringing import brought_in
from exchange.merged import edited, exported
from innovation.acting import AT, Way, way
from kotacerdas.plan.changes import changes_of
from kotacerdas.plan.models import Innovation, Programme
from kotacerdas.records.actions import apply_changes
from kotacerdas.scoring.measures import STAGES
from reporting.cast import reporting_sheets
from workbook.builder import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.fixture
def found() -> Way:
    return way()


def days(innovation: Innovation) -> list[object]:
    return [innovation.stage, *(getattr(innovation, f"{stage}_on") for stage in STAGES)]


def taken_out(found: Way) -> bytes:
    client = Client()
    client.force_login(found.stage.people.coordinator)
    return exported(client)


def row_of(data: bytes, code: str) -> tuple[int, dict[str, str]]:
    sheet = load_workbook(io.BytesIO(data))["Inovasi"]
    titles = {cell.value: cell.column_letter for cell in sheet[1]}
    row = next(cell.row for cell in sheet["A"] if cell.value == code)
    return row, titles


def test_an_export_of_yesterday_sets_no_stage_back(found: Way):
    people, data = found.stage.people, taken_out(found)
    row, titles = row_of(data, "INO-2022-001")
    found.propose("screened", "2022-05-04")
    found.accept(people.coordinator)
    before = days(found.now())
    changed = edited(data, {f"Inovasi!{titles['ringkasan']}{row}": "Lebih jelas"})
    brought_in(found.stage.region, changed, people.coordinator, timezone.now())

    assert found.now().summary == "Lebih jelas"
    assert days(found.now()) == before


def test_version_1_over_version_2_loses_nothing_that_it_does_not_know(found: Way):
    region, people = found.stage.region, found.stage.people
    given = {"stage": "applied", "trial_on": AT.date(), "applied_on": AT.date(), "unit": "menit"}
    pk = Innovation.objects.get(code="n1").pk
    apply_changes(
        region, changes_of(region, Innovation, {pk: given}), "record.edit", actor="", at=AT
    )
    brought_in(region, xlsx(reporting_sheets()), people.coordinator, timezone.now())

    # Its stage is "trial", which can't be beside the day of an application: the row stays.
    now = Innovation.objects.get(code="n1")
    assert (now.stage, now.applied_on, now.unit) == ("applied", AT.date(), "menit")
    assert Innovation.objects.filter(code="INO-2022-001").exists()


def test_a_year_that_two_people_moved_apart(found: Way):
    """Each is right by itself: one ends a programme sooner, another begins it later."""
    region, people = found.stage.region, found.stage.people
    programme = Programme.objects.get(code="p1")
    longer = changes_of(region, Programme, {programme.pk: {"end_year": 2024}})
    apply_changes(region, longer, "record.edit", actor="", at=AT)
    data = taken_out(found)
    sheet = load_workbook(io.BytesIO(data))["Program"]
    titles = {cell.value: cell.column_letter for cell in sheet[1]}
    row = next(cell.row for cell in sheet["A"] if cell.value == "p1")
    later = {"start_year": 2024}
    changes = changes_of(region, Programme, {programme.pk: later})
    apply_changes(region, changes, "record.edit", actor="", at=AT)
    ended = edited(data, {f"Program!{titles['tahun selesai']}{row}": 2023})
    brought_in(region, ended, people.coordinator, timezone.now())

    now = Programme.objects.get(code="p1")
    assert now.start_year <= now.end_year
