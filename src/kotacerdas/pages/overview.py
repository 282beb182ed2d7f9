"""The overview of a region's year, and its lists: dimensions, programmes, agencies, innovations."""

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import quote

from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kotacerdas.core.words import words
from kotacerdas.documents.attention import matters
from kotacerdas.documents.facts import Facts, Figure, Row
from kotacerdas.figures.number import sub_dimension
from kotacerdas.pages.moved import not_of_the_result
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.wording.matching import normalised
from kotacerdas.wording.numbers import number, percent

SHOWN_SOURCES = 5
# What needs somebody first.
URGENCY = ("not_realised", "behind", "not_reported", "on_track", "not_due", "realised")
MOST_MARKS = 40  # of a row; more become segments of a bar


@of_year
def overview(request: HttpRequest, page: YearPage) -> HttpResponse:
    facts = page.facts
    context = {
        "page": page,
        "matters": [(one, _where(page, one.key)) for one in matters(facts)],
        "sources": money_rows(facts),
        "trend": trend(facts),
        "squares": _squares(page),
    }
    if not facts.is_complete:
        context |= _running(page)
    return render(request, "pages/overview.html", context)


def _running(page: YearPage) -> dict[str, Any]:
    """What is said of a year that is not complete, in place of its achievement."""
    facts, overall = page.facts, page.facts.overall
    by_dimension: dict[str, list[Row]] = {figure.code: [] for figure in facts.dimensions}
    for row in facts.programmes:
        by_dimension[row["dimension"]].append(row)
    order = facts.statuses.index
    return {
        "overall": overall,
        "until": _until(page),
        "until_words": page.until_words if overall.reported else "",
        "last_year": _last_year(page),
        "first_deadline": _first_deadline(page),
        "most_marks": MOST_MARKS,
        "dimensions": [
            (
                figure,
                sorted(by_dimension[figure.code], key=lambda row: order(row["status"])),
                segments(facts, figure),
            )
            for figure in facts.dimensions
        ],
        "legend": [
            (status, count, _where(page, status))
            for status in facts.statuses
            if (count := overall.counts[status])
        ],
        "money_rows": _budget_rows_reported(facts),
    }


def _until(page: YearPage) -> str:
    """`Triwulan I dari IV`."""
    part = page.facts.reported_period
    name = words().term("period", part or "tahun")
    if not part:
        return name
    return words()(f"overview.part_of_{part[0]}", period=name, number=int(part[1:]))


def _last_year(page: YearPage) -> str:
    """`Triwulan I 2022: 38 dari 49.`; empty where nothing was reported by then."""
    counts = page.facts.scorecard.last_year_to_date
    if counts is None:
        return ""
    return words()(
        "overview.last_year",
        period=words().term("period", page.facts.reported_period or "tahun"),
        year=page.year - 1,
        as_planned=number(counts[0], 0, page.facts.language),
        reported=number(counts[1], 0, page.facts.language),
    )


def _first_deadline(page: YearPage) -> date | None:
    """When the first report of the year is due; None where no period was opened."""
    if page.year not in page.decided.asked or page.facts.overall.reported:
        return None
    deadline: date | None = page.here.region.windows.filter(year=page.year).aggregate(
        first=Min("deadline")
    )["first"]
    return deadline


def _budget_rows_reported(facts: Facts) -> tuple[int, int] | None:
    """Of how many rows of the budget it is known what was spent."""
    total = facts.scorecard.budget.height
    return (total - facts.money.not_reported, total) if facts.money else None


def segments(facts: Facts, figure: Figure) -> list[dict[str, Any]]:
    """A figure's programmes by status, as parts of a bar in percent with a gap between them."""
    parts, begin = [], 0.0
    for status in facts.statuses:
        if count := figure.counts[status]:
            width = 100 * count / figure.planned
            label = f"{count} {words().term('status', status)}"
            parts.append({"status": status, "label": label, "x": begin, "width": width - 0.6})
            begin += width
    return parts


def _where(page: YearPage, key: str) -> str:
    """Where an open matter is told of in full."""
    if key in URGENCY:
        return page.link("programmes", status=key)
    return page.link({"innovations": "agencies", "budget": "money"}.get(key, "legal"))


def _squares(page: YearPage) -> list[tuple[str, int, str, str]]:
    """Each agency's code, innovations and address, and how its square looks.

    To look up the address of each would take long.
    """
    agencies = reverse("pages:agencies", args=[page.here.region.code, page.year])
    counts = page.facts.innovations_by_agency.items()
    return [
        (code, count, f"{agencies}{quote(code)}/{page.q}", _square(page.facts, count))
        for code, count in counts
    ]


def _square(facts: Facts, count: int) -> str:
    """Nobody is short of the minimum while the year runs."""
    if count >= facts.minimum:
        return ""
    if facts.is_complete:
        return "short"
    return "some" if count else "none"


def money_rows(facts: Facts) -> list[dict[str, Any]]:
    """The sources of funds with where their part of the bar begins and how long it is."""
    whole = facts.money.ceiling if facts.money else 0
    rows, begin = [], 0.0
    for at, (source, part) in enumerate(facts.sources.items(), 1):
        share = 100 * (part.realised or 0) / whole if whole else 0
        rows.append({"source": source, "money": part, "x": begin, "width": share, "at": at})
        begin += share
    return rows


def trend(facts: Facts) -> dict[str, Any]:
    """The complete years as `points` of a line of 240 by 96, 0 to 100 % upwards.

    A year that is not complete is the `open` point after them, at all planned programmes. The
    `label` says the points in words.
    """
    years = facts.years
    steps = len(years) - facts.is_complete
    step = 220 / max(steps, 1)

    def point(at: int, pct: float) -> dict[str, float]:
        y = round(76 - 0.58 * pct, 1)
        return {"x": round(10 + at * step, 1), "y": y, "above": y - 8, "below": y + 15}

    points = [
        row | point(at, row["achievement_pct"]) | {"anchor": "middle"}
        for at, row in enumerate(years)
    ]
    if points:
        points[0]["anchor"] = "start"
    label = "; ".join(
        f"{row['year']} {percent(row['achievement_pct'], facts.language)}" for row in years
    )
    if facts.is_complete:
        if points:
            points[-1]["anchor"] = "end"
        return {"points": points, "open": None, "label": label}
    open_point = {"year": facts.year} | point(len(years), 100)
    return {"points": points, "open": open_point, "label": label}


@of_year
def dimension(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    figure = _one(page.facts.dimensions, code)
    if figure is None:
        raise Http404
    return render(
        request,
        "pages/dimension.html",
        {
            "page": page,
            "figure": figure,
            "kind": "dimensions",
            "sub_dimensions": [
                (sub_dimension(code, sub.code), sub)
                for sub in page.facts.sub_dimensions
                if sub.dimension == code
            ],
            "programmes": _sorted([p for p in page.facts.programmes if p["dimension"] == code]),
        },
    )


def _one(figures: list[Figure], code: str) -> Figure | None:
    return next((one for one in figures if one.code == code), None)


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
        "pages/programmes.html",
        {"page": page, "rows": _sorted(rows), "asked": asked, "query": query},
    )


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What needs somebody first."""
    return sorted(rows, key=lambda row: URGENCY.index(row["status"]))


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
    return render(request, "pages/agencies.html", {"page": page, "rows": rows})


def _need(figure: Figure) -> tuple[bool, float, int]:
    """The lowest achievement first, or what is behind and missing; nothing planned last."""
    value = figure.achievement_pct
    return not figure.planned, -figure.behind if value is None else value, -figure.not_reported


@of_year
def agency(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    figure = _one(page.facts.agencies, code)
    if figure is None:
        return not_of_the_result(request, page, "agencies", code)
    card = page.facts.scorecard
    innovations = card.innovations.filter(agency=code).to_dicts()
    return render(
        request,
        "pages/agency.html",
        {
            "page": page,
            "figure": figure,
            "record": card.agencies.filter(code=code).row(0, named=True),
            "kind": "agencies",
            "count": page.facts.innovations_by_agency[code],
            "programmes": _sorted([p for p in page.facts.programmes if p["agency"] == code]),
            "innovations": innovations,
        },
    )


@of_year
def innovations(request: HttpRequest, page: YearPage) -> HttpResponse:
    rows = page.facts.scorecard.innovations.sort("agency_name", "name").to_dicts()
    return render(request, "pages/innovations.html", {"page": page, "rows": rows})


@of_year
def money(request: HttpRequest, page: YearPage) -> HttpResponse:
    names = {row["code"]: row["name"] for row in page.facts.programmes}
    rows = [row | {"name": names[row["programme"]]} for row in _budget_rows(page)]
    return render(
        request,
        "pages/money.html",
        {"page": page, "rows": rows, "sources": money_rows(page.facts)},
    )


def _budget_rows(page: YearPage) -> list[dict[str, Any]]:
    return page.facts.scorecard.budget.to_dicts()


@of_year
def legal(request: HttpRequest, page: YearPage) -> HttpResponse:
    """Missions and regulations, and how many of the year's programmes rest on each."""
    card = page.facts.scorecard
    lapsing = {row["code"] for row in page.facts.lapsing_regulations}
    return render(
        request,
        "pages/legal.html",
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
    programmes = Counter(code for row in page.facts.programmes for code in row[name] or ())
    return [row | {"programmes": programmes[row["code"]]} for row in rows]
