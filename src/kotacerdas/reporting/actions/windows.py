"""Opening, closing and extending a reporting period."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import operators_at
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.models import Case, Extension, Window
from kotacerdas.casework.notices import tell
from kotacerdas.casework.selectors import extended_until
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.tables.picks import require_picks
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency, Region
from kotacerdas.reporting.models import REPORTING
from kotacerdas.reporting.selectors import programmes_due, windows_of
from kotacerdas.reporting.syncing import sync_cases


def open_window(  # noqa: PLR0913 - the window, who opens it and when
    region: Region, *, year: int, code: str, deadline: date, by: User, at: datetime
) -> Window:
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
        window = Window.objects.create(
            region=region,
            process=REPORTING,
            year=year,
            code=code,
            deadline=deadline,
            opened_by=by,
            opened_at=at,
        )
        sync_cases(region)
        _log(region, "period.open", [_change(window, None, {"deadline": deadline})], by, at)
        _tell_all(window, at)
    return window


def _refuse(region: Region, year: int, code: str, deadline: date, today: date) -> None:
    known = windows_of(region, year)
    if any(window.code == code for window in known):
        raise RefusedError("period.is_open_already")
    if not programmes_due(region, year, code).exists():
        raise RefusedError("period.nothing_planned", year=year)
    if deadline < today:
        raise RefusedError("period.deadline_has_passed")
    if any(bool(window.code) is not bool(code) for window in known):
        raise RefusedError("period.in_parts_or_whole", year=year)


def _tell_all(window: Window, at: datetime) -> None:
    """Every operator of an agency from which something is due."""
    agencies = Agency.objects.filter(pk__in=Case.objects.filter(window=window).values("agency"))
    url = reverse("pages:work", args=[window.region.code])
    values = {"year": str(window.year), "code": window.code, "day": window.deadline.isoformat()}
    users = operators_at(agencies, at)
    tell(users, window.region, "opened", values, at, url=url)


def move_deadlines(
    windows: Sequence[Window], deadline: date, by: User, at: datetime, reason: str
) -> list[Window]:
    """Set another deadline for all agencies in windows of one region, in one entry; which moved.

    Raises:
        NotAllowedError: `by` may not.
        RefusedError: without a window or a reason, or to a day that has passed.
    """
    require_picks(windows)
    region = windows[0].region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PERIODS, at)
        if deadline < timezone.localdate(at):
            raise RefusedError("period.deadline_has_passed")
        if not reason.strip():
            raise RefusedError("report.needs_reason")
        held = Window.objects.filter(pk__in=[one.pk for one in windows])
        moved = [one for one in held.order_by("pk") if one.deadline != deadline]
        after = {"deadline": deadline}
        changes = [_change(one, {"deadline": one.deadline}, after) for one in moved]
        held.update(deadline=deadline)
        if changes:
            _log(region, "period.move", changes, by, at, reason.strip())
    return moved


def close_window(window: Window, by: User, at: datetime) -> None:
    """Let nothing more be sent in; verifying goes on. Closing it again changes nothing.

    Raises:
        NotAllowedError: `by` may not.
    """
    _set_closed(window, "period.close", by, at, closed_at=at, closed_by=by)


def reopen_window(window: Window, by: User, at: datetime) -> None:
    """Undo the closing; the deadline stays. Raises NotAllowedError: `by` may not."""
    _set_closed(window, "period.reopen", by, at, closed_at=None, closed_by=None)


def _set_closed(  # noqa: PLR0913 - which window, how, who does it and when
    window: Window, action: str, by: User, at: datetime, *, closed_at: Any, closed_by: Any
) -> None:
    with transaction.atomic():
        lock_region(window.region)
        require(by, window.region, Right.PERIODS, at)
        held = Window.objects.get(pk=window.pk)
        if (held.closed_at is None) is (closed_at is None):
            return
        Window.objects.filter(pk=window.pk).update(closed_at=closed_at, closed_by=closed_by)
        before, after = ({"closed": one is not None} for one in (held.closed_at, closed_at))
        _log(window.region, action, [_change(window, before, after)], by, at)


def extend(
    window: Window, *agencies: Agency, until: date, reason: str, by: User, at: datetime
) -> list[Extension]:
    """Give agencies longer, until the end of a day, in one entry.

    Raises:
        NotAllowedError: `by` may not.
        RefusedError: without an agency or a reason, for a day that is over, for another region's
            agency, or for no longer than an agency has already.
    """
    require_picks(agencies)
    with transaction.atomic():
        lock_region(window.region)
        require(by, window.region, Right.PERIODS, at)
        if any(agency.region_id != window.region_id for agency in agencies):
            raise RefusedError("people.agency_of_another_region")
        if until < timezone.localdate(at):
            raise RefusedError("period.deadline_has_passed")
        if not reason.strip():
            raise RefusedError("report.needs_reason")
        _refuse_no_longer(Window.objects.get(pk=window.pk), agencies, until)
        made = Extension.objects.bulk_create(
            Extension(
                window=window,
                agency=agency,
                until=until,
                reason=reason.strip(),
                granted_by=by,
                granted_at=at,
            )
            for agency in agencies
        )
        changes = [_change(window, None, {"agency": one.code, "until": until}) for one in agencies]
        _log(window.region, "period.extend", changes, by, at, reason.strip())
        values = {"year": str(window.year), "code": window.code, "day": until.isoformat()}
        url = reverse("pages:work", args=[window.region.code])
        users = operators_at(agencies, at)
        tell(users, window.region, "extended", values, at, url=url)
    return made


def _refuse_no_longer(window: Window, agencies: Sequence[Agency], until: date) -> None:
    """A day by which all may send in anyway, or to which an agency was given time already."""
    if window.closed_at is None and until <= window.deadline:
        raise RefusedError("period.not_longer", day=window.deadline)
    known = extended_until([window])
    for agency in agencies:
        already = known.get((window.pk, agency.pk))
        if already is not None and until <= already:
            raise RefusedError("period.has_longer", agency=agency, day=already)


def take_back_extensions(
    window: Window, keys: Sequence[int], by: User, at: datetime
) -> list[Agency]:
    """Undo those of a window that are still there; the agencies that had them, which are told.

    Raises NotAllowedError: `by` may not.
    """
    with transaction.atomic():
        lock_region(window.region)
        require(by, window.region, Right.PERIODS, at)
        held = Extension.objects.filter(window=window, pk__in=keys).order_by("pk")
        given = list(held.select_related("agency"))
        agencies = [one.agency for one in given]
        if given:
            held.delete()
            changes = [
                _change(window, {"agency": one.agency.code, "until": one.until}, None)
                for one in given
            ]
            _log(window.region, "period.take_back", changes, by, at)
            values = {"by": str(by), "year": str(window.year), "code": window.code}
            url = reverse("pages:work", args=[window.region.code])
            users = operators_at(agencies, at)
            tell(users, window.region, "extension_undone", values, at, url=url)
    return agencies


def _change(
    window: Window, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, Any]:
    """An element of the log on a window."""
    of = ["reporting.period", window.pk, window.year, window.code or None]
    return {"of": of, "before": before, "after": after}


def _log(  # noqa: PLR0913, PLR0917 - what, who, when and why
    region: Region,
    action: str,
    changes: Sequence[dict[str, Any]],
    by: User,
    at: datetime,
    reason: str = "",
) -> None:
    record_entry(region.code, action, changes, actor=by.email, at=at, reason=reason)
