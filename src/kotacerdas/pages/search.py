"""Search over everything of a region."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.plan.models import Indicator, Innovation, Programme
from kotacerdas.records.models import Agency
from kotacerdas.scorecards.selectors import default_year

SHOWN = 20
# Nobody looks for more, and a database refuses a question that is too long.
LONGEST, MOST_WORDS = 200, 10


@in_region(Right.READ)
def search(request: HttpRequest, here: Here) -> HttpResponseBase:
    query = request.GET.get("q", "")[:LONGEST].strip()
    year = default_year(here.region)
    found = _found(here, query, year) if query and year is not None else []
    template = "pages/search_results.html" if request.htmx else "pages/search.html"  # type: ignore[attr-defined]
    return render(request, template, {"query": query, "found": found, "here": here})


def _found(here: Here, query: str, year: int) -> list[tuple[str, list[tuple[object, int]]]]:
    """By kind: the records whose code or name has every word of the query, and a year of each."""
    region = here.region
    programmes = _matching(Programme.objects.filter(region=region), query)
    indicators = _matching(Indicator.objects.filter(region=region), query)
    agencies = _matching(Agency.objects.filter(region=region), query)
    innovations = _matching(Innovation.objects.filter(region=region), query)
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


def _matching(records: QuerySet, query: str) -> QuerySet:  # type: ignore[type-arg]
    wanted = Q()
    for word in query.split()[:MOST_WORDS]:
        wanted &= Q(name__icontains=word) | Q(code__icontains=word)
    return records.filter(wanted).order_by("name")[:SHOWN]


def _within(programme: Programme, year: int) -> int:
    """The year, or the one nearest to it in which the programme is planned."""
    return min(max(year, programme.start_year), programme.end_year)
