"""The overview of a region's year, and its lists: dimensions, programmes, agencies, innovations."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.rights import Right
from kotacerdas.core.words import words
from kotacerdas.documents.attention import matters
from kotacerdas.documents.facts import Facts, Figure, Row
from kotacerdas.evaluation.waiting import Standing, standing_of
from kotacerdas.figures.number import sub_dimension
from kotacerdas.pages.lists import cells
from kotacerdas.pages.lists.innovations import minimum_of
from kotacerdas.pages.lists.pages import list_page
from kotacerdas.pages.lists.programmes import programme_table
from kotacerdas.pages.moved import not_of_the_result
from kotacerdas.pages.results import published_line
from kotacerdas.pages.urgency import URGENCY, by_urgency
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.wording.numbers import number, percent

SHOWN_SOURCES = 5
MOST_MARKS = 40  # of a row; more become segments of a bar


@of_year
def overview(request: HttpRequest, page: YearPage) -> HttpResponse:
    facts = page.facts
    context = {
        "page": page,
        "matters": [(one, where(page, one.key)) for one in matters(facts)],
        "sources": money_rows(facts),
        "trend": trend(facts),
        "squares": _squares(page),
        "published_line": published_line(page),
        "standing": _standing(page),
    }
    if not facts.is_complete:
        context |= _running(page)
    return render(request, "pages/overview.html", context)


def _standing(page: YearPage) -> Standing | None:
    """How far the running evaluation is, for who reads what agencies send in."""
    if Right.REPORTS not in page.here.rights or page.is_certain:
        return None
    return standing_of(page.here.region, timezone.localdate())


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
            (status, count, where(page, status))
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


def where(page: YearPage, key: str) -> str:
    """The address of what an open matter is about."""
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
    programmes = [one for one in page.facts.programmes if one["dimension"] == code]
    parts: dict[str, list[Row]] = {}
    for one in programmes:
        parts.setdefault(one["sub_dimension"], []).append(one)
    more = {
        "figure": figure,
        "kind": "dimensions",
        "neighbours": _neighbours(page.facts.dimensions, code),
        "sub_dimensions": [
            (
                sub_dimension(code, sub.code),
                sub,
                cells.marks(parts.get(sub.code, ()), cells.Links(page)),
            )
            for sub in page.facts.sub_dimensions
            if sub.dimension == code
        ],
    }
    table = programme_table(request, page, programmes)
    return list_page(request, page, table, "pages/dimension.html", more)


def _neighbours(figures: list[Figure], code: str) -> tuple[Figure | None, Figure | None]:
    """The ones before and after it, as the edition orders them."""
    at = [one.code for one in figures].index(code)
    before, after = figures[:at][-1:], figures[at + 1 :][:1]
    return next(iter(before), None), next(iter(after), None)


def _one(figures: list[Figure], code: str) -> Figure | None:
    return next((one for one in figures if one.code == code), None)


@of_year
def agency(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    figure = _one(page.facts.agencies, code)
    if figure is None:
        return not_of_the_result(request, page, "agencies", code)
    card = page.facts.scorecard
    innovations = card.innovations.filter(agency=code).to_dicts()
    [boxes], deadline, is_over = minimum_of(page, code, today=timezone.localdate())
    return render(
        request,
        "pages/agency.html",
        {
            "page": page,
            "figure": figure,
            "record": card.agencies.filter(code=code).row(0, named=True),
            "kind": "agencies",
            "boxes": boxes,
            "deadline": deadline,
            "is_over": is_over,
            "programmes": by_urgency([p for p in page.facts.programmes if p["agency"] == code]),
            "innovations": innovations,
        },
    )
