"""When evidence may change, and who sees which. Pure."""

from collections.abc import Iterable

from kotacerdas.accounts.models import Appointment
from kotacerdas.accounts.rights import Right, rights_in
from kotacerdas.casework.access import OfAgency, sides_of
from kotacerdas.casework.caseless import caseless
from kotacerdas.casework.models import Case, Evidence, State, Version
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.processes import process_of
from kotacerdas.core.errors import RefusedError

GRADES = range(5)


def levels_seen(held: Iterable[Appointment], subject: OfAgency) -> frozenset[Seen]:
    """Which evidence of a subject the holder sees, by who may see it.

    All of it: the agency, verifiers, and the coordinator. From `assessors` on: who else may read
    what every agency sent in.
    """
    held = list(held)
    rights = rights_in(subject.region, held)
    if Right.PERIODS in rights or sides_of(held, subject):
        return frozenset(Seen)
    if Right.REPORTS in rights:
        return frozenset({Seen.ASSESSORS, Seen.PUBLIC})
    return frozenset({Seen.PUBLIC} if Right.READ in rights else ())


def subject_of(one: Evidence) -> OfAgency | None:
    """Whose a piece is: a case, or what it is of without one; None while nobody's."""
    return one.case or caseless().subject(one)


def key_of(one: Evidence) -> tuple[object, ...]:
    """What names in the log whose a piece is; nothing of what is nobody's."""
    return process_of(one.case).key(one.case) if one.case else caseless().key(one)


def sees(held: Iterable[Appointment], one: Evidence) -> frozenset[Seen]:
    """Which levels the holder sees of whoever's piece it is; of nobody's who imports sees all."""
    held, subject = list(held), subject_of(one)
    if subject is not None:
        return levels_seen(held, subject)
    return frozenset(Seen if Right.IMPORT in rights_in(one.region, held) else ())


def refuse_fixed(case: Case) -> None:
    """Raises RefusedError where the case is not being answered, so that its evidence stands."""
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
