"""Regions begun by the site's owner, each with the coordinator who goes on."""

from datetime import datetime

from django.db import transaction

from kotacerdas.accounts.actions import begin_appointment
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.ownership import require_owner
from kotacerdas.core.errors import RefusedError
from kotacerdas.records.actions import Change, apply_changes, ensure_region, lock_region
from kotacerdas.records.area_codes import Area
from kotacerdas.records.models import Region
from kotacerdas.records.rules import is_region_code
from kotacerdas.records.storage import own_values, values_in


def begin_region(
    area: Area, *, coordinator_email: str, coordinator_name: str, by: User, at: datetime
) -> Appointment:
    """Begin an empty region; the appointment of its coordinator.

    Raises:
        NotAllowedError: `by` is no owner of the site.
        RefusedError: the code is none or another region has it, its parent's code is none, or the
            coordinator can't be appointed.
    """
    if area.parent and not is_region_code(area.parent):
        raise RefusedError("region.no_code", code=area.parent)
    with transaction.atomic():
        require_owner(by)
        region, is_new = ensure_region(area.code)
        if not is_new:
            raise RefusedError("region.code_is_taken", code=area.code, name=region.name)
        lock_region(region)
        appointment = Appointment(region=region, role=Role.COORDINATOR, from_at=at)
        appointed = begin_appointment(appointment, coordinator_email, coordinator_name)
        [record] = values_in(Region, region, {})
        before = own_values(record)
        after = before | {name: value or None for name, value in area._asdict().items()}
        change = Change(Region, (area.code,), before, after, region.pk)
        apply_changes(
            region, [change], "region.begin", actor=by.email, at=at, extra_log_entries=appointed
        )
    region.refresh_from_db()
    return appointment
