"""A line over periods on a whole scale: broken where there is nothing, which it says."""

from collections.abc import Sequence
from typing import NamedTuple

from kotacerdas.charts.theme import LIGHT, Spec, Theme, picture

SIZE = (560, 150)
LINE = 14  # pixels a line of text takes
_VALUED = [{"filter": "isValid(datum.value)"}]


class Place(NamedTuple):
    """A period, its value and how that is written; or why there is none, and what is aimed at."""

    name: str
    value: float | None
    text: str = ""
    reason: str = ""
    aim: float | None = None


Scale = tuple[tuple[float, str], tuple[float, str]]


def line(places: Sequence[Place], scale: Scale, theme: Theme = LIGHT) -> Spec:
    """One labelled point a period with a value; `scale` are its ends, and how they are written.

    What a period without a value aims at is an open point, which no line leads to.
    """
    (low, _), (high, _) = scale
    rows = [
        {
            "name": one.name,
            "value": one.value,
            "aim": one.aim,
            "text": one.text,
            "label_dy": _away_from_the_top(one.value, low, high),
        }
        | reason_fields(one.reason)
        for one in places
    ]
    ticks = [{"at": end, "text": text} for end, text in scale]
    axis = {"title": None, "labels": False, "values": [low, high]}
    y = {"type": "quantitative", "scale": {"domain": [low, high], "nice": False}}
    value = y | {"field": "value"}
    body: Spec = {
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "name",
                "type": "ordinal",
                "sort": None,
                "axis": {"title": None, "labelAngle": 0, "labelColor": theme.muted},
                "scale": {"type": "point", "padding": 0.5},
            }
        },
        "layer": [
            {
                "mark": {"type": "line", "color": theme.accent, "strokeWidth": 2.5},
                "encoding": {"y": value | {"axis": axis}},
            },
            {
                "transform": _VALUED,
                "mark": {"type": "point", "color": theme.accent, "filled": True, "opacity": 1},
                "encoding": {"y": value, "size": {"value": 50}},
            },
            {
                "transform": [{"filter": "isValid(datum.aim)"}],
                "mark": {"type": "point", "color": theme.accent, "size": 60, "strokeDash": [3, 2]},
                "encoding": {"y": y | {"field": "aim"}},
            },
            {
                "transform": _VALUED,
                "mark": {"type": "text", "dy": {"expr": "datum.label_dy"}, "fontWeight": "bold"},
                "encoding": {"y": value, "text": {"field": "text"}},
            },
            {
                "data": {"values": ticks},
                "mark": {"type": "text", "align": "right", "dx": -8, "color": theme.muted},
                "encoding": {
                    "x": {"value": 0},
                    "y": y | {"field": "at"},
                    "text": {"field": "text"},
                },
            },
            reason_layer(theme, SIZE[1] - 6),
        ],
    }
    padding = {"left": 52, "right": 12, "top": 24, "bottom": 24}
    return picture(theme, body, size=SIZE, padding=padding)


def _away_from_the_top(value: float | None, low: float, high: float) -> int:
    is_high = value is not None and value > high - (high - low) / 4
    return 17 if is_high else -14


def reason_fields(words: str) -> Spec:
    """The fields of a row of which `reason_layer` makes a text."""
    lines = words.split()
    return {"reason": lines, "reason_dy": -LINE * max(len(lines) - 1, 0)}


def reason_layer(theme: Theme, bottom: float) -> Spec:
    """A layer with the words of rows without a `value`, above their names."""
    mark = {"type": "text", "baseline": "bottom", "dy": {"expr": "datum.reason_dy"}}
    return {
        "transform": [{"filter": "!isValid(datum.value)"}],
        "mark": mark | {"color": theme.muted, "lineHeight": LINE},
        "encoding": {"y": {"value": bottom}, "text": {"field": "reason", "type": "nominal"}},
    }
