"""Achievement over the years: a line over all programmes."""

from kotacerdas.charts.theme import LIGHT, Spec, Theme, picture
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language, number

HEIGHT = 130
BESIDE = "datum.achievement_pct < 25 ? -13 : 15"  # a figure keeps clear of the frame
_REACHED = [{"filter": "isValid(datum.achievement_pct)"}]


def history(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One point a complete year, labelled, 0 to 100 %; a single year is a single point.

    A year that is not complete is an open point of its own at what it aims at.
    """
    rows = [
        {
            "year": str(row["year"]),
            "achievement_pct": row["achievement_pct"],
            "text": number(row["achievement_pct"], 1, language),
        }
        for row in scorecard.complete_years
    ]
    if not scorecard.is_complete:
        rows.append({"year": str(scorecard.question.year), "aim_pct": 100, "text": ""})
    body: Spec = {
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "year",
                "type": "ordinal",
                "axis": {"title": None, "labelAngle": 0, "labelColor": theme.muted},
                "scale": {"type": "point", "padding": 0.35},
            },
            "y": {
                "field": "achievement_pct",
                "type": "quantitative",
                "scale": {"domain": [0, 100]},
                "axis": {
                    "title": None,
                    "values": [0, 50, 100],
                    "labelColor": theme.muted,
                    "labelPadding": 8,
                },
            },
        },
        "layer": [
            {"transform": _REACHED}
            | {"mark": {"type": "line", "color": theme.accent, "strokeWidth": 2.5}},
            {"transform": _REACHED}
            | {"mark": {"type": "point", "color": theme.accent, "filled": True, "size": 50}},
            {
                "transform": [{"filter": "isValid(datum.aim_pct)"}],
                "mark": {"type": "point", "color": theme.accent, "size": 60, "strokeDash": [3, 2]},
                "encoding": {"y": {"field": "aim_pct", "type": "quantitative"}},
            },
            {
                "transform": _REACHED,
                "mark": {"type": "text", "dy": {"expr": BESIDE}, "fontWeight": "bold"},
                "encoding": {"text": {"field": "text", "type": "nominal"}},
            },
        ],
    }
    padding = {"left": 40, "right": 8, "top": 16, "bottom": 24}
    return picture(theme, body, size=(580, HEIGHT), padding=padding)
