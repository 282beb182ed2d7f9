"""Who answered for a programme from which year on. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from math import inf

Steward = tuple[int, str]  # from a year on an agency, by its code, up to the next one's year


def handed_over(stewards: Sequence[Steward], agency: str, to: str, from_year: int) -> list[Steward]:
    """Who answers where one agency goes on in another from a year on, the earliest first.

    Years of other agencies stay theirs, and so do the years before.
    """
    ends = [year for year, _ in stewards[1:]]
    parts: list[Steward] = []
    for (begin, held_by), end in zip(stewards, [*ends, inf], strict=True):
        if held_by != agency or end <= from_year:
            parts.append((begin, held_by))
            continue
        if begin < from_year:
            parts.append((begin, held_by))
        parts.append((max(begin, from_year), to))
    return [*parts[:1], *(new for old, new in pairwise(parts) if old[1] != new[1])]
