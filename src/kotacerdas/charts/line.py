"""A line over periods on a whole scale: broken where there is nothing, which it says."""

from collections.abc import Sequence
from typing import NamedTuple

from kotacerdas.charts.theme import LIGHT, NARROW, Spec, Theme, picture
from kotacerdas.wording.numbers import NOTHING

SIZE = (560, 150)
_LEFT, _RIGHT = 52, 12  # pixels for the ends of the scale, and for half a label
_NARROW_SIZE = (NARROW - _LEFT - _RIGHT, 130)
MOST_LABELLED = 6  # points of a narrow picture that all have a label
ROOM = 64  # pixels between two points that the longest word for a reason takes
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
    size = _NARROW_SIZE if theme.is_narrow else SIZE
    labelled = labelled_places([one.value for one in places], theme)
    step = size[0] / max(len(places), 1)
    rows = [
        {
            "name": one.name,
            "value": one.value,
            "aim": one.aim,
            "text": one.text if at in labelled else "",
            "label_dy": _away_from_the_top(one.value, low, high),
        }
        | reason_fields(one.reason, step)
        for at, one in enumerate(places)
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
                "axis": years_axis(theme),
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
            reason_layer(theme, size[1] - 6),
        ],
    }
    padding = {"left": _LEFT, "right": _RIGHT, "top": 24, "bottom": 24}
    return picture(theme, body, size=size, padding=padding)


def years_axis(theme: Theme) -> Spec:
    """The names of the points; of a narrow picture with many, those that have room."""
    axis: Spec = {"title": None, "labelAngle": 0, "labelColor": theme.muted}
    return axis | ({"labelOverlap": "parity"} if theme.is_narrow else {})


def labelled_places(
    values: Sequence[float | None], theme: Theme, most: int = MOST_LABELLED
) -> set[int]:
    """The points with a label: all, or of more than `most` in little room those at both ends."""
    known = [at for at, value in enumerate(values) if value is not None]
    is_crowded = theme.is_narrow and len(values) > most
    return {*known[:1], *known[-1:]} if is_crowded else set(known)


def _away_from_the_top(value: float | None, low: float, high: float) -> int:
    is_high = value is not None and value > high - (high - low) / 4
    return 17 if is_high else -14


def reason_fields(words: str, room: float) -> Spec:
    """The fields of a row of which `reason_layer` makes a text, in `room` pixels or as a dash."""
    lines = words.split() if room >= ROOM or not words else [NOTHING]
    return {"reason": lines, "reason_dy": -LINE * max(len(lines) - 1, 0)}


def reason_layer(theme: Theme, bottom: float) -> Spec:
    """A layer with the words of rows without a `value`, above their names."""
    mark = {"type": "text", "baseline": "bottom", "dy": {"expr": "datum.reason_dy"}}
    return {
        "transform": [{"filter": "!isValid(datum.value)"}],
        "mark": mark | {"color": theme.muted, "lineHeight": LINE},
        "encoding": {"y": {"value": bottom}, "text": {"field": "reason", "type": "nominal"}},
    }
