"""`load FILE`: a new region from its first workbook."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.actions import begin_region
from kotacerdas.exchange.shown import issue_lines
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.workbook.isolated import read_bytes


class Command(BaseCommand):
    help = "Begin a region with its first workbook."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="An .xlsx, or a .zip of CSV files.")
        parser.add_argument(
            "--confirm-warnings",
            action="store_true",
            help="Take figures that look wrong (fractions for percent, millions for rupiah).",
        )

    def handle(self, *, file: Path, confirm_warnings: bool = False, **_: Any) -> None:
        """Raises CommandError where the workbook can't be read or is wrong."""
        data = self._checked(file)
        try:
            region = begin_region(data, file.name, timezone.now(), confirmed=confirm_warnings)
            refresh_scorecards(region, timezone.now())
        except RefusedError as error:
            raise CommandError(sentence(error), returncode=2) from error
        summary = {"name": region.name, "code": region.code, "runs": region.runs.count()}
        self.stdout.write(words()("load.done", **summary))

    def _checked(self, file: Path) -> bytes:
        """The file's content, once its issues are told."""
        try:
            data = file.read_bytes()
        except OSError as error:
            message = words()("load.no_file", file=file, reason=error.strerror)
            raise CommandError(message, returncode=2) from error
        reading = read_bytes(data)
        for line in issue_lines(reading.issues, file.name):
            self.stderr.write(line)
        if not reading.is_ok:
            raise CommandError(words()("import.has_errors"), returncode=2)
        return data
