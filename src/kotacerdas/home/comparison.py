"""Year against year, run against run: which numbers changed, and because of which rows."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.words import language
from kotacerdas.documents.facts import Facts
from kotacerdas.home.naming import is_later, number_name, number_value
from kotacerdas.home.years import YearPage, facts_of, of_year
from kotacerdas.scorecards.actions import publish_run
from kotacerdas.scorecards.differences import ChangedRow, changed_numbers, changed_rows
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import (
    decided_on,
    newest_run,
    published_runs,
    runs_of,
    trace_of,
)
from kotacerdas.scorecards.shown import row_name, shown_field


@of_year
def years(request: HttpRequest, page: YearPage, other: int) -> HttpResponse:
    run = newest_run(page.here.region, other, page.basis)
    if run is None:
        raise Http404
    before = facts_of(run, language(), page.decided)
    pairs = [(new, old) for new, old in zip(page.facts.dimensions, before.dimensions, strict=True)]
    return render(
        request,
        "home/years.html",
        {
            "page": page,
            "other": other,
            "pairs": [(page.facts.overall, before.overall), *pairs],
            "are_complete": page.facts.is_complete and before.is_complete,
            "running_year": other if page.facts.is_complete else page.year,
            "moved": _moved(page.facts, before),
        },
    )


def _moved(now: Facts, before: Facts) -> list[dict[str, Any]]:
    """The programmes of both years whose status is another one."""
    known = {row["code"]: row["status"] for row in before.programmes}
    return [
        row | {"was": known[row["code"]]}
        for row in now.programmes
        if row["code"] in known and known[row["code"]] != row["status"]
    ]


@of_year
def runs(request: HttpRequest, page: YearPage) -> HttpResponse:
    """All runs of the year, the newest first, and which is published."""
    return render(
        request, "home/runs.html", {"page": page, "runs": runs_of(page.here.region, page.year)}
    )


@in_region(Right.READ)
def compare_runs(request: HttpRequest, here: Here, one: int, other: int) -> HttpResponseBase:
    new, old = (_run(here, pk) for pk in (one, other))
    return render(
        request,
        "home/compare_runs.html",
        {
            "here": here,
            "new": new,
            "old": old,
            "numbers": _named_numbers(old, new),
            "rows": [_named_row(row) for row in changed_rows(trace_of(old.pk), trace_of(new.pk))],
        },
    )


def _named_numbers(old: Run, new: Run) -> list[tuple[str, str, str, str]]:
    """Pointer, name, before and after of each number that changed."""
    decided = decided_on(new.region, published_runs(new.region))
    facts = facts_of(new, language(), decided)
    return [
        (
            pointer := one.pointer.lstrip("/"),
            number_name(facts, pointer),
            number_value(facts, pointer, one.before),
            number_value(facts, pointer, one.after),
        )
        for one in changed_numbers(old.result, new.result)
        if not is_later(facts, one.pointer)
    ]


def _named_row(row: ChangedRow) -> tuple[str, list[tuple[str, str, str]]]:
    """The row's name, and field, before and after of each field that differs."""
    fields = [
        (
            *shown_field(row.sheet, name, row.before[name]),
            shown_field(row.sheet, name, row.after[name])[1],
        )
        for name in row.after
    ]
    return row_name(row.sheet, row.values), fields


@require_POST
@in_region(Right.PUBLISH)
def publish(request: HttpRequest, here: Here, one: int) -> HttpResponseBase:
    run = _run(here, one)
    publish_run(run, here.user, timezone.now())
    return redirect("home:runs", here.region.code, run.year)


def _run(here: Here, pk: int) -> Run:
    return get_object_or_404(Run, region=here.region, pk=pk)
