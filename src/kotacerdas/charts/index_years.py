"""An index over the years: a line on its own scale, broken where a year is missing."""

from collections.abc import Sequence

from kotacerdas.charts.line import Place, line
from kotacerdas.charts.theme import LIGHT, Spec, Theme
from kotacerdas.wording.numbers import Language, number, plain


def index_years(
    years: Sequence[tuple[int, float]],
    scale: tuple[float, float],
    decimals: int,
    language: Language,
    theme: Theme = LIGHT,
) -> Spec:
    """One labelled point a year with a value, on the whole scale of the index."""
    known = dict(years)
    span = range(min(known), max(known) + 1) if known else ()
    places = [
        Place(str(year), known.get(year), number(known.get(year), decimals, language))
        for year in span
    ]
    low, high = ((end, plain(end, language)) for end in scale)
    return line(places, (low, high), theme)
