"""One mission, regulation or innovation of a year: what is known of it, and its programmes."""

from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.pages.urgency import by_urgency
from kotacerdas.pages.years import YearPage, of_year

Row = dict[str, Any]


@of_year
def mission(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    row = _one(page.facts.scorecard.missions, code)
    return _page(request, page, "mission", row, _naming(page, "missions", code))


@of_year
def regulation(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    row = _one(page.facts.scorecard.regulations, code)
    row["is_lapsing"] = code in {one["code"] for one in page.facts.lapsing_regulations}
    return _page(request, page, "regulation", row, _naming(page, "regulations", code))


@of_year
def innovation(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    row = _one(page.facts.scorecard.innovations, code)
    programmes = [one for one in page.facts.programmes if one["code"] == row["programme"]]
    return _page(request, page, "innovation", row, programmes)


def _one(frame: pl.DataFrame, code: str) -> Row:
    """Raises Http404: the page's result has none with the code."""
    rows = frame.filter(code=code).to_dicts()
    if not rows:
        raise Http404
    return rows[0]


def _naming(page: YearPage, field: str, code: str) -> list[Row]:
    """The year's programmes that name the record in the field."""
    return [row for row in page.facts.programmes if code in (row[field] or ())]


def _page(
    request: HttpRequest, page: YearPage, kind: str, row: Row, programmes: list[Row]
) -> HttpResponse:
    context = {"page": page, "row": row, "rows": by_urgency(programmes)}
    return render(request, f"pages/{kind}.html", context)
