"""Codes that records had once, in a file with a base and in one without."""

import pytest
from django.test import Client

from exchange.merged import (
    brought,
    cell_of,
    edited,
    exported,
    page_of,
    signed_in,
    without_base,
)
from exchange.site import sent
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.previews import loaded
from kotacerdas.plan.actions import recode
from kotacerdas.plan.models import Budget, Indicator, Programme
from kotacerdas.records.actions import apply_changes
from reporting.cast import AT, Stage, stage

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def folder(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.fixture
def here(db) -> Stage:
    return stage()


@pytest.fixture
def client(here) -> Client:
    return signed_in(here.people.coordinator)


def recoded(here: Stage, code: str, new: str) -> None:
    changes = recode(Programme.objects.get(code=code), new)
    apply_changes(here.region, changes, "recode", actor="dwi@33.25.example", at=AT)


@pytest.mark.parametrize("is_based", [True, False])
def test_the_record_is_the_one_that_had_the_code_and_the_page_says_so(here, client, is_based):
    data = edited(exported(client), {"Program!B2": "Nama baru"})
    recoded(here, "p1", "p9")
    data = data if is_based else without_base(data)
    page = page_of(client, sent(client, data))
    assert "1 kode lama di berkas" in page
    assert "Program p1 →<strong>p9</strong>" in page
    preview = loaded(bytes(Import.objects.latest("pk").result))
    assert (preview.removals, preview.left, preview.unlisted) == ([], [], {})
    assert {one["of"][1] for one in preview.changes} <= {Programme.objects.get(code="p9").pk}
    brought(client, data, **{} if is_based else {"sheet": "plan.programme:file"})
    assert set(Programme.objects.values_list("code", flat=True)) == {"p9", "p2", "p3"}
    assert Programme.objects.get(code="p9").name == "Nama baru"
    assert Budget.objects.get().programme.code == "p9"
    assert Indicator.objects.get(code="i1").programme.code == "p9"


def test_a_file_that_holds_both_codes_has_two_records(here, client):
    recoded(here, "p1", "p9")
    data = exported(client)
    row = {f"Program!{at}5": value for at, value in _row(data).items()}
    brought(client, without_base(edited(data, row | {"Program!A5": "p1"})))
    assert Programme.objects.filter(code__in=("p1", "p9")).count() == 2


def test_a_code_that_another_record_has_by_now_is_that_ones(here, client):
    data = without_base(edited(exported(client), {"Program!B2": "Nama baru"}))
    recoded(here, "p1", "p9")
    recoded(here, "p3", "p1")
    page = page_of(client, sent(client, data))
    assert "Program p1 →" not in page
    assert "Program p3 →<strong>p1</strong>" not in page  # the file holds p1 as well


def _row(data: bytes) -> dict[str, object]:
    return {at: cell_of(data, f"Program!{at}4") for at in "BCDEFGHIJKLMNO"}
