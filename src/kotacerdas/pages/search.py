"""Search over everything of a region."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.plan.models import Indicator, Innovation, Programme
from kotacerdas.records.identity import had_code_like
from kotacerdas.records.models import Agency, Region
from kotacerdas.scorecards.selectors import default_year

SHOWN = 20
# Nobody looks for more, and a database refuses a question that is too long.
LONGEST, MOST_WORDS = 200, 10


@in_region(Right.READ)
def search(request: HttpRequest, here: Here) -> HttpResponseBase:
    query = request.GET.get("q", "")[:LONGEST].strip()
    year = default_year(here.region)
    results = _results(here, query, year) if query and year is not None else []
    template = "pages/search_results.html" if request.htmx else "pages/search.html"  # type: ignore[attr-defined]
    return render(request, template, {"query": query, "results": results, "here": here})


def _results(here: Here, query: str, year: int) -> list[tuple[str, list[tuple[object, int]]]]:
    """By kind: the records whose code or name has every word of the query, and a year of each."""
    region = here.region
    programmes = _matching(region, Programme, query)
    indicators = _matching(region, Indicator, query)
    agencies = _matching(region, Agency, query)
    innovations = _matching(region, Innovation, query)
    groups: list[tuple[str, list[tuple[object, int]]]] = [
        ("programme", [(one, _within(one, year)) for one in programmes]),
        (
            "indicator",
            [(one, _within(one.programme, year)) for one in indicators.select_related("programme")],
        ),
        ("agency", [(one, year) for one in agencies]),
        ("innovation", [(one, one.year) for one in innovations]),
    ]
    return [(kind, rows) for kind, rows in groups if rows]


def _matching(region: Region, model: type[Model], query: str) -> QuerySet[Any]:
    wanted = Q()
    for word in query.split()[:MOST_WORDS]:
        is_named = Q(name__icontains=word) | Q(code__icontains=word)
        wanted &= is_named | had_code_like(region, model, word)
    records: QuerySet[Any] = model._default_manager.filter(wanted, region=region)
    return records.order_by("name")[:SHOWN]


def _within(programme: Programme, year: int) -> int:
    """The year, or the one nearest to it in which the programme is planned."""
    return min(max(year, programme.start_year), programme.end_year)
