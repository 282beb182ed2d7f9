"""When evidence may change, and who sees which. Pure."""

from collections.abc import Iterable

from kotacerdas.accounts.models import Appointment
from kotacerdas.accounts.rights import Right, rights_in
from kotacerdas.core.errors import RefusedError
from kotacerdas.monitoring.access import OfAgency, sides_of
from kotacerdas.monitoring.models import Case, Evidence, State, Version
from kotacerdas.monitoring.models.evidence import Seen

GRADES = range(5)


def levels_seen(held: Iterable[Appointment], subject: OfAgency) -> frozenset[Seen]:
    """Which evidence of a case, or of a programme, the holder sees, by who may see it.

    All of it: the agency, verifiers, and the coordinator. From `assessors` on: who else may read
    every report.
    """
    held = list(held)
    rights = rights_in(subject.region, held)
    if Right.PERIODS in rights or sides_of(held, subject):
        return frozenset(Seen)
    if Right.REPORTS in rights:
        return frozenset({Seen.ASSESSORS, Seen.PUBLIC})
    return frozenset({Seen.PUBLIC} if Right.READ in rights else ())


def refuse_fixed(case: Case) -> None:
    """Raises RefusedError where the report is not being written, so that its evidence stands."""
    if case.state not in {State.NOT_STARTED, State.DRAFT}:
        raise RefusedError(f"evidence.fixed_{case.state}")


def is_kept(evidence: Evidence, versions: Iterable[Version]) -> bool:
    """Whether a version was verified with this piece beside it."""
    return any(
        one.state == State.VERIFIED
        and one.settled_at is not None
        and one.settled_at >= evidence.added_at
        for one in versions
    )
