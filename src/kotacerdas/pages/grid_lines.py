"""The lines of a grid: what belongs to one indicator, source of money or item, year by year."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from kotacerdas.core.words import words
from kotacerdas.pages.plan_kinds import PlanKind
from kotacerdas.plan.models import Budget, Capacity, Indicator, Programme, Target
from kotacerdas.records.models import Region

LINES_A_PAGE = 100
_NO_SOURCE = "apbd"  # what a programme without any budget is offered


@dataclass
class Line:
    """What is the same in all its records; `texts` is that as somebody would type it.

    `records` are the primary key and all measures of each year, `first` and `last` the years that
    may be filled.
    """

    key: str
    title: str
    about: str
    texts: Mapping[str, str]
    first: int
    last: int
    records: dict[int, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """Which lines: of an agency or a programme, by primary key, or with a text in their name."""

    agency: int | None = None
    programme: int | None = None
    text: str = ""


Lines = tuple[list[Line], Page[Any]]


def lines_of(region: Region, kind: PlanKind, wanted: Wanted, page: str | None) -> Lines:
    """The lines of a page, in a fixed number of queries."""
    return _READERS[kind.sheet](region, kind, wanted, page)


def years_of(lines: Iterable[Line]) -> list[int]:
    """The years that some line has, or may have."""
    ends = [(min([one.first, *one.records]), max([one.last, *one.records])) for one in lines]
    if not ends:
        return []
    return list(range(min(first for first, _ in ends), max(last for _, last in ends) + 1))


def _targets(region: Region, kind: PlanKind, wanted: Wanted, number: str | None) -> Lines:
    """A line for the whole year, or where an indicator has targets of periods one for each."""
    own = Indicator.objects.filter(region=region, **_filled(wanted, "programme__agency"))
    if wanted.programme is not None:
        own = own.filter(programme=wanted.programme)
    own = _named(own, wanted).select_related("programme").order_by("code", "pk")
    page = Paginator(own, LINES_A_PAGE).get_page(number)
    lines: dict[tuple[int, str], Line] = {}
    rows = _records(Target.objects.filter(indicator__in=list(page)), kind, "indicator", "period")
    periods: dict[int, list[str]] = {}
    for row in rows:
        periods.setdefault(row["indicator"], []).append(row["period"])
    for one in page:
        for period in sorted(set(periods.get(one.pk, [""]))):
            about = f"{one.code} · {one.unit}"
            if period:
                about += f" · {words().term('period', period)}"
            lines[one.pk, period] = Line(
                f"{one.pk}|{period}",
                one.name,
                about,
                {"indicator": one.code, "period": period},
                one.programme.start_year,
                min(one.programme.end_year, one.last_year or one.programme.end_year),
            )
    for row in rows:
        lines[row["indicator"], row["period"]].records[row["year"]] = row
    return list(lines.values()), page


def _budget(region: Region, kind: PlanKind, wanted: Wanted, number: str | None) -> Lines:
    """A line for each source of money of a programme."""
    own = Programme.objects.filter(region=region, **_filled(wanted, "agency"))
    if wanted.programme is not None:
        own = own.filter(pk=wanted.programme)
    page = Paginator(_named(own, wanted).order_by("code", "pk"), LINES_A_PAGE).get_page(number)
    rows = _records(Budget.objects.filter(programme__in=list(page)), kind, "programme", "source")
    sources: dict[int, list[str]] = {}
    for row in rows:
        sources.setdefault(row["programme"], []).append(row["source"])
    lines = {
        (one.pk, source): Line(
            f"{one.pk}|{source}",
            one.name,
            f"{one.code} · {words().term('source', source)}",
            {"programme": one.code, "source": source},
            one.start_year,
            one.end_year,
        )
        for one in page
        for source in sorted(set(sources.get(one.pk, [_NO_SOURCE])))
    }
    for row in rows:
        lines[row["programme"], row["source"]].records[row["year"]] = row
    return list(lines.values()), page


def _capacity(region: Region, kind: PlanKind, wanted: Wanted, number: str | None) -> Lines:
    """A line for each item; a year after the last can be added."""
    own = Capacity.objects.filter(region=region, **_filled(wanted, "agency"))
    if wanted.text:
        own = own.filter(Q(code__icontains=wanted.text) | Q(item__icontains=wanted.text))
    codes = own.order_by("code").values_list("code", flat=True).distinct()
    page = Paginator(codes, LINES_A_PAGE).get_page(number)
    fixed = ("code", "kind", "item", "agency__code", "unit")
    rows = _records(own.filter(code__in=list(page)), kind, *fixed)
    lines: dict[str, Line] = {}
    for row in rows:
        texts = {name.removesuffix("__code"): row[name] or "" for name in fixed}
        about = f"{row['code']} · {row['unit']}"
        line = lines.setdefault(
            row["code"], Line(row["code"], row["item"], about, texts, row["year"], row["year"])
        )
        line.records[row["year"]] = row
        line.texts, line.last = texts, row["year"] + 1
    return list(lines.values()), page


def _filled(wanted: Wanted, path: str) -> dict[str, int]:
    return {} if wanted.agency is None else {path: wanted.agency}


def _named(own: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    if not wanted.text:
        return own
    return own.filter(Q(code__icontains=wanted.text) | Q(name__icontains=wanted.text))


def _records(own: QuerySet[Any], kind: PlanKind, *names: str) -> list[dict[str, Any]]:
    return list(own.order_by("year", "pk").values("pk", "year", *names, *kind.measures))


_READERS: dict[str, Callable[[Region, PlanKind, Wanted, str | None], Lines]] = {
    "Targets": _targets,
    "Budget": _budget,
    "Capacity": _capacity,
}
