"""Showing assessors the pieces that a region's answers rest on, and taking that back."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
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


def show_to_assessors(
    cycle: Cycle, *, by: User, at: datetime, only: Use | None = None
) -> list[int]:
    """Let assessors see what items of the cycle rest on, or one piece; the keys of those shown.

    What shows personal data is left as it is: of that somebody decides on the piece's own page.

    Raises NotAllowedError: `by` does not prepare evaluations there.
    """
    chosen = {} if only is None else {"pk": only.pk}
    with _preparing(cycle, _Act(by, at)) as act:
        uses = hidden_uses(item__cycle=cycle, evidence__is_personal=False, **chosen)
        return _set(cycle, uses, Seen.AGENCY, Seen.ASSESSORS, act)


def hide_again(cycle: Cycle, pieces: Collection[int], *, by: User, at: datetime) -> list[int]:
    """Take back that these were shown; the keys of those that assessors do not see any more.

    What no item of the cycle rests on, or who may see it was said anew since, is left as it is.

    Raises NotAllowedError: `by` does not prepare evaluations there.
    """
    with _preparing(cycle, _Act(by, at)) as act:
        uses = Use.objects.filter(
            item__cycle=cycle,
            evidence__in=pieces,
            evidence__seen_by=Seen.ASSESSORS,
            evidence__removed_at__isnull=True,
        )
        return _set(cycle, uses.select_related("evidence"), Seen.ASSESSORS, Seen.AGENCY, act)


@contextmanager
def _preparing(cycle: Cycle, act: _Act) -> Iterator[_Act]:
    """One transaction under the region's lock, of somebody who prepares its evaluations."""
    with transaction.atomic():
        lock_region(cycle.region)
        require(act.by, cycle.region, Right.PREPARE, act.at)
        yield act


def _set(cycle: Cycle, uses: Iterable[Use], before: Seen, after: Seen, act: _Act) -> list[int]:
    pieces = {use.evidence_id: use.evidence for use in uses}
    if pieces:
        Evidence.objects.filter(pk__in=pieces).update(seen_by=after)
        said = [
            change_of(one, {"seen_by": before.value}, {"seen_by": after.value})
            for one in _with_cases(pieces.values())
        ]
        record(act, cycle.region, "evidence.visibility", said)
    return list(pieces)


def _with_cases(pieces: Iterable[Evidence]) -> list[Evidence]:
    """The pieces, each with all that the log calls it by."""
    listed = list(pieces)
    cases = whole_cases().in_bulk({one.case_id for one in listed if one.case_id})
    for one in listed:
        if one.case_id:
            one.case = cases[one.case_id]
    return listed
