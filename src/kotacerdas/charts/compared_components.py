"""The components of a panel's result beside those of the year before and of other regions."""

from collections.abc import Sequence
from typing import NamedTuple

from kotacerdas.charts.bars import Rows, bar
from kotacerdas.charts.theme import LIGHT, Spec, Theme, rows_by
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.cutting import width_in_ems
from kotacerdas.wording.numbers import Language, number, percent

HEAD = 34  # pixels of the line that says what the marks are
_SIZE = 11


class Component(NamedTuple):
    """A component: its score, that of the year before, and the median of regions."""

    name: str
    weight_pct: float
    score: float
    before: float | None = None
    median: float | None = None


def compared_components(  # noqa: PLR0913, PLR0917 - what is drawn, on which scale, in which words
    components: Sequence[Component],
    scale: tuple[float, float],
    decimals: int,
    year_before: int | None,
    language: Language,
    theme: Theme = LIGHT,
) -> Spec:
    """One bar a component, with a tick at the year before and a ring at the median."""
    say = terms(language)
    places = Rows(theme, 120, 340, 180, above=60, has_below=True)
    rows = [
        {
            "name": places.fitting(one.name),
            "score": one.score,
            "before": one.before,
            "median": one.median,
            "score_text": number(one.score, decimals, language),
            "weight_text": say("picture.weight", pct=percent(one.weight_pct, language, 0)),
        }
        for one in components
    ]
    marks = []
    if any(one.before is not None for one in components):
        marks.append(("before", str(year_before), _tick(theme)))
    if any(one.median is not None for one in components):
        marks.append(("median", say("picture.median"), _ring(theme)))
    body: Spec = {
        "data": {"values": rows},
        "layer": [
            {
                "encoding": {"y": rows_by("name")},
                "layer": [
                    places.named(weight=500),
                    bar(scale[1], theme.track, scale),
                    bar("score", theme.accent, scale),
                    *(_mark(field, mark, scale) for field, _, mark in marks),
                    places.text("score_text", ("right", 56), fontWeight="bold"),
                    places.text("weight_text", ("right", 168), below="left", color=theme.muted),
                ],
            },
            *_legend([(word, mark) for _, word, mark in marks], theme),
        ],
    }
    return places.picture(body, len(rows), top=HEAD if marks else 0)


def _tick(theme: Theme) -> Spec:
    look = {"thickness": 2, "color": theme.ink, "opacity": 1}
    return {"type": "tick", "orient": "vertical", "size": 20} | look


def _ring(theme: Theme) -> Spec:
    look = {"stroke": theme.ink, "strokeWidth": 1.5, "fill": theme.ground, "opacity": 1}
    return {"type": "point", "shape": "circle", "size": 70} | look


def _mark(field: str, mark: Spec, scale: tuple[float, float]) -> Spec:
    x = {"field": field, "type": "quantitative", "axis": None}
    return {
        "transform": [{"filter": f"isValid(datum.{field})"}],
        "mark": mark,
        "encoding": {"x": x | {"scale": {"domain": list(scale), "nice": False}}},
    }


def _legend(marks: Sequence[tuple[str, Spec]], theme: Theme) -> list[Spec]:
    """Each mark with its word, on a line above the bars."""
    layers: list[Spec] = []
    at = 2.0
    for word, mark in marks:
        text = {"type": "text", "align": "left", "fontSize": _SIZE, "color": theme.muted}
        layers += [
            _above(mark | ({"size": 12} if mark["type"] == "tick" else {"size": 50}), at + 4, ""),
            _above(text, at + 14, word),
        ]
        at += 14 + width_in_ems(word) * _SIZE + 18
    return layers


def _above(mark: Spec, x: float, word: str) -> Spec:
    encoding: Spec = {"x": {"value": x}, "y": {"value": -HEAD / 2}}
    if word:
        encoding["text"] = {"value": word}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": encoding}
