"""The page of what waits for a verifier, and many of it verified at once."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.accounts.table_downloads import table_download
from kotacerdas.casework.actions.cases import CaseCommand, Via
from kotacerdas.casework.models import Case
from kotacerdas.casework.processes import whole_cases
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.tables.picks import picked
from kotacerdas.core.tables.table import FILE
from kotacerdas.core.undoing import say_with_undo
from kotacerdas.core.words import sentence, words
from kotacerdas.plan.models import Indicator
from kotacerdas.records.identity import codes_since
from kotacerdas.records.models import Agency, Region
from kotacerdas.reporting.actions.verifying import (
    MOST_AT_ONCE,
    undo_verifications,
    verify_reports,
)
from kotacerdas.reporting.queue import WITHOUT_WARNING, Filters, without_warning
from kotacerdas.reporting.queue import queue as waiting
from kotacerdas.reporting.queue_table import Places, Row, queue_table
from kotacerdas.reporting.report_form import proposed_fields
from kotacerdas.reporting.selectors import windows_of

_LOW = "rendah"  # in an address: those of low risk are chosen


@in_region(Right.VERIFY)
def queue(request: HttpRequest, here: Here) -> HttpResponse:
    """What waits; a POST verifies what is chosen, or takes that back."""
    if request.method != "POST" or FILE in request.GET:
        return _page(request, here)
    try:
        return _done(request, here)
    except RefusedError as refused:
        return _page(request, here, sentence(refused), status=422)


def _page(request: HttpRequest, here: Here, refused: str = "", status: int = 200) -> HttpResponse:
    """The table, in which a verifier may ask for those of low risk to be ticked."""
    found, is_low = waiting(here.region, here.user), request.GET.get("pilih") == _LOW
    if is_low:
        found = without_warning(found)
    proposed: dict[int, list[tuple[str, str, str]]] = {}
    ticked: set[str] = set(picked(request.POST))
    windows = {one.pk: one for one in windows_of(here.region)}
    places = Places(here.region, windows, Filters.of(request.GET).query)
    table = queue_table(
        found,
        request.GET,
        places=places,
        agencies=list(Agency.objects.filter(region=here.region).values_list("pk", "code", "name")),
        proposed=proposed,
        ticked=ticked,
    )
    file = table_download(request, here, table, words()("queue.title"), timezone.localdate())
    if file is not None:
        return file
    if is_low and not table.total and not refused:  # none of them is left
        return redirect(request.path + places.query)
    proposed |= _proposed(here.region, table.rows)
    if is_low and not ticked:
        ticked |= {*filter(None, map(table.key_of, table.rows[:MOST_AT_ONCE]))}
    context = {
        "here": here,
        "table": table,
        "first_url": places.url(table.rows[0]) if table.rows else "",
        "low": min(table.count_of("risiko", WITHOUT_WARNING), MOST_AT_ONCE),
        "is_low": is_low,
        "low_url": table.url(pilih=_LOW),
        "none_url": table.url(pilih=None),
        "reason": request.POST.get("reason", ""),
        "refused": refused,
    }
    return render(request, "reporting/queue.html", context, status=status)


def _done(request: HttpRequest, here: Here) -> HttpResponse:
    verb, address = request.POST.get("do", ""), request.get_full_path().partition("?")[0]
    commands = _chosen(request, here)
    match verb:
        case "verify":
            done = verify_reports(commands, request.POST.get("reason", ""))
            text = words().count("queue.verified", len(done))
            chosen = " ".join(f"{one.pk}:{one.revision}" for one in done)
            say_with_undo(request, text, address, do="undo", pick=chosen)
        case "undo":
            found = undo_verifications(commands)
            parts = {"queue.undone": found.undone, "queue.not_undone": found.left}
            text = " ".join(words().count(key, n) for key, n in parts.items() if n)
            messages.success(request, text)
        case _:
            raise PermissionDenied
    return redirect(address + Filters.of(request.GET).query)


def _chosen(request: HttpRequest, here: Here) -> list[CaseCommand]:
    """What the form names as `primary key:revision`; what is not of the region is not there."""
    named = [part for text in picked(request.POST) for part in text.split()]
    pairs = dict(_pair(text) for text in named)
    now = timezone.now()
    cases = whole_cases().filter(region=here.region, pk__in=pairs).order_by("pk")
    return [CaseCommand(one, here.user, now, pairs[one.pk]) for one in cases]


def _pair(text: str) -> tuple[int, int]:
    pk, revision = map(key_in, text.partition(":")[::2])
    if pk is None or revision is None:
        raise RefusedError("queue.nothing_chosen")
    return pk, revision


def _proposed(region: Region, rows: Iterable[Row]) -> dict[int, list[tuple[str, str, str]]]:
    """What the corrections that came by import change, by the case's primary key."""
    own = [row["pk"] for row in rows if row["newest__via"] == Via.IMPORT]
    if not own:
        return {}
    since = codes_since(region, Indicator)
    whole = Case.objects.filter(pk__in=own).select_related("newest", "verified")
    return {
        case.pk: proposed_fields(case.newest, case.verified, since) for case in whole if case.newest
    }
