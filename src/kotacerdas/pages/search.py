"""Search over everything of a region."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, IntegerField, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
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
from kotacerdas.scorecards.selectors import default_year, newest_by_year
from kotacerdas.scoring.question import Basis

Span = list[Any]  # the first and the last year of a row, or None for every year
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


@dataclass(frozen=True)
class Kind:
    """What is searched for: `name` is the field with its name, `years` those between which its
    page is, none where every year has one; `view` shows it.
    """

    word: str
    model: type[Model]
    name: str = "name"
    years: tuple[str, str] | None = None
    view: str = ""


KINDS = (
    Kind("programme", Programme, years=("start_year", "end_year")),
    Kind("indicator", Indicator, years=("programme__start_year", "programme__end_year")),
    Kind("agency", Agency),
    Kind("innovation", Innovation, years=("year", "year")),
    Kind("mission", Mission, "text"),
    Kind("regulation", Regulation, "title"),
    Kind("capacity", Capacity, "item", ("year", "year"), "capacity-item"),
)


def _results(here: Here, query: str, year: int) -> list[tuple[str, list[Hit]]]:
    """By kind: the records whose code or name has every word of the query, as pages of a year."""
    years = newest_by_year(here.region, Basis.REPORTED)
    rows = QuerySet.union(*(_matching(here.region, kind, query) for kind in KINDS), all=True)
    by_kind: dict[str, dict[str, tuple[str, list[Span]]]] = {kind.word: {} for kind in KINDS}
    for word, code, name, *span in rows:  # an item of capacity has a row for each year
        by_kind[word].setdefault(code, (name, []))[1].append(span)

    def year_of(spans: list[Span]) -> int:
        return max(year if a is None else _nearest(years, year, a, b) for a, b in spans)

    groups = [(kind.word, _hits(here, kind, by_kind[kind.word], year_of)) for kind in KINDS]
    groups.append(("person", _people(here, query)))
    return [(word, hits) for word, hits in groups if hits]


def _nearest(years: Iterable[int], year: int, first: int, last: int) -> int:
    """Of the years with a result the one in the span, or next to it, that is nearest to `year`."""
    return min(years, key=lambda one: (max(first - one, one - last, 0), abs(one - year)))


def _hits(
    here: Here,
    kind: Kind,
    found: Mapping[str, tuple[str, list[Span]]],
    year_of: Callable[[list[Span]], int],
) -> list[Hit]:
    """The first by name; `found` are name and years of each code."""
    first = nsmallest(MOST_HITS, found.items(), key=lambda one: one[1][0].casefold())
    view = f"pages:{kind.view or kind.word}"
    return [
        Hit(name, f"{code} · {of}", reverse(view, args=[here.region.code, of, code]))
        for code, (name, spans) in first
        for of in [year_of(spans)]
    ]


def _matching(region: Region, kind: Kind, query: str) -> QuerySet[Any, Any]:
    """Rows of kind, code, name, first and last year."""
    wanted = Q()
    for word in query.split()[:MOST_WORDS]:
        is_named = Q(**{f"{kind.name}__icontains": word}) | Q(code__icontains=word)
        wanted &= is_named | had_code_like(region, kind.model, word)
    records = kind.model._default_manager.filter(wanted, region=region).order_by()
    years = map(F, kind.years) if kind.years else [Value(None, IntegerField())] * 2
    name = Cast(kind.name, TextField())
    return records.values_list(Value(kind.word, TextField()), "code", name, *years)


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
