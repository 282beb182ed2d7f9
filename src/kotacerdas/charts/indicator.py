"""One indicator over the years: its value as a line, its target as a mark."""

from collections.abc import Mapping, Sequence
from typing import Any

from kotacerdas.charts.line import labelled_places, reason_fields, reason_layer, years_axis
from kotacerdas.charts.theme import LIGHT, NARROW, Spec, Theme, picture
from kotacerdas.wording.catalogue import Catalogue, terms
from kotacerdas.wording.numbers import Language, plain

SIZE = (560, 210)
RIGHT = 92  # pixels behind the points for the newest target
_NARROW_SIZE = (NARROW - 8, 130)
WORDS = 46  # pixels below the points for why a year has none
MOST = 9  # years in one picture; of more, the latest
_VALUED = [{"filter": "isValid(datum.value)"}]
_TARGETS = ("target", "target_max")


def indicator_years(
    years: Sequence[Mapping[str, Any]], language: Language, theme: Theme = LIGHT
) -> Spec:
    """One point a year with a value; a year without one says why there is none.

    `years` has year, target, target_max, value, state and is_complete. A year that is not complete
    is an open point that no line leads to. A narrow picture has a value at both ends alone.
    """
    size = _NARROW_SIZE if theme.is_narrow else SIZE
    right = 4 if theme.is_narrow else RIGHT
    say = terms(language)
    shown = years[-MOST:]
    labelled = labelled_places([row["value"] for row in shown], theme, most=2)
    step = size[0] / max(len(shown), 1)
    rows = [_row(row, say, language, step) for row in shown]
    for at, row in enumerate(rows):
        row["value_text"] = row["value_text"] if at in labelled else ""
    aimed = [row for row in rows if row["target"] is not None]
    if aimed:
        ends = [aimed[-1][field] for field in _TARGETS if aimed[-1][field] is not None]
        target = "–".join(plain(end, language) for end in ends)
        aimed[-1]["target_text"] = say("picture.target_of", target=target)
        # At the other side of the tick than the last value's label, which is near it.
        label_dys = [row["label_dy"] for row in rows if row["value"] is not None]
        aimed[-1]["target_dy"] = -9 if label_dys and label_dys[-1] > 0 else 15
    y = _scale(size[1])
    value_place = {"dy": {"expr": "datum.label_dy"}, "fontWeight": "bold"}
    target_place: Spec = {"align": "left", "dx": 26}
    if theme.is_narrow:
        target_place = {"align": "right", "dx": 20, "dy": {"expr": "datum.target_dy"}}
    body: Spec = {
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "year",
                "type": "ordinal",
                "axis": years_axis(theme),
                "scale": {"type": "point", "padding": 0.5},
            }
        },
        "layer": [
            {"mark": {"type": "line", "color": theme.accent, "strokeWidth": 2.5}}
            | {"encoding": {"y": y | {"field": "line"}}},
            *(_target(field, y, theme) for field in _TARGETS),
            _point(theme, y, is_complete=True),
            _point(theme, y, is_complete=False),
            _text("value_text", y | {"field": "value"}, value_place),
            _text("target_text", y | {"field": "target"}, target_place | {"color": theme.muted}),
            reason_layer(theme, size[1]),
        ],
    }
    padding = {"left": 4, "right": right, "top": 24, "bottom": 24}
    return picture(theme, body, size=size, padding=padding)


def _row(row: Mapping[str, Any], say: Catalogue, language: Language, step: float) -> Spec:
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
        "target_dy": 0,
    } | reason_fields("" if value is not None else say.term("state", row["state"]), step)


def _scale(height: int) -> Spec:
    """All on the scale of the values and targets there are, which need not begin at zero."""
    scale = {"zero": False, "nice": False, "range": [height - WORDS - 24, 16]}
    return {"type": "quantitative", "scale": scale, "axis": None}


def _target(field: str, y: Spec, theme: Theme) -> Spec:
    return {
        "transform": [{"filter": f"isValid(datum.{field})"}],
        "mark": {
            "type": "tick",
            "color": theme.muted,
            "thickness": 2,
            "width": 24 if theme.is_narrow else 40,
        },
        "encoding": {"y": y | {"field": field}},
    }


def _point(theme: Theme, y: Spec, *, is_complete: bool) -> Spec:
    fill = theme.accent if is_complete else theme.ground
    mark = {"type": "point", "stroke": theme.accent, "fill": fill, "size": 60, "opacity": 1}
    which = "datum.is_complete" if is_complete else "!datum.is_complete"
    return {
        "transform": [*_VALUED, {"filter": which}],
        "mark": mark if is_complete else mark | {"strokeDash": [3, 2]},
        "encoding": {"y": y | {"field": "value"}},
    }


def _text(field: str, y: Spec, mark: Spec) -> Spec:
    return {
        "transform": [{"filter": f"isValid(datum.{y['field']})"}],
        "mark": {"type": "text"} | mark,
        "encoding": {"y": y, "text": {"field": field, "type": "nominal"}},
    }
