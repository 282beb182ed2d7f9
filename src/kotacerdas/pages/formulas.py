"""The formula behind a number of a result: in words, and with the figures put in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kotacerdas.core.words import words
from kotacerdas.documents.facts import Facts
from kotacerdas.figures.number import LEVELS, Number
from kotacerdas.pages.naming import number_value
from kotacerdas.wording.numbers import number, plain, rupiah

PARTS_IN_A_FORMULA = 5


@dataclass(frozen=True)
class Explained:
    """A number, the others of its result, and the programmes it rests on."""

    facts: Facts
    number: Number
    values: Mapping[Number, float | None]
    codes: Sequence[str]

    def sibling(self, measure: str) -> float | None:
        """Another measure of the same place."""
        return self.values[self.number._replace(measure=measure)]


def formula(one: Explained) -> tuple[str, str] | None:
    """The rule in words, and the same with the figures put in; None for a plain count."""
    known = _FORMULAS.get((one.number.kind, one.number.measure))
    value = one.values[one.number]
    if known is None or value is None:
        return None
    rule, figures = known
    return words()(rule), f"{figures(one)} = {number_value(one.facts, one.number, value)}"


def _share(one: Explained) -> str:
    return f"{one.sibling('realised')} ÷ {one.sibling('planned')} × 100"


def _of_programmes(one: Explained) -> str:
    programmes = one.facts.scorecard.programmes.filter(pl.col("code").is_in(one.codes))
    return _weighted(one, programmes, "indicator_achievement_pct")


def _of_indicators(one: Explained) -> str:
    indicators = one.facts.scorecard.indicators.filter(programme=one.number.code)
    return _weighted(one, indicators, "achievement_pct")


def _weighted(one: Explained, rows: pl.DataFrame, column: str) -> str:
    """Each weight by its value, over the weights; many parts as their sum."""
    language = one.facts.language
    parts = list(rows.drop_nulls(column).select("weight", column).iter_rows())
    whole = plain(sum(weight for weight, _ in parts), language)
    if len(parts) > PARTS_IN_A_FORMULA:
        return f"{number(sum(weight * value for weight, value in parts), 1, language)} ÷ {whole}"
    terms = " + ".join(
        f"{plain(weight, language)} × {number(value, 1, language)}" for weight, value in parts
    )
    return f"({terms}) ÷ {whole}"


def _absorption(one: Explained) -> str:
    spent, ceiling = (
        rupiah(one.sibling(measure), one.facts.language)
        for measure in ("realised_rp", "ceiling_rp")
    )
    return f"{spent} ÷ {ceiling} × 100"


def _mean_of_items(one: Explained) -> str:
    items = one.facts.scorecard.capacity.filter(kind=one.number.code)
    values = items["achievement_pct"].drop_nulls().to_list()
    return f"{number(sum(values), 1, one.facts.language)} ÷ {len(values)}"


def _of_components(one: Explained) -> str:
    return " + ".join(
        " × ".join(
            number(one.values[Number("index_components", name, measure)], 2, one.facts.language)
            for measure in ("weight", "score")
        )
        for name in one.facts.scorecard.framework.weights
    )


def _improvement(one: Explained) -> str:
    return " − ".join(
        number(one.sibling(measure), 2, one.facts.language) for measure in ("value", "previous")
    )


_FORMULAS: Mapping[tuple[str, str], tuple[str, Callable[[Explained], str]]] = {
    **{(kind, "achievement_pct"): ("formula.achievement_pct", _share) for kind in LEVELS},
    **{
        (kind, "indicator_achievement_pct"): ("formula.indicator_achievement_pct", _of_programmes)
        for kind in LEVELS
    },
    ("programmes", "achievement_pct"): ("formula.indicator_achievement_pct", _of_indicators),
    ("budget", "absorption_pct"): ("formula.absorption_pct", _absorption),
    ("capacity", "achievement_pct"): ("formula.capacity", _mean_of_items),
    ("index", "value"): ("formula.value", _of_components),
    ("index", "improvement"): ("formula.improvement", _improvement),
}
