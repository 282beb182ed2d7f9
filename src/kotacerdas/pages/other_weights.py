"""What signed indices would be under other weights: computed for the page, and stored nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from django.http import HttpRequest

from kotacerdas.core.words import language, words
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import load, packaged
from kotacerdas.pages.years import YearPage
from kotacerdas.scoring.crosswalk import index_under
from kotacerdas.wording.numbers import plain
from kotacerdas.workbook import numerals

WEIGHTS = "bobot"  # in an address: the edition whose weights are meant, or TYPED
TYPED = "sendiri"
_WHOLE = 100


class Weighed(NamedTuple):
    """A year's index as it was signed, and what it would be."""

    year: int
    signed: float
    other: float

    @property
    def change(self) -> float:
        return self.other - self.signed


@dataclass(frozen=True)
class OtherWeights:
    """The form: editions to choose, a weight in percent for each component; and what comes out."""

    editions: Sequence[Framework]
    fields: Sequence[tuple[str, str, str]]  # name of the field, of the component, and what is typed
    chosen: str = ""
    refused: str = ""
    rows: Sequence[Weighed] = field(default_factory=tuple)


def other_weights(request: HttpRequest, page: YearPage) -> OtherWeights:
    """What the address asks for: an edition's weights, those that were typed, or none."""
    card = page.facts.scorecard
    own = card.framework
    editions = [
        one for one in map(load, packaged()) if one.id != own.id and _is_weighed_alike(one, own)
    ]
    chosen, typed = request.GET.get(WEIGHTS, ""), dict(own.weights)
    texts: dict[str, str] = {}
    refused = ""
    by_id = {one.id: one for one in editions}
    if chosen in by_id:
        typed = by_id[chosen].weights
    elif chosen == TYPED:
        texts = {code: request.GET.get(f"{WEIGHTS}_{code}", "") for code in own.weights}
        typed, refused = _typed(texts)
    else:
        chosen = ""
    fields = [
        (
            f"{WEIGHTS}_{one.code}",
            one.name(language()),
            texts.get(one.code) or _percent(typed.get(one.code)),
        )
        for one in own.components
    ]
    rows: list[Weighed] = []
    if chosen and not refused:
        found = index_under(card, typed)
        rows = [Weighed(year, *map(float, values)) for year, values in sorted(found.items())][::-1]
    return OtherWeights(editions, fields, chosen, refused, rows)


def _is_weighed_alike(one: Framework, own: Framework) -> bool:
    return one.weights.keys() == own.weights.keys() and one.scale == own.scale


def _typed(texts: Mapping[str, str]) -> tuple[dict[str, Fraction], str]:
    """The weights that percentages say, and why they can't be used."""
    weights: dict[str, Fraction] = {}
    for code, text in texts.items():
        try:
            value = numerals.figure(text, _WHOLE).value
        except ValueError:
            return {}, words()("weights.no_number", text=text)
        if not 0 <= value <= _WHOLE:
            return {}, words()("weights.no_number", text=text)
        weights[code] = Fraction(str(value)) / _WHOLE
    total = sum(weights.values())
    if total != 1:
        return {}, words()("weights.no_sum", total=plain(float(total * _WHOLE), language()))
    return weights, ""


def _percent(weight: Fraction | None) -> str:
    return "" if weight is None else plain(float(weight * _WHOLE), language())
