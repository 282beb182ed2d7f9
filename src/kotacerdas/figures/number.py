"""A number of a result has a name: of what kind it is, whose it is, and what it measures."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self

from kotacerdas.scoring.indicators import State

# The kinds that count programmes.
LEVELS = ("overall", "dimensions", "sub_dimensions", "agencies")
_ACHIEVEMENTS = ("achievement_pct", "indicator_achievement_pct")
_COUNTED = ("planned", "realised", "not_reported", *_ACHIEVEMENTS)
# What is measured of each kind, in the order in which it is told.
MEASURES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(LEVELS, _COUNTED),
    "agencies": (*_COUNTED, "innovations"),
    "programmes": ("achievement_pct",),
    "indicator_counts": ("total", *map(str, State), "incomplete"),
    "budget": ("ceiling_rp", "realised_rp", "not_reported", "absorption_pct"),
    "budget_sources": ("ceiling_rp", "realised_rp"),
    "innovations": ("minimum", "total", "agencies", "agencies_meeting_minimum"),
    "capacity": ("items", "not_reported", "achievement_pct"),
    "index": ("value", "previous", "improvement"),
    "index_components": ("score", "weight", "spread"),
    "index_dimensions": ("score",),
}


class Number(NamedTuple):
    """`programmes`, `GOV-17`, `achievement_pct`; the code is empty where a kind has but one place.

    The code of a sub-dimension is its dimension's, a colon, and its own.
    """

    kind: str
    code: str
    measure: str

    def __str__(self) -> str:
        """`programmes/GOV-17/achievement_pct`: the code as it is, left out where it is empty."""
        return f"{self.place}/{self.measure}"

    @property
    def place(self) -> str:
        """Whose number it is: `programmes/GOV-17`."""
        return f"{self.kind}/{self.code}" if self.code else self.kind

    @property
    def is_of_complete_years(self) -> bool:
        """Whether it means nothing while the year runs: the achievement of programmes."""
        return self.kind in LEVELS and self.measure in _ACHIEVEMENTS

    @classmethod
    def parse(cls, text: str) -> Self:
        """The number of that text: the kind up to the first stroke, the measure after the last.

        Raises:
            ValueError: no number has that text.
        """
        kind, _, rest = text.partition("/")
        code, _, measure = rest.rpartition("/")
        number = cls(kind, code, measure)
        if not kind or not measure or str(number) != text:
            raise ValueError(text)
        return number


def sub_dimension(dimension: str, code: str) -> str:
    """The code of a sub-dimension's numbers; the first colon ends the dimension."""
    return f"{dimension}:{code}"


def numbers(result: Mapping[str, Any]) -> dict[Number, float | None]:
    """Every number of a result (result.as_dict), None where there is no value; the year is none."""
    return {
        Number(kind, code, measure): values[measure]
        for kind, code, values in _places(result)
        for measure in MEASURES[kind]
    }


def _places(result: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, float | None]]]:
    """Kind, code and values by measure."""
    yield "overall", "", result["overall"]
    for dimension in result["dimensions"]:
        yield "dimensions", dimension["code"], dimension
        for sub in dimension["sub_dimensions"]:
            yield "sub_dimensions", sub_dimension(dimension["code"], sub["code"]), sub
    for agency in result["agencies"]:
        yield "agencies", agency["code"], agency
    for one in result["programmes"]:
        yield "programmes", one["code"], {"achievement_pct": one["indicator_achievement_pct"]}
    yield "indicator_counts", "", result["indicators"]
    yield "budget", "", result["budget"]
    for source, money in result["budget"]["by_source"].items():
        yield "budget_sources", source, money
    yield "innovations", "", result["innovations"]
    for kind, items in result["capacity"].items():
        yield "capacity", kind, items
    if index := result["index"]:
        yield "index", "", index
        for name, part in index["components"].items():
            yield "index_components", name, part
        for code, score in index["impact_dimensions"].items():
            yield "index_dimensions", code, {"score": score}
