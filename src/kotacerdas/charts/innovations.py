"""Innovations per agency against the minimum: the fewest first, short of it in outline."""

from kotacerdas.charts.theme import LIGHT, Spec, Theme, fitting, names, picture, rows_by
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language

ROW = 15  # pixels an agency takes
PLACES = (250, 330, 48)  # pixels for the names at the left, the bars, and behind them
NARROW_PLACES = (200, 58, 22)
SMALL = 11
MOST = 45  # agencies in one picture; of more, those with the fewest innovations


def innovations(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One bar an agency, with the minimum as a line through all."""
    del language  # the names are the workbook's, the figures whole numbers
    for_names, width, behind = NARROW_PLACES if theme.is_narrow else PLACES
    minimum = scorecard.framework.innovation_minimum
    agencies = scorecard.agencies.sort("innovations", "name").head(MOST)
    rows = [
        {
            "code": row["code"],
            "name": fitting(row["name"], for_names, SMALL),
            "innovations": row["innovations"],
            "is_short": row["innovations"] < minimum,
        }
        for row in agencies.iter_rows(named=True)
    ]
    # Nobody is short of the minimum while the year runs.
    short = theme.status["not_realised" if scorecard.is_complete else "not_reported"]
    top = max([minimum, 1, *(row["innovations"] for row in rows)])
    body: Spec = {
        "data": {"values": rows},
        "layer": [
            _names(for_names),
            _bars(theme, short, top),
            _counts(theme, short, top),
            _minimum(theme, top, minimum),
        ],
    }
    size = (width, ROW * max(len(rows), 1))
    padding = {"left": for_names, "right": behind, "top": 8, "bottom": 4}
    return picture(theme, body, size=size, padding=padding)


def _names(limit: int) -> Spec:
    layer = names(limit, SMALL)
    return layer | {"encoding": layer["encoding"] | {"y": rows_by("code")}}


def _x(field: str, top: int) -> Spec:
    scale = {"domain": [0, top], "nice": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _bars(theme: Theme, short: str, top: int) -> Spec:
    enough = theme.status["realised"]
    return {
        "mark": {"type": "bar", "height": 7, "strokeWidth": 1},
        "encoding": {
            "y": rows_by("code"),
            "x": _x("innovations", top),
            "fill": {"condition": _if_short(theme.ground), "value": enough},
            "stroke": {"condition": _if_short(short), "value": enough},
        },
    }


def _if_short(colour: str) -> Spec:
    return {"test": "datum.is_short", "value": colour}


def _counts(theme: Theme, short: str, top: int) -> Spec:
    colour = {"condition": _if_short(short), "value": theme.muted}
    return {
        "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": SMALL},
        "encoding": {
            "y": rows_by("code"),
            "x": _x("innovations", top),
            "text": {"field": "innovations", "type": "nominal"},
            "color": colour,
        },
    }


def _minimum(theme: Theme, top: int, minimum: int) -> Spec:
    return {
        "mark": {"type": "rule", "color": theme.ink, "strokeWidth": 1.5},
        "encoding": {
            "x": {
                "datum": minimum,
                "type": "quantitative",
                "scale": {"domain": [0, top], "nice": False},
                "axis": None,
            }
        },
    }
