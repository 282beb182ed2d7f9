"""`load FILE`: a region from a workbook, its first or another."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.actions import begin_region
from kotacerdas.exchange.choices import Choices
from kotacerdas.exchange.issue_list import issue_lines
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.sides import LABELS
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.workbook.isolated import read_bytes
from kotacerdas.workbook.reading import Reading


class Command(BaseCommand):
    help = "Bring a workbook in: a region's first, or one that changes it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="An .xlsx, or a .zip of CSV files.")
        parser.add_argument(
            "--confirm-warnings",
            action="store_true",
            help="Take figures that look wrong (fractions for percent, millions for rupiah).",
        )

        parser.add_argument(
            "--differences",
            choices=("file", "site"),
            help="Which side wins where both changed a field; else the site, or an older file.",
        )
        parser.add_argument(
            "--only-added", action="store_true", help="Take the new rows and nothing else."
        )
        parser.add_argument(
            "--remove-missing",
            action="append",
            choices=tuple(LABELS),
            default=[],
            metavar="SHEET",
            help="Without a base: remove the rows of this sheet that the file lacks; repeatable.",
        )
        parser.add_argument("--reason", default="", help="Why verified data are overwritten.")

    def handle(self, *, file: Path, **options: Any) -> None:
        """Raises CommandError where the workbook can't be read or is wrong."""
        data, reading = self._checked(file)
        differences = options["differences"]
        decisions = Decisions(others=None if differences is None else differences == "file")
        removals = frozenset(LABELS[sheet] for sheet in options["remove_missing"])
        try:
            region = begin_region(
                data,
                file.name,
                timezone.now(),
                reading=reading,
                confirmed=options["confirm_warnings"],
                choices=Choices(decisions, removals, options["only_added"]),
                reason=options["reason"],
            )
            refresh_scorecards(region, timezone.now())
        except RefusedError as error:
            raise CommandError(sentence(error), returncode=2) from error
        summary = {"name": region.name, "code": region.code, "runs": region.runs.count()}
        self.stdout.write(words()("load.done", **summary))

    def _checked(self, file: Path) -> tuple[bytes, Reading]:
        """The file's content and what was read of it, once its issues are written out."""
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
        return data, reading
