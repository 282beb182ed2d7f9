"""What is done with items beyond the verbs of the casework: claimed, made ready, handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import operators_at
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.actions.cases import CaseCommand, current_case
from kotacerdas.casework.actions.steps import save_draft, submit, verify
from kotacerdas.casework.models import Case, State
from kotacerdas.casework.notices import tell
from kotacerdas.casework.processes import case_url, process_of, whole_cases
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.tables.picks import require_picks
from kotacerdas.evaluation.answering import LEVEL
from kotacerdas.evaluation.models import Cycle, ItemCase
from kotacerdas.evaluation.process import is_over, present_agency, refuse_closed, rule_of
from kotacerdas.evaluation.questionnaires import framework_of
from kotacerdas.frameworks.questionnaire import Item, levels_of
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency


def claim(command: CaseCommand, level: int) -> Case:
    """Claim a level, and keep all else that the draft says.

    Raises as `save_draft`, and RefusedError: the edition's scale has no such level.
    """
    case = current_case(command.case)
    levels = levels_of(framework_of(case.item.cycle))
    if level not in levels:
        raise RefusedError("item.choose_level", low=levels[0], high=levels[-1])
    filled = dict(case.newest.filled) if case.newest is not None else {}
    return save_draft(command, {**filled, LEVEL: str(level)})


def mark_ready(command: CaseCommand, typed: Mapping[str, str] | None = None) -> Case:
    """Send an answer in and say that it is ready, as a coordinator does with one press.

    What was typed is kept even where it is not ready. Raises as `submit` and `verify`.
    """
    case = current_case(command.case)
    require(command.by, case.region, Right.PREPARE, command.at)  # before anything is sent in
    if case.state != State.SUBMITTED:
        case = submit(command, typed)
    return verify(replace(command, expected_revision=case.revision))


def hand_over(
    items: Sequence[ItemCase], agency: Agency, *, by: User, at: datetime
) -> list[ItemCase]:
    """Let an agency answer items of one region, in one entry; those that it had not already.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: no item is chosen, the agency is of another region or has retired, or the
            cycle was closed.
    """
    require_picks(items)
    region = items[0].region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        for cycle in Cycle.objects.filter(pk__in={one.cycle_id for one in items}):
            refuse_closed(cycle)
        agency = present_agency(agency, region)
        held = ItemCase.objects.filter(pk__in=[one.pk for one in items]).exclude(agency=agency)
        moved = list(held.select_related("agency", "cycle").order_by("pk"))
        if not moved:
            return []
        said = [
            {
                "of": ["evaluation.item", one.pk, one.cycle.year, one.code],
                "before": {"agency": one.agency.code},
                "after": {"agency": agency.code},
            }
            for one in moved
        ]
        Case.objects.filter(pk__in=[one.pk for one in moved]).update(agency=agency)
        record_entry(region.code, "evaluation.hand_over", said, actor=by.email, at=at)
        first = whole_cases().get(pk=moved[0].pk)
        values = {"name": process_of(first).name(first), "by": str(by), "n": str(len(moved))}
        people = operators_at([agency], at)
        tell(people, region, "item_handed_over", values, at, url=case_url(first))
    return moved


def set_due(item: ItemCase, day: date | None, *, by: User, at: datetime) -> ItemCase:
    """Ask for a document on a day before the stage's deadline; None for that again.

    The same again changes nothing. Its agency's operators get a notice of an earlier day.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: it is an item, no stage is open, the day has passed or lies after the
            deadline, or the cycle was closed.
    """
    region = item.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        case = whole_cases().get(pk=item.pk)
        held: ItemCase = case.item
        refuse_closed(held.cycle)
        if isinstance(rule_of(held), Item):
            raise RefusedError("item.not_dated")
        if case.window_id is None or case.window.closed_at is not None:
            raise RefusedError("item.no_stage")
        deadline = case.window.deadline
        if day is not None and not timezone.localdate(at) <= day <= deadline:
            raise RefusedError("item.due_between", day=deadline)
        before = values_of_item(held)
        held.due_on, held.due_in = day, case.window if day is not None else None
        if values_of_item(held) == before:
            return held
        held.save(update_fields=["due_on", "due_in"])
        _record_item(held, "evaluation.due", before, by, at)
        if day is not None:
            values = {
                "name": process_of(case).name(case),
                "by": str(by),
                "day": day.isoformat(),
            }
            people = operators_at([case.agency], at)
            tell(people, region, "item_due", values, at, case=case)
    return held


def ask_again(item: ItemCase, reason: str, *, by: User, at: datetime) -> None:
    """Let an item be answered once more after its stage was submitted; nothing where it may be.

    For an act that locked the region and knows that `by` prepares evaluations there.
    """
    case = whole_cases().get(pk=item.pk)
    if not is_over(case):
        return
    held: ItemCase = case.item
    before = values_of_item(held)
    held.asked_again_at = at
    held.save(update_fields=["asked_again_at"])
    _record_item(held, "evaluation.ask_again", before, by, at, reason)


def values_of_item(item: ItemCase) -> dict[str, str | None]:
    """What the log has of an item."""
    return {
        "agency": item.agency.code,
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "asked_again_at": item.asked_again_at.isoformat() if item.asked_again_at else None,
    }


def _record_item(  # noqa: PLR0913, PLR0917 - what, who, when and why
    held: ItemCase,
    action: str,
    before: dict[str, str | None],
    by: User,
    at: datetime,
    reason: str = "",
) -> None:
    of = ["evaluation.item", held.pk, held.cycle.year, held.code]
    said = {"of": of, "before": before, "after": values_of_item(held)}
    record_entry(held.region.code, action, [said], actor=by.email, at=at, reason=reason)
