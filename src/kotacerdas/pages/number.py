"""A number explained: its formula, the figures put in, and the rows and cells it rests on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from kotacerdas.casework.access import may_read
from kotacerdas.casework.processes import case_url
from kotacerdas.core.words import words
from kotacerdas.figures.number import Number
from kotacerdas.pages.cells import Cell, Field, Fields, cells_of, sources_of
from kotacerdas.pages.counted import Counted, Parts, Spot, parts_of
from kotacerdas.pages.formulas import Explained, formula
from kotacerdas.pages.lists.cells import Links
from kotacerdas.pages.moved import not_of_the_result
from kotacerdas.pages.naming import is_later, number_name, number_value
from kotacerdas.pages.proof_lines import proof_line
from kotacerdas.pages.proofs import proofs, row_url
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
    parts = parts_of(page.facts, page.trace, asked)
    part = _part(request.GET.get("bagian", ""), parts)
    later = is_later(page.facts, asked)
    return render(
        request,
        "pages/number_panel.html" if request.htmx else "pages/number.html",  # type: ignore[attr-defined]
        {
            "page": page,
            "here": page.here,
            "url": page.link("number", str(asked)),
            "title": number_name(page.facts, asked),
            "value": number_value(page.facts, asked, page.numbers[asked]),
            "is_later": later,
            "formula": None
            if later
            else formula(Explained(page.facts, asked, page.numbers, page.trace.codes(asked))),
            "tabs": _tabs(page, asked, parts, part),
            **_listed(request, page, asked, parts, part),
        },
    )


def _number(name: str) -> Number | None:
    try:
        return Number.parse(name.removesuffix("/"))
    except ValueError:
        return None


def _part(wanted: str, parts: Parts) -> Part:
    """The one that is asked for; else what needs a look, as far as there is any."""
    if wanted in set(Part):
        return Part(wanted)
    if parts.is_empty:
        return Part.CELLS
    return Part.LEFT_OUT if len(parts.left_out) else Part.COUNTED


def _tabs(page: YearPage, asked: Number, parts: Parts, part: Part) -> list[Tab]:
    """None where there is but one part."""
    if parts.is_empty:
        return []
    counts = {
        Part.LEFT_OUT: len(parts.left_out),
        Part.COUNTED: len(parts.counted),
        Part.CELLS: None,
    }
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
    request: HttpRequest, page: YearPage, asked: Number, parts: Parts, part: Part
) -> dict[str, Any]:
    """A page of what the part has."""
    if part is Part.CELLS:
        every = Fields(page.trace, page.trace.indices(asked))
        some = _some(request, len(every))
        return {"some": some, "cells": _cells(page, every.at(list(some)))}
    own = parts.counted if part is Part.COUNTED else parts.left_out
    some = _some(request, len(own))
    return {"some": some, "proofs": _proofs(page, own.at(list(some)))}


def _some(request: HttpRequest, total: int) -> Page[int]:
    """The places of those on the page that is asked for."""
    return Paginator(range(total), A_PAGE).get_page(request.GET.get("p"))


def _cells(page: YearPage, fields: Sequence[Field]) -> list[tuple[Cell, str]]:
    """Each with the address where it opens."""
    cells = cells_of(fields, sources_of(row for row, *_ in fields))
    return [
        (cell, _cell_url(page, cell, Spot(row, name)))
        for cell, (row, name, _) in zip(cells, fields, strict=True)
    ]


def _proofs(page: YearPage, rows: list[Counted]) -> list[SafeString]:
    links = Links(page)
    addressed = [(row, links.to(*row.link) if row.link else "") for row in rows]
    return [proof_line(page.here, one) for one in proofs(page.here, page.run, addressed)]


def _cell_url(page: YearPage, cell: Cell, spot: Spot) -> str:
    """Where the cell opens; nowhere for what was typed, and a report that is not the reader's."""
    if cell.version is not None:
        case = cell.version.case
        return case_url(case) if may_read(page.here.appointments, case) else ""
    return row_url(page.here, spot, cell.file) if cell.file is not None and cell.cell else ""
