"""Publishing in a browser: asked, seen, undone from the notice; a result opens where it stays."""

import pytest

from journeys.site import REGION, too_wide, watched

YEAR = 2022
RESULTS = f"{REGION}{YEAR}/hasil/"


@pytest.fixture
def desk(own_site, browser):
    context = browser.new_context(base_url=own_site.url, viewport={"width": 1366, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    own_site.sign_in(page, "coordinator")
    complaints = watched(page)
    yield page
    context.close()
    assert not complaints


def test_a_result_is_published_opened_and_taken_back(desk):
    desk.goto(f"{RESULTS}?of_basis=verified")
    desk.locator("a", has_text="Terbitkan").first.click()
    desk.wait_for_selector("h1:has-text('Terbitkan Hasil')")
    assert "belum terverifikasi" in desk.locator("form.panel").inner_text()
    desk.fill("#reason", "Disepakati dalam rapat tim")
    desk.click("form.panel button.btn-primary")
    notice = desk.locator(".notice-success")
    notice.wait_for()
    assert "terbit sebagai hasil resmi" in notice.inner_text()

    desk.goto(f"{REGION}{YEAR}/")
    desk.locator("a", has_text="Terbit: Hasil").click()
    desk.wait_for_selector("h1:has-text('Hasil')")
    assert "/hasil/" in desk.url
    with desk.expect_download() as download:
        desk.locator("a[href*='/unduh/pdf/']").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert too_wide(desk, desk.url) == []

    desk.goto(RESULTS)
    desk.locator("a", has_text="Batalkan penerbitan").click()
    desk.fill("#reason", "Salah hasil")
    desk.click("form.panel button.btn-primary")
    desk.wait_for_selector(".notice-success")
    desk.goto(f"{REGION}{YEAR}/")
    assert desk.locator("a", has_text="Terbit: Hasil").count() == 0
