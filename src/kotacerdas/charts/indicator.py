"""One indicator over the years: its value as a line, its target as a mark."""

from collections.abc import Mapping, Sequence
from typing import Any

from kotacerdas.charts.line import reason_fields, reason_layer
from kotacerdas.charts.theme import LIGHT, Spec, Theme, picture
from kotacerdas.wording.catalogue import Catalogue, terms
from kotacerdas.wording.numbers import Language, plain

SIZE = (560, 210)
WORDS = 46  # pixels below the points for why a year has none
MOST = 9  # years in one picture; of more, the latest
_VALUED = [{"filter": "isValid(datum.value)"}]
_TARGETS = ("target", "target_max")


def indicator_years(
    years: Sequence[Mapping[str, Any]], language: Language, theme: Theme = LIGHT
) -> Spec:
    """One point a year with a value; a year without one says why there is none.

    `years` has year, target, target_max, value, state and is_complete. A year that is not complete
    is an open point that no line leads to.
    """
    say = terms(language)
    rows = [_row(row, say, language) for row in years[-MOST:]]
    aimed = [row for row in rows if row["target"] is not None]
    if aimed:
        ends = [aimed[-1][field] for field in _TARGETS if aimed[-1][field] is not None]
        target = "–".join(plain(end, language) for end in ends)
        aimed[-1]["target_text"] = say("picture.target_of", target=target)
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
            | {"encoding": {"y": _y("line")}},
            *(_target(field, theme) for field in _TARGETS),
            _point(theme, is_complete=True),
            _point(theme, is_complete=False),
            _text("value_text", "value", {"dy": {"expr": "datum.label_dy"}, "fontWeight": "bold"}),
            _text("target_text", "target", {"align": "left", "dx": 26, "color": theme.muted}),
            reason_layer(theme, SIZE[1]),
        ],
    }
    padding = {"left": 4, "right": 92, "top": 24, "bottom": 24}
    return picture(theme, body, size=SIZE, padding=padding)


def _row(row: Mapping[str, Any], say: Catalogue, language: Language) -> Spec:
    value, target = row["value"], row["target"]
    most = target if row["target_max"] is None else row["target_max"]
    is_below = value is not None and most is not None and value < most
    return {
        "year": str(row["year"]),
        "value": value,
        "line": value if row["is_complete"] else None,
        "is_complete": row["is_complete"],
        "target": target,
        "target_max": row["target_max"],
        "value_text": plain(value, language),
        "label_dy": 16 if is_below else -14,  # away from the target
        "target_text": "",
    } | reason_fields("" if value is not None else say.term("state", row["state"]))


def _y(field: str) -> Spec:
    """All on the scale of the values and targets there are, which need not begin at zero."""
    scale = {"zero": False, "nice": False, "range": [SIZE[1] - WORDS - 24, 16]}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _target(field: str, theme: Theme) -> Spec:
    return {
        "transform": [{"filter": f"isValid(datum.{field})"}],
        "mark": {"type": "tick", "color": theme.muted, "thickness": 2, "width": 40},
        "encoding": {"y": _y(field)},
    }


def _point(theme: Theme, *, is_complete: bool) -> Spec:
    fill = theme.accent if is_complete else theme.ground
    mark = {"type": "point", "stroke": theme.accent, "fill": fill, "size": 60, "opacity": 1}
    which = "datum.is_complete" if is_complete else "!datum.is_complete"
    return {
        "transform": [*_VALUED, {"filter": which}],
        "mark": mark if is_complete else mark | {"strokeDash": [3, 2]},
        "encoding": {"y": _y("value")},
    }


def _text(field: str, at: str, mark: Spec) -> Spec:
    return {
        "transform": [{"filter": f"isValid(datum.{at})"}],
        "mark": {"type": "text"} | mark,
        "encoding": {"y": _y(at), "text": {"field": field, "type": "nominal"}},
    }
