"""Records of the plan by hand: one at a time, a block from a spreadsheet, and undone."""

import pytest

from journeys.site import PASTE, REGION, too_wide, watched


@pytest.fixture(scope="module")
def editor(own_site, browser):
    """The coordinator of a site that no other module looks at."""
    context = browser.new_context(base_url=own_site.url, viewport={"width": 1366, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    complaints = watched(page)
    own_site.sign_in(page, "coordinator")
    yield page
    context.close()
    assert not complaints


def test_a_name_is_mended_where_it_is_read_and_taken_back(editor):
    page = editor
    page.goto(f"{REGION}2022/program/GOV-17/")
    name = page.inner_text("h1")
    page.click(".head .actions a:has-text('Ubah')")
    page.wait_for_selector("form#record [name='f:name']:focus")
    assert page.inner_text("h1") == name, "the form stands where its card did"
    assert page.is_visible(".multiples")
    assert page.is_hidden(".edit-button")
    page.go_back()
    page.wait_for_selector("#record dl")
    assert page.url.endswith("/program/GOV-17/")
    page.click(".head .actions a:has-text('Ubah')")
    page.fill("[name='f:name']", f"{name} Baru")
    page.click("button[value=save]")
    page.wait_for_url(f"**{REGION}2022/program/GOV-17/")
    assert "disimpan" in page.inner_text(".notice")
    page.click(".notice .undo button")
    page.wait_for_selector(".notice-success:not(:has(.undo))")
    assert page.inner_text("h1") == name, "it leads back to where it was done"
    page.goto(f"{REGION}isi/program/")
    assert f"{name} Baru" not in page.inner_text("#content")


def test_what_it_does_to_the_achievement_is_seen_first(editor):
    page = editor
    page.goto(f"{REGION}2022/program/GOV-17/")
    page.click(".head .actions a:has-text('Ubah')")
    page.wait_for_selector("form#record [name='f:name']:focus")
    page.fill("[name='f:start_year']", "2022")
    page.click("button[value=save]")
    page.wait_for_selector(".effect-figures")
    assert "→" in page.inner_text(".effect-figures >> nth=0")
    page.click(".decided button[value=save]")
    page.wait_for_selector("[role=alert]")
    assert "alasan" in page.inner_text("[role=alert]").lower()
    page.fill("[name=reason]", "SK Bupati 12/2023")
    page.click(".decided button[value=save]")
    page.wait_for_url(f"**{REGION}2022/program/GOV-17/")
    page.click(".notice .undo button")
    page.wait_for_selector(".notice-success:not(:has(.undo))")


def test_a_line_that_changes_the_achievement_says_so_in_its_place(editor):
    page = editor
    page.goto(f"{REGION}2022/program/GOV-17/")
    page.click("#line-dimension .line-button")
    page.wait_for_selector("#line-dimension select:focus")
    page.select_option("#line-dimension select", "economy")
    page.keyboard.press("Enter")
    page.wait_for_selector("#line-dimension .effect-figures")
    assert "→" in page.inner_text("#line-dimension .effect")
    assert not too_wide(page, page.url)
    page.goto(f"{REGION}2022/program/GOV-17/")
    assert page.inner_text("#line-dimension") == "Smart Governance", "nothing was saved yet"


def test_a_block_is_pasted_corrected_by_key_and_saved_together(editor):
    page = editor
    page.goto(f"{REGION}isi/target/tabel/?q=BRA-01")
    first = page.locator("tbody input").first
    before = first.input_value()
    first.click()
    page.evaluate(PASTE, "11\tabc\r\n12\t13\r\n")
    assert "4 sel belum disimpan" in page.inner_text("[role=status]")
    page.click("button[value=save]")
    page.wait_for_selector("#problems li")
    assert page.locator("#problems li").count() == 1
    assert page.locator("tbody input").first.input_value() == "11"
    page.locator("tbody input").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    place = "document.activeElement.closest('tr').rowIndex"
    assert page.evaluate(place) == 2
    page.click("button[value=save]")
    page.wait_for_selector(".decided, .notice .undo")
    if page.locator(".decided").count():
        page.fill("[name=reason]", "Rapat")
        page.click(".decided button[value=save]")
    page.wait_for_selector(".notice .undo")
    assert "4 data disimpan" in page.inner_text(".notice")
    assert page.locator("tbody input").first.input_value() == "11"
    page.click(".notice .undo button")
    page.wait_for_selector(".notice-success:not(:has(.undo))")
    page.goto(f"{REGION}isi/target/tabel/?q=BRA-01")
    assert page.locator("tbody input").first.input_value() == before


@pytest.mark.parametrize("path", ["isi/", "isi/misi/", "isi/program/baru/", "isi/target/tabel/"])
def test_nothing_is_too_wide(editor, path):
    assert too_wide(editor, f"{REGION}{path}") == []
    editor.set_viewport_size({"width": 1366, "height": 900})
