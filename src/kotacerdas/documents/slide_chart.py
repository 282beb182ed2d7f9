"""A slide's chart as a specification, for where a deck is shown in a browser."""

from collections.abc import Iterator

from kotacerdas.charts.theme import HATCH, LIGHT, Spec, fitting, names, picture, rows_by
from kotacerdas.documents.native_charts import LYING, top_of
from kotacerdas.documents.slides import Chart
from kotacerdas.wording.cutting import width_in_ems
from kotacerdas.wording.numbers import Language, number

_SIZE = 19  # of its text, pixels
_WIDTH, _HEIGHT = 720, 420
_MOST_FOR_NAMES, _GAP = 0.45, 14
_FOOT, _HEAD = 40, 30  # for names under columns, and for the figure over the highest
_LEAST_INSIDE = 0.05  # of the width: a narrower part of a bar has no room for its figure
_BAND = 0.25  # of a row or column that stays free


def slide_chart(chart: Chart, language: Language) -> Spec:
    """Bars that lie have their names before them, columns and lines below; each its figure."""
    rows = list(_rows(chart, language))
    if chart.kind in LYING:
        return _lying(chart, rows)
    return _standing(chart, rows)


def _rows(chart: Chart, language: Language) -> Iterator[Spec]:
    """A row of data for each point that has a value; parts of a bar begin where the last ended."""
    decimals = len(chart.number_format.partition(".")[2])
    ends = [0.0] * len(chart.categories)
    for place, series in enumerate(chart.series):
        for at, value in enumerate(series.values):
            if value is None:
                continue
            start = ends[at] if chart.kind == "stacked" else 0
            ends[at] = start + value
            is_hatched = series.is_hatched or series.hatched_point == at
            colour = series.colours[at] if len(series.colours) > 1 else series.colours[0]
            yield {
                "row": at,
                "series": place,
                "start": start,
                "end": start + value,
                "fill": HATCH if is_hatched else colour,
                "label": number(value, decimals, language),
            }


def _lying(chart: Chart, rows: list[Spec]) -> Spec:
    widest = max((width_in_ems(one) for one in chart.categories), default=0) * _SIZE + _GAP
    left = min(widest, _WIDTH * _MOST_FOR_NAMES)
    plot, top = _WIDTH - left, top_of(chart)
    heads = [
        {"row": at, "name": fitting(name, int(left), _SIZE)}
        for at, name in enumerate(chart.categories)
    ]
    is_stacked = chart.kind == "stacked"
    x: Spec = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, top], "nice": False},
    }
    aside: Spec = {} if is_stacked else {"yOffset": {"field": "series", "type": "nominal"}}
    label: Spec = {"field": "end", **x}
    inside: list[Spec] = []
    if is_stacked:
        inside = [
            {"calculate": "(datum.start + datum.end) / 2", "as": "middle"},
            {"filter": f"datum.end - datum.start > {top * _LEAST_INSIDE}"},
        ]
        label = {"field": "middle", **x}
    rank = rows_by("row") | {"type": "ordinal", "sort": "ascending"}
    rank["scale"] = {"paddingInner": _BAND, "paddingOuter": _BAND / 2}
    body: Spec = {
        "encoding": {"y": rank},
        "layer": [
            {"data": {"values": heads}} | names(int(left), _SIZE),
            {
                "data": {"values": rows},
                "mark": {"type": "bar", "cornerRadius": 2},
                "encoding": {
                    "x": {"field": "start", **x},
                    "x2": {"field": "end"},
                    "fill": _own_fill(),
                    **aside,
                },
            },
            {
                "data": {"values": rows},
                "transform": inside,
                "mark": _figure(is_inside=is_stacked),
                "encoding": {"x": label, "text": _text("label"), **aside},
            },
        ],
    }
    return picture(LIGHT, body, size=(int(plot), _HEIGHT), padding={"left": int(left)})


def _standing(chart: Chart, rows: list[Spec]) -> Spec:
    plot = _HEIGHT - _FOOT - _HEAD
    room = _WIDTH // max(len(chart.categories), 1)
    heads = [
        {"row": at, "name": fitting(name, room, _SIZE)} for at, name in enumerate(chart.categories)
    ]
    y: Spec = {
        "field": "end",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, top_of(chart)], "nice": False},
    }
    x: Spec = {"field": "row", "type": "ordinal", "axis": None, "sort": "ascending"}
    x["scale"] = {"paddingInner": _BAND, "paddingOuter": _BAND / 2}
    aside: Spec = {"xOffset": {"field": "series", "type": "nominal"}}
    if chart.kind == "line":
        x["scale"] = {"type": "point", "padding": 0.5}
        aside = {"detail": {"field": "series", "type": "nominal"}}
    by_name: Spec = {"mark": {"type": "text", "baseline": "top", "dy": 10, "fontSize": _SIZE}}
    drawn: Spec = {"mark": {"type": "bar", "cornerRadius": 2}}
    colour: Spec = {"fill": _own_fill()}
    if chart.kind == "line":
        drawn = {"mark": {"type": "line", "strokeWidth": 3, "point": {"size": 90, "filled": True}}}
        colour = {"color": _own_fill()}
    body: Spec = {
        "layer": [
            {
                "data": {"values": heads},
                **by_name,
                "encoding": {"x": x, "y": {"value": plot}, "text": _text("name")},
            },
            {
                "data": {"values": rows},
                **drawn,
                "encoding": {"x": x, "y": y, **colour, **aside},
            },
            {
                "data": {"values": rows},
                "mark": _figure(is_inside=False) | {"align": "center", "dx": 0, "dy": -12},
                "encoding": {"x": x, "y": y, "text": _text("label"), **aside},
            },
        ],
    }
    return picture(LIGHT, body, size=(_WIDTH, plot), padding={"top": _HEAD, "bottom": _FOOT})


def _own_fill() -> Spec:
    return {"field": "fill", "type": "nominal", "scale": None}


def _text(field: str) -> Spec:
    return {"field": field, "type": "nominal"}


def _figure(*, is_inside: bool) -> Spec:
    """The mark of a figure: white in the middle of its part, else ink behind its bar."""
    mark: Spec = {"type": "text", "fontSize": _SIZE, "fontWeight": 600}
    if is_inside:
        return mark | {"align": "center", "color": LIGHT.ground}
    return mark | {"align": "left", "dx": 6, "color": LIGHT.ink}
