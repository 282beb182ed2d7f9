"""Letters: queued with the act they tell of, sent by a worker, each at most once."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPServerDisconnected

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q

from kotacerdas.outbox.handlers import Clock, Handler
from kotacerdas.outbox.handlers import register as register_handler
from kotacerdas.outbox.leases import RETRY_AFTER, Held
from kotacerdas.outbox.models import Letter, LetterState
from kotacerdas.outbox.worker import follow_the_commit

HANDLER, ALL = "mail", "all"
TIMEOUT_S = 10
CLAIMED_FOR = timedelta(minutes=2)  # longer than a server that says nothing is waited for
FINAL = (LetterState.SENT, LetterState.FAILED, LetterState.UNKNOWN)


class UnreachedError(OSError):
    """The mail server does not answer, or does not let the site in."""


def register() -> None:
    register_handler(Handler(HANDLER, _due, _send_all))


def queue_letter(key: str, letter: EmailMessage, at: datetime, *, is_wanted: bool = True) -> bool:
    """Put a letter into the queue, in the caller's transaction; False where its key was there.

    One that is not wanted takes as long to write, and goes to nobody.
    """
    values = {
        "to": letter.to[0] if is_wanted else "",
        "subject": letter.subject if is_wanted else "",
        "body": letter.body if is_wanted else "",
        "headers": {name: str(value) for name, value in letter.extra_headers.items()},
        "state": LetterState.WAITING if is_wanted else LetterState.SENT,
        "queued_at": at,
        "next_at": at,
    }
    _, is_new = Letter.objects.get_or_create(key=key, defaults=values)
    if is_new:
        follow_the_commit()
    return is_new


def unsent(addresses: Collection[str], since: datetime, before: datetime) -> list[Letter]:
    """What was to go to them in that time and did not arrive, as far as the site knows."""
    letters = Letter.objects.filter(to__in=addresses, queued_at__range=(since, before))
    return list(letters.exclude(state=LetterState.SENT).order_by("-pk"))


def _due(at: datetime) -> list[str]:
    waits = Q(state=LetterState.WAITING, next_at__lte=at)
    was_cut_off = Q(state=LetterState.SENDING, claimed_until__lte=at)
    return [ALL] if Letter.objects.filter(waits | was_cut_off).exists() else []


def _send_all(key: str, held: Held, now: Clock) -> Iterator[Letter]:
    """A letter a step. That it is about to be sent is committed before, so a process that dies in
    between leaves a letter of which nobody knows, rather than one that is sent twice.

    Raises:
        UnreachedError: the server can't be reached; no letter is the worse for it.
    """
    del key
    cut_off = Letter.objects.filter(state=LetterState.SENDING, claimed_until__lte=now())
    cut_off.update(state=LetterState.UNKNOWN, body="")
    connection = get_connection(timeout=TIMEOUT_S)
    try:
        while letter := _next(now()):
            try:
                connection.open()
            except OSError as error:  # smtplib's errors are of this kind, too
                raise UnreachedError(str(error)) from error
            with transaction.atomic():
                held.keep(now())
                _claim(letter, now())
            _send(letter, connection, now)
            yield letter
    finally:
        with suppress(OSError):
            connection.close()


def _next(at: datetime) -> Letter | None:
    waiting = Letter.objects.filter(state=LetterState.WAITING, next_at__lte=at)
    return waiting.order_by("pk").first()


def _claim(letter: Letter, at: datetime) -> None:
    letter.state = LetterState.SENDING
    letter.attempts += 1
    letter.claimed_until = at + CLAIMED_FOR
    letter.save(update_fields=["state", "attempts", "claimed_until"])


def _send(letter: Letter, connection: BaseEmailBackend, now: Clock) -> None:
    message = EmailMessage(
        letter.subject, letter.body, to=[letter.to], headers=letter.headers, connection=connection
    )
    try:
        message.send()
    except (ValueError, SMTPException) as error:
        _note(letter, _after(letter, error), now(), str(error))
    except OSError as error:  # it was on its way
        _note(letter, LetterState.UNKNOWN, now(), str(error))
    else:
        _note(letter, LetterState.SENT, now())


def _after(letter: Letter, error: Exception) -> LetterState:
    """What becomes of a letter that the server did not take."""
    if isinstance(error, SMTPServerDisconnected):  # it may have been taken before
        return LetterState.UNKNOWN
    return LetterState.WAITING if letter.attempts <= len(RETRY_AFTER) else LetterState.FAILED


def _note(letter: Letter, state: LetterState, at: datetime, error: str = "") -> None:
    letter.state, letter.error = state, error
    if state in FINAL:
        letter.body = ""
    else:
        letter.next_at = at + RETRY_AFTER[letter.attempts - 1]
    letter.save(update_fields=["state", "error", "body", "next_at"])
