"""Who judges which region: spread evenly, by load, institution and conflict. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A member: how many regions they have, of which institution, and which bar them."""

    key: int
    institution: str
    load: int
    barred: Collection[int]  # regions


def allocate(
    regions: Iterable[int],
    seats: int,
    candidates: Sequence[Candidate],
    held: Mapping[int, Collection[int]],
) -> dict[int, list[int]]:
    """For each region the candidates who come to those that it has (`held`), up to `seats`.

    Whoever has least comes first; two of an institution sit together only where nobody else is
    left. A region that has nobody left gets fewer. The regions with the fewest to choose from are
    filled first.
    """
    by_key = {one.key: one for one in candidates}
    load = {one.key: one.load for one in candidates}

    def free(region: int) -> list[Candidate]:
        return [one for one in candidates if region not in one.barred]

    found: dict[int, list[int]] = {region: [] for region in regions}
    for region in sorted(found, key=lambda one: (len(free(one)), one)):
        sitting = [key for key in held.get(region, ()) if key in by_key]
        wanted = seats - len(held.get(region, ()))
        for _ in range(wanted):
            there = {by_key[key].institution for key in (*sitting, *found[region])} - {""}
            left = [one for one in free(region) if one.key not in (*sitting, *found[region])]
            if not left:
                break
            best = min(left, key=lambda one: (one.institution in there, load[one.key], one.key))
            found[region].append(best.key)
            load[best.key] += 1
    return found
