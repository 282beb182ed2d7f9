"""Letting a mark of the innovation index rest on a piece of the store, and no more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.reuse import present_piece
from kotacerdas.core.errors import RefusedError
from kotacerdas.innovation.marks import Mark
from kotacerdas.innovation.models import MarkUse
from kotacerdas.plan.models import RegionMark
from kotacerdas.records.actions import lock_region


@dataclass(frozen=True)
class MarkCommand:
    """Who does what with the evidence of a mark, and when."""

    mark: Mark
    by: User
    at: datetime


def use(command: MarkCommand, evidence: Evidence) -> MarkUse:
    """Let the mark rest on a piece, wherever it was brought; the same once more is the same.

    Raises:
        NotAllowedError: `by` edits no records of the plan.
        RefusedError: the mark was removed, or the piece taken back or is not `by`'s to see.
    """
    with transaction.atomic():
        mark = _locked(command)
        piece = present_piece(mark.region, evidence, command.by, command.at)
        known = mark.uses.filter(evidence=piece).first()
        if known is not None:
            return known
        made: MarkUse = mark.uses.create(evidence=piece, added_by=command.by, added_at=command.at)
        _record(command, made, "mark.use", None, {})
    return made


def drop(command: MarkCommand, use: int) -> None:
    """Let the mark rest on a piece no more, by the primary key of that it does; the piece stays.

    Raises:
        NotAllowedError: `by` edits no records of the plan.
        RefusedError: the mark was removed.
    """
    with transaction.atomic():
        mark = _locked(command)
        held = mark.uses.filter(pk=use).first()
        if held is None:
            return
        _record(command, held, "mark.drop", {}, None)
        held.delete()


def of_use(one: MarkUse) -> list[Any]:
    """What the log calls it."""
    mark = one.mark
    of = mark.year if isinstance(mark, RegionMark) else mark.innovation.code
    return [MarkUse._meta.label_lower, one.pk, of, mark.indicator, one.evidence_id]


def _locked(command: MarkCommand) -> Mark:
    """The mark as it is now, its region held."""
    mark = command.mark
    require(command.by, mark.region, Right.RECORDS, command.at)
    lock_region(mark.region)
    held: Mark | None = type(mark)._default_manager.filter(pk=mark.pk).first()
    if held is None:
        raise RefusedError("mark.gone")
    return held


def _record(
    command: MarkCommand,
    one: MarkUse,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    said = {"of": of_use(one), "before": before, "after": after}
    region = command.mark.region
    record_entry(region.code, action, [said], actor=command.by.email, at=command.at)
