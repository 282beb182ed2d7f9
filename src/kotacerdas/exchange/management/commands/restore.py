"""`restore FILE`: a backup into an empty database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.restore import restore


class Command(BaseCommand):
    help = "Put a backup into an empty, migrated database, all or nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A zip that `backup` made.")

    def handle(self, *, file: Path, **_: Any) -> None:
        """Raises CommandError where the backup can't be put back; nothing is written then."""
        try:
            held = restore(file)
        except RefusedError as error:
            raise CommandError(sentence(error), returncode=2) from error
        for name in held.missing:
            self.stderr.write(words()("backup.missing", name=name))
        self.stdout.write(words()("backup.restored", file=file, made_at=held.made_at))
