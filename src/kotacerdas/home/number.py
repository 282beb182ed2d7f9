"""A number explained: its formula, the figures put in, and the rows and cells it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.core.words import words
from kotacerdas.home.years import YearPage, of_year
from kotacerdas.regions.models import SourceFile
from kotacerdas.scorecards.selectors import trace_of
from kotacerdas.scorecards.traces import TracedRow
from kotacerdas.wording.numbers import number as shown
from kotacerdas.wording.numbers import percent, rupiah

CELLS_A_PAGE = 50
_PERCENTAGES = ("achievement_pct", "indicator_achievement_pct", "absorption_pct")
_RUPIAH = ("ceiling_rp", "realised_rp")
_INDEX = ("value", "score", "previous", "improvement", "spread")


@dataclass(frozen=True)
class Cell:
    """One cell of a workbook as it was when the run was made."""

    file: SourceFile | None  # None for what was typed in
    sheet: str  # as the file names it
    cell: str  # empty where the file has no such column
    field: str
    value: object


@of_year
def number(request: HttpRequest, page: YearPage, pointer: str) -> HttpResponse:
    """The panel beside the page for htmx, the page of its own otherwise."""
    path = f"/{pointer}"
    traced = trace_of(page.run.pk).get(path)
    if traced is None:
        raise Http404
    around, value = _found(page.run.result, pointer.split("/"))
    cells = Paginator(cells_of(traced), CELLS_A_PAGE).get_page(request.GET.get("p"))
    name = pointer.rsplit("/", 1)[-1]
    return render(
        request,
        "home/number_panel.html" if request.htmx else "home/number.html",  # type: ignore[attr-defined]
        {
            "page": page,
            "pointer": pointer,
            "title": _title(page, pointer),
            "value": _shown(page, name, value),
            "formula": _formula(page, pointer, around),
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


def _title(page: YearPage, pointer: str) -> str:
    """`Smart Economy · capaian 2022`."""
    steps = pointer.split("/")
    say = words()
    measure = steps[-1]
    if steps[0] == "index" and measure != "value":
        name = say.term("component", steps[2]) if steps[1] == "components" else say("title.index")
    elif steps[0] in {"dimensions", "agencies", "programmes"}:
        name = _place(page, steps)
    else:
        name = say(f"number.{steps[0]}")
    key = f"number.{measure}"
    told = say(key) if key in say else say.term("state", measure)
    return f"{name} · {told} {page.year}"


def _place(page: YearPage, steps: list[str]) -> str:
    at = int(steps[1])
    facts = page.facts
    if steps[0] == "programmes":
        return str(facts.programmes[at]["name"])
    if steps[0] == "agencies":
        return facts.agencies[at].name
    figure = facts.dimensions[at]
    if steps[2] != "sub_dimensions":
        return figure.name
    subs = [sub for sub in facts.sub_dimensions if sub.dimension == figure.code]
    return f"{figure.name} · {subs[int(steps[3])].name}"


def _shown(page: YearPage, name: str, value: Any) -> str:
    if name in _PERCENTAGES:
        return percent(value, page.facts.language)
    if name in _RUPIAH:
        return rupiah(value, page.facts.language)
    return shown(value, 2 if name in _INDEX else 0, page.facts.language)


def _formula(page: YearPage, pointer: str, around: Any) -> tuple[str, str] | None:
    """The rule in words, and the same with the figures put in; None for a plain count."""
    say, name = words(), pointer.rsplit("/", 1)[-1]
    key = f"formula.{'capacity' if pointer.startswith('capacity') else name}"
    if key not in say:
        return None
    result = _shown(page, name, around[name])
    if name == "achievement_pct" and "planned" in around:
        return say(key), f"{around['realised']} ÷ {around['planned']} × 100 = {result}"
    if name == "absorption_pct":
        spent, ceiling = (rupiah(around[part], page.facts.language) for part in _RUPIAH[::-1])
        return say(key), f"{spent} ÷ {ceiling} × 100 = {result}"
    if pointer == "index/value":
        return say(key), f"{_weighted(page, around)} = {result}"
    return say(key), result


def _weighted(page: YearPage, index: Mapping[str, Any]) -> str:
    return " + ".join(
        f"{shown(part['weight'], 2, page.facts.language)}"
        f" × {shown(part['score'], 2, page.facts.language)}"
        for part in index["components"].values()
    )


def _programmes(page: YearPage, traced: Iterable[TracedRow], name: str) -> list[Any]:
    """The programmes it rests on: what is not counted first, then what is."""
    if name not in {"planned", "realised", "not_reported", *_PERCENTAGES[:2]}:
        return []
    pks = {row.pk for row in traced if row.sheet == "Programmes"}
    rows = [row for row in page.facts.programmes if row["row"] in pks]
    groups = ("not_realised", "not_reported", "realised")
    found = [(status, [row for row in rows if row["status"] == status]) for status in groups]
    return [(status, group) for status, group in found if group]


def cells_of(traced: Iterable[TracedRow]) -> list[Cell]:
    """The cells of rows; one query for their files."""
    rows = list(traced)
    files = SourceFile.objects.in_bulk({row.file for row in rows if row.file is not None})
    return [
        Cell(*_place_of(row, field, files), field, value)
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
