"""Who may do what: a table, and the question that every action and page asks of it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum, auto

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.selectors import held_at
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.records.models import Region


class Right(StrEnum):
    """What can be done in a region."""

    READ = auto()
    IMPORT = auto()
    PUBLISH = auto()
    APPOINT = auto()
    AUDIT = auto()
    REPORTS = auto()  # to read what every agency sent in; an operator reads the own agency's
    REPORT = auto()  # to report for the own agency
    REPORT_FOR = auto()  # to report for an agency that has no operator
    VERIFY = auto()
    ASSESS = auto()  # to grade innovations
    SCREEN = auto()  # to decide on what agencies propose, before anything of it is done
    PREPARE = auto()  # to prepare what others judge: cycles, answers beside agencies, findings
    PERIODS = auto()
    UNDO = auto()  # to take back what stands in the log
    NOTE = auto()  # to write notes to the people of an agency
    RECORDS = auto()  # to edit, recode, retire and merge records of the plan
    SURVEY = auto()  # to run the citizens' survey


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.COORDINATOR: frozenset(Right) - {Right.REPORT, Right.VERIFY, Right.ASSESS},
    Role.OPERATOR: frozenset({Right.READ, Right.REPORT}),
    Role.VERIFIER: frozenset({Right.READ, Right.AUDIT, Right.REPORTS, Right.VERIFY, Right.ASSESS}),
    Role.EVALUATOR: frozenset({Right.READ, Right.AUDIT, Right.REPORTS, Right.ASSESS}),
    Role.SCREENER: frozenset({Right.READ, Right.AUDIT, Right.REPORTS, Right.SCREEN}),
    Role.LEADER: frozenset({Right.READ, Right.REPORTS, Right.NOTE}),
    Role.VIEWER: frozenset({Right.READ}),
}


def current_appointments(user: User, at: datetime) -> list[Appointment]:
    """What the user holds at that moment, in all regions."""
    held = user.appointments.filter(held_at(at)).select_related("region", "agency")
    return list(held.order_by("pk"))


def rights_in(region: Region, held: Iterable[Appointment]) -> frozenset[Right]:
    """All that the appointments allow in the region."""
    own = [RIGHTS[Role(one.role)] for one in held if one.region_id == region.pk]
    return frozenset().union(*own)


def require(user: User, region: Region, right: Right, at: datetime) -> None:
    """Raises NotAllowedError where the user holds no role with the right at that moment."""
    if right not in rights_in(region, current_appointments(user, at)):
        raise NotAllowedError(right)
