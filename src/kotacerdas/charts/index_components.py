"""The components of the smart-city index: their scores on the edition's scale."""

from kotacerdas.charts.theme import LIGHT, Spec, Theme, names, picture, rows_by
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language, number, percent

ROW = 34  # pixels a component takes
WIDTH = 370  # pixels of the bars
NAMES = 108  # pixels for the names at the left


def index_components(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One bar a component; without scores the tracks stand empty."""
    lowest, highest = scorecard.framework.scale
    rows = [_row(scorecard, name, language) for name in scorecard.framework.component_codes]
    scale = {"domain": [lowest, highest], "nice": False}
    body: Spec = {
        "data": {"values": rows},
        "encoding": {"y": rows_by("name")},
        "layer": [
            names(NAMES, weight=500),
            _bar({"datum": highest, "type": "quantitative"}, theme.track, scale),
            _bar({"field": "score", "type": "quantitative"}, theme.accent, scale),
            _text("score_text", 50, theme.ink, "bold"),
            _text("weight_text", 146, theme.muted, "normal"),
        ],
    }
    size = (WIDTH, ROW * len(rows))
    return picture(theme, body, size=size, padding={"left": NAMES, "right": 150})


def _row(scorecard: Scorecard, name: str, language: Language) -> Spec:
    framework = scorecard.framework
    part = scorecard.index.components[name] if scorecard.index else None
    score = None if part is None or part.score is None else float(part.score)
    weight = percent(float(framework.weights[name]) * 100, language, 0)
    return {
        "name": framework.name_of(name, language),
        "score": score,
        "score_text": number(score, framework.index_decimals, language),
        "weight_text": terms(language)("picture.weight", pct=weight),
    }


def _bar(x: Spec, colour: str, scale: Spec) -> Spec:
    return {
        "mark": {"type": "bar", "height": 9, "cornerRadius": 2, "color": colour},
        "encoding": {"x": x | {"scale": scale, "axis": None}},
    }


def _text(field: str, offset: int, colour: str, weight: str) -> Spec:
    mark = {"type": "text", "align": "right", "dx": offset, "color": colour, "fontWeight": weight}
    return {
        "mark": mark,
        "encoding": {"x": {"value": WIDTH}, "text": {"field": field, "type": "nominal"}},
    }
