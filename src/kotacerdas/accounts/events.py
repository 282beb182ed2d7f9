"""Signing in and out, passwords and second factors, in the log.

They stand in a chain of their own beside that of each region where the person holds a role
(`audit.actions.access_chain`), else in the site's, so that they never hold up a change of records.
The log forgets nothing, so no address of a computer goes into it: a keyed hash shows whether two
are the same. What was typed at a failed sign-in is not kept either, for it may be a password; the
failures of an hour are counted for each account, and make one entry once the hour is over.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import current_appointments
from kotacerdas.audit.actions import SITE, access_chain, count_event, record_entry, take_counts
from kotacerdas.audit.selectors import has_counts

FAILED = "access.failed"
_SHOWN_OF_A_HASH = 12
Changes = Sequence[dict[str, Any]]


def record_sign_in(user: User, methods: Iterable[str], address: str, at: datetime) -> None:
    """Say that somebody signed in, and by what: `password`, `mfa`, `socialaccount`..."""
    after = {"by": sorted(set(methods)), "address": hashed(address)}
    record_account_event(user, "access.sign_in", at, [_change(user.email, after)])
    log_failures_of_past_hours(at)


def record_account_event(
    user: User, action: str, at: datetime, changes: Changes = (), *, is_own: bool = True
) -> None:
    """Say what became of an account; `is_own`: its holder did it, else the server's maintainer."""
    actor = user.email if is_own else ""
    changes = changes or [_change(user.email, {})]
    with transaction.atomic():
        for chain in _chains(user, at):
            record_entry(chain, action, changes, actor=actor, at=at)


def count_failure(email: str, at: datetime) -> None:
    """Count a sign-in that failed, for the account of that address or for all that are none."""
    known = User.objects.filter(email__iexact=email).values_list("email", flat=True).first()
    log_failures_of_past_hours(at)
    count_event(FAILED, known or "", _hour(at))


def log_failures_of_past_hours(at: datetime) -> None:
    """Make an entry of each hour that is over, in each chain that it concerns."""
    if not has_counts(FAILED, _hour(at)):
        return
    with transaction.atomic():
        by_hour: dict[tuple[str, datetime], list[dict[str, Any]]] = defaultdict(list)
        for count in take_counts(FAILED, _hour(at)):
            user = User.objects.filter(email=count.actor).first()
            for chain in [SITE] if user is None else _chains(user, at):
                change = _change(count.actor, {"failed": count.count})
                by_hour[chain, count.hour].append(change)
        for (chain, hour), changes in sorted(by_hour.items(), key=lambda one: one[0]):
            record_entry(chain, FAILED, changes, actor="", at=hour + timedelta(hours=1))


def hashed(address: str) -> str:
    """What stands for a computer's address: the same for the same, and nothing to read it from."""
    digest = salted_hmac("kotacerdas.accounts.events", address, algorithm="sha256").hexdigest()
    return digest[:_SHOWN_OF_A_HASH]


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _chains(user: User, at: datetime) -> list[str]:
    held = current_appointments(user, at)
    return sorted({access_chain(one.region.code) for one in held}) or [SITE]


def _change(email: str, after: dict[str, Any]) -> dict[str, Any]:
    return {"of": ["accounts.access", None, email or None], "before": None, "after": after}
