"""`remind`: the letters of the day; doing it again sends none of them twice."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kotacerdas.core.words import words
from kotacerdas.monitoring.digests import digests, told_on
from kotacerdas.monitoring.letters import letter_of
from kotacerdas.monitoring.mail import Sent, UnreachedError, send_digests
from kotacerdas.monitoring.reminders import Digest, is_to_be_sent

EXIT_FAILED = 1


class Command(BaseCommand):
    help = "Write to whoever has something due soon or late, once a day; run it every morning."
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
        found = [digest for digest in digests(today) if is_to_be_sent(digest, today)]
        if dry_run:
            self._list(found, address)
            return
        sent = send_digests(found, address, today)
        self._tell(sent)
        if sent.failed:
            sys.exit(EXIT_FAILED)

    def _list(self, found: list[Digest], site: str) -> None:
        today = timezone.localdate()
        had = told_on(today, [digest.user for digest in found])
        for digest in found:
            subject = letter_of(digest, site, today).subject
            key = "remind.has_it" if digest.user.pk in had else "remind.would_get"
            self.stdout.write(words()(key, email=digest.user.email, subject=subject))
        self.stdout.write(words()("remind.nothing_sent", n=len(found)))

    def _tell(self, sent: Sent) -> None:
        for user, error in sent.failed:
            if not isinstance(error, UnreachedError):
                self.stderr.write(words()("remind.refused", email=user.email, error=error))
        if sent.unreached:
            where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
            reason = sent.unreached[0]
            self.stderr.write(words()("remind.unreached", server=where, reason=reason))
        counts = {"sent": len(sent.to), "had": len(sent.had), "failed": len(sent.failed)}
        self.stdout.write(words()("remind.result", **counts))


def _address(site: str) -> str:
    if not site.startswith(("https://", "http://")):
        raise CommandError(words()("remind.no_site"))
    return site.rstrip("/")
