"""One indicator over the years: its value as a line, its target as a mark."""

from collections.abc import Mapping, Sequence

from kotacerdas.charts.theme import LIGHT, Spec, Theme, picture
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language, plain

HEIGHT = 220


def indicator_years(
    years: Sequence[Mapping[str, object]], language: Language, theme: Theme = LIGHT
) -> Spec:
    """One point a year with a value; `years` has year, target, target_max and value."""
    say = terms(language)
    rows = [
        {
            "year": str(row["year"]),
            "value": row["value"],
            "target": row["target"],
            "target_max": row["target_max"],
            "value_text": plain(row["value"], language),  # type: ignore[arg-type] # a number
            "target_text": plain(row["target"], language),  # type: ignore[arg-type]
        }
        for row in years
    ]
    tooltip = [
        {"field": "year", "type": "nominal", "title": say("picture.year")},
        {"field": "value_text", "type": "nominal", "title": say("picture.value")},
        {"field": "target_text", "type": "nominal", "title": say("picture.target")},
    ]
    y = {"type": "quantitative", "axis": {"title": None, "labels": True, "tickCount": 4}}
    body: Spec = {
        "autosize": {"type": "fit", "contains": "padding"},
        "width": "container",
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "year",
                "type": "ordinal",
                "axis": {"title": None, "labelAngle": 0, "labelColor": theme.muted},
                "scale": {"type": "point", "padding": 0.4},
            },
            "tooltip": tooltip,
        },
        "layer": [
            {
                "mark": {"type": "tick", "color": theme.ink, "thickness": 2, "width": 36},
                "encoding": {"y": y | {"field": field}},
            }
            for field in ("target", "target_max")
            if any(row[field] is not None for row in rows)
        ]
        + [
            {
                "mark": {"type": "line", "color": theme.accent, "strokeWidth": 2.5},
                "encoding": {"y": y | {"field": "value"}},
            },
            {
                "mark": {"type": "point", "color": theme.accent, "filled": True, "size": 60},
                "encoding": {"y": y | {"field": "value"}},
            },
        ],
    }
    return picture(theme, {}, size=(580, HEIGHT), padding={"left": 4, "right": 4, "top": 8}) | body
