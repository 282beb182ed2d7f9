"""Absorption at the end of each quarter of a year."""

from datetime import date

from kotacerdas.charts.line import Place, line
from kotacerdas.charts.theme import LIGHT, Spec, Theme
from kotacerdas.scoring.periods import period_end
from kotacerdas.scoring.quarters import QUARTERS, Absorption
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language, percent

_MISSING = "not_reported"


def quarters(
    absorption: Absorption, year: int, as_of: date, language: Language, theme: Theme = LIGHT
) -> Spec:
    """From nothing to all of the ceilings, or to what was spent beyond them."""
    say = terms(language)
    known = {one.period: one.absorption_pct for one in absorption.quarters}
    places = [
        Place(
            say.term("period", period),
            known.get(period),
            percent(known.get(period), language),
            say("picture.partly_reported")
            if period in absorption.begun
            else say.term("status", "not_due" if period_end(year, period) > as_of else _MISSING),
        )
        for period in QUARTERS
    ]
    most = max([100.0, *(pct for pct in known.values() if pct is not None)])
    scale = ((0.0, percent(0, language, 0)), (most, percent(most, language, 0)))
    return line(places, scale, theme)
