"""When evidence may change, and who sees which. Pure."""

from collections.abc import Iterable

from kotacerdas.accounts.models import Appointment
from kotacerdas.accounts.rights import Right, rights_in
from kotacerdas.casework.access import OfAgency, sides_of
from kotacerdas.casework.models import Case, Evidence, State, Version
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.processes import process_of
from kotacerdas.core.errors import RefusedError

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


def subject_of(one: Evidence) -> OfAgency | None:
    """Whose a piece is: a case, or the programme or innovation of its row; None while nobody's."""
    if one.case is not None:
        return one.case
    row = one.realisation
    if row is not None:
        return row.programme or (row.indicator.programme if row.indicator else None)
    return one.innovation


def key_of(one: Evidence) -> tuple[object, ...]:
    """What names in the log whose a piece is; nothing of what is nobody's."""
    if one.case is not None:
        return process_of(one.case).key(one.case)
    row = one.realisation
    if row is not None:
        of = row.programme or row.indicator
        return row.year, row.period or None, of.code if of else ""
    return () if one.innovation is None else (one.innovation.year, one.innovation.code)


def sees(held: Iterable[Appointment], one: Evidence) -> frozenset[Seen]:
    """Which levels the holder sees of whoever's piece it is; of nobody's who imports sees all."""
    held, subject = list(held), subject_of(one)
    if subject is not None:
        return levels_seen(held, subject)
    return frozenset(Seen if Right.IMPORT in rights_in(one.region, held) else ())


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
