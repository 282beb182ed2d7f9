"""`restore FILE`: a backup into an empty database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.ops.findings import finding_sentence
from kotacerdas.ops.restore import restore


class Command(BaseCommand):
    help = "Put a backup into an empty, migrated database, all or nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A zip that `backup` made.")

    def handle(self, *, file: Path, **_: Any) -> None:
        """Raises CommandError where the backup can't be put back, and nothing is written then; or
        where it was, and something had been altered past the log before it was made.
        """
        try:
            held, findings = restore(file)
        except RefusedError as error:
            raise CommandError(sentence(error), returncode=2) from error
        for name in held.missing:
            self.stderr.write(words()("backup.missing", name=name))
        for finding in findings:
            self.stderr.write(finding_sentence(finding))
        self.stdout.write(words()("backup.restored", file=file, made_at=held.made_at))
        if findings:
            raise CommandError(words()("backup.restored_as_it_was"), returncode=1)
