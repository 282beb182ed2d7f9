"""Showing assessors the pieces that a region's answers rest on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.casework.actions.pieces import change_of, record
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.processes import whole_cases
from kotacerdas.evaluation.hidden import hidden_uses
from kotacerdas.evaluation.models import Cycle, Use
from kotacerdas.records.actions import lock_region


@dataclass(frozen=True)
class _Act:
    by: User
    at: datetime


def show_to_assessors(cycle: Cycle, *, by: User, at: datetime, only: Use | None = None) -> int:
    """Let assessors see what items of the cycle rest on, or one piece; how many that were.

    What shows personal data is left as it is: of that somebody decides on the piece's own page.

    Raises NotAllowedError: `by` does not prepare evaluations there.
    """
    region = cycle.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        chosen = {} if only is None else {"pk": only.pk}
        uses = hidden_uses(item__cycle=cycle, evidence__is_personal=False, **chosen)
        pieces = {use.evidence_id: use.evidence for use in uses}
        if pieces:
            Evidence.objects.filter(pk__in=pieces).update(seen_by=Seen.ASSESSORS)
            said = [
                change_of(one, {"seen_by": Seen.AGENCY.value}, {"seen_by": Seen.ASSESSORS.value})
                for one in _with_cases(pieces.values())
            ]
            record(_Act(by, at), region, "evidence.visibility", said)
    return len(pieces)


def _with_cases(pieces: Iterable[Evidence]) -> list[Evidence]:
    """The pieces, each with all that the log calls it by."""
    listed = list(pieces)
    cases = whole_cases().in_bulk({one.case_id for one in listed if one.case_id})
    for one in listed:
        if one.case_id:
            one.case = cases[one.case_id]
    return listed
