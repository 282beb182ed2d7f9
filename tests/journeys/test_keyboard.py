"""The pages by the keyboard alone."""

from journeys.site import REGION


def test_a_stroke_focuses_the_search_and_a_few_letters_find_a_programme(page):
    page.goto(f"{REGION}2022/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"

    page.keyboard.type("pasar")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari/?q=pasar")
    found = page.locator("#content a[href*='/program/']")
    assert found.count()
    found.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/program/*/")

    assert "pasar" in page.inner_text("h1").lower()


def test_a_stroke_in_a_field_is_a_letter(page):
    page.goto(f"{REGION}2022/")
    page.focus("#search")
    page.keyboard.type("a/b")

    assert page.input_value("#search") == "a/b"


def test_the_first_tab_offers_to_skip_the_menu(page):
    page.goto(f"{REGION}2022/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0

    page.keyboard.press("Enter")

    assert page.url.endswith("#content")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#content') !== null")


def test_a_number_opens_with_enter_and_closes_with_escape_where_it_was(page):
    page.goto(f"{REGION}2022/")
    page.focus(".hero .big")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog#panel[open]")
    assert page.evaluate("document.activeElement.closest('#panel') !== null")

    page.keyboard.press("Escape")

    page.wait_for_selector("dialog#panel", state="hidden")
    assert page.evaluate("document.activeElement.matches('.hero .big')")


def test_escape_closes_a_menu(page):
    page.goto(f"{REGION}2022/")
    page.focus(".avatar-link")
    page.keyboard.press("Enter")
    page.wait_for_selector("details.menu[open]")

    page.keyboard.press("Escape")

    assert page.locator("details.menu[open]").count() == 0


def test_a_key_shows_what_keys_do_and_they_can_be_switched_off(page):
    page.goto(f"{REGION}2022/opd/")
    page.keyboard.press("?")
    dialog = page.locator("#keys")
    assert dialog.is_visible()
    dialog.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.keyboard.press("d")
    assert not page.locator("html.is-dense").count()

    page.reload()
    page.keyboard.press("?")
    assert not dialog.is_visible()

    # In the profile, too, where whom they get in the way of finds it.
    page.goto("/profil/")
    own = page.locator("main [data-keys-on]")
    assert not own.is_checked()
    own.check()
    page.goto(f"{REGION}2022/opd/")
    page.keyboard.press("d")
    assert page.locator("html.is-dense").count()
    page.evaluate("localStorage.clear()")
