"""The programmes of each sub-dimension by status."""

from kotacerdas.charts.status_bars import Row, status_bars
from kotacerdas.charts.theme import LIGHT, Spec, Theme
from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import NOTHING, Language

ROW = 20  # pixels a sub-dimension takes
NAMES, PLOT = 212, 360  # pixels for the names at the left, and for the bars


def sub_dimensions(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One bar a sub-dimension, its length the programmes planned; what is not reported hatched."""
    names = sub_dimension_names(scorecard.framework, language)
    without = terms(language)("picture.no_sub_dimension")
    rows = [
        Row(
            names.get(figure["code"], figure["code"]) or without,
            figure,
            f"{figure['realised']}/{figure['planned']}" if figure["planned"] else NOTHING,
        )
        for figure in scorecard.displayed_figures
        if figure["level"] == "sub_dimension"
    ]
    return status_bars(rows, scorecard.statuses, theme, ROW, (NAMES, PLOT))


def sub_dimension_names(framework: Framework, language: Language) -> dict[str, str]:
    return {
        sub.code: _capital(sub.name(language))
        for dimension in framework.dimensions
        for sub in dimension.sub_dimensions
    }


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
