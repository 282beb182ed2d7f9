"""`report FILE --region CODE --period 2022/q1 --as EMAIL`: take a filled reporting workbook."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import current_appointments
from kotacerdas.casework.access import own_agencies
from kotacerdas.casework.models import Window
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.issue_list import issue_lines
from kotacerdas.exchange.report_actions import given_by, take_reports
from kotacerdas.exchange.report_display import missing
from kotacerdas.exchange.report_preview import Preview, preview_of
from kotacerdas.exchange.reports import agencies_due
from kotacerdas.records.models import Region
from kotacerdas.reporting.selectors import windows_of
from kotacerdas.workbook.isolated import read_reports
from kotacerdas.workbook.periods import period_code

_WRONG = 2


class Command(BaseCommand):
    help = "Save what a filled reporting workbook tells, or send it in."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a reporting workbook, filled in")
        parser.add_argument("--region", required=True, help="the region's code")
        parser.add_argument("--period", required=True, help="such as 2022/q1, or 2022/tahun")
        parser.add_argument("--as", dest="email", required=True, help="whose reports they are")
        parser.add_argument("--submit", action="store_true", help="send in all that is complete")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def handle(self, **options: Any) -> None:
        """Raises CommandError where the file, or a part of it, can't be taken as asked."""
        try:
            self._handle(**options)
        except RefusedError as error:
            raise CommandError(sentence(error), returncode=_WRONG) from error
        except PermissionDenied as error:
            raise CommandError(str(error), returncode=_WRONG) from error

    def _handle(  # noqa: PLR0913 - the command's options
        self,
        *,
        file: Path,
        region: str,
        period: str,
        email: str,
        submit: bool,
        dry_run: bool,
        **_: Any,
    ) -> None:
        now = timezone.now()
        of, by = _period(region, period), _person(email)
        found = self._previewed(file, of, by)
        is_all = self._tell(found, submit=submit)
        if dry_run:
            counts = {"save": len(found.to_save), "send": len(found.to_send)}
            self.stdout.write(words()("bulk.dry", **counts))
        elif found.agency is not None:
            taken = take_reports(given_by(found), of, found.agency, by=by, at=now, send=submit)
            self.stdout.write(words().count("bulk.saved", taken.saved))
            self.stdout.write(words().count("bulk.sent", taken.sent))
        if not is_all:
            raise CommandError(words()("bulk.not_all"), returncode=_WRONG)

    def _previewed(self, file: Path, window: Window, by: User) -> Preview:
        """What the file would change, once its issues are told."""
        now = timezone.now()
        own = own_agencies(current_appointments(by, now), window.region)
        if not own:
            raise RefusedError("bulk.not_an_operator", email=by.email, region=window.region)
        try:
            data = file.read_bytes()
        except OSError as error:
            raise RefusedError("load.no_file", file=file, reason=error.strerror) from error
        found = preview_of(
            read_reports(data), window, agencies_due(window, own), timezone.localdate(now)
        )
        for line in issue_lines(found.issues, file.name):
            self.stderr.write(line)
        if not found.is_ok:
            raise RefusedError("import.has_errors")
        return found

    def _tell(self, found: Preview, *, submit: bool) -> bool:
        """Tell what is left out or not complete; whether all can be taken as asked."""
        left = [one for one in found.changed if one.refused is not None]
        for one in left:
            if one.refused is not None:
                self.stderr.write(f"{one.programme.code}: {sentence(one.refused)}")
        waiting = [one for one in found.to_save if not one.is_to_send] if submit else []
        for one in waiting:
            for place, text in missing(one):
                self.stderr.write(f"{one.programme.code}: {place}: {text}")
        return not left and not waiting


def _period(code: str, wanted: str) -> Window:
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise RefusedError("bulk.no_region", code=code)
    year, _, name = wanted.partition("/")
    for window in windows_of(region):
        if (str(window.year), window.code) == (year, period_code(name)):
            return window
    raise RefusedError("bulk.no_period", period=wanted, region=region.name)


def _person(email: str) -> User:
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise RefusedError("bulk.no_person", email=email)
    return found
