"""From the scores of a panel to the index of a region, exact; methodology, section 4."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeVar

from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.index import IndexResult, Score, index, mean

HUNDREDTHS = 100  # a score has at most two decimals, and is kept as a whole number of these

Seat = TypeVar("Seat", bound=Hashable)


@dataclass(frozen=True)
class Asked:
    """An item that is scored; `dimension` is empty where it is of the whole."""

    code: str
    component: str
    dimension: str


@dataclass(frozen=True)
class ItemOutcome:
    """What a panel says of an item: the score of each seat and what was settled, in hundredths."""

    scores: Sequence[int]
    settled: int | None

    @cached_property
    def value(self) -> Fraction | None:
        """What was settled, else the mean; None where nobody scored it."""
        if self.settled is not None:
            return Fraction(self.settled, HUNDREDTHS)
        if not self.scores:
            return None
        return Fraction(sum(self.scores), len(self.scores) * HUNDREDTHS)

    @property
    def spread(self) -> Fraction | None:
        """The highest less the lowest; None of fewer than two."""
        if len(self.scores) < 2:  # noqa: PLR2004 - a spread is between two
            return None
        return Fraction(max(self.scores) - min(self.scores), HUNDREDTHS)


@dataclass(frozen=True)
class Outcome(Generic[Seat]):
    """What the scores of a panel come to, by the rules of the edition.

    `scores` are hundredths by item and seat, `settled` those of the chair by item.
    """

    framework: Framework
    asked: Sequence[Asked]
    scores: Mapping[str, Mapping[Seat, int]]
    settled: Mapping[str, int]
    previous: Fraction | None = None

    @cached_property
    def items(self) -> dict[str, ItemOutcome]:
        """By code, in the order in which they are asked."""
        return {
            one.code: ItemOutcome(
                tuple(self.scores.get(one.code, {}).values()), self.settled.get(one.code)
            )
            for one in self.asked
        }

    @property
    def open_items(self) -> list[str]:
        """The codes of those without any value."""
        return [code for code, item in self.items.items() if item.value is None]

    @property
    def wide_items(self) -> list[str]:
        """The codes of those whose spread has to be settled, and is not."""
        bound = self.framework.panel.spread_bound * HUNDREDTHS
        return [
            code
            for code, item in self.items.items()
            if item.settled is None
            and len(item.scores) > 1
            and max(item.scores) - min(item.scores) > bound
        ]

    @cached_property
    def index(self) -> IndexResult:
        """The index with its components; without a value where an item is open."""
        return self._index({code: item.value for code, item in self.items.items()})

    @property
    def seats(self) -> list[Seat]:
        """Who scored anything."""
        return list(dict.fromkeys(seat for given in self.scores.values() for seat in given))

    @property
    def without_each(self) -> dict[Seat, Fraction | None]:
        """The index without the scores of each seat; None where an item would have no value."""
        return {seat: self._without(seat).index.value for seat in self.seats}

    @property
    def shares(self) -> dict[str, Fraction]:
        """Of each item, by how much the index rises as its value rises by one; they add up to 1."""
        codes = self._parts
        of_component = Counter(component for component, _ in codes)
        weights = self.framework.weights
        return {
            code: weights[component] / of_component[component] / len(own)
            for (component, _), own in codes.items()
            for code in own
        }

    @property
    def reach(self) -> tuple[Fraction, Fraction] | None:
        """The index with all wide items at their lowest score, and at their highest.

        None without an index, and where no spread is open.
        """
        if self.index.value is None or not self.wide_items:
            return None
        low, high = (self._at_end(end) for end in (min, max))
        return low, high

    def _at_end(self, end: Callable[[Iterable[int]], int]) -> Fraction:
        decided = {code: end(self.items[code].scores) for code in self.wide_items}
        value = replace(self, settled={**self.settled, **decided}).index.value
        if value is None:
            raise AssertionError("an item lost its value as it was settled")
        return value

    def _without(self, seat: Seat) -> "Outcome[Seat]":
        scores = {
            code: {other: score for other, score in given.items() if other != seat}
            for code, given in self.scores.items()
        }
        return replace(self, scores=scores)

    def _index(self, values: Mapping[str, Fraction | None]) -> IndexResult:
        scores = [
            Score(component, dimension, None, mean(known))
            for (component, dimension), codes in self._parts.items()
            if len(known := [value for code in codes if (value := values[code]) is not None])
            == len(codes)
        ]
        return index(scores, self.framework, self.previous)

    @cached_property
    def _parts(self) -> dict[tuple[str, str | None], list[str]]:
        """The codes of the items of each part with a score of its own, a component or, where it is
        scored by dimension, one of these.
        """
        parts: dict[tuple[str, str | None], list[str]] = {}
        by_dimension = self._by_dimension
        for one in self.asked:
            dimension = one.dimension if one.component == by_dimension else None
            parts.setdefault((one.component, dimension), []).append(one.code)
        return parts

    @cached_property
    def _by_dimension(self) -> str | None:
        """The component that is scored by dimension: each of its items names one, none is left."""
        split = self.framework.component_by_dimension
        named = {one.dimension for one in self.asked if one.component == split}
        return split if named == set(self.framework.dimension_codes) else None
