"""Year against year, run against run: which numbers changed, and because of which rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.charts.slopes import Line, slopes
from kotacerdas.charts.theme import Theme
from kotacerdas.core.formats import percent
from kotacerdas.core.words import language
from kotacerdas.documents import over_time
from kotacerdas.documents.facts import Facts
from kotacerdas.figures.comparison import (
    ChangedNumber,
    ChangedRow,
    changed_numbers,
    changed_rows,
)
from kotacerdas.pages.drawing import Drawing, drawing_page
from kotacerdas.pages.naming import is_later, number_name, number_value
from kotacerdas.pages.years import CERTAIN_RUN, YearPage, facts_of, of_year, run_gone
from kotacerdas.scorecards.display import field_display, row_name
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import (
    contents_of,
    decisions_on,
    dropped_run,
    newest_run,
    runs_with,
)
from kotacerdas.scoring.years import Decided
from kotacerdas.wording.numbers import change


@of_year
def years(request: HttpRequest, page: YearPage, other: int) -> HttpResponse:
    run = newest_run(page.here.region, other, page.basis)
    if run is None:
        raise Http404
    before = facts_of(run, language(), page.decided)
    known = {figure.code: figure for figure in before.dimensions}
    pairs = [(new, known[new.code]) for new in page.facts.dimensions if new.code in known]
    return render(
        request,
        "pages/years.html",
        {
            "page": page,
            "other": other,
            "other_run": run,
            "pairs": [(page.facts.overall, before.overall), *pairs],
            "are_complete": page.facts.is_complete and before.is_complete,
            "running_year": other if page.facts.is_complete else page.year,
            "moved": _moved(page.facts, before),
            "headline": over_time.slopes(*_slopes(page.facts, before), page.facts.say),
            "chart": page.link("slopes", other),
        },
    )


@of_year
def slopes_chart(request: HttpRequest, page: YearPage, other: int) -> HttpResponse:
    """The dimensions' achievement in two years, of those that have one in both."""
    run = newest_run(page.here.region, other, page.basis)
    if run is None:
        raise Http404
    facts, say = page.facts, page.facts.say
    rows, years = _slopes(facts, facts_of(run, language(), page.decided))
    drawing = Drawing(
        "slopes",
        over_time.slopes(rows, years, say),
        (say("label.dimension"), *map(str, years), say("label.change")),
        [
            (
                one.name,
                percent(one.before_pct),
                percent(one.now_pct),
                change(one.change_points, 1, facts.language),
            )
            for one in rows
        ],
        lambda theme: slopes(_lines(facts, rows, theme), years, facts.language, theme),
    )
    return drawing_page(request, page, drawing)


def _slopes(one: Facts, other: Facts) -> tuple[list[over_time.Slope], tuple[int, int]]:
    """The dimensions of both, and the years in their order; none unless both are complete."""
    before, now = sorted((one, other), key=lambda facts: facts.year)
    known = {figure.code: figure.achievement_pct for figure in before.dimensions}
    rows = [
        over_time.Slope(figure.code, figure.name, before_pct, figure.achievement_pct)
        for figure in now.dimensions
        if (before_pct := known.get(figure.code)) is not None
        and figure.achievement_pct is not None
        and before.is_complete
        and now.is_complete
    ]
    return rows, (before.year, now.year)


def _lines(facts: Facts, rows: Sequence[over_time.Slope], theme: Theme) -> list[Line]:
    colours = {one.code: one.colour(theme.name) for one in facts.scorecard.framework.dimensions}
    return [
        Line(one.name, colours.get(one.code, theme.muted), one.before_pct, one.now_pct)
        for one in rows
    ]


def _moved(now: Facts, before: Facts) -> list[dict[str, Any]]:
    """The programmes of both years whose status is another one."""
    known = {row["code"]: row["status"] for row in before.programmes}
    return [
        row | {"was": known[row["code"]]}
        for row in now.programmes
        if row["code"] in known and known[row["code"]] != row["status"]
    ]


@in_region(Right.READ)
def compare_runs(request: HttpRequest, here: Here, one: int, other: int) -> HttpResponseBase:
    known = runs_with(here.region, one, other)
    if not {one, other} <= known.keys():
        dropped = dropped_run(here.region, one, other)
        if dropped is None:
            raise Http404
        return run_gone(request, here, dropped)
    new, old = known[one], known[other]
    decided = decisions_on(here.region).decided
    return render(
        request,
        "pages/compare_runs.html",
        {
            "here": here,
            "new": new,
            "old": old,
            "numbers": _named_numbers(old, new, decided),
            "rows": [
                _named_row(row)
                for row in changed_rows(contents_of(old).trace, contents_of(new).trace)
            ],
        },
    )


@dataclass(frozen=True)
class NumberView:
    """A number that changed, and where the run explains it that knows it best."""

    change: ChangedNumber
    name: str
    url: str
    before: str
    after: str


def _named_numbers(old: Run, new: Run, decided: Decided) -> list[NumberView]:
    before, after = contents_of(old), contents_of(new)
    changes = changed_numbers(before.numbers, after.numbers, before.identities, after.identities)
    facts = {run: facts_of(run, language(), decided) for run in (new, old)}
    named_by = [(change, new if change.is_there else old) for change in changes]
    return [
        _number_view(change, run, facts[run])
        for change, run in named_by
        if not is_later(facts[new], change.number)
    ]


def _number_view(change: ChangedNumber, run: Run, facts: Facts) -> NumberView:
    """`run` is the one that names the number."""
    address = reverse("pages:number", args=[run.region.code, run.year, str(change.number)])
    return NumberView(
        change,
        number_name(facts, change.number),
        f"{address}?{CERTAIN_RUN}={run.pk}",
        number_value(facts, change.number, change.before),
        number_value(facts, change.number, change.after),
    )


def _named_row(row: ChangedRow) -> tuple[str, list[tuple[str, str, str]]]:
    """The row's name, and field, before and after of each field that differs."""
    fields = [
        (
            *field_display(row.sheet, name, row.before[name]),
            field_display(row.sheet, name, row.after[name])[1],
        )
        for name in row.after
    ]
    return row_name(row.sheet, row.values), fields
