"""What an appointment may be, and when it counts."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.core.errors import RefusedError

A_DAY = timedelta(days=1)
# Nobody of a region holds both at a time: who reports does not verify.
BOTH_SIDES = {Role.OPERATOR, Role.VERIFIER}


def first_moment(day: date) -> datetime:
    """Midnight, where the site is, at which the day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def begin_of(first_day: date, at: datetime) -> datetime:
    """When a role of that first day begins: today's at once, a later day's at midnight.

    Raises:
        RefusedError: the day is over, so a role of then would make good what was done without it.
    """
    if first_day < timezone.localdate(at):
        raise RefusedError("people.begins_in_the_past")
    return max(at, first_moment(first_day))


def end_of(last_day: date | None, at: datetime) -> datetime:
    """When a role of that last day ends: at midnight after it, or at once where there is none.

    Raises:
        RefusedError: the day is over, and the role held until now, used or not.
    """
    if last_day is None:
        return at
    if last_day < timezone.localdate(at):
        raise RefusedError("people.ends_in_the_past")
    return first_moment(last_day + A_DAY)


def holds_at(appointment: Appointment, at: datetime) -> bool:
    return appointment.from_at <= at and not has_ended(appointment, at)


def has_ended(appointment: Appointment, at: datetime) -> bool:
    """Whether it is over, or was called off before it began."""
    to_at = appointment.to_at
    return to_at is not None and (to_at <= at or to_at <= appointment.from_at)


def overlap(one: Appointment, other: Appointment) -> bool:
    """Whether there is a moment at which both are held."""
    begin = max(one.from_at, other.from_at)
    return not has_ended(one, begin) and not has_ended(other, begin)


def gaps(
    appointments: Iterable[Appointment], since: datetime, until: datetime | None = None
) -> Iterator[tuple[datetime, datetime | None]]:
    """The times from `since` to `until` at which none of them is held, each with its end.

    An end of None has not been set.
    """
    covered = since
    for one in sorted(appointments, key=lambda one: one.from_at):
        if until is not None and one.from_at >= until:
            break
        if has_ended(one, covered):
            continue
        if one.from_at > covered:
            yield covered, one.from_at
        if one.to_at is None:
            return
        covered = one.to_at
    if until is None or covered < until:
        yield covered, until


def first_gap(appointments: Iterable[Appointment], since: datetime) -> datetime | None:
    """The first moment from `since` on at which none of them is held; None where there is none."""
    return next((begin for begin, _ in gaps(appointments, since)), None)


def refuse_impossible(appointment: Appointment) -> None:
    """Raises RefusedError for what no appointment can be."""
    agency = appointment.agency
    if appointment.to_at is not None and appointment.to_at <= appointment.from_at:
        raise RefusedError("people.ends_before_it_begins")
    if appointment.role == Role.OPERATOR and agency is None:
        raise RefusedError("people.operator_without_agency")
    if appointment.role != Role.OPERATOR and agency is not None:
        raise RefusedError("people.agency_without_operator")
    if agency is not None and agency.region_id != appointment.region_id:
        raise RefusedError("people.agency_of_another_region")
