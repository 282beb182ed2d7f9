"""Achievement over the years: a line over all programmes."""

from kotacerdas.charts.line import Place, line
from kotacerdas.charts.theme import LIGHT, Spec, Theme
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language, number, percent

_ALL = 100.0


def history(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One point a complete year, labelled, 0 to 100 %; a single year is a single point.

    A year that is not complete is an open point of its own at what it aims at.
    """
    places = [
        Place(str(year), reached, number(reached, 1, language))
        for row in scorecard.complete_years
        for year, reached in [(row["year"], row["achievement_pct"])]
    ]
    if not scorecard.is_complete:
        places.append(Place(str(scorecard.question.year), None, aim=_ALL))
    low, high = ((end, percent(end, language, 0)) for end in (0.0, _ALL))
    return line(places, (low, high), theme)
