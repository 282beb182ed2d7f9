"""Search over everything of a region."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.accounts.selectors import appointments_of, held_at
from kotacerdas.core.words import words
from kotacerdas.plan.models import (
    Capacity,
    Indicator,
    Innovation,
    Mission,
    Programme,
    Regulation,
)
from kotacerdas.records.identity import had_code_like
from kotacerdas.records.models import Agency, Region
from kotacerdas.scorecards.selectors import default_year

MOST_HITS = 20
# Nobody looks for more, and a database refuses a question that is too long.
LONGEST, MOST_WORDS = 200, 10


@in_region(Right.READ)
def search(request: HttpRequest, here: Here) -> HttpResponseBase:
    query = request.GET.get("q", "")[:LONGEST].strip()
    year = default_year(here.region)
    results = _results(here, query, year) if query and year is not None else []
    template = "pages/search_results.html" if request.htmx else "pages/search.html"  # type: ignore[attr-defined]
    return render(request, template, {"query": query, "results": results, "here": here})


@dataclass(frozen=True)
class Hit:
    """What was searched for: its name, what stands beside it, and where it opens."""

    name: str
    detail: str
    url: str


def _results(here: Here, query: str, year: int) -> list[tuple[str, list[Hit]]]:
    """By kind: the records whose code or name has every word of the query, as pages of a year."""
    region, code = here.region, here.region.code

    def hit(view: str, record: Any, of: int, name: str) -> Hit:
        url = reverse(f"pages:{view}", args=[code, of, record.code])
        return Hit(name, f"{record.code} · {of}", url)

    programmes = _matching(region, Programme, query)
    indicators = _matching(region, Indicator, query).select_related("programme")
    groups = [
        ("programme", [hit("programme", one, _within(one, year), one.name) for one in programmes]),
        (
            "indicator",
            [hit("indicator", one, _within(one.programme, year), one.name) for one in indicators],
        ),
        (
            "agency",
            [hit("agency", one, year, one.name) for one in _matching(region, Agency, query)],
        ),
        (
            "innovation",
            [
                hit("innovation", one, one.year, one.name)
                for one in _matching(region, Innovation, query)
            ],
        ),
        (
            "mission",
            [
                hit("mission", one, year, one.text)
                for one in _matching(region, Mission, query, "text")
            ],
        ),
        (
            "regulation",
            [
                hit("regulation", one, year, one.title)
                for one in _matching(region, Regulation, query, "title")
            ],
        ),
        ("capacity", _capacity(region, query)),
        ("person", _people(here, query)),
    ]
    return [(kind, hits) for kind, hits in groups if hits]


def _matching(
    region: Region, model: type[Model], query: str, name: str = "name", *then: str
) -> QuerySet[Any]:
    wanted = Q()
    for word in query.split()[:MOST_WORDS]:
        is_named = Q(**{f"{name}__icontains": word}) | Q(code__icontains=word)
        wanted &= is_named | had_code_like(region, model, word)
    records: QuerySet[Any] = model._default_manager.filter(wanted, region=region)
    return records.order_by(name, *then)[:MOST_HITS]


def _capacity(region: Region, query: str) -> list[Hit]:
    """Each item once, in the last of its years."""
    latest: dict[str, Capacity] = {}
    for one in _matching(region, Capacity, query, "item", "-year"):
        latest.setdefault(one.code, one)
    return [
        Hit(
            one.item,
            f"{one.code} · {one.year}",
            reverse("pages:capacity-item", args=[region.code, one.year, one.code]),
        )
        for one in latest.values()
    ]


def _people(here: Here, query: str) -> list[Hit]:
    """Who holds a role in the region today, by name; each opens the table of people."""
    wanted = Q()
    for word in query.split()[:MOST_WORDS]:
        wanted &= Q(user__name__icontains=word)
    held = appointments_of(here.region).filter(held_at(timezone.now()), wanted)
    people = reverse("accounts:people", args=[here.region.code])
    return [
        Hit(str(one.user), words().term("role", one.role), f"{people}?{urlencode({'q': one.user})}")
        for one in held.order_by("user__name")[:MOST_HITS]
    ]


def _within(programme: Programme, year: int) -> int:
    """The year, or the one nearest to it in which the programme is planned."""
    return min(max(year, programme.start_year), programme.end_year)
