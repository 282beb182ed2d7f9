"""Who holds what: begun, ended and handed over, each act whole and in the log."""

from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.rules import has_ended, overlap, refuse_impossible
from kotacerdas.accounts.selectors import appointments_of, coordinators_on
from kotacerdas.audit.actions import SITE, record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.regions.actions import lock_region
from kotacerdas.regions.models import Agency, Region

Logged = list[dict[str, Any]]
A_DAY = timedelta(days=1)


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

    Raises:
        NotAllowedError: `by` may not appoint in the region.
        RefusedError: the appointment can't be.
    """
    require(by, region, Right.APPOINT, at)
    appointment = Appointment(
        region=region, role=role, agency=agency, from_on=from_on, to_on=to_on, is_acting=is_acting
    )
    with transaction.atomic():
        lock_region(region)
        changes = _begin(appointment, email, name)
        record_entry(region.code, "appointment.begin", changes, actor=by.email, at=at)
    return appointment


def end_appointment(
    appointment: Appointment, to_on: date, by: User, at: datetime, reason: str
) -> Appointment:
    """Set the last day of an appointment.

    Raises:
        NotAllowedError: `by` may not appoint in the region.
        RefusedError: it has ended already, or would before it begins, or nobody would be left.
    """
    region = appointment.region
    require(by, region, Right.APPOINT, at)
    with transaction.atomic():
        lock_region(region)
        held = appointments_of(region).get(pk=appointment.pk)
        if has_ended(held, timezone.localdate(at)):
            raise RefusedError("people.has_ended")
        changes = _end(held, to_on)
        _refuse_nobody_left(held)
        record_entry(region.code, "appointment.end", changes, actor=by.email, at=at, reason=reason)
    return held


def hand_over(  # noqa: PLR0913 - what, to whom, who does it and when
    appointment: Appointment, *, to_email: str, to_name: str, on: date, by: User, at: datetime
) -> Appointment:
    """End an appointment the day before `on`, and begin another's of the same role and agency.

    Raises:
        NotAllowedError: `by` may not appoint in the region.
        RefusedError: it has ended before that day, or one of the two appointments can't be.
    """
    region = appointment.region
    require(by, region, Right.APPOINT, at)
    with transaction.atomic():
        lock_region(region)
        held = appointments_of(region).get(pk=appointment.pk)
        if has_ended(held, on - A_DAY):
            raise RefusedError("people.has_ended")
        if held.user.email == _address(to_email):
            raise RefusedError("people.to_the_same_person")
        following = Appointment(region=region, role=held.role, agency=held.agency, from_on=on)
        changes = _end(held, on - A_DAY) + _begin(following, to_email, to_name)
        record_entry(region.code, "appointment.hand_over", changes, actor=by.email, at=at)
    return following


def appoint_from_the_server(appointment: Appointment, email: str, name: str, at: datetime) -> User:
    """Appoint somebody by a command on the server, which needs nobody's right.

    `appointment` is not saved yet and names no user.
    """
    with transaction.atomic():
        lock_region(appointment.region)
        changes = _begin(appointment, email, name)
        record_entry(appointment.region.code, "appointment.begin", changes, actor="", at=at)
    return appointment.user


def set_password(user: User, password: str) -> None:
    """Give somebody a password from the server; whoever is signed in as them is signed out."""
    user.set_password(password)
    user.save(update_fields=["password"])


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
            "of": ["accounts.user", user.email],
            "before": {field: before[field] for field in changed},
            "after": {field: after[field] for field in changed},
        }
        record_entry(SITE, "profile.change", [logged], actor=user.email, at=at)
    user.name, user.language, user.wants_reminders = name, language, wants_reminders


def _begin(appointment: Appointment, email: str, name: str) -> Logged:
    refuse_impossible(appointment)
    appointment.user, changes = _account(email, name)
    _refuse_twice(appointment)
    appointment.save(force_insert=True)
    after = {
        "agency": appointment.agency.code if appointment.agency else None,
        "is_acting": appointment.is_acting,
        "from_on": appointment.from_on,
        "to_on": appointment.to_on,
    }
    return [*changes, {"of": _key(appointment), "before": None, "after": after}]


def _end(held: Appointment, to_on: date) -> Logged:
    before = {"to_on": held.to_on}
    held.to_on = to_on
    refuse_impossible(held)
    _refuse_twice(held)
    held.save(update_fields=["to_on"])
    return [{"of": _key(held), "before": before, "after": {"to_on": to_on}}]


def _account(email: str, name: str) -> tuple[User, Logged]:
    address = _address(email)
    # The name of an account that is there stays: it belongs to its owner, not to who invites.
    user, is_new = User.objects.get_or_create(
        email=address, defaults={"name": name, "password": make_password(None)}
    )
    if not is_new:
        return user, []
    # Verified, since only a link sent to the address, or a command on the server, can set the
    # password of an account: nobody gets in who does not own the address.
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user, [{"of": ["accounts.user", address], "before": None, "after": {"name": name}}]


def _refuse_twice(appointment: Appointment) -> None:
    same = appointments_of(appointment.region).filter(
        user=appointment.user, role=appointment.role, agency=appointment.agency
    )
    if any(overlap(appointment, other) for other in same.exclude(pk=appointment.pk)):
        raise RefusedError("people.held_already", who=str(appointment.user))


def _refuse_nobody_left(ended: Appointment) -> None:
    assert ended.to_on is not None  # noqa: S101 - it has just been set
    following = ended.to_on + A_DAY
    if ended.role == "coordinator" and not coordinators_on(ended.region, following).exists():
        raise RefusedError("people.last_coordinator")


def _key(appointment: Appointment) -> list[str]:
    return ["accounts.appointment", appointment.user.email, appointment.role]


def _address(email: str) -> str:
    return User.objects.normalize_email(email).lower()
