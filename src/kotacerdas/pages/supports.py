"""One mission, regulation, innovation or item of capacity of a year: all that is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.evidence_view import with_addresses
from kotacerdas.core.words import words
from kotacerdas.innovation.access import original_url, replicating_region
from kotacerdas.innovation.actions.assessing import GRADES
from kotacerdas.innovation.grades import meaning_of
from kotacerdas.innovation.stages import stops
from kotacerdas.pages.bars import share_bar
from kotacerdas.pages.drawing import drawing_page
from kotacerdas.pages.innovation_marks import panel_of
from kotacerdas.pages.over_years import (
    drawing_of,
    headline,
    years_of_capacity,
)
from kotacerdas.pages.plan_kinds import BY_SLUG
from kotacerdas.pages.plan_records import as_edited
from kotacerdas.pages.urgency import by_urgency
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.plan.models import Innovation
from kotacerdas.scorecards.selectors import newest_by_year
from kotacerdas.scoring.measures import CRITERIA, against_target
from kotacerdas.scoring.question import Basis

Row = dict[str, Any]


@dataclass(frozen=True)
class Support:
    """How a kind of them is called: its list, the column of its name, the address of its form."""

    template: str
    list: str
    list_key: str
    name: str
    slug: str


MISSION = Support("mission", "legal", "menu.legal", "text", "misi")
REGULATION = Support("regulation", "legal", "menu.legal", "title", "regulasi")
INNOVATION = Support("innovation", "innovations", "menu.innovations", "name", "inovasi")
CAPACITY = Support("capacity_item", "capacity", "menu.capacity", "item", "kapasitas")


@of_year
def mission(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    row = _one(page.facts.scorecard.missions, code)
    return _page(request, page, MISSION, row, _naming(page, "missions", code))


@of_year
def regulation(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    row = _one(page.facts.scorecard.regulations, code)
    row["is_lapsing"] = code in {one["code"] for one in page.facts.lapsing_regulations}
    return _page(request, page, REGULATION, row, _naming(page, "regulations", code))


@of_year
def innovation(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    row = _one(page.facts.scorecard.innovations, code)
    programmes = [one for one in page.facts.programmes if one["code"] == row["programme"]]
    evidence = with_addresses(page.here, Innovation, {row["row"]: row["evidence"] or ()})
    more = {
        "evidence": evidence[row["row"]],
        "criteria": [_criterion(name, row[name]) for name in CRITERIA],
        "original": original_url(page.here, row["replicates"] or ""),
        "panel": panel_of(page, code, row["row"]),
        "replicating": replicating_region(page.here),
        "stops": stops(row),
    }
    return _page(request, page, INNOVATION, row, programmes, more)


@in_region(Right.READ)
def innovation_in_its_year(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """Lead to an innovation's page in the year in which it counts; to its way while that has none.

    A year has pages once there is a result of it, and an idea may be of a year that has none yet.
    """
    own = get_object_or_404(Innovation, region=here.region, code=code)
    if own.year in newest_by_year(here.region, Basis.REPORTED):
        return redirect("pages:innovation", here.region.code, own.year, code)
    messages.info(request, words()("innovations.no_result_yet", year=own.year))
    return redirect("innovation:way", here.region.code, code)


@of_year
def capacity_item(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    row = against_target(_one(page.facts.scorecard.capacity, code))
    more = {
        "headline": headline(page, years_of_capacity(page, code)),
        "chart": page.link("capacity-chart", code),
    }
    return _page(request, page, CAPACITY, row, [], more)


@of_year
def capacity_chart(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    """Target against value of the item over the years."""
    drawing = drawing_of(page, "capacity", years_of_capacity(page, code))
    return drawing_page(request, page, drawing)


def _criterion(name: str, grade: float | None) -> tuple[str, float | None, SafeString, str]:
    """A criterion, its grade of the most there is, as a bar too, and what that means."""
    share = None if grade is None else 100 * grade / max(GRADES)
    return name, grade, share_bar(share), "" if grade is None else meaning_of(name, grade)


def _one(frame: pl.DataFrame, code: str) -> Row:
    """Raises Http404: the page's result has none with the code."""
    rows = frame.filter(code=code).to_dicts()
    if not rows:
        raise Http404
    return rows[0]


def _naming(page: YearPage, field: str, code: str) -> list[Row]:
    """The year's programmes that name the record in the field."""
    return [row for row in page.facts.programmes if code in (row[field] or ())]


def _page(  # noqa: PLR0913, PLR0917 - all that the page says
    request: HttpRequest,
    page: YearPage,
    kind: Support,
    row: Row,
    programmes: list[Row],
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    row = as_edited(page, BY_SLUG[kind.slug], row)
    context = {
        "page": page,
        "row": row,
        "name": row[kind.name],
        "rows": by_urgency(programmes),
        "list_url": page.link(kind.list),
        "list_key": kind.list_key,
        "slug": kind.slug,
        **(more or {}),
    }
    return render(request, f"pages/{kind.template}.html", context)
