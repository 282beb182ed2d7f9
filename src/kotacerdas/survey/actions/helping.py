"""Addresses for who helps: made, and taken back."""

from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.records.actions import lock_region
from kotacerdas.survey.models import Helper, Survey
from kotacerdas.workbook.cells import printable

LONGEST_NAME = 100
_TOKEN_BYTES = 16


def make_helper(survey: Survey, name: str, *, by: User, at: datetime) -> Helper:
    """Raises NotAllowedError, or RefusedError where nobody is named."""
    region, name = survey.region, printable(name).strip()
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.SURVEY, at)
        if not name or len(name) > LONGEST_NAME:
            raise RefusedError("survey.helper_needs_name", most=LONGEST_NAME)
        helper = Helper.objects.create(
            survey=survey, name=name, token=token_urlsafe(_TOKEN_BYTES), made_by=by
        )
        _record(helper, "survey.helper", None, by, at)
    return helper


def revoke_helper(helper: Helper, *, by: User, at: datetime) -> None:
    """Raises NotAllowedError. What came through the address stays."""
    region = helper.survey.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.SURVEY, at)
        helper = Helper.objects.select_related("survey__region").get(pk=helper.pk)
        if helper.revoked_at is None:
            helper.revoked_at = at
            helper.save(update_fields=["revoked_at"])
            _record(helper, "survey.revoke", {"is_revoked": False}, by, at)


def _record(
    helper: Helper, action: str, before: dict[str, bool] | None, by: User, at: datetime
) -> None:
    said = {
        "of": ["survey.helper", helper.pk, helper.survey.year, helper.name],
        "before": before,
        "after": {"is_revoked": helper.revoked_at is not None},
    }
    code = helper.survey.region.code
    record_entry(code, action, [said], actor=by.email, at=at)
