"""Targets, budget and capacity as a grid: a line a record, a column a year, saved together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.models import Version
from kotacerdas.casework.processes import case_url, whole_cases
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.one_moment import one_moment
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.edit_plan import HELD, Edit, TypedRow
from kotacerdas.exchange.edit_sides import newest_entry, spent_in
from kotacerdas.exchange.edits import Saving, save_edit
from kotacerdas.pages.grid_lines import Line, Lines, Wanted, lines_of, years_of
from kotacerdas.pages.plan_edit import base_of, kind_of, tell_saved
from kotacerdas.pages.plan_kinds import PlanKind
from kotacerdas.pages.saving import conflict_note, said, saving_view
from kotacerdas.records.models import Agency
from kotacerdas.scorecards.display import field_display
from kotacerdas.workbook.columns import Column
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.typed_in import as_typed

_A_CELL = re.compile(r"c:([0-9]{1,18})|n:([0-9]{4}):(.*)", re.DOTALL)
Place = tuple[str, int]  # the key of a line, and the year


@dataclass
class Cell:
    """A year of a line; `name` is empty where nothing can be typed, `url` leads to a report."""

    name: str
    text: str
    year: int
    was: str = ""
    place: str = ""
    url: str = ""
    problem: str = ""

    @property
    def id(self) -> str:
        return f"cell-{self.name}"


@dataclass(frozen=True)
class Typed:
    """The cells of a form: where each stands, and what of the plan it comes to."""

    places: Sequence[Place]
    texts: Mapping[Place, str]
    rows: Sequence[TypedRow]


@in_region(Right.RECORDS)
def grid(request: HttpRequest, here: Here, kind: str) -> HttpResponseBase:
    """The lines of a page with one measure; a POST saves all that is typed in them, or nothing."""
    of_kind = kind_of(kind)
    measure = request.GET.get("ukuran") or (of_kind.measures or ("",))[0]
    if measure not in of_kind.measures:
        raise Http404
    if request.method != "POST":
        return _page(request, here, of_kind, measure)
    asked = request.POST
    typed = _typed(of_kind, measure, _lines(request, here, of_kind)[0], asked)
    edit = Edit(of_kind.sheet, base_of(asked), typed.rows, is_confirmed="confirmed" in asked)
    try:
        saving = save_edit(
            here.region,
            edit,
            by=here.user,
            at=timezone.now(),
            reason=asked.get("reason", ""),
            digest=asked.get("digest", ""),
        )
    except RefusedError as error:
        return _page(request, here, of_kind, measure, typed=typed, refused=sentence(error))
    if saving.entry is None and (saving.is_to_confirm or not saving.plan.is_ok):
        return _page(request, here, of_kind, measure, typed=typed, saving=saving)
    tell_saved(request, here, saving)
    return redirect(request.get_full_path())


def _lines(request: HttpRequest, here: Here, kind: PlanKind) -> Lines:
    asked = request.GET
    agency, programme = (key_in(asked.get(name, "")) for name in ("opd", "program"))
    wanted = Wanted(agency, programme, asked.get("q", "").strip()[:200])
    return lines_of(here.region, kind, wanted, asked.get("p"))


def _typed(kind: PlanKind, measure: str, lines: Sequence[Line], asked: QueryDict) -> Typed:
    by_key = {line.key: line for line in lines}
    by_pk = {row["pk"]: (line, year) for line in lines for year, row in line.records.items()}
    places: list[Place] = []
    texts: dict[Place, str] = {}
    rows: list[TypedRow] = []
    for name in asked:
        text = str(asked[name])
        match = _A_CELL.fullmatch(name)
        if match is None:
            continue
        if match[1]:
            pk = int(match[1])
            line, year = by_pk.get(pk, (None, 0))
            record = line.records[year] if line is not None else None
            rows.append(_row(kind, measure, pk, record, text))
        else:
            line, year = by_key.get(match[3]), int(match[2])
            if not text.strip():
                continue
            fixed = line.texts if line else {}
            rows.append(TypedRow(None, {**fixed, "year": match[2], measure: text}))
        place = (line.key if line else "", year)
        places.append(place)
        texts[place] = text
    return Typed(places, texts, rows)


def _row(
    kind: PlanKind, measure: str, pk: int, record: Mapping[str, Any] | None, text: str
) -> TypedRow:
    """A record whose one figure is emptied goes, for empty is not zero."""
    is_needed = not BY_NAME[kind.sheet].by_name[measure].optional
    others = [record[name] for name in kind.measures if name != measure] if record else []
    is_emptied = record is not None and record[measure] is not None and not text.strip()
    if is_emptied and is_needed and all(value is None for value in others):
        return TypedRow(pk, None)
    return TypedRow(pk, {measure: text})


def _page(  # noqa: PLR0913 - all that the page is of
    request: HttpRequest,
    here: Here,
    kind: PlanKind,
    measure: str,
    *,
    typed: Typed | None = None,
    saving: Saving | None = None,
    refused: str = "",
) -> HttpResponse:
    with one_moment():
        base = newest_entry(here.region)
        lines, page = _lines(request, here, kind)
        held = _held(here, kind, measure)
    years, column = years_of(lines), BY_NAME[kind.sheet].by_name[measure]
    cells = {(line.key, year): _cell(line, year, column, held) for line in lines for year in years}
    problems = _fill_in(cells, typed, saving) if typed is not None else []
    context = {
        "here": here,
        "kind": kind,
        "kind_name": words().term("log_model", kind.label),
        "measure": measure,
        "measures": [
            (name, _title(kind, name), _address(request, ukuran=name)) for name in kind.measures
        ],
        "previous": page.has_previous() and _address(request, p=page.previous_page_number()),
        "next": page.has_next() and _address(request, p=page.next_page_number()),
        "years": years,
        "lines": [(line, [cells[line.key, year] for year in years]) for line in lines],
        "page": page,
        "base": base,
        "asked": {name: request.GET.get(name, "") for name in ("q", "opd", "program")},
        "agencies": Agency.objects.filter(region=here.region).order_by("name"),
        "problems": problems,
        "refused": refused,
        "saving": saving and saving_view(saving, here.region),
        "reason": request.POST.get("reason", ""),
    }
    is_wrong = refused or (saving is not None and (saving.missing or not saving.is_to_confirm))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "pages/plan_grid.html", context, status=status)


def _address(request: HttpRequest, **more: object) -> str:
    """This page with something else asked."""
    asked = request.GET.copy()
    for name, value in more.items():
        asked[name] = str(value)
    return f"?{asked.urlencode()}"


def _title(kind: PlanKind, name: str) -> str:
    title = field_display(kind.sheet, name, None)[0]
    return title[:1].upper() + title[1:]


def _held(here: Here, kind: PlanKind, measure: str) -> dict[int, tuple[str, str]]:
    """What reports hold, by the record's primary key: their value, and their address."""
    if HELD.get(kind.sheet) != measure:
        return {}
    column, spent = BY_NAME[kind.sheet].by_name[measure], spent_in(here.region)
    of = Version.objects.filter(pk__in={one.version for one in spent.values()})
    case_of = dict(of.values_list("pk", "case"))
    cases = whole_cases().in_bulk(list(case_of.values()))
    return {
        pk: (as_typed(column, one.realised), case_url(cases[case_of[one.version]]))
        for pk, one in spent.items()
    }


def _cell(line: Line, year: int, column: Column, held: Mapping[int, tuple[str, str]]) -> Cell:
    record = line.records.get(year)
    if record is not None and record["pk"] in held:
        text, url = held[record["pk"]]
        return Cell("", text, year, url=url)
    place = f"{line.title}, {line.about}, {year}"
    if record is not None:
        text = as_typed(column, record[column.name])
        return Cell(f"c:{record['pk']}", text, year, was=text, place=place)
    is_open = line.first <= year <= line.last
    return Cell(f"n:{year}:{line.key}" if is_open else "", "", year, place=place)


def _fill_in(cells: Mapping[Place, Cell], typed: Typed, saving: Saving | None) -> list[Cell]:
    """Put what was typed back into its cells, with what is wrong with each; those in order."""
    for place, text in typed.texts.items():
        if place in cells and cells[place].name:
            cells[place].text = text
    for at, problem in _problems(typed, saving):
        of = typed.places[at]
        if of in cells:
            cells[of].problem = problem
    return [cell for cell in cells.values() if cell.problem]


def _problems(typed: Typed, saving: Saving | None) -> Iterator[tuple[int, str]]:
    if saving is None:
        return
    plan = saving.plan
    by_pk = {row.pk: at for at, row in enumerate(typed.rows) if row.pk is not None}
    for flaw in plan.flaws:
        yield flaw.at, said(flaw.issue)
    for conflict in plan.conflicts:
        if conflict.record[1] in by_pk:
            yield by_pk[conflict.record[1]], conflict_note(conflict)
