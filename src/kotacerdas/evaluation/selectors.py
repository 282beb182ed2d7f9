"""Where a cycle stands, and what of the evaluations of a region a reader sees."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import own_agencies
from kotacerdas.evaluation.cycle import Phase, phase_of
from kotacerdas.evaluation.models import Cycle, FindingCase, Stage


def stages_of(cycle: Cycle) -> list[Stage]:
    """In the order in which they end."""
    found = Stage.objects.filter(cycle=cycle).select_related("window__closed_by")
    return sorted(found, key=lambda one: one.window.order)


def next_stage(cycle: Cycle, stages: Sequence[Stage]) -> Stage | None:
    """The one of all its `stages` that may be opened next; None after the last."""
    opened = [one.pk for one in stages].index(cycle.current_id) + 1 if cycle.current_id else 0
    return stages[opened] if opened < len(stages) else None


def phase(cycle: Cycle) -> Phase:
    current = cycle.current
    return phase_of(
        is_opened=current is not None,
        is_submitted=current is not None and current.submitted_at is not None,
        is_closed=cycle.closed_at is not None,
    )


def sees_any(here: Here) -> bool:
    """Whether the reader sees anything of the region's evaluations."""
    return Right.REPORTS in here.rights or bool(own_agencies(here.appointments, here.region))


def seen_by(here: Here, case: str = "") -> Q:
    """The cases that the reader sees: all, or those of the own agencies.

    As `casework.access.may_read` says of one case; `case` is how a query comes to them.
    """
    if Right.REPORTS in here.rights:
        return Q()
    return Q(**{f"{case}agency__in": own_agencies(here.appointments, here.region)})


def findings_seen(here: Here, cycle: Cycle) -> QuerySet[FindingCase]:
    """The findings of the cycle that the reader sees, by their numbers."""
    return FindingCase.objects.filter(seen_by(here), cycle=cycle).order_by("number")
