"""What a browser would send of a page's form, without the button."""

import html
import re

_SELECT = re.compile(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL)
_AREA = re.compile(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', re.DOTALL)
_INPUT = re.compile(r"<input[^>]*>")


def form_of(page: str) -> dict[str, object]:
    """Its fields, from the entry of the log that the form was made after on."""
    page = page[page.index('name="base"') - 100 :]
    sent: dict[str, object] = {}
    for tag in _INPUT.findall(page):
        name, value = (re.search(rf'\s{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name is None or ("checkbox" in tag and "checked" not in tag):
            continue
        text = html.unescape(value[1]) if value else ""
        if "checkbox" not in tag:
            sent[html.unescape(name[1])] = text
            continue
        before = sent.get(name[1]) or []
        sent[name[1]] = [*before, text] if isinstance(before, list) else [text]
    for name, body in _SELECT.findall(page):
        chosen = re.search(r'value="([^"]*)"\s+selected', body) or re.search(
            r'value="([^"]*)"', body
        )
        sent[name] = html.unescape(chosen[1]) if chosen else ""
    return sent | {name: html.unescape(text) for name, text in _AREA.findall(page)}
