"""Rows chosen by hand: with shift, all that match, changed at once by two people, and undone."""

import pytest

from journeys.site import REGION, too_wide, watched

PROGRAMMES = f"{REGION}2022/program/?urut=code&kolom=code"


@pytest.fixture(scope="module")
def desks(own_site, browser):
    """The coordinator's browser, and another at a colleague's."""
    pages, complaints = [], []
    for _ in range(2):
        size = {"width": 1366, "height": 900}
        context = browser.new_context(base_url=own_site.url, viewport=size)
        context.set_default_timeout(60_000)
        page = context.new_page()
        complaints.append(watched(page))
        own_site.sign_in(page, "coordinator")
        pages.append(page)
    yield pages
    for page in pages:
        page.context.close()
    assert not [one for found in complaints for one in found]


def chosen(page):
    return page.locator("[data-pick]:checked").count()


def test_rows_are_chosen_with_shift_or_all_that_match(desks):
    page = desks[0]
    page.goto(PROGRAMMES)
    acts = page.locator(".table-acts")
    assert acts.is_hidden()
    page.locator("[data-pick]").nth(1).click()
    page.locator("[data-pick]").nth(4).click(modifiers=["Shift"])
    assert chosen(page) == 4
    assert acts.is_visible()
    page.check("[data-pick-all]")
    assert chosen(page) == 50
    page.locator("[data-pick]").first.uncheck()
    assert not page.is_checked("[data-pick-all]")
    assert chosen(page) == 49
    page.fill("#table-search", "BRA-0")
    page.wait_for_url("**q=BRA-0**")
    page.locator("[data-pick]").nth(49).wait_for(state="detached")
    with page.expect_download() as download:
        page.check("[data-pick-all]")
        page.click(".table-acts button >> nth=-1")
    assert download.value.suggested_filename.endswith(".xlsx")


def test_two_change_the_same_records_and_nothing_is_lost(desks):
    page, other = desks
    page.goto(f"{PROGRAMMES}&q=BRA-0")
    page.check("[data-pick-all]")
    page.click(".table-acts button:has-text('Ubah')")
    page.wait_for_selector(".bulk-field")
    other.goto(f"{REGION}isi/program/?q=BRA-02")
    other.click("table.data td a")
    other.fill("[name='f:description']", "Uraian rekan")
    other.click(".form-end button[value=save]")
    other.wait_for_selector(".notice-success")

    page.check("input[name=column][value=description]")
    page.fill("[name='f:description']", "Uraian bersama")
    page.click(".form-end button[value=save]")
    page.wait_for_selector("[role=alert]")
    told = page.inner_text("[role=alert]")
    assert "BRA-02" in told
    assert "Uraian rekan" in told
    assert "BRA-01" not in told
    assert page.input_value("[name='f:description']") == "Uraian bersama"
    page.click(".form-end button[value=save]")
    page.wait_for_selector(".notice-success")
    assert "data disimpan" in page.inner_text(".notice-success")
    other.goto(f"{REGION}isi/program/?q=Uraian+bersama")
    assert other.locator("[data-pick]").count() > 5
    page.click(".notice .undo button")
    page.wait_for_selector(".notice-success:not(:has(.undo))")
    other.reload()
    assert other.locator("[data-pick]").count() == 0


def test_agencies_are_retired_together_once_it_was_seen(desks):
    page = desks[0]
    page.goto(f"{REGION}isi/opd/?q=Dinas")
    page.locator("[data-pick]").nth(0).click()
    page.locator("[data-pick]").nth(5).click(modifiers=["Shift"])
    page.click(".table-acts button:has-text('Purnakan')")
    page.fill("[name=reason]", "Perda susunan perangkat daerah")
    page.click("[name=show]")
    page.wait_for_selector("[name=confirm]")
    said = page.inner_text("#content")
    assert said.count("purna sejak") == 6
    page.click("[name=confirm]")
    page.wait_for_selector(".notice-success")
    page.goto(f"{REGION}isi/opd/?state=retired")
    assert page.locator("[data-pick]").count() >= 6
    assert too_wide(page, page.url) == []


def test_on_a_phone_the_boxes_come_when_they_are_asked_for(desks):
    page = desks[1]
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(PROGRAMMES)
    assert page.locator("[data-pick]").first.is_hidden()
    page.check("[data-choosing]")
    page.locator("[data-pick]").first.check()
    assert page.locator(".table-acts").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
