"""Capacity by kind: what was reached of its targets, on one scale of percent."""

from typing import Any

from kotacerdas.charts.bars import ROW, bar, text_behind
from kotacerdas.charts.theme import LIGHT, Spec, Theme, fitting, names, picture, rows_by
from kotacerdas.scoring import measures
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language, number, percent

NAMES, WIDTH, TEXTS = 170, 240, 236  # pixels of the names, the bars and what stands behind them
KINDS = ("hr", "infrastructure", "application", "literacy")


def capacity(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One bar a kind that has items; a kind of which nothing is reported has an empty track."""
    figures = measures.capacity_figures(scorecard.capacity)
    rows = [_row(kind, figures[kind], language) for kind in KINDS if kind in figures]
    body: Spec = {
        "data": {"values": rows},
        "encoding": {"y": rows_by("name")},
        "layer": [
            names(NAMES, weight=500),
            bar(100, theme.track, (0, 100)),
            bar("reached_pct", theme.accent, (0, 100)),
            text_behind("percent", WIDTH, align="right", dx=54, fontWeight="bold"),
            text_behind("items", WIDTH, align="left", dx=66, color=theme.muted),
        ],
    }
    size = (WIDTH, ROW * max(len(rows), 1))
    return picture(theme, body, size=size, padding={"left": NAMES, "right": TEXTS})


def _row(kind: str, figure: dict[str, Any], language: Language) -> Spec:
    say = terms(language)
    reached = measures.reached_pct(figure)
    counts = [say.count("picture.items", figure["items"])]
    if figure["not_reported"]:
        missing = number(figure["not_reported"], 0, language)
        counts.append(f"{missing} {say.term('status', 'not_reported')}")
    return {
        "name": fitting(say.term("capacity", kind), NAMES),
        "reached_pct": reached,
        "percent": percent(reached, language),
        "items": ", ".join(counts),
    }
