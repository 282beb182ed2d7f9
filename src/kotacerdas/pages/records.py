"""One programme or one indicator of a year, with its years before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.casework.evidence_view import with_addresses
from kotacerdas.charts.sub_dimensions import sub_dimension_names
from kotacerdas.core.words import language
from kotacerdas.pages.drawing import drawing_page
from kotacerdas.pages.moved import not_of_the_result
from kotacerdas.pages.over_years import (
    Cards,
    cards_by_year,
    drawing_of,
    headline,
    years_of_indicator,
    years_of_indicators,
)
from kotacerdas.pages.plan_kinds import BY_SLUG
from kotacerdas.pages.plan_records import as_edited
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.plan.models import Realisation
from kotacerdas.reporting.selectors import public_evidence
from kotacerdas.scoring.scorecard import Scorecard


@of_year
def programme(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    card = page.facts.scorecard
    row = _one(card.displayed_programmes.filter(code=code).to_dicts())
    if row is None:
        return not_of_the_result(request, page, "programmes", code)
    if _is_of_a_report(row):
        pieces = _public_evidence(page, case__programme=row["row"])
        row["evidence"] = pieces.get(_report_of(page, row))
    row = as_edited(page, BY_SLUG["program"], row)
    sub = row["sub_dimension"] or ""
    known = {mission["code"]: mission for mission in card.missions.to_dicts()}
    laws = {law["code"]: law for law in card.regulations.to_dicts()}
    cards, indicators = cards_by_year(page), card.indicators.filter(programme=code).to_dicts()
    return render(
        request,
        "pages/programme.html",
        {
            "page": page,
            "row": row,
            "sub_dimension": sub_dimension_names(card.framework, language()).get(sub, sub),
            "agency_name": page.facts.agency_names.get(row["agency"], row["agency"]),
            "asks_reason": _asks_reason(page, row),
            "evidence": _evidence(page, row),
            "missions": [known[one] for one in row["missions"] or () if one in known],
            "regulations": [laws[one] for one in row["regulations"] or () if one in laws],
            "indicators": indicators,
            "multiples": _multiples(page, cards, indicators),
            "budget": card.budget.filter(programme=code).to_dicts(),
            "years": _programme_years(cards, code),
        },
    )


def _asks_reason(page: YearPage, row: dict[str, Any]) -> bool:
    """Whether it is not as planned, or its report gives a reason anyway."""
    late = {"not_realised", "behind"} | ({"not_reported"} if page.facts.is_complete else set())
    return row["status"] in late or bool(row["note"])


def _evidence(page: YearPage, row: dict[str, Any]) -> list[tuple[str, str]]:
    """By name and address; the row of a workbook has files, a report what the public may see."""
    record, names = row["report_row"] or 0, row["evidence"] or ()
    return with_addresses(page.here, Realisation, {record: names})[record]


def with_evidence(page: YearPage) -> Scorecard:
    """The page's scorecard, where a report decides with the evidence that the public may see now.

    A result keeps no evidence: a piece that is closed must be closed in old results too.
    """
    card = page.facts.scorecard
    pieces = _public_evidence(page)
    rows = card.programmes.select("row", "reported_period", "report_row", "evidence")
    evidence = [
        pieces.get(_report_of(page, row)) if _is_of_a_report(row) else row["evidence"]
        for row in rows.iter_rows(named=True)
    ]
    column = pl.Series("evidence", evidence, dtype=card.programmes.schema["evidence"])
    return replace(card, programmes=card.programmes.with_columns(column))


def _is_of_a_report(row: Mapping[str, Any]) -> bool:
    """Whether a report decides the programme, and no row of a workbook."""
    return row["report_row"] is not None and row["report_row"] < 0


def _report_of(page: YearPage, row: Mapping[str, Any]) -> tuple[int, int, str]:
    return row["row"], page.year, row["reported_period"] or ""


def _public_evidence(page: YearPage, **only: Any) -> Mapping[tuple[int, int, str], list[str]]:
    """What the public may see now beside reports of the year, by programme, year and period."""
    return public_evidence(page.here.region, case__window__year=page.year, **only)


def _multiples(
    page: YearPage, cards: Cards, indicators: Sequence[Mapping[str, Any]]
) -> list[dict[str, str]]:
    """Each indicator that has a value in any year: what came of its target, and its chart."""
    years_by_code = years_of_indicators(cards, [one["code"] for one in indicators])
    found = [(one, years_by_code[one["code"]]) for one in indicators]
    return [
        {
            "code": one["code"],
            "name": one["name"],
            "headline": headline(page, years),
            "address": page.link("indicator-chart", one["code"]),
        }
        for one, years in found
        if any(row["value"] is not None for row in years)
    ]


def _programme_years(cards: Cards, code: str) -> list[dict[str, Any]]:
    """What became of the programme in each year it was planned."""
    return [
        {"year": year} | row
        for year, card in cards
        for row in card.displayed_programmes.filter(code=code).to_dicts()
    ]


@of_year
def indicator(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    row = _one(page.facts.scorecard.indicators.filter(code=code).to_dicts())
    if row is None:
        return not_of_the_result(request, page, "indicators", code)
    row = as_edited(page, BY_SLUG["indikator"], row)
    parent = page.facts.scorecard.programmes.filter(code=row["programme"]).to_dicts()[0]
    context = {
        "page": page,
        "row": row,
        "parent": parent,
        "headline": headline(page, years_of_indicator(cards_by_year(page), code)),
        "chart": page.link("indicator-chart", code),
    }
    return render(request, "pages/indicator.html", context)


@of_year
def indicator_chart(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    """Target against value over the years."""
    drawing = drawing_of(page, "indicator", years_of_indicator(cards_by_year(page), code))
    return drawing_page(request, page, drawing)


def _one(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    return rows[0] if rows else None
