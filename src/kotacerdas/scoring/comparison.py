"""What a result says to its region, and beside those of others; methodology, section 4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.index import exact
from kotacerdas.scoring.panel import Outcome

LEAST = 3  # regions of which a median is given: one of fewer would tell a single one's


@dataclass(frozen=True)
class Judged:
    """An item as it was judged; `claim` is None where nothing was claimed, `share` as in Outcome.

    Who mends it aims at `goal`, a whole level.
    """

    code: str
    value: Fraction
    claim: int | None
    goal: int
    share: Fraction

    @property
    def is_below_claim(self) -> bool:
        return self.claim is not None and self.value < self.claim

    @property
    def gain(self) -> Fraction:
        """By how much the index would rise if the item reached its goal; none where it has."""
        return max(self.goal - self.value, Fraction(0)) * self.share


def judged(outcome: Outcome[int], claims: Mapping[str, int | None]) -> list[Judged]:
    """The items that have a value, in the order in which they are asked.

    The goal is what is claimed, at least the first whole level from the middle of the scale on.
    """
    middle, shares = ceil(_at(outcome.framework, Fraction(1, 2))), outcome.shares
    return [
        Judged(code, item.value, claims.get(code), _goal(claims.get(code), middle), shares[code])
        for code, item in outcome.items.items()
        if item.value is not None
    ]


def _goal(claim: int | None, least: int) -> int:
    return least if claim is None else max(claim, least)


def strengths(items: Sequence[Judged], framework: Framework) -> list[Judged]:
    """Those in the top quarter of the scale that are not below their claim.

    The highest first; of equal ones that with more weight in the index, then the one asked first.
    """
    least = _at(framework, Fraction(3, 4))
    found = [one for one in items if one.value >= least and not one.is_below_claim]
    return sorted(found, key=lambda one: (-one.value, -one.share))


def to_mend(items: Sequence[Judged], framework: Framework) -> list[Judged]:
    """Those below their claim, or in the lower half of the scale.

    What the index gains most by first; of equal ones the lower, then the one asked first.
    """
    middle = _at(framework, Fraction(1, 2))
    found = [one for one in items if one.is_below_claim or one.value < middle]
    return sorted(found, key=lambda one: (-one.gain, one.value))


def _at(framework: Framework, part: Fraction) -> Fraction:
    """The value that lies so far up the scale."""
    scale = whole(framework)
    return scale.low + (scale.high - scale.low) * part


def median(values: Sequence[Fraction]) -> Fraction | None:
    """The middle one, of an even number the mean of the middle two; None of fewer than LEAST."""
    if len(values) < LEAST:
        return None
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[~half]) / 2


@dataclass(frozen=True)
class Interval:
    """From the lowest to the highest that an index comes to as one assessor is left out."""

    low: Fraction
    high: Fraction


def interval(index: Fraction, without_each: Sequence[Fraction | None]) -> Interval | None:
    """None where it is not known how far each assessor moves the index."""
    known = [value for value in without_each if value is not None]
    if not known or len(known) < len(without_each):
        return None
    return Interval(min(index, *known), max(index, *known))


def whole(framework: Framework) -> Interval:
    """The scale: where an index lies of which no interval is known."""
    low, high = map(exact, framework.scale)
    return Interval(low, high)


@dataclass(frozen=True)
class Span:
    """The places from `first` to `last` that regions share which are not told apart."""

    first: int
    last: int


def ranks(intervals: Sequence[Interval]) -> list[Span]:
    """The places of each, in the order given.

    Two whose intervals touch are not told apart, nor are those that others join.
    """
    order = sorted(range(len(intervals)), key=lambda at: intervals[at].high, reverse=True)
    groups: list[list[int]] = []
    lowest = Fraction(0)
    for at in order:
        if groups and intervals[at].high >= lowest:
            groups[-1].append(at)
            lowest = min(lowest, intervals[at].low)
        else:
            groups.append([at])
            lowest = intervals[at].low
    spans: dict[int, Span] = {}
    for group in groups:
        first = len(spans) + 1
        spans |= dict.fromkeys(group, Span(first, first + len(group) - 1))
    return [spans[at] for at in range(len(intervals))]
