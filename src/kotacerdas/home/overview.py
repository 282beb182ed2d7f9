"""The overview of a region's year, and its lists: dimensions, programmes, agencies, innovations."""

from collections import Counter
from typing import Any
from urllib.parse import quote

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kotacerdas.documents.attention import matters
from kotacerdas.documents.facts import Facts, Figure
from kotacerdas.home.years import YearPage, of_year
from kotacerdas.wording.matching import normalised

SHOWN_SOURCES = 5
STATUSES = ("not_realised", "not_reported", "realised")


@of_year
def overview(request: HttpRequest, page: YearPage) -> HttpResponse:
    facts = page.facts
    return render(
        request,
        "home/overview.html",
        {
            "page": page,
            "matters": [(one, _where(page, one.key)) for one in matters(facts)],
            "sources": money_rows(facts),
            "history": history_points(facts),
            "squares": _squares(page),
        },
    )


def _where(page: YearPage, key: str) -> str:
    """Where an open matter is told of in full."""
    if key in STATUSES:
        return page.link("programmes") + ("&" if page.q else "?") + f"status={key}"
    return page.link({"innovations": "agencies", "budget": "money"}.get(key, "legal"))


def _squares(page: YearPage) -> list[tuple[str, int, str]]:
    """Each agency's code, innovations and address; to look up the address of each takes long."""
    agencies = reverse("home:agencies", args=[page.here.region.code, page.year])
    counts = page.facts.innovations_by_agency.items()
    return [(code, count, f"{agencies}{quote(code)}/{page.q}") for code, count in counts]


def money_rows(facts: Facts) -> list[dict[str, Any]]:
    """The sources of funds with where their part of the bar begins and how long it is."""
    whole = facts.money.ceiling if facts.money else 0
    rows, begin = [], 0.0
    for at, (source, part) in enumerate(facts.sources.items(), 1):
        share = 100 * (part.realised or 0) / whole if whole else 0
        rows.append({"source": source, "money": part, "x": begin, "width": share, "at": at})
        begin += share
    return rows


def history_points(facts: Facts) -> list[dict[str, Any]]:
    """The years as points of a line of 240 by 60, 0 to 100 % upwards."""
    years = [row for row in facts.years if row["achievement_pct"] is not None]
    step = 220 / max(len(years) - 1, 1)
    return [
        {**row, "x": round(10 + at * step, 1), "y": round(56 - 0.5 * row["achievement_pct"], 1)}
        for at, row in enumerate(years)
    ]


@of_year
def dimension(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    found = [(at, figure) for at, figure in enumerate(page.facts.dimensions) if figure.code == code]
    if not found:
        raise Http404
    at, figure = found[0]
    subs = [sub for sub in page.facts.sub_dimensions if sub.dimension == code]
    return render(
        request,
        "home/dimension.html",
        {
            "page": page,
            "figure": figure,
            "root": f"dimensions/{at}",
            "sub_dimensions": [
                (f"dimensions/{at}/sub_dimensions/{place}/achievement_pct", sub)
                for place, sub in enumerate(subs)
            ],
            "programmes": _sorted([p for p in page.facts.programmes if p["dimension"] == code]),
        },
    )


@of_year
def programmes(request: HttpRequest, page: YearPage) -> HttpResponse:
    """All programmes of the year, filtered by what the address asks for."""
    asked = {name: request.GET.get(name, "") for name in ("status", "dimension", "agency")}
    query = request.GET.get("q", "")
    rows = [
        row
        for row in page.facts.programmes
        if all(not value or row[name] == value for name, value in asked.items())
        and normalised(query) in normalised(f"{row['code']} {row['name']} {row['agency_name']}")
    ]
    return render(
        request,
        "home/programmes.html",
        {"page": page, "rows": _sorted(rows), "asked": asked, "query": query, "statuses": STATUSES},
    )


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What needs somebody first."""
    return sorted(rows, key=lambda row: STATUSES.index(row["status"]))


@of_year
def agencies(request: HttpRequest, page: YearPage) -> HttpResponse:
    counts = page.facts.innovations_by_agency
    programmes: dict[str, list[dict[str, Any]]] = {}
    for row in _sorted(page.facts.programmes)[::-1]:
        programmes.setdefault(row["agency"], []).append(row)
    rows: list[tuple[Figure, list[dict[str, Any]], int]] = [
        (figure, programmes.get(figure.code, []), counts[figure.code])
        for figure in sorted(page.facts.agencies, key=_need)
    ]
    context = {"page": page, "rows": rows, "statuses": STATUSES[::-1]}
    return render(request, "home/agencies.html", context)


def _need(figure: Figure) -> tuple[bool, float]:
    """The lowest achievement first; those without programmes last."""
    value = figure.achievement_pct
    return value is None, value or 0.0


@of_year
def agency(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    found = [(at, figure) for at, figure in enumerate(page.facts.agencies) if figure.code == code]
    if not found:
        raise Http404
    at, figure = found[0]
    innovations = page.facts.scorecard.innovations.filter(agency=code).to_dicts()
    return render(
        request,
        "home/agency.html",
        {
            "page": page,
            "figure": figure,
            "root": f"agencies/{at}",
            "count": page.facts.innovations_by_agency[code],
            "programmes": _sorted([p for p in page.facts.programmes if p["agency"] == code]),
            "innovations": innovations,
        },
    )


@of_year
def innovations(request: HttpRequest, page: YearPage) -> HttpResponse:
    rows = page.facts.scorecard.innovations.sort("agency_name", "name").to_dicts()
    return render(request, "home/innovations.html", {"page": page, "rows": rows})


@of_year
def money(request: HttpRequest, page: YearPage) -> HttpResponse:
    names = {row["code"]: row["name"] for row in page.facts.programmes}
    rows = [row | {"name": names[row["programme"]]} for row in _budget_rows(page)]
    return render(
        request,
        "home/money.html",
        {"page": page, "rows": rows, "sources": money_rows(page.facts)},
    )


def _budget_rows(page: YearPage) -> list[dict[str, Any]]:
    return page.facts.scorecard.budget.filter(pl.col("dimension").is_not_null()).to_dicts()


@of_year
def legal(request: HttpRequest, page: YearPage) -> HttpResponse:
    """Missions and regulations, and how many of the year's programmes rest on each."""
    card = page.facts.scorecard
    lapsing = {row["code"] for row in page.facts.lapsing_regulations}
    return render(
        request,
        "home/legal.html",
        {
            "page": page,
            "missions": _counted(page, "missions", card.missions.to_dicts()),
            "regulations": [
                row | {"is_lapsing": row["code"] in lapsing}
                for row in _counted(page, "regulations", card.regulations.to_dicts())
            ],
        },
    )


def _counted(page: YearPage, name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = Counter(code for row in page.facts.programmes for code in row[name] or ())
    return [row | {"programmes": found[row["code"]]} for row in rows]
