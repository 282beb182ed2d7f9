"""A chart on a page: drawn on the server for both grounds, its figures as a table."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from kotacerdas.charts.rendering import to_svg
from kotacerdas.charts.theme import DARK, LIGHT, Spec, Theme
from kotacerdas.pages.years import YearPage

Rows = Sequence[Sequence[str]]
_ID = re.compile(r'(\bid="|url\(#)([\w-]+)')


@dataclass(frozen=True)
class Drawing:
    """A chart, its finding in a sentence, and its figures as a table, in the reader's language.

    `name` tells its parts from those of other charts on the page. Where there is nothing to draw
    it has no rows, and the finding says so. `is_titled` where the page, which does not know the
    finding before, leaves it to the chart to say it.
    """

    name: str
    headline: str
    heads: Sequence[str]
    rows: Rows
    draw: Callable[[Theme], Spec]
    is_titled: bool = False


def drawing_page(request: HttpRequest, page: YearPage, drawing: Drawing) -> HttpResponse:
    """The chart as the part of a page that asks for it as it comes into view, or alone."""
    template = "picture" if request.htmx else "chart"  # type: ignore[attr-defined]
    context = {
        "page": page,
        "drawn": drawn(drawing.name, drawing.draw) if drawing.rows else [],
        "label": drawing.headline,
        "heads": drawing.heads,
        "rows": drawing.rows,
        "is_titled": drawing.is_titled,
    }
    return render(request, f"pages/{template}.html", context)


def drawn(name: str, draw: Callable[[Theme], Spec]) -> list[tuple[str, SafeString]]:
    """A chart's SVG by theme; `name` as in Drawing."""
    return [
        (theme.name, _svg(json.dumps(draw(theme)), f"{name}-{theme.name}"))
        for theme in (LIGHT, DARK)
    ]


@lru_cache(maxsize=128)
def _svg(spec: str, name: str) -> SafeString:
    """Drawn once a process for each specification: other figures are another picture.

    Its parts get names of their own among the charts of a page.
    """
    return SafeString(_ID.sub(rf"\1{name}-\2", to_svg(json.loads(spec))))
