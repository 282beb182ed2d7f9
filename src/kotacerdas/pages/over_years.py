"""What became of one thing in each of its years: target and value, as a chart and as figures."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl
from django.http import Http404

from kotacerdas.charts.indicator import indicator_years
from kotacerdas.core.formats import percent, plain
from kotacerdas.core.words import words
from kotacerdas.documents import over_time
from kotacerdas.pages.drawing import Drawing
from kotacerdas.pages.years import YearPage
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import contents_of, newest_runs
from kotacerdas.scoring.measures import against_target
from kotacerdas.scoring.scorecard import Scorecard

Row = dict[str, Any]
Cards = Sequence[tuple[int, Scorecard]]  # by year
_HEADS = ("label.year", "label.target", "label.value", "label.achievement", "label.status")


def cards_by_year(page: YearPage) -> Cards:
    """The newest of every year in their order; a page of a certain run tells of no other."""
    runs = [page.run] if page.is_certain else newest_runs(page.here.region, page.basis)
    return [(run.year, _card(page, run)) for run in runs]


def _card(page: YearPage, run: Run) -> Scorecard:
    return replace(contents_of(run).card, decided=page.decided)


def years_of_indicators(cards: Cards, codes: Sequence[str]) -> dict[str, list[Row]]:
    """The rows of each indicator in the years that its programme was planned, by code."""
    rows: dict[str, list[Row]] = {code: [] for code in codes}
    for year, card in cards:
        of_year = {"year": year, "is_complete": card.is_complete}
        for row in card.indicators.filter(pl.col("code").is_in(codes)).iter_rows(named=True):
            rows[row["code"]].append(of_year | row)
    return rows


def years_of_indicator(cards: Cards, code: str) -> list[Row]:
    """Those of one."""
    return years_of_indicators(cards, [code])[code]


def years_of_capacity(page: YearPage, code: str) -> list[Row]:
    """The rows of an item of the capacity, named as those of an indicator are."""
    return [
        {"year": year, "is_complete": card.is_complete} | against_target(row)
        for year, card in cards_by_year(page)
        for row in card.capacity.filter(code=code).iter_rows(named=True)
    ]


def headline(page: YearPage, years: list[Row]) -> str:
    """What became of the target of the page's year. Raises Http404: there is none in that year."""
    own = next((row for row in years if row["year"] == page.year), None)
    if own is None:
        raise Http404
    return over_time.indicator(years, page.year, own["unit"], page.facts.say)


def drawing_of(page: YearPage, name: str, years: list[Row]) -> Drawing:
    """Raises Http404: there is none in the page's year."""
    return Drawing(
        name,
        headline(page, years),
        [words()(key) for key in _HEADS],
        [_cells(row) for row in years],
        lambda theme: indicator_years(years, page.facts.language, theme),
    )


def _cells(row: Row) -> tuple[str, ...]:
    target, state = plain(row["target"]), words().term("state", row["state"])
    return (
        str(row["year"]),
        target if row["target_max"] is None else f"{target}–{plain(row['target_max'])}",
        plain(row["value"]),
        percent(row["achievement_pct"]),
        f"{state} · {words()('number.incomplete')}" if row["is_incomplete"] else state,
    )
