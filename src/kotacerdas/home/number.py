"""A number explained: its formula, the figures put in, and the rows and cells it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.home.formulas import formula
from kotacerdas.home.naming import PERCENTAGES, is_later, number_name, number_value
from kotacerdas.home.years import YearPage, of_year
from kotacerdas.regions.models import SourceFile
from kotacerdas.scorecards.selectors import trace_of
from kotacerdas.scorecards.shown import shown_field
from kotacerdas.scorecards.traces import TracedRow

CELLS_A_PAGE = 50


@dataclass(frozen=True)
class Cell:
    """One cell of a workbook as it was when the run was made."""

    file: SourceFile | None  # None for what was typed in
    sheet: str  # as the file names it
    cell: str  # empty where the file has no such column
    field: str
    shown: str
    value: object


@of_year
def number(request: HttpRequest, page: YearPage, pointer: str) -> HttpResponse:
    """The panel beside the page for htmx, the page of its own otherwise."""
    path = f"/{pointer}"
    traced = trace_of(page.run.pk).get(path)
    if traced is None:
        raise Http404
    around, value = _found(page.result, pointer.split("/"))
    cells = Paginator(cells_of(traced), CELLS_A_PAGE).get_page(request.GET.get("p"))
    name = pointer.rsplit("/", 1)[-1]
    return render(
        request,
        "home/number_panel.html" if request.htmx else "home/number.html",  # type: ignore[attr-defined]
        {
            "page": page,
            "pointer": pointer,
            "title": number_name(page.facts, pointer),
            "value": number_value(page.facts, pointer, value),
            "is_later": (later := is_later(page.facts, pointer)),
            "formula": None if later else formula(page, pointer, around, traced),
            "counted": _programmes(page, traced, name),
            "cells": cells,
        },
    )


def _found(result: Mapping[str, Any], steps: list[str]) -> tuple[Any, Any]:
    """The object around the number, and the number."""
    around: Any = None
    value: Any = result
    for step in steps:
        around, value = value, value[int(step) if isinstance(value, list) else step]
    return around, value


def _programmes(page: YearPage, traced: Iterable[TracedRow], name: str) -> list[Any]:
    """The programmes it rests on: what is not counted first, then what is."""
    if name not in {"planned", "realised", "not_reported", *PERCENTAGES[:2]}:
        return []
    pks = {row.pk for row in traced if row.sheet == "Programmes"}
    rows = [row for row in page.facts.programmes if row["row"] in pks]
    # What is realised comes last: it is the rest that is looked for.
    groups = [*page.facts.statuses[1:], page.facts.statuses[0]]
    found = [(status, [row for row in rows if row["status"] == status]) for status in groups]
    return [(status, group) for status, group in found if group]


def cells_of(traced: Iterable[TracedRow]) -> list[Cell]:
    """The cells of rows; one query for their files."""
    rows = list(traced)
    files = SourceFile.objects.in_bulk({row.file for row in rows if row.file is not None})
    return [
        Cell(*_place_of(row, field, files), *shown_field(row.sheet, field, value), value)
        for row in rows
        for field, value in row.values.items()
    ]


def _place_of(
    row: TracedRow, field: str, files: Mapping[int, SourceFile]
) -> tuple[SourceFile | None, str, str]:
    file = None if row.file is None else files[row.file]
    layout = file.layouts.get(row.sheet) if file else None
    if layout is None:
        return file, row.sheet, ""
    letter = layout["letters"].get(field)
    return file, layout["name"], f"{letter}{row.row}" if letter else ""
