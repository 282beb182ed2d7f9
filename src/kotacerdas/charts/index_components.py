"""The components of the smart-city index: their scores on the edition's scale."""

from kotacerdas.charts.bars import Rows, bar
from kotacerdas.charts.theme import LIGHT, Spec, Theme, rows_by
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language, number, percent


def index_components(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One bar a component; without scores the tracks stand empty."""
    scale = scorecard.framework.scale
    _, highest = scale
    places = Rows(theme, 108, 370, 150, has_below=True)
    rows = [_row(scorecard, name, language) for name in scorecard.framework.component_codes]
    body: Spec = {
        "data": {"values": rows},
        "encoding": {"y": rows_by("name")},
        "layer": [
            places.named(weight=500),
            bar(highest, theme.track, scale),
            bar("score", theme.accent, scale),
            places.text("score_text", ("right", 50), fontWeight="bold"),
            places.text("weight_text", ("right", 146), below="left", color=theme.muted),
        ],
    }
    return places.picture(body, len(rows))


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
