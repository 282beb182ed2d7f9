"""From an empty data folder to the first report, without a command and without a file of ours."""

import openpyxl
import pytest

from journeys.beginning import (
    accept,
    choose_the_region,
    make_the_owner,
    name_the_coordinator,
    pages_of,
)
from journeys.site import too_wide, watched

REGION = "/33.26/"
STEPS = f"{REGION}langkah/"
OWNER, COORDINATOR = "siti@pekalongan.example", "kartika@pekalongan.example"
AGENCIES = [("dinkes", "Dinas Kesehatan"), ("kominfo", "Dinas Kominfo"), ("dishub", "Dishub")]


@pytest.fixture(scope="module")
def people(empty_site, browser):
    """A page of each of the three, whose consoles have to stay empty."""
    pages = pages_of(("owner", "coordinator", "operator"), empty_site, browser)
    complaints = [watched(page) for page in pages.values()]
    yield pages
    for page in pages.values():
        page.context.close()
    assert not [one for own in complaints for one in own]


def test_a_site_begins_in_the_browser(empty_site, people, upload_folder):
    owner, coordinator, operator = people.values()
    make_the_owner(owner, empty_site, OWNER, "Siti Nurhayati")
    choose_the_region(owner)
    assert too_wide(owner, owner.url) == []
    name_the_coordinator(owner, COORDINATOR, "Kartika")
    assert too_wide(owner, "/situs/") == []
    accept(coordinator, empty_site, COORDINATOR)
    coordinator.wait_for_url(f"**{STEPS}")
    assert "1 dari 5 selesai" in coordinator.inner_text(".head")

    file = _filled(_template(coordinator, upload_folder / "templat.xlsx"))
    _upload(coordinator, file)
    assert _lines(coordinator)[1:3] == ["3 program", "0 dari 3 OPD punya operator"]
    _invite_the_operators(coordinator)
    assert _lines(coordinator)[2] == "3 dari 3 OPD punya operator"
    assert too_wide(coordinator, STEPS) == []

    coordinator.set_viewport_size({"width": 1280, "height": 900})
    coordinator.click(f".step a[href='{REGION}pelaporan/buka/']")
    coordinator.click("form.panel .btn-primary")
    coordinator.wait_for_selector(".status-map")
    accept(operator, empty_site, "dishub@pekalongan.example")
    operator.wait_for_url(f"**{REGION}tugas/")
    assert operator.locator("a[href*='/laporan/']").count() == 1
    assert operator.request.get(f"{STEPS}operator/").status == 403


def _template(page, path):
    with page.expect_download() as download:
        page.click(f".step a[href='{REGION}ekspor/']")
    download.value.save_as(path)
    return path


def _filled(path):
    """The template with three agencies, of which one has no address, and a programme each."""
    book = openpyxl.load_workbook(path)
    assert book["Daerah"]["A2"].value == "33.26"
    for code, name in AGENCIES:
        email = None if code == "dishub" else f"{code}@pekalongan.example"
        _add(book["Perangkat Daerah"], {"kode": code, "nama": name, "surel": email})
        programme = {
            "kode": f"p-{code}",
            "nama": f"Layanan {name}",
            "dimensi": "governance",
            "perangkat daerah": code,
            "quick win": "tidak",
            "tahun mulai": 2026,
            "tahun selesai": 2030,
        }
        _add(book["Program"], programme)
        indicator = {
            "kode": f"i-{code}",
            "program": f"p-{code}",
            "nama": "Kunjungan",
            "tingkat": "keluaran",
            "satuan": "orang",
            "polaritas": "naik",
            "agregasi": "jumlah",
        }
        _add(book["Indikator"], indicator)
        _add(book["Target"], {"indikator": f"i-{code}", "tahun": 2026, "target": 100})
    book.save(path)
    return path


def _add(sheet, values):
    head = [cell.value for cell in sheet[1]]
    assert values.keys() <= set(head), head
    sheet.append([values.get(name) for name in head])


def _upload(page, file):
    page.click(f".step a[href='{REGION}impor/']")
    page.set_input_files("input[type=file]", file)
    page.click(".drop .btn-primary")
    page.wait_for_url("**/impor/*/")
    page.click("button[value=apply]")
    page.wait_for_selector(".notice[role=status]")
    page.goto(STEPS)


def _lines(page):
    return page.locator(".step-list .small").all_inner_texts()


def _invite_the_operators(page):
    page.click(f".step a[href='{STEPS}operator/']")
    assert page.locator("[name=agency]:checked").count() == 2
    page.click("summary:has-text('Lihat surat')")
    assert "Yth. Dinas" in page.inner_text(".letter")
    assert too_wide(page, page.url) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("[type=email]").fill("dishub@pekalongan.example")
    page.click("form.panel .btn-primary")
    page.wait_for_url(f"**{STEPS}")
    assert "3 operator diundang" in page.inner_text(".notice")
