"""Achievement by dimension in two years: a slope for each that has both."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kotacerdas.charts.theme import LIGHT, NARROW, TEXT_SIZE, Spec, Theme, fitting, picture
from kotacerdas.wording.numbers import Language, percent

SIZE = (260, 250)
NAMES = 190  # pixels right of the plot
FIGURES = 64  # pixels left of it, and before a name
NARROW_WIDTH = 32  # of the plot
GAP = 17  # pixels between two labels at least


class Line(NamedTuple):
    """A dimension with its colour, and its achievement before and now, in percent."""

    name: str
    colour: str
    before_pct: float
    now_pct: float


def slopes(
    lines: Sequence[Line], years: tuple[int, int], language: Language, theme: Theme = LIGHT
) -> Spec:
    """Values at both ends, names at the right; labels that would meet make room for each other."""
    left, right = map(str, years)
    width = NARROW_WIDTH if theme.is_narrow else SIZE[0]
    names = NARROW - FIGURES - width if theme.is_narrow else NAMES
    values = [pct for one in lines for pct in (one.before_pct, one.now_pct)]
    low, high = min(values, default=0), max(values, default=100)
    domain = [low, high] if high > low else [low - 1, high + 1]
    rows: list[Spec] = [
        {"name": one.name, "colour": one.colour, "year": year, "y": _place(pct, domain)}
        | {"label": label}
        for one in lines
        for year, pct, label in (
            (left, one.before_pct, percent(one.before_pct, language)),
            (right, one.now_pct, _named(one, names, language)),
        )
    ]
    for year in (left, right):
        ends = [row for row in rows if row["year"] == year]
        for row, label_y in zip(ends, _apart([row["y"] for row in ends]), strict=True):
            row["label_y"] = label_y
    body: Spec = {
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "year",
                "type": "ordinal",
                "axis": {"title": None, "labelAngle": 0, "orient": "top", "labelPadding": 10},
                "scale": {"type": "point", "padding": 0, "domain": [left, right]},
            },
            "detail": {"field": "name", "type": "nominal"},
            "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
        },
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"y": _y("y")}},
            {"mark": {"type": "point", "filled": True, "size": 50, "opacity": 1}}
            | {"encoding": {"y": _y("y")}},
            _labels(left, {"align": "right", "dx": -10}, theme),
            _labels(right, {"align": "left", "dx": 10}, theme),
        ],
    }
    padding = {"left": FIGURES, "right": names, "top": 34, "bottom": 12}
    return picture(theme, body, size=(width, SIZE[1]), padding=padding)


def _named(line: Line, names: int, language: Language) -> str:
    return f"{percent(line.now_pct, language)}  {fitting(line.name, names - FIGURES + 10)}"


def _y(field: str) -> Spec:
    """Pixels, of the points and of the labels beside them."""
    scale = {"domain": [0, SIZE[1]], "range": [0, SIZE[1]], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _place(pct: float, domain: Sequence[float]) -> float:
    """Pixels from the top."""
    low, high = domain
    return SIZE[1] * (high - pct) / (high - low)


def _apart(places: Sequence[float]) -> list[float]:
    """The same places, moved down and then up again until no two labels meet."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + GAP)
    if order:
        moved[order[-1]] = min(moved[order[-1]], SIZE[1])
    for below, above in pairwise(reversed(order)):
        moved[above] = min(moved[above], moved[below] - GAP)
    return moved


def _labels(year: str, mark: Spec, theme: Theme) -> Spec:
    return {
        "transform": [{"filter": f"datum.year === '{year}'"}],
        "mark": {"type": "text", "fontSize": TEXT_SIZE, "color": theme.ink} | mark,
        "encoding": {
            "y": _y("label_y"),
            "text": {"field": "label", "type": "nominal"},
            "color": {"value": theme.ink},
        },
    }
