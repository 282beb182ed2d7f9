"""Opening, closing and extending a reporting period."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.monitoring.models import Extension, Period
from kotacerdas.monitoring.notices import operators_of, tell
from kotacerdas.monitoring.selectors import periods_of, programmes_due
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency, Region


def open_period(  # noqa: PLR0913 - the period, who opens it and when
    region: Region, *, year: int, code: str, deadline: date, by: User, at: datetime
) -> Period:
    """Ask the agencies to report on a year, or a part of it.

    Raises:
        NotAllowedError: `by` may not open periods there.
        RefusedError: it is open already, nothing is due, the deadline has passed, or the year is
            reported in parts and would be as a whole, or the other way round.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PERIODS, at)
        _refuse(region, year, code, deadline, today)
        period = Period.objects.create(
            region=region, year=year, code=code, deadline=deadline, opened_by=by, opened_at=at
        )
        _log(period, "period.open", None, {"deadline": deadline}, by, at)
        _tell_all(period, at)
    return period


def _refuse(region: Region, year: int, code: str, deadline: date, today: date) -> None:
    known = periods_of(region, year)
    if any(period.code == code for period in known):
        raise RefusedError("period.is_open_already")
    if not programmes_due(region, year, code).exists():
        raise RefusedError("period.nothing_planned", year=year)
    if deadline < today:
        raise RefusedError("period.deadline_has_passed")
    if any(bool(period.code) is not bool(code) for period in known):
        raise RefusedError("period.in_parts_or_whole", year=year)


def _tell_all(period: Period, at: datetime) -> None:
    """Every operator of an agency from which something is due."""
    agencies = {one.agency for one in programmes_due(period.region, period.year, period.code)}
    url = reverse("pages:work", args=[period.region.code])
    values = {"year": str(period.year), "code": period.code, "day": period.deadline.isoformat()}
    users = [user for agency in agencies for user in operators_of(agency, at)]
    tell(users, period.region, "opened", values, url, at)


def move_deadline(period: Period, deadline: date, by: User, at: datetime, reason: str) -> Period:
    """Set another deadline for all agencies.

    Raises:
        NotAllowedError: `by` may not.
        RefusedError: without a reason, or to a day that has passed.
    """
    with transaction.atomic():
        lock_region(period.region)
        require(by, period.region, Right.PERIODS, at)
        if deadline < timezone.localdate(at):
            raise RefusedError("period.deadline_has_passed")
        if not reason.strip():
            raise RefusedError("report.needs_reason")
        before = {"deadline": period.deadline}
        Period.objects.filter(pk=period.pk).update(deadline=deadline)
        _log(period, "period.move", before, {"deadline": deadline}, by, at, reason.strip())
    return period


def close_period(period: Period, by: User, at: datetime) -> None:
    """Let nothing more be sent in; verifying goes on. Closing it again changes nothing.

    Raises:
        NotAllowedError: `by` may not.
    """
    _set_closed(period, "period.close", by, at, closed_at=at, closed_by=by)


def reopen_period(period: Period, by: User, at: datetime) -> None:
    """Undo the closing; the deadline stays. Raises NotAllowedError: `by` may not."""
    _set_closed(period, "period.reopen", by, at, closed_at=None, closed_by=None)


def _set_closed(  # noqa: PLR0913 - which period, how, who does it and when
    period: Period, action: str, by: User, at: datetime, *, closed_at: Any, closed_by: Any
) -> None:
    with transaction.atomic():
        lock_region(period.region)
        require(by, period.region, Right.PERIODS, at)
        held = Period.objects.get(pk=period.pk)
        if (held.closed_at is None) is (closed_at is None):
            return
        Period.objects.filter(pk=period.pk).update(closed_at=closed_at, closed_by=closed_by)
        before, after = ({"closed": one is not None} for one in (held.closed_at, closed_at))
        _log(period, action, before, after, by, at)


def extend(  # noqa: PLR0913 - whose deadline, until when, who says so and why
    period: Period, agency: Agency, *, until: date, reason: str, by: User, at: datetime
) -> Extension:
    """Give one agency longer, until the end of a day.

    Raises:
        NotAllowedError: `by` may not.
        RefusedError: without a reason, for a day that is over, or for another region's agency.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        lock_region(period.region)
        require(by, period.region, Right.PERIODS, at)
        if agency.region_id != period.region_id:
            raise RefusedError("people.agency_of_another_region")
        if until < today:
            raise RefusedError("period.deadline_has_passed")
        if not reason.strip():
            raise RefusedError("report.needs_reason")
        made = Extension.objects.create(
            period=period,
            agency=agency,
            until=until,
            reason=reason.strip(),
            granted_by=by,
            granted_at=at,
        )
        after = {"agency": agency.code, "until": until}
        _log(period, "period.extend", None, after, by, at, made.reason)
        values = {"year": str(period.year), "code": period.code, "day": until.isoformat()}
        url = reverse("pages:work", args=[period.region.code])
        tell(operators_of(agency, at), period.region, "extended", values, url, at)
    return made


def _log(  # noqa: PLR0913, PLR0917 - what, who, when and why
    period: Period,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    by: User,
    at: datetime,
    reason: str = "",
) -> None:
    change = {
        "of": ["monitoring.period", period.pk, period.year, period.code or None],
        "before": before,
        "after": after,
    }
    record_entry(period.region.code, action, [change], actor=by.email, at=at, reason=reason)
