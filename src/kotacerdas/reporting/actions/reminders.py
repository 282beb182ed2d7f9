"""Reminding agencies of what they have not sent in."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.models import Window
from kotacerdas.casework.notices import tell
from kotacerdas.core.errors import RefusedError
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency
from kotacerdas.reporting.digests import (
    digests_of,
    left_of,
    operators_to_remind,
    reminded_on,
)
from kotacerdas.reporting.letters import work_path
from kotacerdas.reporting.mail import Queued, queue_digests
from kotacerdas.reporting.reminders import Left


@dataclass(frozen=True)
class RemindedAgency:
    """An agency that was reminded, and its operators."""

    left: Left
    people: list[User]


@dataclass(frozen=True)
class Reminded:
    """Which agencies were reminded, which had been that day, and which have nobody to tell."""

    reminded: list[RemindedAgency] = field(default_factory=list)
    again: list[Left] = field(default_factory=list)
    nobody: list[Left] = field(default_factory=list)
    letters: Queued = field(default_factory=Queued)

    @property
    def people(self) -> list[User]:
        return list({user.pk: user for one in self.reminded for user in one.people}.values())


def remind_agencies(
    window: Window, agencies: Collection[Agency], *, by: User, at: datetime, site: str
) -> Reminded:
    """Tell the operators of those that are late, or soon will be: by a notice and by a letter.

    An agency is reminded once a day of a window, and nobody gets a second letter on a day; who
    wants no letters gets the notice only.

    Raises:
        NotAllowedError: `by` may not remind there.
        RefusedError: an agency is another region's, or nothing is missing from any of them.
    """
    with transaction.atomic():
        lock_region(window.region)
        require(by, window.region, Right.PERIODS, at)
        if any(agency.region_id != window.region_id for agency in agencies):
            raise RefusedError("people.agency_of_another_region")
        done = _sorted_out(window, {agency.pk for agency in agencies}, at)
        if done.reminded:
            _tell(window, done, by, at)
        found = digests_of(done.people, timezone.localdate(at))
        return replace(done, letters=queue_digests(found, site, at, by=by))


def _sorted_out(window: Window, wanted: Collection[int], at: datetime) -> Reminded:
    today = timezone.localdate(at)
    found = [
        left for left in left_of([window], today) if left.agency in wanted and left.is_near(today)
    ]
    if not found:
        raise RefusedError("remind.nothing_missing")
    before, operators = reminded_on(today, window), operators_to_remind(window.region, today)
    done = Reminded()
    for left in found:
        if left.code in before:
            done.again.append(left)
        elif people := operators.get(left.agency):
            done.reminded.append(RemindedAgency(left, people))
        else:
            done.nobody.append(left)
    return done


def _tell(window: Window, done: Reminded, by: User, at: datetime) -> None:
    changes = []
    for one in done.reminded:
        values = {
            "by": str(by),
            "n": str(len(one.left.cells)),
            "year": str(window.year),
            "code": window.code,
            "agency": one.left.code,
        }
        tell(one.people, window.region, "reminded", values, at, url=work_path(window.region))
        changes.append(_logged(window, one))
    record_entry(window.region.code, "reminder.send", changes, actor=by.email, at=at)


def _logged(window: Window, one: RemindedAgency) -> dict[str, Any]:
    people = [user.email for user in one.people]
    return {
        "of": ["reporting.reminder", None, window.year, window.code or None, one.left.code],
        "before": None,
        "after": {"missing": len(one.left.cells), "people": people},
    }
