"""Cases follow the plan: one for each programme that is due in a window."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Case, Comment, Evidence, State, Version, Window
from kotacerdas.outbox.daily import Daily, register_daily
from kotacerdas.plan.models import Indicator, Programme, Realisation
from kotacerdas.records.actions import Change, lock_region, register_follower
from kotacerdas.records.models import Agency, Region
from kotacerdas.reporting.models import REPORTING
from kotacerdas.reporting.renaming import renamed
from kotacerdas.reporting.selectors import programmes_due, windows_of


def register() -> None:
    register_follower(_after)
    register_daily(Daily("cases", _sync_all))


def _after(region: Region, changes: Sequence[Change], entry: Entry | None) -> None:
    if any(map(_may_change_what_is_due, changes)):
        sync_cases(region)
    recoded = [change for change in changes if change.model is Indicator and _is_recoded(change)]
    if entry is not None and recoded:
        _follow_codes(region, recoded)


def _is_recoded(change: Change) -> bool:
    before, after = change.before, change.after
    return before is not None and after is not None and before["code"] != after["code"]


def _follow_codes(region: Region, recoded: Sequence[Change]) -> None:
    """Let drafts name indicators by the codes that these have now.

    A page that was opened before it learns that by the case's revision, not started ones included.
    """
    codes = {(one.before or {})["code"]: (one.after or {})["code"] for one in recoded}
    drafts = list(
        Version.objects.filter(case__region=region, case__process=REPORTING, state=State.DRAFT)
    )
    texts = {draft.pk: renamed(draft.filled, codes) for draft in drafts}
    moved = [draft for draft in drafts if draft.filled != texts[draft.pk]]
    for draft in moved:
        draft.filled = texts[draft.pk]
    Version.objects.bulk_update(moved, ["filled"])
    asked = Indicator.objects.filter(pk__in=[change.pk for change in recoded])
    open_cases = Case.objects.filter(
        Q(programme__in=asked.values("programme")) | Q(newest__in=moved),
        region=region,
        state__in=[State.NOT_STARTED, State.DRAFT, State.RETURNED],
    )
    open_cases.update(revision=F("revision") + 1)


def _may_change_what_is_due(change: Change) -> bool:
    """Programmes do; of what was reported, that there is a row or none, whatever it says; of an
    agency, that it retires or is back.
    """
    is_one_more_or_less = change.before is None or change.after is None
    if change.model is Agency:
        return "retired_on" in change.changed
    return change.model is Programme or (change.model is Realisation and is_one_more_or_less)


def _sync_all(last: date | None, at: datetime) -> None:
    """Once a day, should a case ever have been missed."""
    del last, at
    for region in Region.objects.order_by("pk"):
        with transaction.atomic():
            lock_region(region)
            sync_cases(region)


# A draft without a version before it is nobody's statement yet.
_WAS_SENT_IN = Exists(
    Version.objects.filter(case=OuterRef("pk")).exclude(state__in=[State.DRAFT, State.WITHDRAWN])
)


def sync_cases(region: Region) -> None:
    """Let the region's cases agree with what is due; the region is locked.

    One begins where something became due. What is due no more goes, unless somebody wrote in it. A
    case follows its programme to another agency until it was verified once. Doing it again changes
    nothing, and it takes as many queries for many programmes as for few.
    """
    own = Case.objects.filter(region=region, process=REPORTING)
    sent = set(own.filter(_WAS_SENT_IN).values_list("window", "programme"))
    due = dict(_due(windows_of(region), sent))
    known = {
        (window, programme): (pk, is_due)
        for window, programme, pk, is_due in own.values_list("window", "programme", "pk", "is_due")
    }
    Case.objects.bulk_create(
        Case(
            region=region,
            process=REPORTING,
            window_id=key[0],
            programme_id=key[1],
            agency_id=agency,
        )
        for key, agency in due.items()
        if key not in known
    )
    ceased = [pk for key, (pk, is_due) in known.items() if key not in due and is_due]
    untouched = Case.objects.filter(
        ~Exists(Comment.objects.filter(case=OuterRef("pk"))),
        ~Exists(Evidence.objects.filter(case=OuterRef("pk"))),
        region=region,
        versions__isnull=True,
    )
    if ceased:
        untouched.filter(pk__in=ceased).delete()
        Case.objects.filter(pk__in=ceased).update(is_due=False)
    again = [pk for key, (pk, is_due) in known.items() if key in due and not is_due]
    if again:
        Case.objects.filter(pk__in=again).update(is_due=True)
    _follow_agencies(region)


def _due(
    windows: Iterable[Window], sent: Collection[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], int]]:
    """Window and programme of all that is due, with its agency.

    Of an agency that had retired when the window was opened only what was `sent` in is.
    """
    found: dict[tuple[int, bool], list[tuple[int, int, date | None]]] = {}
    for window in windows:
        kind = window.year, bool(window.code)  # of all parts of a year the same is due
        if kind not in found:
            due = programmes_due(window.region, window.year, window.code)
            found[kind] = list(due.values_list("pk", "agency", "agency__retired_on"))
        opened_on = timezone.localdate(window.opened_at)
        for programme, agency, retired_on in found[kind]:
            was_there = retired_on is None or retired_on > opened_on
            if was_there or (window.pk, programme) in sent:
                yield (window.pk, programme), agency


def _follow_agencies(region: Region) -> None:
    """Let the cases that never were verified belong to the agencies of their programmes."""
    own = Case.objects.filter(region=region, process=REPORTING, verified=None)
    elsewhere = own.exclude(agency=F("programme__agency"))
    moved: dict[int, list[int]] = {}
    for pk, agency in elsewhere.values_list("pk", "programme__agency"):
        moved.setdefault(agency, []).append(pk)
    for agency, pks in moved.items():
        Case.objects.filter(pk__in=pks).update(agency=agency)
