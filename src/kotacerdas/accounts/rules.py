"""What an appointment may be, and when it counts."""

from datetime import date

from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.core.errors import RefusedError


def holds_on(appointment: Appointment, day: date) -> bool:
    """The first and the last day count."""
    return appointment.from_on <= day and not has_ended(appointment, day)


def has_ended(appointment: Appointment, day: date) -> bool:
    return appointment.to_on is not None and appointment.to_on < day


def overlap(one: Appointment, other: Appointment) -> bool:
    """Whether there is a day on which both are held."""
    return not has_ended(one, other.from_on) and not has_ended(other, one.from_on)


def refuse_impossible(appointment: Appointment) -> None:
    """Raises RefusedError for what no appointment can be."""
    agency = appointment.agency
    if has_ended(appointment, appointment.from_on):
        raise RefusedError("people.ends_before_it_begins")
    if appointment.role == Role.OPERATOR and agency is None:
        raise RefusedError("people.operator_without_agency")
    if appointment.role != Role.OPERATOR and agency is not None:
        raise RefusedError("people.agency_without_operator")
    if agency is not None and agency.region_id != appointment.region_id:
        raise RefusedError("people.agency_of_another_region")
