"""An index over the years: a line on its own scale, broken where a year is missing."""

from collections.abc import Sequence

from kotacerdas.charts.theme import LIGHT, Spec, Theme, picture
from kotacerdas.wording.numbers import Language, number, plain

SIZE = (560, 150)
_VALUED = [{"filter": "isValid(datum.value)"}]


def index_years(
    years: Sequence[tuple[int, float]],
    scale: tuple[float, float],
    decimals: int,
    language: Language,
    theme: Theme = LIGHT,
) -> Spec:
    """One labelled point a year with a value, on the whole scale of the index."""
    known, (low, high) = dict(years), scale
    span = range(min(known), max(known) + 1) if known else ()
    rows = [
        {
            "year": str(year),
            "value": known.get(year),
            "text": number(known.get(year), decimals, language),
            "label_dy": 17 if known.get(year, low) > high - (high - low) / 4 else -14,
        }
        for year in span
    ]
    ticks = [{"at": end, "text": plain(end, language)} for end in scale]
    axis = {"title": None, "labels": False, "values": list(scale)}
    y = {"type": "quantitative", "scale": {"domain": list(scale), "nice": False}}
    body: Spec = {
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "year",
                "type": "ordinal",
                "axis": {"title": None, "labelAngle": 0, "labelColor": theme.muted},
                "scale": {"type": "point", "padding": 0.5},
            }
        },
        "layer": [
            {"mark": {"type": "line", "color": theme.accent, "strokeWidth": 2.5}}
            | {"encoding": {"y": y | {"field": "value", "axis": axis}}},
            {"transform": _VALUED}
            | {"mark": {"type": "point", "color": theme.accent, "filled": True, "opacity": 1}}
            | {"encoding": {"y": y | {"field": "value"}, "size": {"value": 50}}},
            {"transform": _VALUED}
            | {"mark": {"type": "text", "dy": {"expr": "datum.label_dy"}, "fontWeight": "bold"}}
            | {"encoding": {"y": y | {"field": "value"}, "text": {"field": "text"}}},
            {
                "data": {"values": ticks},
                "mark": {"type": "text", "align": "right", "dx": -8, "color": theme.muted},
                "encoding": {
                    "x": {"value": 0},
                    "y": y | {"field": "at"},
                    "text": {"field": "text"},
                },
            },
        ],
    }
    padding = {"left": 36, "right": 12, "top": 24, "bottom": 24}
    return picture(theme, body, size=SIZE, padding=padding)
