"""Accounts closed and opened again, on the page of a region and from the server."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from kotacerdas.accounts.actions import end_at, refuse_uncovered
from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import unended_of
from kotacerdas.audit.actions import SITE, record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Region


def close_account(user: User, region: Region, *, by: User, at: datetime, reason: str) -> User:
    """Close the account of somebody whose roles are all of the region.

    The roles end, the password and the keys are gone, and whoever is signed in is signed out.

    Raises:
        NotAllowedError: `by` may not appoint in the region.
        RefusedError: it is closed, holds a role elsewhere, is the site's owner's, or the last
            coordinator's.
    """
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.APPOINT, at)
        held = _locked(user, is_active=True)
        if held.is_owner or any(one.region_id != region.pk for one in unended_of(held, at)):
            raise RefusedError("people.roles_elsewhere")
        _close(held, [region], actor=by.email, at=at, reason=reason)
    return held


def close_account_from_the_server(user: User, at: datetime, reason: str) -> None:
    """Close an account and end its roles in all regions, by a command on the server.

    Raises:
        RefusedError: it is closed, or a region would be without a coordinator.
    """
    with transaction.atomic():
        regions = list({one.region: None for one in unended_of(user, at)})
        for region in regions:
            lock_region(region)
        _close(_locked(user, is_active=True), regions, actor="", at=at, reason=reason)


def open_account(user: User, region: Region, *, by: User, at: datetime, reason: str) -> User:
    """Open a closed account of somebody who once held a role in the region.

    It comes back without roles, password and keys: a role is given as to anybody, and the
    password is set by the link of a letter.

    Raises:
        NotAllowedError: `by` may not appoint in the region.
        RefusedError: it is not closed.
    """
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.APPOINT, at)
        return _open(user, region.code, actor=by.email, at=at, reason=reason)


def open_account_from_the_server(user: User, at: datetime, reason: str) -> None:
    """The same by a command on the server. Raises RefusedError where it is not closed."""
    with transaction.atomic():
        _open(user, SITE, actor="", at=at, reason=reason)


def _locked(user: User, *, is_active: bool) -> User:
    """The account, held until the transaction ends so that no role begins meanwhile."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.is_active != is_active:
        key = "people.account_is_closed" if is_active else "people.account_is_open"
        raise RefusedError(key, who=str(held))
    return held


def _close(user: User, regions: Sequence[Region], *, actor: str, at: datetime, reason: str) -> None:
    # What is checked at each request is the hash of the password: a new one ends all sessions.
    user.set_unusable_password()
    before = {"is_active": True} | ({"is_owner": True} if user.is_owner else {})
    user.is_active = user.is_owner = False
    user.save(update_fields=["password", "is_active", "is_owner"])
    Authenticator.objects.filter(user=user).delete()
    held = unended_of(user, at)
    ends = [(one.region.code, end_at(one, at)) for one in held]
    refuse_uncovered(held, at)
    for chain in [one.code for one in regions] or [SITE]:
        changes = [_change(user, before), *(end for of, end in ends if of == chain)]
        record_entry(chain, "account.close", changes, actor=actor, at=at, reason=reason)


def _open(user: User, chain: str, *, actor: str, at: datetime, reason: str) -> User:
    held = _locked(user, is_active=False)
    held.is_active = True
    held.save(update_fields=["is_active"])
    opened = _change(held, {"is_active": False})
    record_entry(chain, "account.open", [opened], actor=actor, at=at, reason=reason)
    return held


def _change(user: User, before: Mapping[str, bool]) -> dict[str, object]:
    return {
        "of": ["accounts.user", user.pk, user.email],
        "before": before,
        "after": {name: getattr(user, name) for name in before},
    }
