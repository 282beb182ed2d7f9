"""Whose scores count: by seats, which pass from one assessor to the next. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from kotacerdas.panel.models import Assignment

Score = TypeVar("Score")


def seats_of(
    assignments: Iterable[Assignment], barred: Collection[int] = ()
) -> dict[int, list[Assignment]]:
    """Who held each seat, whoever holds it now first; by the primary key of its first holder.

    `barred` are the members who hold none. Who ended before they sent holds none any more either:
    the seat is again of who held it before and sent, and without such it is none. A member holds
    one seat, the newest of theirs.
    """
    by_key = {one.pk: one for one in assignments if one.is_scoring}
    followed = {one.follows_id for one in by_key.values()}
    seats: dict[int, list[Assignment]] = {}
    for newest in by_key.values():
        if newest.pk in followed:
            continue
        chain, before = [newest], newest.follows_id
        while before is not None:
            chain.append(by_key[before])
            before = by_key[before].follows_id
        fit = [one for one in chain if one.member_id not in barred]
        while fit and fit[0].sent_at is None and fit[0].has_ended:
            del fit[0]
        if fit:
            seats[chain[-1].pk] = fit
    newest_of = {chain[0].member_id: chain[0].pk for chain in sorted(seats.values(), key=_front)}
    held = {seat: own for seat, own in seats.items() if newest_of[own[0].member_id] == _front(own)}
    return dict(sorted(held.items()))


def _front(chain: Sequence[Assignment]) -> int:
    return chain[0].pk


def counting(
    seats: Mapping[int, Sequence[Assignment]], scores: Mapping[int, Mapping[str, Score]]
) -> dict[str, dict[int, Score]]:
    """The scores that count, by item and seat; `scores` are those of each assignment by item.

    A seat counts once who holds it sent. For each item that is the score of the holder, else of
    who held it last and scored it.
    """
    counted: dict[str, dict[int, Score]] = {}
    for seat, chain in seats.items():
        if chain[0].sent_at is None:
            continue
        for one in reversed(chain):  # the holder's own last, over those before
            for item, score in scores.get(one.pk, {}).items():
                counted.setdefault(item, {})[seat] = score
    return counted
