"""Many reports verified at once, and that taken back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from kotacerdas.casework.actions.cases import CaseCommand, ConflictError, locked_case
from kotacerdas.casework.actions.steps import undo_verification, verify
from kotacerdas.casework.models import Case
from kotacerdas.core.errors import RefusedError
from kotacerdas.workbook.cells import printable

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Undone:
    """How many verifications were taken back, and of how many something followed."""

    undone: int
    left: int


def verify_reports(commands: Sequence[CaseCommand], reason: str) -> list[Case]:
    """Verify reports without a warning, for one reason, each with an entry of its own; all or none.

    Raises:
        NotAllowedError: `by` is no verifier.
        RefusedError: none or too many are chosen, the reason is missing, or one of them has a
            warning or can't be verified; the sentence names it.
    """
    reason = printable(reason)
    if not commands:
        raise RefusedError("queue.nothing_chosen")
    if len(commands) > MOST_AT_ONCE:
        raise RefusedError("queue.too_many", n=len(commands), most=MOST_AT_ONCE)
    if not reason.strip():
        raise RefusedError("queue.needs_reason")
    with transaction.atomic():
        return [_verified(command, reason) for command in commands]


def _verified(command: CaseCommand, reason: str) -> Case:
    case = locked_case(command)
    name = case.programme.name
    if case.newest is not None and case.newest.warnings:
        raise RefusedError("queue.has_warnings", programme=name)
    try:
        return verify(command, reason)
    except ConflictError as error:
        raise RefusedError("queue.changed_meanwhile", programme=name) from error
    except RefusedError as error:
        raise RefusedError("queue.refused", programme=name, why=error) from error


def undo_verifications(commands: Sequence[CaseCommand]) -> Undone:
    """Take back those of which nothing followed. Raises NotAllowedError: `by` is no verifier."""
    with transaction.atomic():
        undone = sum(_is_undone(command) for command in commands)
    return Undone(undone, len(commands) - undone)


def _is_undone(command: CaseCommand) -> bool:
    try:
        undo_verification(command)
    except (ConflictError, RefusedError):
        return False
    return True
