"""An innovation from idea to replication, played by four people."""

from datetime import date

import pytest

from journeys.site import REGION, barriers, too_wide, watched
from reporting.files import png

NAME = "AMBULANS DESA SIAGA"
PEOPLE = ("operator", "coordinator", "verifier", "evaluator")


@pytest.fixture(scope="module")
def people(own_site, browser):
    """A page of each of the four, whose consoles have to stay empty."""
    pages, complaints = {}, []
    for role in PEOPLE:
        context = browser.new_context(
            base_url=own_site.url, viewport={"width": 1366, "height": 900}
        )
        context.set_default_timeout(60_000)
        pages[role] = context.new_page()
        own_site.sign_in(pages[role], role)
        complaints.append(watched(pages[role]))
    yield pages
    for page in pages.values():
        page.context.close()
    assert not [one for own in complaints for one in own if " 403 " not in one]


def test_from_idea_to_replication(people):
    operator, coordinator = people["operator"], people["coordinator"]
    verifier, evaluator = people["verifier"], people["evaluator"]
    way = _an_idea(operator)
    coordinator.goto(way)
    assert coordinator.locator("button[value=verify]").count() == 0

    _propose(operator, way, note="Dipaparkan di forum inovasi")
    verifier.goto(way)
    assert verifier.locator("button[value=verify]").count() == 0
    assert NAME in _tasks(coordinator)
    _decide(coordinator, way, "return", "Lengkapi siapa yang merasakan manfaatnya")
    operator.goto(way)
    assert "siapa yang merasakan" in operator.inner_text("main")
    operator.click("button[value=correct]")
    operator.fill("#note", "Ibu hamil di tiga desa")
    operator.click("button[value=submit]")
    _decide(coordinator, way, "verify", "Layak diuji")
    _propose(operator, way, note="Uji coba di tiga desa")
    _decide(coordinator, way, "verify", "Anggaran tersedia")
    assert _stage(operator, way) == "Uji coba"

    _assess(evaluator, way)
    _propose(
        operator,
        way,
        note="Berjalan di semua kecamatan",
        value_before="90",
        value_after="35",
        unit="menit",
        measured="Waktu tiba ambulans",
        measured_by="Catatan posko",
    )
    assert "Tambahkan bukti" in operator.inner_text("main")
    operator.set_input_files(
        ".drop input[type=file]",
        files=[{"name": "foto.png", "mimeType": "image/png", "buffer": png()}],
    )
    operator.click(".drop .btn-primary")
    operator.wait_for_selector(".evidence-name")
    operator.click("button[value=submit]")
    assert NAME in _tasks(verifier)
    assert NAME not in _tasks(coordinator)
    _decide(verifier, way, "verify", "Foto dan catatan posko cocok")
    _propose(operator, way, note="Ditiru dua kecamatan")
    _decide(verifier, way, "verify", "Surat kedua kecamatan dilihat")
    assert _stage(operator, way) == "Ditiru"
    assert operator.locator(".way .is-done").count() == 4

    for role, page in people.items():
        assert too_wide(page, way) == [], role
        page.goto(way)
        assert barriers(page) == [], role


def test_a_stage_can_not_be_skipped_by_hand(people):
    page = people["operator"]
    page.goto(f"{REGION}inovasi/usul/")
    fill_idea(page, "LANGSUNG JADI")
    page.click("button[value=save]")
    page.evaluate("document.querySelector('#stage').options[0].value = 'applied'")
    page.fill("#on", date.today().isoformat())  # noqa: DTZ011 - as the browser's calendar has it
    page.click("button[value=submit]")
    assert "tidak dapat dilewati" in page.inner_text("main")


def _an_idea(page):
    page.goto(f"{REGION}tugas/")
    page.goto(f"{REGION}inovasi/usul/")
    assert barriers(page) == []
    fill_idea(page, NAME)
    return page.url


def fill_idea(page, name):
    page.fill("[name=name]", name)
    page.fill("[name=summary]", f"{name}: warga memanggil ambulans terdekat lewat peta.")
    page.check("[name=public_service]")
    page.click("form.panel .btn-primary")
    page.wait_for_url("**/tahap/")


def _propose(page, way, **filled):
    """Begin the next stage and send it in, with evidence from before where there is any."""
    page.goto(way)
    page.click("button[value=save]")
    page.wait_for_selector("#on")
    page.fill("#on", date.today().isoformat())  # noqa: DTZ011 - as the browser's calendar has it
    for name, text in filled.items():
        page.fill(f"#{name}", text)
    page.click("button[value=submit]")
    page.wait_for_load_state()


def _decide(page, way, verb, reason):
    page.goto(way)
    page.fill("#reason", reason)
    page.click(f"button[value={verb}]")
    page.wait_for_load_state()
    assert page.locator("[role=alert]").count() == 0


def _assess(page, way):
    page.goto(way)
    for name, grade in (("effective", 3), ("efficient", 4), ("simple", 2)):
        page.check(f"input[name={name}][value='{grade}']")
    page.click("button[value=assess]")
    page.wait_for_load_state()
    assert "rata-rata 3,0 dari 1 penilai" in page.inner_text("#penilaian")


def _tasks(page):
    page.goto(f"{REGION}tugas/")
    return page.inner_text("main")


def _stage(page, way):
    page.goto(way)
    return page.inner_text(".way [aria-current] strong")
