"""An answer kept, once; who gave it is not known, so it is no entry of the log."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from kotacerdas.core.errors import RefusedError
from kotacerdas.survey.models import Answer, Channel, Form, Helper
from kotacerdas.survey.places import is_full, place_of
from kotacerdas.survey.rules import Door, door_of, is_late_but_counts
from kotacerdas.survey.selectors import ZONE


@dataclass(frozen=True)
class Said:
    """What a respondent said, in the form in which it is kept."""

    steps: str
    uses: str
    age: str = ""
    sex: str = ""


class Outcome(StrEnum):
    COUNTED = "counted"
    LATE = "late"
    AGAIN = "again"


class BusyError(RefusedError):
    """So many came from one place that this one has to be sent again in some minutes."""


def keep_answer(  # noqa: PLR0913 - what, and all that it is judged by
    form: Form,
    said: Said,
    *,
    nonce: str,
    begun_at: datetime,
    address: str,
    at: datetime,
    helper: Helper | None = None,
) -> Outcome:
    """Keep it; one that was sent before, which its nonce says, is not kept again.

    Raises:
        BusyError: from that place so many came within minutes that it has to wait.
        RefusedError: the survey is not open, or the helper's address was taken back.
    """
    if Answer.objects.filter(nonce=nonce).exists():
        return Outcome.AGAIN
    door = door_of(form.survey, at, ZONE)
    is_late = door == Door.CLOSED and is_late_but_counts(form.survey, begun_at, at, ZONE)
    if door != Door.OPEN and not is_late:
        raise RefusedError(f"survey.{door}")
    if helper is not None and helper.revoked_at is not None and begun_at > helper.revoked_at:
        raise RefusedError("survey.revoked")
    if helper is None and is_full(form, address, at):
        raise BusyError("survey.busy")
    with transaction.atomic():
        _, is_new = Answer.objects.get_or_create(
            nonce=nonce,
            defaults={
                "form": form,
                "steps": said.steps,
                "uses": said.uses,
                "age": said.age,
                "sex": said.sex,
                "day": timezone.localdate(at),
                "channel": Channel.HELPER if helper else Channel.OWN,
                "helper": helper,
                "place": None if helper else place_of(form, address, at),
                "is_late": is_late,
            },
        )
        if not is_new:
            # Sent twice in one moment: what was counted for its place is taken back.
            transaction.set_rollback(True)
            return Outcome.AGAIN
    return Outcome.LATE if is_late else Outcome.COUNTED
