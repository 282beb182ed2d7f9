"""Who may read a case, and on which side of it somebody stands."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.accounts.selectors import holders_at
from kotacerdas.casework.models import Case
from kotacerdas.casework.processes import process_of
from kotacerdas.casework.workflow import Side
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.records.models import Region


class OfAgency(Protocol):
    """A case, or what one is about: what an agency of a region answers for, or None does."""

    @property
    def region(self) -> Region: ...

    @property
    def agency_id(self) -> int | None: ...


_RIGHTS = {Side.AGENCY: Right.REPORT, Side.VERIFIER: Right.VERIFY}
# Those who stand on no side of the case itself.
_BEYOND = {Side.SCREENER: Right.SCREEN, Side.COORDINATOR: Right.PREPARE}
_ASKED = _RIGHTS | _BEYOND
_ROLES = {
    Side.AGENCY: (Role.OPERATOR,),
    Side.SCREENER: (Role.COORDINATOR, Role.SCREENER),
    Side.VERIFIER: (Role.VERIFIER,),
    Side.COORDINATOR: (Role.COORDINATOR,),
}


def roles_of(side: Side) -> tuple[Role, ...]:
    """The roles of those who stand on a side."""
    return _ROLES[side]


def own_agencies(held: Iterable[Appointment], region: Region) -> frozenset[int]:
    """The primary keys of the agencies that the appointments answer for."""
    return frozenset(
        one.agency_id for one in held if one.region_id == region.pk and one.agency_id is not None
    )


def sides_of(held: Iterable[Appointment], subject: OfAgency) -> frozenset[Side]:
    """On which of the two sides of a case the holder stands; who screens stands on neither."""
    held = list(held)
    rights = rights_in(subject.region, held)
    found = {side for side, right in _RIGHTS.items() if right in rights}
    if subject.agency_id not in own_agencies(held, subject.region):
        found.discard(Side.AGENCY)
    return frozenset(found)


def sides_at(held: Iterable[Appointment], subject: OfAgency, at: datetime) -> frozenset[Side]:
    """The same at a moment: a coordinator stands in for an agency that has no operator then.

    Where a process is written by a coordinator too, they do so for any agency. One query for who
    may stand in.
    """
    held = list(held)
    found = sides_of(held, subject)
    rights = rights_in(subject.region, held)
    if isinstance(subject, Case) and process_of(subject).is_written_by_coordinator:
        return found | {Side.AGENCY} if Right.PREPARE in rights else found
    if Side.AGENCY in found or Right.REPORT_FOR not in rights:
        return found
    operators = holders_at(subject.region, Role.OPERATOR, at).filter(agency=subject.agency_id)
    return found if operators.exists() else found | {Side.AGENCY}


def is_stand_in(user: User, subject: OfAgency, at: datetime) -> bool:
    """Whether the user is none of the agency's operators."""
    return Side.AGENCY not in sides_of(current_appointments(user, at), subject)


def may_read(held: Iterable[Appointment], subject: OfAgency) -> bool:
    """Whether the holder may read what was sent in of a subject."""
    held = list(held)
    is_of_all = Right.REPORTS in rights_in(subject.region, held)
    return is_of_all or Side.AGENCY in sides_of(held, subject)


def require_side(user: User, subject: OfAgency, side: Side, at: datetime) -> None:
    """Raises NotAllowedError where the user does not stand on that side at that moment."""
    if not stands_on(side, current_appointments(user, at), subject, at):
        raise NotAllowedError(_ASKED[side])


def stands_on(side: Side, held: Iterable[Appointment], subject: OfAgency, at: datetime) -> bool:
    """Whether the holder may do at that moment what is asked of the side."""
    held = list(held)
    if side in _BEYOND:
        return _BEYOND[side] in rights_in(subject.region, held)
    return side in sides_at(held, subject, at)


def require_reading(user: User, subject: OfAgency, at: datetime) -> None:
    """Raises NotAllowedError where the user may not read the case then."""
    if not may_read(current_appointments(user, at), subject):
        raise NotAllowedError(Right.REPORTS)
