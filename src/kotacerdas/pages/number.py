"""A number explained: its formula, the figures put in, and the rows and cells it rests on."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.core.words import words
from kotacerdas.figures.number import Number
from kotacerdas.monitoring.access import may_read
from kotacerdas.monitoring.notices import case_url
from kotacerdas.pages.cells import Cell, cells_of, fields_of, sources_of
from kotacerdas.pages.counted import Counted, Spot, counted
from kotacerdas.pages.formulas import Explained, formula
from kotacerdas.pages.moved import not_of_the_result
from kotacerdas.pages.naming import is_later, number_name, number_value
from kotacerdas.pages.proofs import Proof, proofs, row_url
from kotacerdas.pages.years import YearPage, of_year

A_PAGE = 50
# As numbers were addressed before they had names: by their places in a list.
_POSITIONAL = re.compile(r"(dimensions|agencies|programmes)/\d+/")


class Part(StrEnum):
    """What of a number a page lists, as it stands in the address; in the order of the tabs."""

    LEFT_OUT = "tidak"
    COUNTED = "terhitung"
    CELLS = "sel"


@dataclass(frozen=True)
class Tab:
    """One part: its name, how many rows it has (the cells are not counted), its address."""

    name: str
    count: int | None
    url: str
    is_current: bool


@of_year
def number(request: HttpRequest, page: YearPage, name: str) -> HttpResponse:
    """The panel beside the page for htmx, the page of its own otherwise."""
    asked = _number(name)
    if asked is None or asked not in page.numbers:
        if _POSITIONAL.match(name):
            return render(request, "pages/gone.html", {"page": page}, status=410)
        if asked is None:
            raise Http404
        return not_of_the_result(request, page, *asked)
    rows = counted(page.facts, page.trace, asked)
    part = _part(request.GET.get("bagian", ""), rows)
    later = is_later(page.facts, asked)
    return render(
        request,
        "pages/number_panel.html" if request.htmx else "pages/number.html",  # type: ignore[attr-defined]
        {
            "page": page,
            "here": page.here,
            "url": page.link("number", str(asked)),
            "pages_url": page.link("number", str(asked), bagian=part, p=""),
            "title": number_name(page.facts, asked),
            "value": number_value(page.facts, asked, page.numbers[asked]),
            "is_later": later,
            "formula": None
            if later
            else formula(Explained(page.facts, asked, page.numbers, page.trace.codes(asked))),
            "tabs": _tabs(page, asked, rows, part),
            **_listed(request, page, asked, rows, part),
        },
    )


def _number(name: str) -> Number | None:
    try:
        return Number.parse(name.removesuffix("/"))
    except ValueError:
        return None


def _part(wanted: str, rows: list[Counted]) -> Part:
    """The one that is asked for; else what needs a look, as far as there is any."""
    if wanted in set(Part):
        return Part(wanted)
    if not rows:
        return Part.CELLS
    return Part.COUNTED if all(row.is_counted for row in rows) else Part.LEFT_OUT


def _tabs(page: YearPage, asked: Number, rows: list[Counted], part: Part) -> list[Tab]:
    """None where there is but one part."""
    if not rows:
        return []
    how_many = sum(row.is_counted for row in rows)
    counts = {Part.LEFT_OUT: len(rows) - how_many, Part.COUNTED: how_many, Part.CELLS: None}
    return [
        Tab(
            words()(f"number_part.{one}"),
            count,
            page.link("number", str(asked), bagian=one),
            one is part,
        )
        for one, count in counts.items()
    ]


def _listed(
    request: HttpRequest, page: YearPage, asked: Number, rows: list[Counted], part: Part
) -> dict[str, Any]:
    """A page of what the part has."""
    wanted = request.GET.get("p")
    if part is Part.CELLS:
        fields = Paginator(fields_of(page.trace.of(asked)), A_PAGE).get_page(wanted)
        sources = sources_of(row for row, *_ in fields)
        cells = cells_of(fields, sources)
        urls = [
            _cell_url(page, cell, Spot(row, name))
            for cell, (row, name, _) in zip(cells, fields, strict=True)
        ]
        return {
            "pages": fields,
            "turns": _turns(fields),
            "cells": list(zip(cells, urls, strict=True)),
        }
    own = [row for row in rows if row.is_counted is (part is Part.COUNTED)]
    found = Paginator(own, A_PAGE).get_page(wanted)
    return {
        "pages": found,
        "turns": _turns(found),
        "proofs": _proofs(page, list(found)),
    }


def _turns(found: Page[Any]) -> list[tuple[str, int]]:
    """The pages before and after: what leads to each, and its number."""
    turns = []
    if found.has_previous():
        turns.append(("page.previous", found.previous_page_number()))
    if found.has_next():
        turns.append(("page.next", found.next_page_number()))
    return turns


def _proofs(page: YearPage, rows: list[Counted]) -> list[Proof]:
    addressed = [(row, page.link(*row.link) if row.link else "") for row in rows]
    return proofs(page.here, page.run, addressed)


def _cell_url(page: YearPage, cell: Cell, spot: Spot) -> str:
    """Where the cell opens; nowhere for what was typed, and a report that is not the reader's."""
    if cell.version is not None:
        case = cell.version.case
        return case_url(case) if may_read(page.here.appointments, case) else ""
    return row_url(page.here, spot, cell.file) if cell.file is not None and cell.cell else ""
