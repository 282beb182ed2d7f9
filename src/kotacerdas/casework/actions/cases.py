"""How a case moves: by versions alone, and only as it was seen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Protocol

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Case, State, Version
from kotacerdas.casework.processes import process_of, whole_cases
from kotacerdas.casework.workflow import standing
from kotacerdas.core.errors import RefusedError
from kotacerdas.records.actions import lock_region


class ConflictError(Exception):
    """Somebody else wrote in the meantime; `case` is how it is now."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case


class GoneError(RefusedError):
    """What a form was sent to is not there any more."""

    def __init__(self, phrases: str, name: str) -> None:
        super().__init__(f"{phrases}.gone", name=name)


class Via(StrEnum):
    """How a version came."""

    PAGE = auto()
    WORKBOOK = auto()
    IMPORT = auto()  # a correction that a workbook of the whole region brought


@dataclass(frozen=True)
class CaseCommand:
    """Who does what with a case, and when; `expected_revision` is the case's as they saw it."""

    case: Case
    by: User
    at: datetime
    expected_revision: int
    via: Via = Via.PAGE


class _OfCase(Protocol):
    @property
    def case(self) -> Case: ...


def locked_case(command: _OfCase) -> Case:
    """The case as it is, once every other act in the region has ended. Raises GoneError."""
    lock_region(command.case.region)
    return current_case(command.case)


def current_case(case: Case) -> Case:
    """The case as it is now, with all that an act asks of it.

    Raises:
        GoneError: what it is about was removed meanwhile, or is asked for no more and nobody wrote.
    """
    try:
        return whole_cases().get(pk=case.pk)
    except Case.DoesNotExist as error:
        process = process_of(case)
        raise GoneError(process.phrases, process.name(case)) from error


def move(case: Case, expected_revision: int, *, risk: int | None = None) -> None:
    """Let the case follow its versions: the one place where state, risk and pointers change.

    Raises:
        ConflictError: its revision is another.
    """
    versions = list(Version.objects.filter(case=case).order_by("number"))
    stay = [one for one in versions if one.state != State.WITHDRAWN]
    place = standing([State(one.state) for one in versions])
    counts = None if place is None else versions[place]
    values = {
        "state": stay[-1].state if stay else State.NOT_STARTED.value,
        "newest": stay[-1] if stay else None,
        "standing": counts,
        "verified": counts if counts and counts.state == State.VERIFIED else None,
        "risk": case.risk if risk is None else risk,
    }
    write(case, expected_revision, **values)


def write(case: Case, expected_revision: int, **values: object) -> None:
    """Count a write of the case. Raises ConflictError: its revision is another."""
    values["revision"] = expected_revision + 1
    seen = Case.objects.filter(pk=case.pk, revision=expected_revision)
    if not seen.update(**values):
        raise ConflictError(current_case(case))
    for name, value in values.items():
        setattr(case, name, value)
