"""Every page at both ends of the widths, on both grounds, in both languages."""

import re
from urllib.parse import urlsplit

from django.urls import resolve

from journeys.site import REGION

WIDTHS = (360, 1920)
MOST = 40
NO_PAGE = {"exchange:export", "exchange:file", "account_logout", "accounts:language"}
WANTED = {
    *("home:overview", "home:dimension", "home:programmes", "home:programme", "home:indicator"),
    *("home:agencies", "home:agency", "home:innovations", "home:money", "home:legal"),
    *("home:number", "home:years", "home:runs", "home:log", "home:entry", "home:history"),
    *("exchange:imports", "exchange:import", "accounts:people", "accounts:profile"),
}


def test_no_page_scrolls_sideways_or_complains_at_any_width_ground_or_language(page):
    found = _crawled(page) | {"home:search": f"{REGION}cari/?q=pasar"}
    assert found.keys() >= WANTED
    too_wide = []
    for language in ("en", "id"):
        page.set_viewport_size({"width": WIDTHS[1], "height": 900})
        page.goto(f"{REGION}2022/")
        _speak(page, language)
        for path in found.values():
            too_wide += [f"{language} {what}" for what in _looked_at(page, path)]

    assert not too_wide


def _crawled(page):
    """One address of each kind of page that links lead to, the menu first."""
    found, ahead = {}, [f"{REGION}2022/"]
    while ahead and len(found) < MOST:
        path = ahead.pop(0)
        name = resolve(urlsplit(path).path).view_name
        if name in found or name in NO_PAGE or "download" in name:
            continue
        answer = page.request.get(path)
        assert answer.status == 200, path
        found[name] = path
        links = re.findall(r'<a\b[^>]*\bhref="(/[^"#]*)"', answer.text())
        ahead += [link.replace("&amp;", "&") for link in links]
    return found


def _speak(page, language):
    if page.get_attribute("html", "lang") != language:
        page.click(".avatar-link")
        with page.expect_navigation():
            page.click(f"button[name=language][value={language}]")
    assert page.get_attribute("html", "lang") == language


def _looked_at(page, path):
    """The page loaded once, then made narrow and dark; where it is too wide."""
    page.goto(path)
    told = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for ground in ("light", "dark"):
            page.emulate_media(color_scheme=ground)
            page.wait_for_selector(f"html[data-bs-theme={ground}]", state="attached")
            shown, has = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
            if has > shown:
                told.append(f"{path} at {width} {ground}: {has}")
    return told
