"""Who holds what: begun, ended and handed over, each act whole and in the log."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.events import record_account_event
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.rules import (
    BOTH_SIDES,
    begin_of,
    end_of,
    first_gap,
    has_ended,
    overlap,
    refuse_impossible,
)
from kotacerdas.accounts.selectors import appointments_of, last_act_at
from kotacerdas.audit.actions import SITE, record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.tables.picks import require_picks
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency, Region

Logged = list[dict[str, Any]]
APPOINTMENT = "accounts.appointment"


def invite(  # noqa: PLR0913 - the whole appointment, who makes it and when
    region: Region,
    *,
    email: str,
    name: str,
    role: str,
    agency: Agency | None,
    from_on: date,
    to_on: date | None,
    is_acting: bool,
    by: User,
    at: datetime,
) -> Appointment:
    """Appoint somebody, with an account that waits for its password where there is none yet.

    From the first day, today's meaning at once, up to the end of the last.

    Raises:
        NotAllowedError: `by` may not appoint in the region.
        RefusedError: the appointment can't be.
    """
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.APPOINT, at)
        appointment = Appointment(
            region=region,
            role=role,
            agency=agency,
            from_at=begin_of(from_on, at),
            to_at=to_on and end_of(to_on, at),
            is_acting=is_acting,
        )
        changes = begin_appointment(appointment, email, name)
        record_entry(region.code, "appointment.begin", changes, actor=by.email, at=at)
    return appointment


def end_appointments(
    appointments: Sequence[Appointment], to_on: date | None, by: User, at: datetime, reason: str
) -> list[Appointment]:
    """Set the last day of appointments in one region, or end them at once where `to_on` is None.

    One that has not begun by then is called off. All or none, in one entry.

    Raises:
        NotAllowedError: `by` may not appoint in the region.
        RefusedError: none is given, one has ended already, the day is over, or the region would be
            without a coordinator one day.
    """
    require_picks(appointments)
    region = appointments[0].region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.APPOINT, at)
        held = [_not_ended(one, at) for one in appointments]
        changes = [end_at(one, end_of(to_on, at)) for one in held]
        refuse_uncovered(held, at)
        record_entry(region.code, "appointment.end", changes, actor=by.email, at=at, reason=reason)
    return held


def hand_over(  # noqa: PLR0913 - what, to whom, who does it and when
    appointment: Appointment, *, to_email: str, to_name: str, on: date, by: User, at: datetime
) -> Appointment:
    """End an appointment as `on` begins, and begin another's of the same role and agency.

    Raises:
        NotAllowedError: `by` may not appoint in the region.
        RefusedError: it has ended before that day, or one of the two appointments can't be.
    """
    region = appointment.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.APPOINT, at)
        begin = begin_of(on, at)
        held = _not_ended(appointment, begin)
        if held.user.email == _address(to_email):
            raise RefusedError("people.to_the_same_person")
        changes = [end_at(held, begin)]
        following = Appointment(
            region=region, role=held.role, agency=held.agency, from_at=held.to_at or begin
        )
        changes += begin_appointment(following, to_email, to_name)
        refuse_uncovered([held], at)
        record_entry(region.code, "appointment.hand_over", changes, actor=by.email, at=at)
    return following


def appoint_from_the_server(appointment: Appointment, email: str, name: str, at: datetime) -> User:
    """Appoint somebody by a command on the server, which needs nobody's right.

    `appointment` is not saved yet and names no user.
    """
    with transaction.atomic():
        lock_region(appointment.region)
        changes = begin_appointment(appointment, email, name)
        record_entry(appointment.region.code, "appointment.begin", changes, actor="", at=at)
    return appointment.user


def set_password(user: User, password: str, at: datetime) -> None:
    """Give somebody a password from the server; whoever is signed in as them is signed out."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        record_account_event(user, "access.password", at, is_own=False)


def change_profile(
    user: User, name: str, language: str, at: datetime, *, wants_reminders: bool | None = None
) -> None:
    """Set how somebody is called and spoken to, and whether letters may remind them.

    None leaves the last as it is.
    """
    if wants_reminders is None:
        wants_reminders = user.wants_reminders
    after = {"name": name, "language": language, "wants_reminders": wants_reminders}
    before = {field: getattr(user, field) for field in after}
    changed = [field for field in after if after[field] != before[field]]
    if not changed:
        return
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(**after)
        logged = {
            "of": ["accounts.user", user.pk, user.email],
            "before": {field: before[field] for field in changed},
            "after": {field: after[field] for field in changed},
        }
        record_entry(SITE, "profile.change", [logged], actor=user.email, at=at)
    user.name, user.language, user.wants_reminders = name, language, wants_reminders


def end_at(held: Appointment, to_at: datetime) -> dict[str, Any]:
    """End an appointment at a moment; what the log says of it. The region is locked.

    Never before the holder's last act, which may have been waited for, and one that has not
    begun by then ends as it begins.
    """
    before = held.to_at
    last = last_act_at(held.user, held.region)
    held.to_at = max(to_at, held.from_at, last or to_at)
    _refuse_clash(held)
    held.save(update_fields=["to_at"])
    return {"of": _named(held), "before": {"to_at": before}, "after": {"to_at": held.to_at}}


def refuse_uncovered(ended: Iterable[Appointment], at: datetime) -> None:
    """Raises RefusedError where a region of the appointments would be without a coordinator,
    at that moment or at any later one.
    """
    for region in {one.region for one in ended if one.role == Role.COORDINATOR}:
        able = appointments_of(region).filter(role=Role.COORDINATOR, user__is_active=True)
        gap = first_gap(able, at)
        if gap is not None:
            day = timezone.localdate(gap)
            raise RefusedError("people.last_coordinator", region=region, day=day)


def _not_ended(appointment: Appointment, at: datetime) -> Appointment:
    held = appointments_of(appointment.region).get(pk=appointment.pk)
    if has_ended(held, at):
        raise RefusedError("people.has_ended")
    if held.is_of_panel:
        raise RefusedError("people.of_panel")
    return held


def begin_appointment(appointment: Appointment, email: str, name: str) -> Logged:
    refuse_impossible(appointment)
    appointment.user, changes = account_of(email, name)
    _refuse_clash(appointment)
    return [*changes, add_appointment(appointment)]


def add_appointment(appointment: Appointment) -> dict[str, Any]:
    """Save a new appointment; what the log says of it. The region is locked."""
    appointment.save(force_insert=True)
    after = {
        "agency": appointment.agency.code if appointment.agency else None,
        "is_acting": appointment.is_acting,
        "from_at": appointment.from_at,
        "to_at": appointment.to_at,
    }
    return {"of": _named(appointment), "before": None, "after": after}


def account_of(email: str, name: str) -> tuple[User, Logged]:
    address = _address(email)
    # The name of an account that is there stays: it belongs to its owner, not to who invites.
    user, is_new = User.objects.select_for_update().get_or_create(
        email=address, defaults={"name": name, "password": make_password(None)}
    )
    if not user.is_active:
        raise RefusedError("people.account_is_closed", who=str(user))
    if not is_new:
        return user, []
    # Verified, since only a link sent to the address, or a command on the server, can set the
    # password of an account: nobody gets in who does not own the address.
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user, [
        {"of": ["accounts.user", user.pk, address], "before": None, "after": {"name": name}}
    ]


def _refuse_clash(appointment: Appointment) -> None:
    """Raises RefusedError where the holder has it already, or stands on the other side."""
    others = appointments_of(appointment.region).filter(user=appointment.user)
    for other in others.exclude(pk=appointment.pk):
        if not overlap(appointment, other):
            continue
        who = str(appointment.user)
        is_of_panel = appointment.is_of_panel or other.is_of_panel  # stands beside any other
        is_same = (other.role, other.agency) == (appointment.role, appointment.agency)
        if is_same and not is_of_panel:
            raise RefusedError("people.held_already", who=who)
        if {other.role, appointment.role} == BOTH_SIDES:
            raise RefusedError("people.both_sides", who=who)


def _named(one: Appointment) -> list[object]:
    return [APPOINTMENT, one.pk, one.user.email, one.role]


def _address(email: str) -> str:
    return User.objects.normalize_email(email).lower()
