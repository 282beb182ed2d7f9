"""`undo REGION NUMBER --reason TEXT`: take back what an entry of the log did to the records."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.undo import undo_entry
from kotacerdas.records.models import Region
from kotacerdas.scorecards.display import record_name

_WRONG = 2


class Command(BaseCommand):
    help = "Take back what an entry of the log did to the records."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("region", help="the region's code")
        parser.add_argument("number", type=int, help="the number of the entry")
        parser.add_argument("--reason", required=True, help="why it is undone; the log keeps it")
        parser.add_argument(
            "--take", action="store_true", help="take back what was changed since, too"
        )

    def handle(self, *, region: str, number: int, reason: str, take: bool, **_: Any) -> None:
        """Raises CommandError where there is no such entry, or nothing of it to take back."""
        decisions, now = Decisions(others=take), timezone.now()
        try:
            of = _region(region)
            done = undo_entry(of, number, decisions, by=None, at=now, reason=reason)
        except RefusedError as error:
            raise CommandError(sentence(error), returncode=_WRONG) from error
        for left in done.left:
            name = record_name(left.record[0], left.key)
            self.stderr.write(f"{name}: {sentence(left.why)}")
        kept = sum(not conflict.is_taken for conflict in done.conflicts)
        if kept:
            self.stderr.write(words().count("undo.kept_conflicts", kept))
        self.stdout.write(words().count("undo.done", len(done.changes)))


def _region(code: str) -> Region:
    found = Region.objects.filter(code=code).first()
    if found is None:
        raise RefusedError("bulk.no_region", code=code)
    return found
