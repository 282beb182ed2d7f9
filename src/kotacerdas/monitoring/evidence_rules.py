"""When evidence may change, and who sees which. Pure."""

from collections.abc import Iterable, Sequence

from kotacerdas.accounts.models import Appointment
from kotacerdas.accounts.rights import Right, rights_in
from kotacerdas.core.errors import RefusedError
from kotacerdas.monitoring.access import sides_of
from kotacerdas.monitoring.models import Evidence, Report, State
from kotacerdas.monitoring.models.evidence import Seen
from kotacerdas.plan.models import Programme

GRADES = range(5)


def levels_seen(held: Iterable[Appointment], programme: Programme) -> frozenset[Seen]:
    """Which evidence of a programme the holder sees, by who may see it.

    All of it: the agency, verifiers, and the coordinator. From `assessors` on: who else may read
    every report.
    """
    held = list(held)
    rights = rights_in(programme.region, held)
    if Right.PERIODS in rights or sides_of(held, programme):
        return frozenset(Seen)
    if Right.REPORTS in rights:
        return frozenset({Seen.ASSESSORS, Seen.PUBLIC})
    return frozenset({Seen.PUBLIC} if Right.READ in rights else ())


def refuse_fixed(versions: Sequence[Report]) -> None:
    """Raises RefusedError where the report is not being written, so that its evidence stands."""
    if versions and versions[-1].state != State.DRAFT:
        raise RefusedError(f"evidence.fixed_{versions[-1].state}")


def is_kept(evidence: Evidence, versions: Sequence[Report]) -> bool:
    """Whether a version was verified with this piece beside it."""
    return any(
        one.state == State.VERIFIED
        and one.decided_at is not None
        and one.decided_at >= evidence.added_at
        for one in versions
    )
