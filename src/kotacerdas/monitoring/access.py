"""Who may read a report, and on which side of it somebody stands."""

from collections.abc import Iterable
from datetime import datetime

from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.monitoring.workflow import Side
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region

_RIGHTS = {Side.AGENCY: Right.REPORT, Side.VERIFIER: Right.VERIFY}


def own_agencies(held: Iterable[Appointment], region: Region) -> frozenset[int]:
    """The primary keys of the agencies that the appointments report for."""
    return frozenset(
        one.agency_id for one in held if one.region_id == region.pk and one.agency_id is not None
    )


def sides_of(held: Iterable[Appointment], programme: Programme) -> frozenset[Side]:
    """On which sides of a programme's reports the holder stands."""
    held = list(held)
    rights = rights_in(programme.region, held)
    found = {side for side, right in _RIGHTS.items() if right in rights}
    if programme.agency_id not in own_agencies(held, programme.region):
        found.discard(Side.AGENCY)
    return frozenset(found)


def may_read(held: Iterable[Appointment], programme: Programme) -> bool:
    """Whether the holder may read what was sent in of a programme."""
    held = list(held)
    is_of_all = Right.REPORTS in rights_in(programme.region, held)
    return is_of_all or Side.AGENCY in sides_of(held, programme)


def require_side(user: User, programme: Programme, side: Side, at: datetime) -> None:
    """Raises NotAllowedError where the user does not stand on that side at that moment."""
    if side not in sides_of(current_appointments(user, at), programme):
        raise NotAllowedError(_RIGHTS[side])


def require_reading(user: User, programme: Programme, at: datetime) -> None:
    """Raises NotAllowedError where the user may not read the programme's reports then."""
    if not may_read(current_appointments(user, at), programme):
        raise NotAllowedError(Right.REPORTS)
