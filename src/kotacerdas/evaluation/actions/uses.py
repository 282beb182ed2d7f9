"""What an item rests on: pieces brought for it or used again, and whether they are still valid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.access import require_side
from kotacerdas.casework.actions.cases import CaseCommand, locked_case
from kotacerdas.casework.actions.steps import refuse_locked
from kotacerdas.casework.models import Case, Evidence, State
from kotacerdas.casework.reuse import present_piece
from kotacerdas.casework.workflow import Side
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.answering import pieces_of
from kotacerdas.evaluation.models import ItemCase, Use
from kotacerdas.evaluation.process import rule_of
from kotacerdas.evaluation.validity import UNSAID, Days
from kotacerdas.frameworks.questionnaire import Item


@dataclass(frozen=True)
class UseCommand:
    """Who does what with a piece that an item rests on, and when."""

    use: Use
    by: User
    at: datetime

    @property
    def case(self) -> Case:
        return self.use.item.case


def use(command: CaseCommand, evidence: Evidence, wanted: str = "", days: Days = UNSAID) -> Use:
    """Let an item rest on a piece, wherever it was brought; the same once more is the same.

    Raises:
        NotAllowedError: `by` does not write in the item.
        RefusedError: the item is not being written, the piece was taken back or is not `by`'s to
            see, the item asks for no such piece, or as `refuse_days`.
    """
    with transaction.atomic():
        case = locked_case(command)
        item = _written(case, command.by, command.at)
        if wanted and wanted not in wanted_codes(item):
            raise RefusedError("item.not_wanted")
        refuse_days(item, days, command.at)
        piece = present_piece(item.region, evidence, command.by, command.at)
        known = Use.objects.filter(item=item, evidence=piece, wanted=wanted).first()
        typed = {name: day for name, day in vars(days).items() if day is not None}
        if known is not None and known.confirmed_at is not None and not _says_more(known, typed):
            return known
        made, _ = Use.objects.update_or_create(
            item=item,
            evidence=piece,
            wanted=wanted,
            defaults={
                "confirmed_by": command.by,
                "confirmed_at": command.at,
                **typed,
                **({} if known else {"added_by": command.by, "added_at": command.at}),
            },
        )
        before = None if known is None else values_of(known)
        _record(made, "evaluation.use", before, values_of(made), command.by, command.at)
    return made


def _says_more(known: Use, typed: Mapping[str, date]) -> bool:
    return any(getattr(known, name) != day for name, day in typed.items())


def confirm(command: UseCommand, days: Days = UNSAID) -> Use:
    """Say that a piece of the year before is still valid. Raises as `use`."""
    with transaction.atomic():
        case = locked_case(command)
        item = _written(case, command.by, command.at)
        refuse_days(item, days, command.at)
        held = _held(command.use)
        if held.confirmed_at is not None:
            return held
        present_piece(item.region, held.evidence, command.by, command.at)
        before = values_of(held)
        held.confirmed_by, held.confirmed_at = command.by, command.at
        held.dated = days.dated or held.dated
        held.valid_until = days.valid_until or held.valid_until
        held.save(update_fields=["confirmed_by", "confirmed_at", "dated", "valid_until"])
        _record(held, "evaluation.confirm", before, values_of(held), command.by, command.at)
    return held


def set_days(command: UseCommand, days: Days) -> Use:
    """Say which day a document bears and until when it holds, or that nobody knows.

    The same again changes nothing. Raises as `use`.
    """
    with transaction.atomic():
        case = locked_case(command)
        item = _written(case, command.by, command.at)
        refuse_days(item, days, command.at)
        held = _held(command.use)
        if Days(held.dated, held.valid_until) == days:
            return held
        before = values_of(held)
        held.dated, held.valid_until = days.dated, days.valid_until
        held.save(update_fields=["dated", "valid_until"])
        _record(held, "evaluation.days", before, values_of(held), command.by, command.at)
    return held


def refuse_days(item: ItemCase, days: Days, at: datetime) -> None:
    """Raises RefusedError: the item is no document, the day it bears is still to come, or it ends
    before that.
    """
    if days == UNSAID:
        return
    if isinstance(rule_of(item), Item):
        raise RefusedError("item.not_dated")
    if days.dated is not None and days.dated > timezone.localdate(at):
        raise RefusedError("item.dated_ahead")
    if days.dated and days.valid_until and days.valid_until < days.dated:
        raise RefusedError("item.lapses_before")


def drop(command: UseCommand) -> None:
    """Let an item rest on a piece no more; the piece itself stays where it was brought.

    Raises as `use`.
    """
    with transaction.atomic():
        case = locked_case(command)
        _written(case, command.by, command.at)
        held = Use.objects.filter(pk=command.use.pk).first()
        if held is None:
            return
        held.item = case.item
        _record(held, "evaluation.drop", values_of(held), None, command.by, command.at)
        held.delete()


def of_use(one: Use) -> list[Any]:
    """What the log calls a use."""
    item = one.item
    return ["evaluation.use", one.pk, item.cycle.year, item.code, one.evidence_id, one.wanted]


def values_of(one: Use) -> dict[str, Any]:
    """What the log has of a use."""
    return {
        "is_valid": one.confirmed_at is not None,
        "dated": one.dated and one.dated.isoformat(),
        "valid_until": one.valid_until and one.valid_until.isoformat(),
    }


def wanted_codes(item: ItemCase) -> list[str]:
    """The codes of the pieces that an item asks for, or a document's own."""
    return [one.code for one in pieces_of(rule_of(item))]


def _written(case: Case, by: User, at: datetime) -> ItemCase:
    """The item, where what it rests on may change now.

    Raises:
        NotAllowedError: `by` does not write in it.
        RefusedError: it waits for a decision, or nothing can be sent in now.
    """
    require_side(by, case, Side.AGENCY, at)
    if case.state == State.SUBMITTED:
        raise RefusedError("evidence.fixed_submitted")
    refuse_locked(case, at)
    item: ItemCase = case.item
    return item


def _held(one: Use) -> Use:
    held = Use.objects.select_related("item__cycle", "evidence").filter(pk=one.pk).first()
    if held is None:
        raise RefusedError("evidence.gone")
    return held


def _record(  # noqa: PLR0913, PLR0917 - what, who and when
    one: Use,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    by: User,
    at: datetime,
) -> None:
    item = one.item
    said = {"of": of_use(one), "before": before, "after": after}
    record_entry(item.region.code, action, [said], actor=by.email, at=at)
