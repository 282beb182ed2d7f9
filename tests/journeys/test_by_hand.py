"""A region from nothing to a published result, all of it typed in: no workbook and no command."""

import re

import pypdfium2
import pytest

from journeys.beginning import (
    accept,
    choose_the_region,
    make_the_owner,
    name_the_coordinator,
    pages_of,
)
from journeys.site import PASTE, settled, watched

REGION = "/33.26/"
PLAN = f"{REGION}isi/"
YEAR = 2025
PERIOD = f"{REGION}pelaporan/{YEAR}/tahunan/"
DOMAIN = "pekalongan.example"
COORDINATOR, VERIFIER = f"kartika@{DOMAIN}", f"wahyu@{DOMAIN}"
AGENCIES = {"dinkes": "Dinas Kesehatan", "kominfo": "Dinas Kominfo", "dishub": "Dinas Perhubungan"}
PROGRAMMES = 6
ROLES = ("owner", "coordinator", "verifier", *AGENCIES)


@pytest.fixture(scope="module")
def people(empty_site, browser):
    pages = pages_of(ROLES, empty_site, browser)
    complaints = [watched(page) for page in pages.values()]
    yield pages
    for page in pages.values():
        page.context.close()
    assert not [one for own in complaints for one in own]


def test_a_region_is_typed_in_reported_verified_and_published(empty_site, people):
    owner, coordinator, verifier = (people[role] for role in ROLES[:3])
    make_the_owner(owner, empty_site, f"siti@{DOMAIN}", "Siti Nurhayati")
    choose_the_region(owner)
    name_the_coordinator(owner, COORDINATOR, "Kartika")
    accept(coordinator, empty_site, COORDINATOR)

    _type_in_the_plan(coordinator)
    _invite(coordinator)
    _open_the_year(coordinator)
    for code in AGENCIES:
        accept(people[code], empty_site, f"{code}@{DOMAIN}")
        _report(people[code])
    accept(verifier, empty_site, VERIFIER)
    _verify(verifier)
    address = _publish(coordinator)
    _read_by_the_address_in_the_pdf(coordinator, verifier, address)


def _type_in_the_plan(page):
    for code, name in AGENCIES.items():
        _add(page, "opd", code=code, name=name, email=f"{code}@{DOMAIN}")
    page.goto(f"{PLAN}program/baru/")
    for number in range(PROGRAMMES):
        _fill_in(
            page,
            code=f"P-{number}",
            name=f"Layanan {number}",
            dimension=number + 1,
            agency=number % len(AGENCIES) + 1,
            quick_win=1,
            start_year=str(YEAR),
            end_year=str(YEAR + 2),
        )
        _save(page, "another")
    page.goto(f"{PLAN}indikator/baru/")
    for number in range(PROGRAMMES):
        _fill_in(
            page,
            code=f"I-{number}",
            programme=number + 1,
            name=f"Kunjungan {number}",
            level=1,
            unit="orang",
            polarity=1,
            aggregation=1,
        )
        _save(page, "another")
    _paste(page, f"{PLAN}target/tabel/", ["100\t110\t120"] * PROGRAMMES)
    _paste(page, f"{PLAN}anggaran/tabel/", ["500.000.000\t1.250.000.000"] * PROGRAMMES)
    page.goto(f"{REGION}langkah/")
    assert "6 program" in page.inner_text(".step-list")


def _add(page, kind, **texts):
    page.goto(f"{PLAN}{kind}/baru/")
    _fill_in(page, **texts)
    _save(page, "save")


def _fill_in(page, **values):
    """Type a text; choose by its place in the list."""
    for name, value in values.items():
        field = page.locator(f"[name='f:{name}']")
        if isinstance(value, int):
            field.select_option(index=value)
        else:
            field.fill(value)


def _save(page, do):
    """Save a new record; what it does to the figures is seen and kept."""
    with page.expect_navigation():
        page.click(f".form-end button[value={do}]")
    if page.locator(".decided").count():
        with page.expect_navigation():
            page.click(".decided .btn-primary")
    assert "ditambahkan" in page.inner_text(".notice")


def _paste(page, table, lines):
    page.goto(table)
    page.locator("tbody input").first.click()
    page.evaluate(PASTE, "\r\n".join(lines))
    with page.expect_navigation():
        page.click("button[value=save]")
    if page.locator(".decided").count():
        with page.expect_navigation():
            page.click(".decided .btn-primary")
    assert "data disimpan" in page.inner_text(".notice")


def _invite(page):
    page.goto(f"{REGION}langkah/operator/")
    page.click("form.panel .btn-primary")
    page.wait_for_selector(".notice:has-text('3 operator diundang')")
    page.goto(f"{REGION}orang/undang/")
    page.fill("[name=email]", VERIFIER)
    page.fill("[name=name]", "Wahyu")
    page.select_option("[name=role]", "verifier")
    page.click("form.panel .btn-primary")
    page.wait_for_selector(".notice[role=status]")


def _open_the_year(page):
    page.goto(f"{REGION}pelaporan/buka/")
    page.select_option("select[name=year]", str(YEAR))
    page.select_option("select[name=code]", "")
    page.click("form.panel .btn-primary")
    page.wait_for_selector(".status-map")


def _report(page):
    """Every report that waits for the agency, each sent in from its page."""
    page.goto(f"{REGION}tugas/")
    links = page.locator("a[href*='/laporan/']").all()
    for report in sorted({link.get_attribute("href") for link in links}):
        page.goto(report)
        page.check("input[name=realised][value=yes]")
        page.fill("input[name=progress_pct]", "100")
        for field in page.locator("input[name^='value:']").all():
            field.fill("104")
        for field in page.locator("input[name^='money:']").all():
            field.fill("450.000.000")
        with page.expect_navigation():
            page.click("button[value=submit]")
        if asked := page.locator(".question.is-open input").all():
            for answer in asked:
                answer.fill("Menyusul setelah serah terima")
            with page.expect_navigation():
                page.click("button[value=submit]")
        assert "dikirim" in page.inner_text("[role=status]")


def _verify(page):
    page.goto(f"{REGION}verifikasi/")
    page.click(".head .btn-primary")
    for left in reversed(range(PROGRAMMES)):
        page.wait_for_selector(".decide")
        page.fill(".decide textarea", "Diperiksa di lapangan")
        with page.expect_navigation():
            page.click("button[value=verify]")
        assert (page.locator(".decide").count() > 0) == (left > 0)


def _publish(page):
    """Publish the verified result once it is there; where it stays."""
    page.goto(f"{REGION}{YEAR}/hasil/?of_basis=verified")
    settled(page)
    page.locator("a", has_text="Terbitkan").first.click()
    page.fill("#reason", "Disepakati dalam rapat tim")
    page.click("form.panel .btn-primary")
    page.wait_for_selector(".notice-success")
    page.goto(f"{REGION}{YEAR}/")
    assert page.inner_text(".hero .big") == "100,0 %".replace(" ", "\N{NO-BREAK SPACE}")
    page.locator("a", has_text="Terbit: Hasil").click()
    page.wait_for_selector("h1:has-text('Hasil')")
    return page.url


def _read_by_the_address_in_the_pdf(page, reader, address):
    with page.expect_download() as download:
        page.locator("a[href*='/unduh/pdf/']").click()
    with pypdfium2.PdfDocument(download.value.path()) as document:
        text = document[1].get_textpage().get_text_range()
    [printed] = re.findall(r"http://\S+/hasil/\d+/", text)
    assert printed == address
    reader.goto(printed)
    assert "Terbit" in reader.inner_text("#content")
    assert "100,0" in reader.inner_text("#content")
