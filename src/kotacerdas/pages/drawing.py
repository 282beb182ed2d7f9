"""A chart on a page: drawn on the server for both grounds, its figures as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.charts.theme import Spec, Theme
from kotacerdas.core.drawing import drawn
from kotacerdas.pages.years import YearPage

Rows = Sequence[Sequence[str]]


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
