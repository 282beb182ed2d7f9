"""People with something to be reminded of, days around a deadline, and a mail server."""

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from io import StringIO

from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.casework.models import Case, State, Window
from kotacerdas.records.models import Agency, Region
from reporting.cast import Stage, answered

SITE = "https://kotacerdas.example.go.id"


class Inbox:
    """Takes letters as a server does; refuses the addresses in `refuses`."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses: set[str] = set()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if address in self.refuses:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.letters.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    @property
    def addressed(self) -> list[str]:
        return sorted(letter["To"] for letter in self.letters)

    def to(self, user: User) -> EmailMessage:
        (found,) = [letter for letter in self.letters if letter["To"] == user.email]
        return found


@contextmanager
def mail_server(inbox: Inbox) -> Iterator[int]:
    """A server on loopback, and the site set to send by it; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with sent_by(port):
            yield port
    finally:
        controller.stop()


def sent_by(port: int) -> override_settings:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_USE_TLS=False,
    )


def remind(*options: str, site: str | None = SITE) -> tuple[int, str, str]:
    """The command's exit code, and what it printed on both outputs."""
    out, err = StringIO(), StringIO()
    arguments = [*(["--site", site] if site else []), *options]
    try:
        call_command("remind", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def due_in(stage: Stage, days: int) -> None:
    """Put the period's deadline so many days after today, which may be before it."""
    stage.window.deadline = in_days(days)
    Window.objects.filter(pk=stage.window.pk).update(deadline=stage.window.deadline)


def submitted(stage: Stage, code: str, days_ago: int, by: User | None = None) -> Case:
    at = timezone.now() - timedelta(days=days_ago)
    by = by or stage.people.operator
    return answered(stage.case(code), State.SUBMITTED, by=by, at=at)


def operators(region: Region, agency: str, count: int) -> list[User]:
    """More people of an agency, who want letters."""
    of = Agency.objects.get(region=region, code=agency)
    users = User.objects.bulk_create(
        User(email=f"o{place}@{agency}.example", name=f"Operator {place}") for place in range(count)
    )
    Appointment.objects.bulk_create(
        Appointment(
            user=user,
            region=region,
            agency=of,
            role=Role.OPERATOR,
            from_at=datetime(2021, 1, 1, tzinfo=UTC),
        )
        for user in users
    )
    return users
