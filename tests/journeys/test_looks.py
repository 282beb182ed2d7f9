"""Every page at both ends of the widths, on both grounds, in both languages."""

import re
from urllib.parse import urlsplit

from django.urls import resolve

from journeys.site import REGION, too_wide

MOST = 80
NO_PAGE = {"exchange:export", "exchange:file", "account_logout", "accounts:language"}
WANTED = {
    *(
        "pages:overview",
        "pages:dimension",
        "pages:programmes",
        "pages:programme",
        "pages:indicator",
    ),
    *("pages:agencies", "pages:agency", "pages:innovations", "pages:money", "pages:legal"),
    *("pages:capacity", "pages:capacity-item", "pages:indices", "pages:charts"),
    *("pages:number", "pages:years", "pages:runs", "pages:log", "pages:entry", "pages:history"),
    *("exchange:imports", "exchange:import", "accounts:people", "accounts:profile"),
}


def test_no_page_scrolls_sideways_or_complains_at_any_width_ground_or_language(page):
    found = _crawled(page) | {"pages:search": f"{REGION}cari/?q=pasar"}
    assert found.keys() >= WANTED
    found_wide = []
    for language in ("en", "id"):
        page.set_viewport_size({"width": 1920, "height": 900})
        page.goto(f"{REGION}2022/")
        _speak(page, language)
        for path in found.values():
            found_wide += [f"{language} {what}" for what in too_wide(page, path)]

    assert not found_wide


def _crawled(page):
    """One address of each kind of page that links lead to, the menu first."""
    found, ahead = {}, [f"{REGION}2022/"]
    while ahead and len(found) < MOST:
        path = ahead.pop(0)
        name = resolve(urlsplit(path).path).view_name
        if name in found or name in NO_PAGE or "download" in name:
            continue
        answer = page.request.get(path)
        assert answer.status in {200, 403}, path  # 403: who can give the right
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
