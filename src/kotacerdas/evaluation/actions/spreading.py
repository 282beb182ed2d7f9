"""Asking agencies to spread the citizens' survey where it has fewer answers than wanted."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import operators_by_agency
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.notices import notices_of_day, tell
from kotacerdas.core.addresses import address
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import words
from kotacerdas.evaluation.addressees import addressees
from kotacerdas.outbox.mail import queue_letter
from kotacerdas.records.actions import lock_region
from kotacerdas.survey.models import Survey
from kotacerdas.survey.rules import Door, door_of
from kotacerdas.survey.selectors import ZONE
from kotacerdas.survey.spreading import Spreader, message_of, spreaders_of

_KEY = "survey_spread"


@dataclass(frozen=True)
class Asked:
    """How many agencies were asked, had been asked that day, and have nobody to ask."""

    told: int
    again: int
    nobody: int


def ask_to_spread(survey: Survey, *, by: User, at: datetime, site: str) -> Asked:
    """Ask the agencies of the forms that lack answers, once a day each, by a notice and a letter.

    The letter goes to the agency's own address too.

    Raises:
        NotAllowedError: `by` does not run surveys there.
        RefusedError: the survey takes no answers now, or lacks none.
    """
    region = survey.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.SURVEY, at)
        held = Survey.objects.select_related("region").get(pk=survey.pk)
        if door_of(held, at, ZONE) is not Door.OPEN:
            raise RefusedError("survey.spread_closed")
        found = spreaders_of(held)
        if not found:
            raise RefusedError("survey.spread_enough")
        operators = operators_by_agency(region, at)
        reached = [one for one in found if one.agency.pk in operators or one.agency.email]
        had = _told_on(held, timezone.localdate(at))
        told = []
        for one in reached:
            people = operators.get(one.agency.pk, [])
            is_new = bool(people) and one.agency.code not in had
            if is_new:
                _tell(held, one, people, by, at)
            # Of an agency without operators only its letter says whether it was asked that day.
            if _write(held, one, people, at, site) or is_new:
                told.append(one)
        if told:
            said = [_logged(held, one) for one in told]
            record_entry(region.code, "survey.spread", said, actor=by.email, at=at)
    return Asked(len(told), len(reached) - len(told), len(found) - len(reached))


def _told_on(survey: Survey, day: date) -> set[str]:
    """The codes of the agencies whose operators were told that day."""
    found = notices_of_day(survey.region, _KEY, day).values_list("values", flat=True)
    return {one["agency"] for one in found if one["year"] == str(survey.year)}


def _tell(survey: Survey, one: Spreader, people: list[User], by: User, at: datetime) -> None:
    values = {"by": str(by), "year": str(survey.year), "agency": one.agency.code}
    url = address("survey:survey", survey.region.code, survey.year)
    tell(people, survey.region, _KEY, values, at, url=url)


def _write(survey: Survey, one: Spreader, people: list[User], at: datetime, site: str) -> bool:
    """Whether anybody had no letter of it that day."""
    made = []
    for email, (spoken, headers) in addressees(one.agency, people, site).items():
        with translation.override(spoken):
            subject = words()("survey.spread_subject", year=survey.year)
            body = message_of(one, survey, site) + "\n"
            letter = EmailMessage(subject, body, to=[email], headers=headers)
        key = f"survey-spread/{survey.pk}/{timezone.localdate(at)}/{one.agency.pk}/{email}"
        made.append(queue_letter(key, letter, at))
    return any(made)


def _logged(survey: Survey, one: Spreader) -> dict[str, object]:
    lacking = sum(part.lacking for part in one.lacking)
    return {
        "of": ["survey.spreading", None, survey.year, one.agency.code],
        "before": None,
        "after": {"missing": lacking},
    }
