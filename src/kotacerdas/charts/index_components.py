"""The components of the smart-city index: their scores on the edition's scale."""

from kotacerdas.charts.bars import ROW, bar, text_behind
from kotacerdas.charts.theme import LIGHT, Spec, Theme, names, picture, rows_by
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language, number, percent

WIDTH = 370  # pixels of the bars
NAMES = 108  # pixels for the names at the left


def index_components(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One bar a component; without scores the tracks stand empty."""
    scale = scorecard.framework.scale
    _, highest = scale
    rows = [_row(scorecard, name, language) for name in scorecard.framework.component_codes]
    body: Spec = {
        "data": {"values": rows},
        "encoding": {"y": rows_by("name")},
        "layer": [
            names(NAMES, weight=500),
            bar(highest, theme.track, scale),
            bar("score", theme.accent, scale),
            text_behind("score_text", WIDTH, align="right", dx=50, fontWeight="bold"),
            text_behind("weight_text", WIDTH, align="right", dx=146, color=theme.muted),
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
