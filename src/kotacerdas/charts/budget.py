"""Budget by source: the ceiling as a track, what was realised on it."""

from dataclasses import dataclass

import polars as pl

from kotacerdas.charts.bars import Rows, bar
from kotacerdas.charts.theme import LIGHT, Spec, Theme, rows_by
from kotacerdas.scoring import measures
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language, percent, rupiah_short

SOURCES = ("apbd", "apbd-prov", "apbn", "csr", "other")


def budget(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One bar a source with a ceiling, on one scale of rupiah."""
    places = Rows(theme, 170, 250, 208, above=60, has_below=True)
    rows = [
        _row(places.fitting(terms(language).term("source", source)), part, language)
        for source, part in money_by_source(scorecard).items()
    ]
    top = max((max(row["ceiling"], row["realised"] or 0) for row in rows), default=1) or 1
    body: Spec = {
        "data": {"values": rows},
        "encoding": {"y": rows_by("name")},
        "layer": [
            places.named(weight=500),
            bar("ceiling", theme.track, (0, top)),
            bar("realised", theme.accent, (0, top)),
            places.text("amount", ("left", 8), below="left", color=theme.muted),
            places.text("percent", ("right", 206), fontWeight="bold"),
        ],
    }
    return places.picture(body, len(rows))


@dataclass(frozen=True)
class Money:
    """Rupiah over some rows; realised and absorption are None where no row is reported."""

    ceiling: float
    realised: float | None
    not_reported: int  # rows
    absorption_pct: float | None


def money(rows: pl.DataFrame) -> Money:
    """The sums of budget rows. Nothing reported is no sum of zero."""
    figures = measures.budget_figures(rows)
    missing: int = figures["not_reported"]
    if missing == rows.height:
        return Money(figures["ceiling_rp"], None, missing, None)
    return Money(figures["ceiling_rp"], figures["realised_rp"], missing, figures["absorption_pct"])


def money_by_source(scorecard: Scorecard) -> dict[str, Money]:
    """The sources in use, in the order in which they are always shown."""
    parts = {source: scorecard.budget.filter(source=source) for source in SOURCES}
    return {source: money(part) for source, part in parts.items() if not part.is_empty()}


def _row(name: str, part: Money, language: Language) -> Spec:
    ceiling, realised = part.ceiling, part.realised
    return {
        "ceiling": ceiling,
        "realised": realised,
        "name": name,
        "amount": f"{rupiah_short(realised, language)} / {rupiah_short(ceiling, language)}",
        "percent": percent(part.absorption_pct, language),
    }
