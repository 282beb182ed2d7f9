"""The menu from a phone to a wall: nothing overflows, is cut off or hard to touch."""

import pytest

from journeys.site import REGION

WIDTHS = (360, 768, 1024, 1366, 1920, 3840)
PAGES = (f"{REGION}2022/", f"{REGION}pelaporan/", f"{REGION}verifikasi/", "/profil/", "/tidak/ada/")
FINGER = 44  # pixels
# Every part of the frame that is shown, with its box and whether its text has the room it needs.
PARTS = """() => [...document.querySelectorAll(
    '.top a, .top summary, .top input, .bottom > a, .bottom > details > summary, .tabs a')]
  .filter((one) => one.checkVisibility())
  .filter((one) => !one.closest('details:not([open]) > :not(summary)'))
  .map((one) => {
    const { left, right, top, bottom, height } = one.getBoundingClientRect();
    const name = (one.getAttribute('aria-label') || one.textContent).trim();
    const is_inline = getComputedStyle(one).display === 'inline' || one.tagName === 'INPUT';
    const cut = !is_inline && one.scrollWidth > one.clientWidth + 1;
    return { name, left, right, top, bottom, height, cut };
  })"""
NAMES = {
    "id": ["Ringkasan", "Program", "OPD", "Inovasi", "Pelaporan", "Evaluasi", "Dokumen"],
    "en": [
        *("Overview", "Programmes", "Agencies", "Innovations"),
        *("Reporting", "Evaluation", "Documents"),
    ],
}


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_item_is_whole_at_every_width(page, language):
    speak(page, language)
    for path in PAGES:
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            at = f"{path} {width}"
            parts = page.evaluate(PARTS)
            names = [part["name"].split("\n")[0] for part in parts]
            assert [part for part in parts if part["left"] < 0 or part["right"] > width] == [], at
            assert [part for part in parts if part["cut"]] == [], at
            assert not overlapping(parts), at
            assert page.evaluate("document.documentElement.scrollWidth") <= width, at
            if width >= 1024:
                items = dict.fromkeys(name for name in names if name in NAMES[language])
                assert list(items) == NAMES[language], at  # a tab may be called as its item is
            else:
                assert [part for part in parts if part["height"] < FINGER] == [], at
                assert touched_menu(page) == NAMES[language], at


def test_a_stroke_leads_to_the_search_at_every_width(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"{REGION}orang/")
        page.keyboard.press("/")
        page.wait_for_function("document.activeElement.matches('input[name=q]')")
        box = page.evaluate_handle("document.activeElement").as_element().bounding_box()
        assert box["x"] >= 0
        assert 150 < box["width"] <= width
        page.keyboard.type("pasar")
        page.keyboard.press("Enter")
        page.wait_for_url("**/cari/?q=pasar")
        assert page.locator("#content a[href*='/program/']").count(), width


def test_the_menu_of_the_account_names_what_is_managed(page):
    speak(page, "id")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{REGION}2022/")
    page.click(".avatar-link")

    assert "Kelola" in page.inner_text(".top .menu-list")
    managed = page.locator(".menu-part a").all_inner_texts()
    assert managed == [
        *("Orang", "Catatan", "Daerah", "Langkah pertama"),
        *("Panel penilai", "Situs"),
    ]
    box = page.locator(".top .menu-list").bounding_box()
    assert box["x"] >= 0
    assert box["y"] + box["height"] <= 740


def overlapping(parts):
    """Pairs of parts that lie on one another; a part within another is one with it."""
    return [
        (one["name"], other["name"])
        for at, one in enumerate(parts)
        for other in parts[at + 1 :]
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    ]


def touched_menu(page):
    """The items of the menu at the foot, opened and closed again."""
    page.click(".bottom summary")
    links = page.locator(".bottom .menu-list a")
    boxes = [link.bounding_box() for link in links.all()]
    assert all(box["height"] >= FINGER and box["y"] >= 0 for box in boxes)
    names = links.all_inner_texts()
    page.click(".bottom summary")
    return names


def speak(page, language):
    page.goto("/profil/")
    if page.get_attribute("html", "lang") != language:
        page.click(".avatar-link")
        with page.expect_navigation():
            page.click(f"button[name=language][value={language}]")
