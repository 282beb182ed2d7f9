"""Telling agencies that are short of innovations so, on a coordinator's word."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from kotacerdas.accounts.mail import reminder_headers
from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import operators_by_agency
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.notices import notices_of_day, tell
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import phrase, words
from kotacerdas.innovation.minimum import Shortage, due_on, shortages
from kotacerdas.outbox.mail import queue_letter
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Region

KEY = "innovation_short"


@dataclass(frozen=True)
class Reminded:
    """How many agencies were told, had been told that day, and have nobody to tell."""

    told: int
    again: int
    nobody: int


def may_remind_of(year: int, today: date) -> bool:
    """Of this year and of the last: what lies further back nobody can mend."""
    return year in (today.year, today.year - 1)


def remind_short(region: Region, year: int, *, by: User, at: datetime, site: str = "") -> Reminded:
    """Put a notice before the operators of all agencies below the minimum, once a day each.

    And a letter into the mailbox of each who wants reminders, where it is known what links begin
    with, `site`. Those of the site itself follow the days around the deadline (`minimum`).

    Raises:
        NotAllowedError: `by` may not remind there.
        RefusedError: no agency is short, or the year is neither this one nor the last.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PERIODS, at)
        if not may_remind_of(year, today):
            raise RefusedError("innovation.another_year", year=year)
        short = shortages(region, year, today)
        if not short:
            raise RefusedError("innovation.nobody_short", year=year)
        had = _told_on(region, year, today)
        left = [one for one in short if one.code not in had]
        operators = operators_by_agency(region, at)
        told = [one for one in left if one.agency in operators]
        for one in told:
            _tell(region, year, one, operators[one.agency], by, at)
            _write(region, year, one, operators[one.agency], by, at, site)
        if told:
            elements = [_logged(year, one, operators[one.agency]) for one in told]
            record_entry(region.code, "innovation.remind", elements, actor=by.email, at=at)
    return Reminded(len(told), len(short) - len(left), len(left) - len(told))


def _told_on(region: Region, year: int, day: date) -> set[str]:
    """The codes of the agencies that were told that day."""
    return {
        values["agency"]
        for values in notices_of_day(region, KEY, day).values_list("values", flat=True)
        if values["year"] == str(year)
    }


def _tell(  # noqa: PLR0913, PLR0917 - whom, of what, who and when
    region: Region, year: int, short: Shortage, people: list[User], by: User, at: datetime
) -> None:
    tell(people, region, KEY, _values(year, short, by), at, url=_page(region))


def _write(  # noqa: PLR0913, PLR0917 - to whom, of what, who and when
    region: Region,
    year: int,
    short: Shortage,
    people: list[User],
    by: User,
    at: datetime,
    site: str,
) -> None:
    for user in people:
        if not site or not user.wants_reminders:
            continue
        key = f"innovation-short/{year}/{timezone.localdate(at)}/{short.code}/{user.pk}"
        with translation.override(user.language):
            values = {**_values(year, short, by), "day": due_on(year)}
            text = phrase(f"notice.{KEY}", values)
            subject = words().count("innovation.short_subject", short.missing)
        body, headers = f"{text}\n\n{site}{_page(region)}\n", reminder_headers(site)
        letter = EmailMessage(subject, body, to=[user.email], headers=headers)
        queue_letter(key, letter, at)


def _values(year: int, short: Shortage, by: User) -> dict[str, str]:
    return {
        "by": str(by),
        "n": str(short.missing),
        "year": str(year),
        "agency": short.code,
        "day": due_on(year).isoformat(),
    }


def _page(region: Region) -> str:
    return reverse("innovation:new", args=[region.code])


def _logged(year: int, short: Shortage, people: list[User]) -> dict[str, object]:
    return {
        "of": ["innovation.reminder", None, year, short.code],
        "before": None,
        "after": {"missing": short.missing, "people": [one.email for one in people]},
    }
