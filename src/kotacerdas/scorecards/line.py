"""Which runs of a region are made next, and what each mark still waits for. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kotacerdas.scoring.question import Basis


class Pair(NamedTuple):
    """A run to be made."""

    year: int
    basis: Basis


class Line:
    """The pairs that wait, by turns: nobody waits for what others changed later.

    Of each mark it knows the pairs that were not made since; a mark without any is `over`.
    """

    def __init__(self) -> None:
        self.waiting: list[Pair] = []
        self.asked: dict[int, set[Pair]] = {}
        self._last: Pair | None = None

    def join(self, marks: Mapping[int, int], years: Iterable[int]) -> None:
        """Add new marks, {primary key: first year}, of records that were read since.

        The first pair of the new ones goes to the front, since somebody looks at it just now; the
        others wait behind those that wait already. One that was made just now lets another have
        its turn before, or marks that come without end would let no other be made.
        """
        years = sorted(years)
        new = {pk: since for pk, since in marks.items() if pk not in self.asked}
        for pk, since in new.items():
            self.asked[pk] = {
                Pair(year, basis) for year in years if year >= since for basis in Basis
            }
        wanted = sorted(set().union(*(self.asked[pk] for pk in new)), key=_turn)
        first, others = wanted[:1], wanted[1:]
        before = [pair for pair in self.waiting if pair not in first and pair.year in years]
        turn = 1 if first == [self._last] else 0
        others = [pair for pair in others if pair not in before]
        self.waiting = [*before[:turn], *first, *before[turn:], *others]
        for pairs in self.asked.values():
            pairs.intersection_update(self.waiting)

    def made(self, pair: Pair) -> None:
        self.waiting.remove(pair)
        self._last = pair
        for pairs in self.asked.values():
            pairs.discard(pair)

    def since(self) -> dict[int, int]:
        """The first year that each mark still waits for; those that are over are not among them."""
        return {pk: min(pairs).year for pk, pairs in self.asked.items() if pairs}

    def take_over(self) -> list[int]:
        """The marks that are over; they are named once."""
        over = [pk for pk, pairs in self.asked.items() if not pairs]
        for pk in over:
            del self.asked[pk]
        return over


def _turn(pair: Pair) -> tuple[int, int]:
    return pair.year, list(Basis).index(pair.basis)
