"""Answers on paper typed in, and answers set aside or counted again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.records.actions import lock_region
from kotacerdas.survey.actions.answering import Said
from kotacerdas.survey.models import Answer, Channel, Form, State, Survey
from kotacerdas.workbook.cells import printable

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Paper:
    """One sheet of paper: its day, and the nonce of the line in which it was typed."""

    said: Said
    nonce: str
    day: date


def enter_papers(form: Form, papers: Sequence[Paper], *, by: User, at: datetime) -> int:
    """How many were new: a line that was sent before is not kept again.

    Raises:
        NotAllowedError: `by` runs no surveys here.
        RefusedError: the survey was not opened yet, or a day is not one of its days.
    """
    survey = form.survey
    region = survey.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.SURVEY, at)
        survey = Survey.objects.get(pk=survey.pk)
        if survey.state == State.PLANNED:
            raise RefusedError("survey.not_yet")
        last = min(survey.closes_on, timezone.localdate(at))
        if any(not survey.opens_on <= one.day <= last for one in papers):
            raise RefusedError("survey.day_outside", first=survey.opens_on, last=last)
        nonces = [one.nonce for one in papers]
        known = set(Answer.objects.filter(nonce__in=nonces).values_list("nonce", flat=True))
        new = [one for one in papers if one.nonce not in known]
        Answer.objects.bulk_create(
            Answer(
                form=form,
                nonce=one.nonce,
                steps=one.said.steps,
                uses=one.said.uses,
                age=one.said.age,
                sex=one.said.sex,
                day=one.day,
                channel=Channel.PAPER,
            )
            for one in new
        )
        if new:
            said: dict[str, Any] = {
                "of": [
                    "survey.paper",
                    None,
                    survey.year,
                    form.dimension,
                    form.sub_dimension or None,
                ],
                "before": None,
                "after": {"answers": len(new)},
            }
            record_entry(region.code, "survey.paper", [said], actor=by.email, at=at)
    return len(new)


def set_aside(  # noqa: PLR0913 - which, why, who and when
    survey: Survey, keys: Sequence[int], reason: str, *, is_back: bool, by: User, at: datetime
) -> int:
    """Leave answers out of the results, or with `is_back` let them count again; how many changed.

    Raises:
        NotAllowedError: `by` runs no surveys here.
        RefusedError: the reason is missing.
    """
    region, reason = survey.region, printable(reason)
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.SURVEY, at)
        if not reason.strip():
            raise RefusedError("survey.needs_reason")
        if len(reason) > LONGEST_REASON:
            raise RefusedError("survey.reason_too_long", most=LONGEST_REASON)
        own = Answer.objects.filter(form__survey=survey, pk__in=keys, is_set_aside=is_back)
        found = list(own.order_by("pk").values_list("pk", flat=True))
        Answer.objects.filter(pk__in=found).update(is_set_aside=not is_back)
        if found:
            elements = [_exclusion(survey, pk, is_back=is_back) for pk in found]
            action = "survey.count_again" if is_back else "survey.set_aside"
            record_entry(region.code, action, elements, actor=by.email, at=at, reason=reason)
    return len(found)


def _exclusion(survey: Survey, pk: int, *, is_back: bool) -> dict[str, Any]:
    of = ["survey.exclusion", None, survey.year, pk]
    return {"of": of, "before": {} if is_back else None, "after": None if is_back else {}}
