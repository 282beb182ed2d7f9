"""A note to the people of an agency."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import Role, User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import holders_at, operators_at
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.models import Notice
from kotacerdas.casework.notices import tell
from kotacerdas.core.errors import RefusedError
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency, Region
from kotacerdas.reporting.letters import work_path

LONGEST = 500


def send_note(agency: Agency, text: str, *, by: User, at: datetime) -> list[User]:
    """Put the text before the operators of the agency and the coordinators; whom it reaches.

    The same text again on one day changes nothing.

    Raises:
        NotAllowedError: `by` may not send notes there.
        RefusedError: the text is empty or too long, or nobody answers for the agency.
    """
    region = agency.region
    require(by, region, Right.NOTE, at)
    text = " ".join(text.split())
    if not text:
        raise RefusedError("note.empty")
    if len(text) > LONGEST:
        raise RefusedError("note.too_long", limit=LONGEST)
    operators = operators_at([agency], at)
    if not operators:
        raise RefusedError("note.nobody", agency=agency.name)
    held = holders_at(region, Role.COORDINATOR, at).select_related("user")
    people = [*operators, *(one.user for one in held)]
    values = {
        "by": str(by),
        "agency": agency.name,
        "agency_key": str(agency.pk),  # names change, and two may have one
        "text": text,
    }
    element = {
        "of": ["reporting.note", None, agency.code],
        "before": None,
        "after": {"text": text, "people": sorted({one.email for one in people})},
    }
    with transaction.atomic():
        lock_region(region)
        if not _has_been_sent(region, values, at):
            record_entry(region.code, "note.send", [element], actor=by.email, at=at)
            tell(people, region, "note", values, at, url=work_path(region))
    return operators


def _has_been_sent(region: Region, values: dict[str, str], at: datetime) -> bool:
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    same = Notice.objects.filter(region=region, key="note", values=values, at__gte=day)
    return same.exists()
