"""A number explained: its formula, the figures put in, and the rows and cells it rests on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.core.words import words
from kotacerdas.figures.number import LEVELS, Number
from kotacerdas.figures.trace import TracedRow
from kotacerdas.monitoring.models import Version, Window
from kotacerdas.pages.formulas import Explained, formula
from kotacerdas.pages.moved import not_of_the_result
from kotacerdas.pages.naming import is_later, number_name, number_value
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.records.models import SourceFile
from kotacerdas.scorecards.display import field_display

CELLS_A_PAGE = 50
# As numbers were addressed before they had names: by their places in a list.
_POSITIONAL = re.compile(r"(dimensions|agencies|programmes)/\d+/")

Field = tuple[TracedRow, str, object]


class Sources(NamedTuple):
    """What rows came from, by primary key."""

    files: Mapping[int, SourceFile]
    versions: Mapping[int, Version]


@dataclass(frozen=True)
class Cell:
    """One cell of a workbook, or a field of a report, as it was when the run was made."""

    file: SourceFile | None  # None for what was typed in
    version: Version | None  # of the report that says it
    sheet: str  # as the file names it; the report
    cell: str  # empty where the file has no such column; the report's programme
    field: str
    text: str
    value: object


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
    rows, codes = page.trace.of(asked), page.trace.codes(asked)
    fields = Paginator(fields_of(rows), CELLS_A_PAGE).get_page(request.GET.get("p"))
    sources = sources_of(row for row, *_ in fields)
    later = is_later(page.facts, asked)
    return render(
        request,
        "pages/number_panel.html" if request.htmx else "pages/number.html",  # type: ignore[attr-defined]
        {
            "page": page,
            "url": page.link("number", str(asked)),
            "pages_url": page.link("number", str(asked), p=""),
            "title": number_name(page.facts, asked),
            "value": number_value(page.facts, asked, page.numbers[asked]),
            "is_later": later,
            "formula": None
            if later
            else formula(Explained(page.facts, asked, page.numbers, codes)),
            "counted": _programmes(page, codes) if asked.kind in {*LEVELS, "programmes"} else [],
            "pages": fields,
            "cells": cells_of(fields, sources),
        },
    )


def _number(name: str) -> Number | None:
    try:
        return Number.parse(name.removesuffix("/"))
    except ValueError:
        return None


def _programmes(page: YearPage, codes: Sequence[str]) -> list[tuple[str, list[Any]]]:
    """The programmes it rests on: what is not counted first, then what is."""
    known = set(codes)
    rows = [row for row in page.facts.programmes if row["code"] in known]
    # What is realised comes last: it is the rest that is looked for.
    groups = [*page.facts.statuses[1:], page.facts.statuses[0]]
    by_status = [(status, [row for row in rows if row["status"] == status]) for status in groups]
    return [(status, group) for status, group in by_status if group]


def fields_of(rows: Iterable[TracedRow]) -> list[Field]:
    """Every field of the rows with what it held."""
    return [
        (row, name, value)
        for row in rows
        for name, value in zip(row.fields, row.values, strict=True)
    ]


def sources_of(rows: Iterable[TracedRow]) -> Sources:
    """The files and the reports that the rows came from, in two queries."""
    rows = list(rows)
    versions = Version.objects.select_related("case__window", "case__programme")
    return Sources(
        SourceFile.objects.in_bulk({row.file for row in rows if row.file is not None}),
        versions.in_bulk({row.version for row in rows if row.version is not None}),
    )


def cells_of(fields: Iterable[Field], sources: Sources) -> list[Cell]:
    return [
        Cell(*_place_of(row, name, sources), *field_display(row.sheet, name, value), value)
        for row, name, value in fields
    ]


def _place_of(
    row: TracedRow, field: str, sources: Sources
) -> tuple[SourceFile | None, Version | None, str, str]:
    if row.version is not None:
        version = sources.versions[row.version]
        return None, version, report_name(version.case.window), version.case.programme.code
    file = None if row.file is None else sources.files[row.file]
    layout = file.layouts.get(row.sheet) if file else None
    if layout is None:
        return file, None, row.sheet, ""
    letter = layout["letters"].get(field)
    return file, None, layout["name"], f"{letter}{row.file_row}" if letter else ""


def report_name(window: Window) -> str:
    """`Laporan Triwulan I 2022`."""
    return words()("number.report", period=words().term("period", window.slug), year=window.year)
