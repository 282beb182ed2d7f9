"""Cases follow the plan: one for each innovation, with its agency."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Case
from kotacerdas.core.rows import insert_rows
from kotacerdas.innovation.models import INNOVATION, InnovationCase
from kotacerdas.outbox.daily import Daily, register_daily
from kotacerdas.plan.models import Innovation
from kotacerdas.records.actions import Change, lock_region, register_follower
from kotacerdas.records.models import Region


def register() -> None:
    register_follower(_after)
    register_daily(Daily("innovations", _sync_all))


def _after(region: Region, changes: Sequence[Change], entry: Entry | None) -> None:
    del entry  # an agency that leaves is let go of before it does
    if any(
        one.model is Innovation and (one.before is None or "agency" in one.changed)
        for one in changes
    ):
        sync_cases(region)


def _sync_all(last: date | None, at: datetime) -> None:
    """Once a day, should a case ever have been missed."""
    del last, at
    for region in Region.objects.order_by("pk"):
        with transaction.atomic():
            lock_region(region)
            sync_cases(region)


def sync_cases(region: Region) -> None:
    """Let each innovation have its case, and the case its agency; the region is locked.

    In as many queries for many innovations as for few.
    """
    known = InnovationCase.objects.filter(region=region).values("innovation")
    missing = Innovation.objects.filter(region=region).exclude(pk__in=known).order_by("pk")
    rows = list(missing.values_list("pk", "agency"))
    cases = Case.objects.bulk_create(
        Case(region=region, process=INNOVATION, agency_id=agency) for _, agency in rows
    )
    if cases:
        columns = {"case_id": [one.pk for one in cases], "innovation_id": [pk for pk, _ in rows]}
        insert_rows(InnovationCase, columns)
    elsewhere = InnovationCase.objects.filter(region=region).exclude(agency=F("innovation__agency"))
    moved: dict[int, list[int]] = {}
    for pk, agency in elsewhere.values_list("pk", "innovation__agency"):
        moved.setdefault(agency, []).append(pk)
    for agency, pks in moved.items():
        Case.objects.filter(pk__in=pks).update(agency=agency)
