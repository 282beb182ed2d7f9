"""What a number is called and how it is shown, by its kind and its measure."""

from collections.abc import Callable, Mapping

from kotacerdas.core.words import words
from kotacerdas.documents.facts import Facts
from kotacerdas.figures.number import Number
from kotacerdas.scoring.indicators import State
from kotacerdas.wording.numbers import NOTHING, Language, number, percent, rupiah

PERCENT = ("achievement_pct", "indicator_achievement_pct", "absorption_pct")
RUPIAH = ("ceiling_rp", "realised_rp")
_OF_THE_INDEX = ("value", "previous", "improvement", "score", "weight", "spread")

# How a measure is written; what is not here is counted in whole ones.
_WRITTEN: Mapping[str, Callable[[float | None, Language], str]] = {
    **dict.fromkeys(PERCENT, percent),
    **dict.fromkeys(RUPIAH, rupiah),
    **dict.fromkeys(_OF_THE_INDEX, lambda value, language: number(value, 2, language)),
}


def number_name(facts: Facts, of: Number) -> str:
    """`Smart Economy · capaian 2022`."""
    return f"{_place(facts, of)} · {_measure(of)} {facts.year}"


def number_value(facts: Facts, of: Number, value: float | None) -> str:
    """The number as its measure is written; a dash for what an incomplete year can't tell yet."""
    if is_later(facts, of):
        return NOTHING
    write = _WRITTEN.get(of.measure)
    return write(value, facts.language) if write else number(value, 0, facts.language)


def is_later(facts: Facts, of: Number) -> bool:
    """Whether it is the achievement of programmes in a year that is not complete."""
    return of.is_of_complete_years and not facts.is_complete


def _measure(of: Number) -> str:
    match of:
        case ("indicator_counts", _, measure) if measure in set(State):
            return words().term("state", measure)
        case ("programmes", _, "achievement_pct"):  # that of its indicators: it has no other
            return words()("measure.indicator_achievement_pct")
    return words()(f"measure.{of.measure}")


def _place(facts: Facts, of: Number) -> str:
    """Whose number it is; the name of the kind where that has but one place."""
    name = _PLACES.get(of.kind)
    return name(facts, of.code) if name else _kind(of.kind)


def _kind(kind: str) -> str:
    return words()(f"number_kind.{kind}")


_PLACES: Mapping[str, Callable[[Facts, str], str]] = {
    "dimensions": lambda facts, code: facts.dimension_names[code],
    "sub_dimensions": lambda facts, code: facts.sub_dimension_names[code],
    "agencies": lambda facts, code: facts.agency_names[code],
    "programmes": lambda facts, code: facts.programme_names[code],
    "budget_sources": lambda _, code: f"{_kind('budget')} · {words().term('source', code)}",
    "capacity": lambda _, code: f"{_kind('capacity')} · {words().term('capacity', code)}",
    "index_components": lambda facts, code: facts.scorecard.framework.name_of(code, facts.language),
    "index_dimensions": lambda facts, code: f"{_kind('index')} · {facts.dimension_names[code]}",
}
