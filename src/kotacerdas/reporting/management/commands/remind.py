"""`remind`: the letters of the day; doing it again sends none of them twice."""

import sys
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kotacerdas.core.words import words
from kotacerdas.outbox import mail
from kotacerdas.outbox.models import LetterState
from kotacerdas.outbox.worker import finish
from kotacerdas.reporting.digests import told_on
from kotacerdas.reporting.letters import letter_of
from kotacerdas.reporting.mail import Queued, due_digests, letters_on, queue_digests
from kotacerdas.reporting.reminders import Digest

EXIT_FAILED = 1


class Command(BaseCommand):
    help = "Write to whoever has what is due soon or late, once a day; a worker does it by itself."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--site", metavar="URL", help="what links begin with; without it KOTACERDAS_SITE"
        )
        parser.add_argument("--dry-run", action="store_true", help="list the letters, send none")

    def handle(self, *, site: str | None, dry_run: bool, **_: Any) -> None:
        """Raises CommandError where the site's address is not known."""
        address = _address(site or settings.SITE)
        today = timezone.localdate()
        found = due_digests(timezone.now())
        if dry_run:
            self._list(found, address)
            return
        queued = queue_digests(found, address, timezone.now())
        try:
            finish(mail.HANDLER, mail.ALL, timezone.now())
        except mail.UnreachedError as error:
            where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
            self.stderr.write(words()("remind.unreached", server=where, reason=error))
            self._tell(queued, today)
            sys.exit(EXIT_FAILED)
        if not self._tell(queued, today):
            sys.exit(EXIT_FAILED)

    def _list(self, found: list[Digest], site: str) -> None:
        today = timezone.localdate()
        had = told_on(today, [digest.user for digest in found])
        for digest in found:
            subject = letter_of(digest, site, today).subject
            key = "remind.has_it" if digest.user.pk in had else "remind.would_get"
            self.stdout.write(words()(key, email=digest.user.email, subject=subject))
        self.stdout.write(words()("remind.nothing_sent", n=len(found)))

    def _tell(self, queued: Queued, today: date) -> bool:
        """Whether the server refused none of the letters; each that it did is told."""
        letters = letters_on(today, queued.to).values()
        refused = [one for one in letters if one.error]
        for one in refused:
            self.stderr.write(words()("remind.refused", email=one.to, error=one.error))
        sent = sum(one.state == LetterState.SENT for one in letters)
        counts = {"sent": sent, "refused": len(refused), "had": len(queued.had)}
        waiting = len(queued.to) - sent - len(refused)
        self.stdout.write(words()("remind.result", waiting=waiting, **counts))
        return not refused


def _address(site: str) -> str:
    if not site.startswith(("https://", "http://")):
        raise CommandError(words()("remind.no_site"))
    return site.rstrip("/")
