"""Operators who go on at another agency as theirs goes on in it, and who come back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from kotacerdas.accounts.actions import APPOINTMENT, Logged, add_appointment, end_at
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.rules import gaps, has_ended
from kotacerdas.accounts.selectors import appointments_of, operators_of
from kotacerdas.records.models import Agency, Region


@dataclass
class Move:
    """What an entry did to somebody's roles: those it ended, and those it began in their place.

    `ended` are with when each was to end before.
    """

    user: User
    ended: list[tuple[Appointment, datetime | None]] = field(default_factory=list)
    begun: list[Appointment] = field(default_factory=list)

    @property
    def back_to(self) -> list[Agency]:
        """The agencies at which the roles that it ended were held."""
        return [one.agency for one, _ in self.ended if one.agency is not None]


def move_operators(agency: Agency, to: Agency, at: datetime) -> Logged:
    """End what operators hold of an agency, now or later, and begin it anew at another.

    What the log says of it. Who reports for the other one already is given only the times at
    which that is not so. The region is locked.
    """
    elements: Logged = []
    for held in operators_of([agency], at):
        until = held.to_at
        elements.append(end_at(held, max(at, held.from_at)))
        elements += _begun(held, to, held.to_at or at, until)
    return elements


def moves_of(region: Region, elements: Iterable[Mapping[str, Any]], at: datetime) -> list[Move]:
    """What an entry with these elements did to the roles of people who still hold them.

    Of somebody who held the other one before, and so was given none: who still reports at all.
    """
    own = [one for one in elements if one["of"][0] == APPOINTMENT]
    if not own:
        return []
    by_key = {one.pk: one for one in appointments_of(region)}
    moves: dict[int, Move] = {}
    for element in own:
        one = by_key[element["of"][1]]
        move = moves.setdefault(one.user_id, Move(one.user))
        if element["before"] is None:
            move.begun.append(one)
        else:
            until = element["before"]["to_at"]
            move.ended.append((one, until and parse_datetime(until)))
    reporting = {
        one.user_id
        for one in by_key.values()
        if one.role == Role.OPERATOR and not has_ended(one, at)
    }
    return [
        move
        for user, move in moves.items()
        if (any(not has_ended(one, at) for one in move.begun) if move.begun else user in reporting)
    ]


def take_back(moves: Iterable[Move], at: datetime) -> Logged:
    """End what the moves began, and begin anew what they ended; what the log says of it.

    Up to when it was to end, or to the end that was set since. The region is locked.
    """
    elements: Logged = []
    for move in moves:
        begun = [one for one in move.begun if not has_ended(one, at)]
        set_since = [one.to_at for one in begun[-1:] if one.to_at is not None]
        elements += [end_at(one, max(at, one.from_at)) for one in begun]
        for one, until in move.ended:
            ends = [*set_since, *([] if until is None else [until])]
            elements += _begun(one, one.agency, max(at, one.from_at), min(ends, default=None))
    return elements


def _begun(
    held: Appointment, agency: Agency | None, since: datetime, until: datetime | None
) -> Logged:
    """The same role at the agency, at the times of these at which its holder has it not."""
    own = appointments_of(held.region).filter(user=held.user, role=held.role, agency=agency)
    return [
        add_appointment(
            Appointment(
                user=held.user,
                region=held.region,
                agency=agency,
                role=held.role,
                is_acting=held.is_acting,
                from_at=from_at,
                to_at=to_at,
            )
        )
        for from_at, to_at in list(gaps(own, since, until))
    ]
