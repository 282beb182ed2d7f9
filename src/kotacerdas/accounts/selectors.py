"""Reading who holds what."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import DateTimeField, F, Max, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Greatest

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.rules import BOTH_SIDES, has_ended, holds_at
from kotacerdas.audit.models import Entry
from kotacerdas.outbox.mail import unsent
from kotacerdas.outbox.models import Letter
from kotacerdas.records.models import Agency, Region

UNSENT_SINCE, UNSENT_BEFORE = timedelta(days=7), timedelta(minutes=1)
_RANK = {role: place for place, role in enumerate(Role)}


def held_at(at: datetime) -> Q:
    """What holds of appointments at that moment."""
    return Q(from_at__lte=at) & (Q(to_at__isnull=True) | Q(to_at__gt=at))


def not_ended_at(at: datetime) -> Q:
    """What holds of appointments at that moment or later, as `rules.has_ended` says of one."""
    return Q(to_at__isnull=True) | Q(to_at__gt=Greatest(Value(at, DateTimeField()), F("from_at")))


def appointments_of(region: Region) -> QuerySet[Appointment]:
    """All that were ever made in the region, with their people and agencies."""
    return Appointment.objects.filter(region=region).select_related("user", "agency", "region")


def appointments_by_state(region: Region, at: datetime) -> dict[str, list[Appointment]]:
    """Those held then by role, those that begin later, and those that ended, latest first."""
    every = sorted(appointments_of(region), key=lambda one: (_RANK[Role(one.role)], str(one.user)))
    ended = [one for one in every if has_ended(one, at)]
    return {
        "current": [one for one in every if holds_at(one, at)],
        "coming": [one for one in every if one.from_at > at and one not in ended],
        "ended": sorted(ended, key=lambda one: one.to_at or at, reverse=True),
    }


def on_both_sides(held: Iterable[Appointment]) -> list[User]:
    """Who reports and verifies among those held at one time, as was possible once."""
    roles: dict[User, set[str]] = {}
    for one in held:
        roles.setdefault(one.user, set()).add(one.role)
    return [user for user, own in roles.items() if own >= BOTH_SIDES]


def unsent_to(by_state: Mapping[str, Iterable[Appointment]], at: datetime) -> list[Letter]:
    """The letters to these people that did not arrive in the last days, but for the newest ones."""
    addresses = {one.user.email for held in by_state.values() for one in held}
    return unsent(addresses, at - UNSENT_SINCE, at - UNSENT_BEFORE)


def in_force_at(at: datetime) -> QuerySet[Appointment]:
    """All appointments of that moment whose holders can sign in."""
    return Appointment.objects.filter(held_at(at), user__is_active=True)


def holders_at(region: Region, role: Role, at: datetime) -> QuerySet[Appointment]:
    """The role's appointments of that moment whose holders can sign in."""
    return in_force_at(at).filter(region=region, role=role)


def operators_at(agencies: Iterable[Agency], at: datetime) -> list[User]:
    """Who reports for any of the agencies at that moment and can sign in, each once.

    In one query, however many agencies there are.
    """
    held = in_force_at(at).filter(agency__in=list(agencies), role=Role.OPERATOR)
    users = {one.user_id: one.user for one in held.select_related("user").order_by("pk")}
    return list(users.values())


def operators_by_agency(region: Region, at: datetime) -> dict[int, list[User]]:
    """The region's operators of that moment who can sign in, by the primary keys of their
    agencies, each once; in one query.
    """
    found: dict[int, dict[int, User]] = {}
    held = holders_at(region, Role.OPERATOR, at).exclude(agency=None)
    for one in held.select_related("user").order_by("user__name", "pk"):
        found.setdefault(one.agency_id or 0, {})[one.user_id] = one.user
    return {agency: list(users.values()) for agency, users in found.items()}


def operators_of(agencies: Iterable[Agency], at: datetime) -> list[Appointment]:
    """What operators hold of the agencies or will hold, the oldest first."""
    held = Appointment.objects.filter(
        not_ended_at(at), agency__in=list(agencies), role=Role.OPERATOR
    )
    return list(held.select_related("user", "agency", "region").order_by("pk"))


def regions_with_coordinators(at: datetime) -> list[Region]:
    """All regions by code, each with its `coordinators` of that moment: appointments."""
    held = Appointment.objects.filter(held_at(at), role=Role.COORDINATOR).select_related("user")
    own = Prefetch("appointments", held.order_by("pk"), to_attr="coordinators")
    return list(Region.objects.order_by("code").prefetch_related(own))


def unended_of(user: User, at: datetime) -> list[Appointment]:
    """What the user holds or will hold, in all regions, by the regions' codes."""
    held = user.appointments.filter(not_ended_at(at)).select_related("user", "agency", "region")
    return list(held.order_by("region__code", "pk"))


def last_act_at(user: User, region: Region) -> datetime | None:
    """When the user last did what stands in the region's log."""
    entries = Entry.objects.filter(chain=region.code, actor=user.email)
    last: datetime | None = entries.aggregate(last=Max("at"))["last"]
    return last
