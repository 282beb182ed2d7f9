"""`backup FILE`: the database and the stored files as they are now, in one zip."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.ops.backup import backup


class Command(BaseCommand):
    help = "Write the database and the stored files to one zip; people may go on working."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The zip to make; it must not exist yet.")

    def handle(self, *, file: Path, **_: Any) -> None:
        """Raises CommandError where the backup can't be made, or lacks a file (1)."""
        try:
            made = backup(file, timezone.now())
        except RefusedError as error:
            raise CommandError(sentence(error), returncode=2) from error
        for name in made.missing:
            self.stderr.write(words()("backup.missing", name=name))
        self.stdout.write(words()("backup.made", file=file, parts=len(made.parts)))
        if made.missing:
            raise CommandError(words()("backup.incomplete", n=len(made.missing)), returncode=1)
