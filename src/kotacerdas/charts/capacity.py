"""Capacity by kind: what was reached of its targets, on one scale of percent."""

from typing import Any

from kotacerdas.charts.bars import Rows, bar
from kotacerdas.charts.theme import LIGHT, Spec, Theme, rows_by
from kotacerdas.scoring import measures
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language, number, percent

KINDS = ("hr", "infrastructure", "application", "literacy")


def capacity(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One bar a kind that has items; a kind of which nothing is reported has an empty track."""
    figures = measures.capacity_figures(scorecard.capacity)
    places = Rows(theme, 170, 240, 236, above=60, has_below=True)
    rows = [_row(kind, figures[kind], language, places) for kind in KINDS if kind in figures]
    body: Spec = {
        "data": {"values": rows},
        "encoding": {"y": rows_by("name")},
        "layer": [
            places.named(weight=500),
            bar(100, theme.track, (0, 100)),
            bar("reached_pct", theme.accent, (0, 100)),
            places.text("percent", ("right", 54), fontWeight="bold"),
            places.text("items", ("left", 66), below="left", color=theme.muted),
        ],
    }
    return places.picture(body, len(rows))


def _row(kind: str, figure: dict[str, Any], language: Language, places: Rows) -> Spec:
    say = terms(language)
    reached = measures.reached_pct(figure)
    counts = [say.count("picture.items", figure["items"])]
    if figure["not_reported"]:
        missing = number(figure["not_reported"], 0, language)
        counts.append(f"{missing} {say.term('status', 'not_reported')}")
    return {
        "name": places.fitting(say.term("capacity", kind)),
        "reached_pct": reached,
        "percent": percent(reached, language),
        "items": ", ".join(counts),
    }
