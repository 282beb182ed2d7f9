"""A new idea: an innovation begins in the plan."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.audit.models import Entry
from kotacerdas.casework.access import require_side
from kotacerdas.casework.workflow import Side
from kotacerdas.core.errors import RefusedError
from kotacerdas.innovation.stages import IDEA, SHEET
from kotacerdas.plan.models import Innovation, Programme
from kotacerdas.records.actions import Change, apply_changes, lock_region
from kotacerdas.records.models import Agency, Alias, Region
from kotacerdas.wording.matching import normalised
from kotacerdas.workbook.schema import stage_day
from kotacerdas.workbook.typed_in import filled, read_rows

PROPOSED = "innovation.propose"
# What is asked of an idea; the rest follows as it goes on.
ASKED = (
    *("name", "summary", "public_service", "form", "digital", "affair", "programme"),
    "replicates",
)


@dataclass(frozen=True)
class Idea:
    """What an agency proposes, as it was typed, by the names of the sheet's columns."""

    agency: Agency
    typed: Mapping[str, str]


def propose(region: Region, idea: Idea, *, by: User, at: datetime) -> Innovation:
    """Write the idea into the plan, counting for the year of that day; the same again is the same.

    Raises:
        NotAllowedError: `by` reports not for the agency and keeps no records.
        RefusedError: a field is wrong or missing, the agency is of another region or has retired,
            or it has an innovation of that name in the year already.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        lock_region(region)
        _require(region, idea.agency, by, at)
        if idea.agency.retired_on is not None and idea.agency.retired_on <= today:
            raise RefusedError("innovation.agency_retired", agency=idea.agency)
        values = _read(region, idea)
        own = Innovation.objects.filter(agency=idea.agency, year=today.year)
        same = [one for one in own if normalised(one.name) == normalised(values["name"])]
        if same and same[0].summary == (values["summary"] or "") and same[0].stage == IDEA:
            return same[0]
        if same:
            raise RefusedError("innovation.name_is_taken", name=same[0].name, code=same[0].code)
        code = _free_code(region, today.year)
        values |= {
            "code": code,
            "agency": idea.agency.code,
            "year": today.year,
            "stage": IDEA,
            stage_day(IDEA): today,
        }
        change = Change(Innovation, (code,), None, filled(SHEET, values))
        apply_changes(region, [change], PROPOSED, actor=by.email, at=at)
        return Innovation.objects.get(region=region, code=code)


def _require(region: Region, agency: Agency, by: User, at: datetime) -> None:
    if agency.region_id != region.pk:
        raise RefusedError("people.agency_of_another_region")
    if Right.RECORDS in rights_in(region, current_appointments(by, at)):
        return
    require_side(by, Innovation(region=region, agency=agency), Side.AGENCY, at)


def _read(region: Region, idea: Idea) -> dict[str, Any]:
    """Raises RefusedError: a field is wrong or missing; it says which and why."""
    typed = read_rows(SHEET, [{name: idea.typed.get(name, "") for name in ASKED}])
    for flaw in typed.flaws:
        if flaw.issue.is_error:
            raise RefusedError("innovation.flawed", name=flaw.name, why=flaw.issue)
    [values] = typed.rows
    missing = [name for name in ASKED if values[name] is None and not SHEET.by_name[name].optional]
    if missing or not values["summary"]:
        raise RefusedError("innovation.incomplete")
    programme = values["programme"]
    known = Programme.objects.filter(region=region, code=programme)
    if programme is not None and not known.exists():
        raise RefusedError("innovation.no_programme", code=programme)
    return values


def _free_code(region: Region, year: int) -> str:
    """`INO-2026-004`: the first that no innovation has or had in this form."""
    begin = f"INO-{year}-"
    own = Innovation.objects.filter(region=region, code__startswith=begin)
    old = Alias.objects.filter(region=region, model=Innovation._meta.label_lower)
    proposed = Entry.objects.filter(
        chain_id=region.code, action=PROPOSED, changes__contains=f'"{begin}'
    )
    codes = {
        *own.values_list("code", flat=True),
        *old.filter(code__startswith=begin).values_list("code", flat=True),
        *(
            str(change["of"][2])
            for changes in proposed.values_list("changes", flat=True)
            for change in json.loads(changes)
        ),
    }
    numbers = [code.removeprefix(begin) for code in codes if code.startswith(begin)]
    last = max((int(one) for one in numbers if one.isdecimal()), default=0)
    return f"{begin}{last + 1:03}"
