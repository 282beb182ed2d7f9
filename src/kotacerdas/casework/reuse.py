"""Pieces of the store that more things rest on than they were brought for.

A room that lets something rest on pieces registers what does, so that each says where else a piece
is used; nothing in this one names it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, current_appointments
from kotacerdas.casework.evidence_rules import sees
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.processes import process_of
from kotacerdas.casework.selectors import pieces_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.records.models import Region

MOST = 50
Holder = tuple[str, int]  # what rests on a piece: its model and its primary key


class Used(NamedTuple):
    """That something rests on a piece, by its primary key, what that is called, and with which
    rights, any of them, it may be spoken of.
    """

    piece: int
    by: Holder
    name: str
    rights: frozenset[Right]


Users = Callable[[Collection[int]], Iterable[Used]]
_USERS: list[Users] = []


def register_users(users: Users) -> None:
    """What of a room rests on pieces, of those with the primary keys; in a query."""
    _USERS.append(users)


def used_in(
    here: Here, pieces: Collection[int], but: Collection[Holder] = ()
) -> dict[int, list[str]]:
    """What else than `but` rests on the pieces, by their primary keys, as the reader may know."""
    found: dict[int, list[str]] = {}
    if pieces:
        for users in _USERS:
            for one in users(pieces):
                if one.by not in but and one.rights & here.rights:
                    found.setdefault(one.piece, []).append(one.name)
    return found


@dataclass(frozen=True)
class Candidate:
    """A piece that something may rest on, and what it was brought for."""

    evidence: Evidence
    of: str


def candidates(here: Here, used: Collection[int], search: str = "") -> list[Candidate]:
    """Pieces of the region that the reader sees and that are not used, the newest first."""
    found: QuerySet[Evidence] = pieces_of(here.region).exclude(pk__in=used)
    if search:
        found = found.filter(title__icontains=search)
    seen = _seen(here, found.order_by("-pk")[: 2 * MOST])
    return [
        Candidate(one, process_of(one.case).name(one.case) if one.case is not None else "")
        for one in seen
    ][:MOST]


def seen_of(here: Here, pieces: Collection[int]) -> frozenset[int]:
    """Which of the pieces the reader may see, even by their names; by their primary keys."""
    found = pieces_of(here.region).filter(pk__in=pieces)
    return frozenset(one.pk for one in _seen(here, found))


def _seen(here: Here, found: Iterable[Evidence]) -> Iterable[Evidence]:
    return (one for one in found if one.seen_by in sees(here.appointments, one))


def present_piece(region: Region, evidence: Evidence, by: User, at: datetime) -> Evidence:
    """The piece as it is now. Raises RefusedError where it is gone, or not for `by` to see."""
    piece = pieces_of(region).filter(pk=evidence.pk).first()
    if piece is None or piece.seen_by not in sees(current_appointments(by, at), piece):
        raise RefusedError("evidence.gone")
    return piece
