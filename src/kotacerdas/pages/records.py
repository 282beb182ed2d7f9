"""One programme or one indicator of a year, with its years before."""

from dataclasses import replace
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.charts.indicator import indicator_years
from kotacerdas.core.formats import percent, plain
from kotacerdas.core.words import words
from kotacerdas.documents import over_time
from kotacerdas.monitoring.selectors import public_evidence
from kotacerdas.pages.bullets import bullet_of
from kotacerdas.pages.drawing import Drawing, drawing_page
from kotacerdas.pages.moved import not_of_the_result
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import contents_of, newest_runs
from kotacerdas.scoring.scorecard import Scorecard


@of_year
def programme(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    card = with_evidence(page)
    row = _one(card.displayed_programmes.filter(code=code).to_dicts())
    if row is None:
        return not_of_the_result(request, page, "programmes", code)
    known = {mission["code"]: mission for mission in card.missions.to_dicts()}
    laws = {law["code"]: law for law in card.regulations.to_dicts()}
    return render(
        request,
        "pages/programme.html",
        {
            "page": page,
            "row": row,
            "asks_reason": _asks_reason(page, row),
            "missions": [known[one] for one in row["missions"] or []],
            "regulations": [laws[one] for one in row["regulations"] or []],
            "indicators": [
                row | {"bullet": bullet_of(row)}
                for row in card.indicators.filter(programme=code).iter_rows(named=True)
            ],
            "budget": card.budget.filter(programme=code).to_dicts(),
            "years": _programme_years(page, code),
        },
    )


def _asks_reason(page: YearPage, row: dict[str, Any]) -> bool:
    """Whether it is not as planned, or its report gives a reason anyway."""
    late = {"not_realised", "behind"} | ({"not_reported"} if page.facts.is_complete else set())
    return row["status"] in late or bool(row["note"])


def with_evidence(page: YearPage) -> Scorecard:
    """The page's scorecard, where a report decides with the evidence that the public may see now.

    A result keeps no evidence: a piece that is closed must be closed in old results too.
    """
    card = page.facts.scorecard
    pieces = public_evidence(page.here.region, case__window__year=page.year)
    rows = card.programmes.select("row", "reported_period", "report_row", "evidence").iter_rows()
    evidence = [
        pieces.get((pk, page.year, period or "")) if row is not None and row < 0 else named
        for pk, period, row, named in rows
    ]
    column = pl.Series("evidence", evidence, dtype=card.programmes.schema["evidence"])
    return replace(card, programmes=card.programmes.with_columns(column))


def _programme_years(page: YearPage, code: str) -> list[dict[str, Any]]:
    """What became of the programme in each year it was planned."""
    return [
        {"year": run.year} | row
        for run in _runs(page)
        for row in _card(page, run).displayed_programmes.filter(code=code).to_dicts()
    ]


def _runs(page: YearPage) -> list[Run]:
    """The newest of every year; a page of a certain run tells of no other."""
    return [page.run] if page.is_certain else newest_runs(page.here.region, page.basis)


def _card(page: YearPage, run: Run) -> Scorecard:
    return replace(contents_of(run).card, decided=page.decided)


@of_year
def indicator(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    row = _one(page.facts.scorecard.indicators.filter(code=code).to_dicts())
    if row is None:
        return not_of_the_result(request, page, "indicators", code)
    parent = page.facts.scorecard.programmes.filter(code=row["programme"]).to_dicts()[0]
    years = _indicator_years(page, code)
    context = {
        "page": page,
        "row": row,
        "parent": parent,
        "years": years,
        "headline": over_time.indicator(years, page.year, row["unit"], page.facts.say),
        "chart": page.link("indicator-chart", code),
    }
    return render(request, "pages/indicator.html", context)


_YEAR_HEADS = ("label.year", "label.target", "label.value", "label.achievement", "label.status")


@of_year
def indicator_chart(request: HttpRequest, page: YearPage, code: str) -> HttpResponse:
    """Target against value over the years."""
    years = _indicator_years(page, code)
    own = next((row for row in years if row["year"] == page.year), None)
    if own is None:
        raise Http404
    say, language = page.facts.say, page.facts.language
    drawing = Drawing(
        "indicator",
        over_time.indicator(years, page.year, own["unit"], say),
        [say(key) for key in _YEAR_HEADS],
        [_year_cells(row) for row in years],
        lambda theme: indicator_years(years, language, theme),
    )
    return drawing_page(request, page, drawing)


def _year_cells(row: dict[str, Any]) -> tuple[str, ...]:
    target, state = plain(row["target"]), words().term("state", row["state"])
    return (
        str(row["year"]),
        target if row["target_max"] is None else f"{target}–{plain(row['target_max'])}",
        plain(row["value"]),
        percent(row["achievement_pct"]),
        f"{state} · {words()('number.incomplete')}" if row["is_incomplete"] else state,
    )


def _indicator_years(page: YearPage, code: str) -> list[dict[str, Any]]:
    """What became of the indicator in each year that its programme was planned, in their order."""
    cards = [(run.year, _card(page, run)) for run in _runs(page)]
    return [
        {"year": year, "is_complete": card.is_complete} | row
        for year, card in cards
        for row in card.indicators.filter(code=code).iter_rows(named=True)
    ]


def _one(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    return rows[0] if rows else None
