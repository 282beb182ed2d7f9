"""Whose scores count: by seats, which pass from one assessor to the next. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from kotacerdas.panel.models import Assignment

Given = TypeVar("Given")


def seats_of(assignments: Iterable[Assignment]) -> dict[int, list[Assignment]]:
    """Who held each seat, whoever holds it now first; by the primary key of its first holder."""
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
        seats[chain[-1].pk] = chain
    return dict(sorted(seats.items()))


def counting(
    seats: Mapping[int, Sequence[Assignment]],
    given: Mapping[int, Mapping[str, Given]],
    barred: Collection[int],
) -> dict[str, dict[int, Given]]:
    """The scores that count, by item and seat; `given` are those of each assignment by item.

    A seat counts once who holds it sent. For each item that is the score of the holder, else of
    who held it last and scored it; `barred` are the members whose scores count nowhere.
    """
    found: dict[str, dict[int, Given]] = {}
    for seat, chain in seats.items():
        if chain[0].sent_at is None:
            continue
        heard = [one for one in chain if one.member_id not in barred]
        for one in reversed(heard):  # the holder's own last, over those before
            for item, score in given.get(one.pk, {}).items():
                found.setdefault(item, {})[seat] = score
    return found
