"""`audit verify` looks for what was altered past the log; `audit heads` prints what to keep."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kotacerdas.audit.models import Entry
from kotacerdas.audit.selectors import Head, chain_names, heads
from kotacerdas.core.words import words
from kotacerdas.ops.findings import finding_sentence
from kotacerdas.ops.verification import (
    Finding,
    account_findings,
    chain_findings,
    file_findings,
    head_findings,
    state_findings,
)
from kotacerdas.records.models import Region
from kotacerdas.wording.numbers import NOTHING

EXIT_BROKEN = 1


class Command(BaseCommand):
    help = "Check the audit log and what should follow from it, or print the heads of its chains."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="Tell what was altered, and where.")
        _add_region(verify)
        verify.add_argument("--head", help="A hash kept earlier: is it still in the log?")
        verify.add_argument("--heads", type=Path, help="A file that `audit heads` wrote earlier.")
        printing = "Print every chain's name, number and hash, to be kept elsewhere."
        _add_region(verbs.add_parser("heads", aliases=["head"], help=printing))

    def handle(self, *, verb: str, region: str | None, **options: Any) -> None:
        """Raises CommandError where there is no chain of that name, or no file of heads."""
        chains = _chains(region)
        if verb != "verify":
            rows = [head._asdict() for head in heads(chains)]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        kept = _kept_heads(options["heads"])
        verified = [self._verify_chain(chain) for chain in chains]
        verified.append(self._has(chains, options["head"]))
        verified.append(self._tell(head_findings(kept)))
        verified += [self._verify_states(chain) for chain in chains]
        if region is None:
            verified += [self._tell(account_findings(chains)), self._tell(file_findings())]
        if not all(verified):
            sys.exit(EXIT_BROKEN)

    def _tell(self, findings: Iterable[Finding]) -> bool:
        """Whether there are none; each is told."""
        is_good = True
        for finding in findings:
            self.stderr.write(finding_sentence(finding))
            is_good = False
        return is_good

    def _verify_chain(self, chain: str) -> bool:
        if not self._tell(chain_findings(chain)):
            return False
        head = next(iter(heads([chain])), Head(chain, 0, NOTHING))
        self.stdout.write(words()("audit_check.whole", **head._asdict()))
        return True

    def _verify_states(self, chain: str) -> bool:
        region = Region.objects.filter(code=chain).first()
        if region is None:
            return True
        is_good = self._tell(state_findings(region))
        if is_good:
            self.stdout.write(words()("audit_check.follows", chain=chain))
        return is_good

    def _has(self, chains: list[str], head: str | None) -> bool:
        """Whether the log still holds the entry of that hash; yes where none is asked for."""
        if head is None:
            return True
        kept = Entry.objects.filter(chain_id__in=chains, hash=head).defer("changes").first()
        if kept is None:
            self.stderr.write(words()("audit_check.head_gone", hash=head))
            return False
        self.stdout.write(
            words()("audit_check.head_there", chain=kept.chain_id, number=kept.number, hash=head)
        )
        return True


def _kept_heads(file: Path | None) -> list[Head]:
    """Raises CommandError for a file that is not one of heads."""
    if file is None:
        return []
    try:
        return [
            Head(str(one["chain"]), int(one["number"]), str(one["hash"]))
            for one in json.loads(file.read_text(encoding="utf-8"))
        ]
    except OSError as error:
        message = words()("audit_check.heads_unreadable", file=file, reason=error.strerror)
        raise CommandError(message, returncode=2) from error
    except (ValueError, TypeError, KeyError) as error:
        message = words()("audit_check.no_heads", file=file)
        raise CommandError(message, returncode=2) from error


def _add_region(parser: ArgumentParser) -> None:
    parser.add_argument("--region", metavar="CODE", help="Only this chain: a region, or `site`.")


def _chains(region: str | None) -> list[str]:
    names = chain_names()
    if region is None:
        return names
    if region not in names:
        raise CommandError(words()("audit_check.no_chain", chain=region))
    return [region]
