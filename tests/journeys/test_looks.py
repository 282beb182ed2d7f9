"""Every page at both ends of the widths, on both grounds, in both languages, and by WCAG 2.2 AA."""

import re
from urllib.parse import urlsplit

from django.urls import resolve
from pypdfium2 import PdfDocument

from journeys.site import AXE, LEVELS, LOOKS, REGION, WIDTHS, barriers, too_wide

MOST = 120
NO_PAGE = {"exchange:export", "exchange:file", "account_logout", "accounts:language"}
WANTED = {
    *(
        "pages:overview",
        "pages:dimension",
        "pages:programmes",
        "pages:programme",
        "pages:indicator",
    ),
    *("pages:agencies", "pages:agency", "pages:innovations", "pages:innovation-index"),
    *("pages:money", "pages:legal", "pages:indices", "pages:charts"),
    *("pages:capacity", "pages:capacity-item"),
    *("pages:number", "pages:years", "pages:runs", "pages:log", "pages:entry", "pages:history"),
    *("exchange:imports", "exchange:import", "accounts:people", "accounts:profile"),
}


def test_no_page_is_too_wide_complains_or_keeps_anybody_out(page):
    found = _crawled(page) | {"pages:search": f"{REGION}cari/?q=pasar"}
    assert found.keys() >= WANTED
    amiss = []
    # Or a colour is seen on its way to the other ground.
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(path=AXE)  # sent once, and not to each page
    # Each page is loaded once for a language, and looked at by axe once on each ground: one page
    # light and narrow, then dark and wide, the next light and wide, then dark and narrow. What is
    # the same on both is asked on the first.
    for language, ground, turned, rules in (("en", "light", 0, LEVELS), ("id", "dark", 1, LOOKS)):
        page.set_viewport_size({"width": 1920, "height": 900})
        page.goto(f"{REGION}2022/")
        _speak(page, language)
        for at, path in enumerate(found.values()):
            last = (WIDTHS[(at + turned) % 2], ground)
            amiss += [f"{language} {what}" for what in too_wide(page, path, last)]
            amiss += barriers(page, rules)

    assert amiss == []


def test_the_leaders_page_prints_on_one_light_sheet(page):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{REGION}2022/pimpinan/")
    _speak(page, "id")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    sheets = PdfDocument(page.pdf(format="A4", print_background=True))
    assert len(sheets) == 1
    assert "Menunggu keputusan" in sheets[0].get_textpage().get_text_bounded()
    paper = sheets[0].render(scale=0.2).to_numpy()[40:-40, 20:-20]
    assert paper.mean() > 200  # of 255
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


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
