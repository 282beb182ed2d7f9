"""`audit verify` looks for what was altered in the log; `audit head` prints what to keep."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kotacerdas.audit.hashing import breaks
from kotacerdas.audit.models import Entry
from kotacerdas.audit.selectors import Head, chain_names, heads
from kotacerdas.core.words import words
from kotacerdas.wording.numbers import NOTHING

EXIT_BROKEN = 1


class Command(BaseCommand):
    help = "Check the audit log, or print the heads of its chains."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="Tell which chain is broken, and where.")
        _add_region(verify)
        verify.add_argument("--head", help="A hash kept earlier: is it still in the log?")
        _add_region(verbs.add_parser("head", help="Print every chain's name, number and hash."))

    def handle(self, *, verb: str, region: str | None, **options: Any) -> None:
        """Raises CommandError where there is no chain of that name."""
        chains = _chains(region)
        if verb == "head":
            found = [head._asdict() for head in heads(chains)]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        verified = [self._verify(chain) for chain in chains]
        verified.append(self._has(chains, options["head"]))
        if not all(verified):
            sys.exit(EXIT_BROKEN)

    def _verify(self, chain: str) -> bool:
        entries = Entry.objects.filter(chain_id=chain).order_by("number").iterator(chunk_size=10)
        broken = breaks(entries)
        for number in broken:
            self.stderr.write(words()("audit_check.broken", chain=chain, number=number))
        if not broken:
            head = next(iter(heads([chain])), Head(chain, 0, NOTHING))
            self.stdout.write(words()("audit_check.whole", **head._asdict()))
        return not broken

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


def _add_region(parser: ArgumentParser) -> None:
    parser.add_argument("--region", metavar="CODE", help="Only this chain: a region, or `site`.")


def _chains(region: str | None) -> list[str]:
    names = chain_names()
    if region is None:
        return names
    if region not in names:
        raise CommandError(words()("audit_check.no_chain", chain=region))
    return [region]
