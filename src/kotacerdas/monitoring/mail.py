"""How the letters that remind people are sent: one a day to each, whatever happens."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction

from kotacerdas.accounts.models import User
from kotacerdas.monitoring.digests import told_on
from kotacerdas.monitoring.letters import letter_of
from kotacerdas.monitoring.models import Reminder
from kotacerdas.monitoring.reminders import Digest

TIMEOUT_S = 10
GIVES_UP_AFTER = 3  # times that the server could not be reached


class UnreachedError(OSError):
    """The mail server does not answer, or does not let the site in."""


@dataclass
class Sent:
    """Who got the letter of the day now, whose could not be sent and why, and who had it."""

    to: list[User] = field(default_factory=list)
    failed: list[tuple[User, Exception]] = field(default_factory=list)
    had: list[User] = field(default_factory=list)

    @property
    def unreached(self) -> list[Exception]:
        """Every failure that is the server's, not the letter's."""
        return [error for _, error in self.failed if isinstance(error, UnreachedError)]


class Post:
    """The connection to the mail server, kept for many letters and made anew after a failure."""

    def __init__(self) -> None:
        self._connection = get_connection(timeout=TIMEOUT_S)
        self._unreached = 0

    def open(self) -> None:
        """Raises UnreachedError, at once where the server was tried often enough."""
        if self._unreached >= GIVES_UP_AFTER:
            raise UnreachedError
        try:
            self._connection.open()
        except OSError as error:
            self._unreached += 1
            raise UnreachedError(str(error)) from error
        self._unreached = 0

    def send(self, letter: EmailMessage) -> None:
        """Raises OSError or ValueError where the letter can't be sent."""
        try:
            self._connection.send_messages([letter])
        except (OSError, ValueError):
            self.close()
            raise

    def close(self) -> None:
        with suppress(OSError):
            self._connection.close()


def send_digests(
    found: Iterable[Digest], site: str, today: date, *, by: User | None = None
) -> Sent:
    """Write to each of them who has not got a letter that day; `by` is who reminds them.

    Not to be called within a transaction: that a letter is about to be sent is committed before,
    so that nobody else sends it, and undone where the server refuses it, so that the next run
    tries again. A process that dies between the two leaves a letter unsent rather than sent twice.
    """
    found = list(found)
    had = told_on(today, [digest.user for digest in found])
    sent, post = Sent(had=[digest.user for digest in found if digest.user.pk in had]), Post()
    try:
        for digest in found:
            if digest.user.pk not in had:
                _send(digest.user, letter_of(digest, site, today, by), today, post, sent)
    finally:
        post.close()
    return sent


def _send(user: User, letter: EmailMessage, today: date, post: Post, sent: Sent) -> None:
    try:
        post.open()
        claimed = _claimed(user, today)
        if claimed is None:
            sent.had.append(user)
            return
        _send_claimed(claimed, letter, post)
    except (OSError, ValueError) as error:
        sent.failed.append((user, error))
    else:
        sent.to.append(user)


def _claimed(user: User, today: date) -> Reminder | None:
    """The letter of the day, committed as this process's to send; None where it is another's."""
    try:
        with transaction.atomic(durable=True):
            return Reminder.objects.create(user=user, on=today)
    except IntegrityError:
        return None


def _send_claimed(claimed: Reminder, letter: EmailMessage, post: Post) -> None:
    try:
        post.send(letter)
    except (OSError, ValueError):
        claimed.delete()
        raise
