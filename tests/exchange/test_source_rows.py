"""A row of a workbook as it was sent, on its page: who sees it, what it shows, what it says."""

from pathlib import Path

import pytest
from django.test import Client

from exchange.bringing import brought_in
from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.exchange.actions import send_file
from kotacerdas.records.models import SourceFile
from kotacerdas.sandbox.errors import TimeLimitError
from kotacerdas.workbook import isolated
from markup import compact
from pages.acting import client_of
from pages.regions import AT, OWN, begun, sheets_of, somebody
from workbook.builder import csv_zip, put, xlsx


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.fixture
def coordinator(db) -> Client:
    return client_of(somebody(begun(OWN), Role.COORDINATOR))


def at(sheet: str, row: int, field: str = "", file: SourceFile | None = None) -> str:
    file = file or SourceFile.objects.latest("pk")
    return f"/{OWN}/berkas/{file.pk}/{sheet}/{row}/" + (f"?kolom={field}" if field else "")


def test_the_row_stands_among_its_neighbours_and_the_cell_is_marked(coordinator: Client):
    page = compact(coordinator.get(at("Targets", 3, "target")).text)

    assert "<h1>Targets!D3</h1>" in page
    assert "Isi sel Targets!D3:<strong>20</strong>" in page
    assert '<tr class="asked" aria-current="true"><th scope="row">3</th>' in page
    assert 'class="num asked-cell">20</td>' in page
    assert ">q1</td>" in page  # the row before
    assert "<td>indicator</td>" in page  # the head
    assert f'href="/{OWN}/berkas/' in page  # the whole file is one click further


@pytest.mark.parametrize(
    "path",
    ["Targets/99/", "Targets/0/", "Lain/2/", "Targets/9999999/", "Stewardships/2/"],
)
def test_what_the_file_has_not_is_not_found(coordinator: Client, path: str):
    file = SourceFile.objects.get()
    assert coordinator.get(f"/{OWN}/berkas/{file.pk}/{path}").status_code == 404
    assert coordinator.get(f"/{OWN}/berkas/{file.pk + 1}/Targets/2/").status_code == 404


def test_a_column_that_the_file_has_not_marks_no_cell(coordinator: Client):
    for field in ("target_max2", "<b>", ""):
        page = coordinator.get(at("Targets", 2, field))
        assert page.status_code == 200
        assert "asked-cell" not in page.text


def test_a_zip_of_csv_is_shown_as_a_workbook_is(db):
    region = begun(OWN)
    by = somebody(region, Role.COORDINATOR)
    brought_in(region, csv_zip(put(sheets_of(OWN), "Programmes!B2", "Dari CSV")), by, AT)
    page = compact(client_of(by).get(at("Programmes", 2, "name")).text)

    assert "Isi sel Programmes!B2:<strong>Dari CSV</strong>" in page


def test_a_file_that_nobody_confirmed_is_of_those_who_import(db):
    region = begun(OWN)
    by = somebody(region, Role.COORDINATOR)
    viewer = client_of(somebody(region, Role.VIEWER))
    assert viewer.get(at("Programmes", 2)).status_code == 200
    send_file(region, "lain.xlsx", xlsx(put(sheets_of(OWN), "Programmes!B2", "Lain")), by, AT)

    assert viewer.get(at("Programmes", 2)).status_code == 404
    assert client_of(by).get(at("Programmes", 2)).status_code == 200


def test_an_opened_row_leaves_an_entry_as_a_download_does(coordinator: Client):
    coordinator.get(at("Agencies", 2, "name"))
    [entry] = Entry.objects.filter(chain=f"{OWN}/access")

    assert entry.action == "export.row"
    assert "Agencies!B2" in entry.changes


def test_a_file_that_is_gone_or_another_says_so(coordinator: Client):
    path = Path(SourceFile.objects.get().content.path)
    path.write_bytes(b"lain")
    assert "bukan lagi" in coordinator.get(at("Targets", 2)).text
    path.unlink()
    gone = coordinator.get(at("Targets", 2))

    assert gone.status_code == 404
    assert not Entry.objects.filter(chain=f"{OWN}/access").exists()


def test_a_file_that_can_not_be_read_says_so_and_is_downloaded_still(
    coordinator: Client, monkeypatch
):
    def never(*_args: object, **_options: object) -> None:
        raise TimeLimitError("too long")

    monkeypatch.setattr(isolated, "call", never)
    page = coordinator.get(at("Targets", 2))

    assert page.status_code == 422
    assert "Barisnya tidak dapat ditampilkan" in page.text
    assert "Unduh berkas" in page.text
