"""The letters that remind people: one a day to each, whatever happens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Reminder
from kotacerdas.outbox.daily import Daily, register_daily
from kotacerdas.outbox.mail import queue_letter
from kotacerdas.outbox.models import Letter
from kotacerdas.reporting.digests import digests
from kotacerdas.reporting.letters import letter_of
from kotacerdas.reporting.reminders import Digest, is_to_be_sent

REMINDED_FROM_HOUR = 7


def register() -> None:
    register_daily(Daily("reminders", _remind, from_hour=REMINDED_FROM_HOUR))


def _remind(last: date | None, at: datetime) -> None:
    """The letters of the day, where the site knows what links begin with."""
    del last
    if settings.SITE:
        queue_digests(due_digests(at), settings.SITE.rstrip("/"), at)


def due_digests(at: datetime) -> list[Digest]:
    """Whom there is a reason to write to on that day."""
    today = timezone.localdate(at)
    return [digest for digest in digests(today) if is_to_be_sent(digest, today)]


@dataclass(frozen=True)
class Queued:
    """Who gets the letter of the day now, and who had it."""

    to: list[User] = field(default_factory=list)
    had: list[User] = field(default_factory=list)


def queue_digests(
    digests: Iterable[Digest], site: str, at: datetime, *, by: User | None = None
) -> Queued:
    """Write to each of them who has no letter of that day; `by` is who reminds them."""
    today, queued = timezone.localdate(at), Queued()
    for digest in digests:
        with transaction.atomic():
            _, is_first = Reminder.objects.get_or_create(user=digest.user, on=today)
            if is_first:
                queue_letter(key_of(today, digest.user), letter_of(digest, site, today, by), at)
        (queued.to if is_first else queued.had).append(digest.user)
    return queued


def key_of(day: date, user: User) -> str:
    return f"reminder/{day}/{user.pk}"


def letters_on(day: date, users: Iterable[User]) -> dict[int, Letter]:
    """What became of the letter of that day, by the primary keys of those who have one."""
    by_key = {key_of(day, user): user.pk for user in users}
    return {by_key[one.key]: one for one in Letter.objects.filter(key__in=by_key)}
