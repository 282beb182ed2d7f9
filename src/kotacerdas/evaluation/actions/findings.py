"""Findings: made, and given to another agency or day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import operators_at
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.models import State
from kotacerdas.casework.notices import tell
from kotacerdas.casework.processes import case_url, process_of, whole_cases
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.actions.cycles import locked_cycle
from kotacerdas.evaluation.models import FINDING, Cycle, FindingCase, ItemCase, Origin
from kotacerdas.evaluation.process import present_agency, refuse_closed
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency
from kotacerdas.workbook.cells import printable

LONGEST = 4000


@dataclass(frozen=True)
class Found:
    """What was found: by whom, of which item or none, who mends it until when."""

    text: str
    agency: Agency
    due_on: date
    origin: Origin = Origin.PANEL
    item: str = ""


def add_finding(cycle: Cycle, found: Found, *, by: User, at: datetime) -> FindingCase:
    """Write a finding down in the stage that is open; the same again, while open, is the same.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: no stage was opened, the text is missing or too long, the day has passed, the
            agency is of another region or retired, or the questionnaire has no such item.
    """
    with transaction.atomic():
        lock_region(cycle.region)
        require(by, cycle.region, Right.PREPARE, at)
        return write_finding(cycle, found, by, at)


def write_finding(cycle: Cycle, found: Found, by: User, at: datetime) -> FindingCase:
    """The same for who is entitled by another rule, a panel, say; the region is locked."""
    text, region = printable(found.text).strip(), cycle.region
    with transaction.atomic():
        held = locked_cycle(cycle)
        if held.current is None or held.closed_at is not None:
            raise RefusedError("finding.no_stage")
        if not text:
            raise RefusedError("finding.no_text")
        if len(text) > LONGEST:
            raise RefusedError("finding.too_long", most=LONGEST)
        if found.due_on < timezone.localdate(at):
            raise RefusedError("period.deadline_has_passed")
        agency = present_agency(found.agency, region)
        items = ItemCase.objects.filter(cycle=held, code=found.item)
        if found.item and not items.exists():
            raise RefusedError("finding.no_item", code=found.item)
        known = FindingCase.objects.filter(cycle=held)
        # One that was accepted and is found again is another.
        still_open = known.exclude(state=State.VERIFIED).filter(text=text)
        same = still_open.filter(agency=agency, item_code=found.item).first()
        if same is not None:
            return same
        made = FindingCase.objects.create(
            region=region,
            process=FINDING,
            agency=agency,
            cycle=held,
            stage=held.current,
            number=known.count() + 1,
            origin=found.origin,
            item_code=found.item,
            text=text,
            due_on=found.due_on,
        )
        _record(made, "finding.add", None, values_of(made), by, at)
        _tell_operators(made, by, at)
    return made


def _tell_operators(finding: FindingCase, by: User, at: datetime) -> None:
    case = whole_cases().get(pk=finding.pk)
    day = finding.due_on.isoformat()
    values = {"name": process_of(case).name(case), "by": str(by), "day": day}
    people = operators_at([finding.agency], at)
    tell(people, case.region, "finding_added", values, at, url=case_url(case))


def change_finding(  # noqa: PLR0913 - to whom and until when, why, who and when
    finding: FindingCase, agency: Agency, due_on: date, reason: str, *, by: User, at: datetime
) -> FindingCase:
    """Give a finding to another agency, or another day.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: it was accepted, the cycle was closed, the agency is of another region or
            retired, the day has passed, or the reason is missing.
    """
    region = finding.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        held = FindingCase.objects.select_related("agency", "cycle").get(pk=finding.pk)
        if (held.agency_id, held.due_on) == (agency.pk, due_on):
            return held
        if held.state == State.VERIFIED:
            raise RefusedError("finding.accepted")
        refuse_closed(held.cycle)
        if held.agency_id != agency.pk:
            agency = present_agency(agency, region)
        if due_on < timezone.localdate(at):
            raise RefusedError("period.deadline_has_passed")
        if not reason.strip():
            raise RefusedError("finding.needs_reason")
        before, is_another = values_of(held), held.agency_id != agency.pk
        held.agency, held.due_on = agency, due_on
        held.save(update_fields=["agency", "due_on"])
        _record(held, "finding.change", before, values_of(held), by, at, reason.strip())
        if is_another:
            _tell_operators(held, by, at)
    return held


def of_finding(one: FindingCase) -> list[Any]:
    """What the log calls a finding."""
    return ["evaluation.finding", one.pk, one.cycle.year, one.number]


def values_of(one: FindingCase) -> dict[str, Any]:
    """What the log has of a finding."""
    return {
        "text": one.text,
        "agency": one.agency.code,
        "due_on": one.due_on.isoformat(),
        "origin": one.origin,
        "item": one.item_code or None,
    }


def _record(  # noqa: PLR0913, PLR0917 - what, who, when and why
    one: FindingCase,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    by: User,
    at: datetime,
    reason: str = "",
) -> None:
    said = {"of": of_finding(one), "before": before, "after": after}
    record_entry(one.region.code, action, [said], actor=by.email, at=at, reason=reason)
