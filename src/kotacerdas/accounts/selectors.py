"""Reading who holds what."""

from datetime import date

from django.db.models import Q, QuerySet

from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.accounts.rules import has_ended, holds_on
from kotacerdas.regions.models import Agency, Region

_RANK = {role: place for place, role in enumerate(Role)}


def appointments_of(region: Region) -> QuerySet[Appointment]:
    """All that were ever made in the region, with their people and agencies."""
    return Appointment.objects.filter(region=region).select_related("user", "agency", "region")


def appointments_by_state(region: Region, day: date) -> dict[str, list[Appointment]]:
    """Those held that day by role, those that begin later, and those that ended, latest first."""
    found = sorted(appointments_of(region), key=lambda one: (_RANK[Role(one.role)], str(one.user)))
    ended = [one for one in found if has_ended(one, day)]
    return {
        "current": [one for one in found if holds_on(one, day)],
        "coming": [one for one in found if one.from_on > day],
        "ended": sorted(ended, key=lambda one: one.to_on or day, reverse=True),
    }


def holders_on(
    region: Region, role: Role, day: date, agency: Agency | None = None
) -> QuerySet[Appointment]:
    """The role's appointments of that day whose holders can sign in."""
    held = Appointment.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=day),
        region=region,
        role=role,
        from_on__lte=day,
        user__is_active=True,
    )
    return held if agency is None else held.filter(agency=agency)


def coordinators_on(region: Region, day: date) -> QuerySet[Appointment]:
    """The coordinators' appointments of that day whose holders can sign in."""
    return holders_on(region, Role.COORDINATOR, day)
