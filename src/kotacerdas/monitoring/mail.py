"""The letters that remind people: what stands in them, and how they are sent, one a day."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from django.core.mail import EmailMessage, get_connection

from kotacerdas.accounts.models import User
from kotacerdas.monitoring.reminders import Digest

LISTED = 10  # programmes of an agency, and agencies of a period
TIMEOUT_S = 20
GIVES_UP_AFTER = 3  # times that the server could not be reached


@dataclass
class Sent:
    """Who got the letter of the day now, whose could not be sent, and who had it already."""

    to: list[User] = field(default_factory=list)
    failed: list[User] = field(default_factory=list)
    had: list[User] = field(default_factory=list)


class Post:
    """The connection to the mail server, kept for many letters and made anew after a failure."""

    def __init__(self) -> None:
        self._connection = get_connection(timeout=TIMEOUT_S)
        self._unreached = 0

    def send(self, letter: EmailMessage) -> None:
        """Raises OSError or ValueError where the letter can't be sent."""
        self._open()
        try:
            self._connection.send_messages([letter])
        except (OSError, ValueError):
            self.close()
            raise

    def close(self) -> None:
        with suppress(OSError):
            self._connection.close()

    def _open(self) -> None:
        if self._unreached >= GIVES_UP_AFTER:
            raise ConnectionError("the mail server can't be reached")
        try:
            self._connection.open()
        except OSError:
            self._unreached += 1
            raise
        self._unreached = 0


def send_digests(
    found: Iterable[Digest],
    site: str,
    today: date,
    *,
    by: User | None = None,
    after_each: Callable[[Digest], None] = lambda _: None,
) -> Sent:
    """Write to each of them who has not got a letter that day.

    Not to be called within a transaction: that a letter is about to be sent is committed before,
    so that nobody else sends it, and undone where the server refuses it, so that the next run
    tries again. A process that dies between the two leaves a letter unsent rather than sent twice.
    """
    sent, post = Sent(), Post()
    try:
        for digest in found:
            _send(digest, site, today, by, post, sent)
            after_each(digest)
    finally:
        post.close()
    return sent
