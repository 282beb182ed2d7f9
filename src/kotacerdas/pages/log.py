"""The pages of the audit log: all of a region's entries, one entry, one record's history."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.accounts.table_downloads import table_download
from kotacerdas.audit.actions import access_chain
from kotacerdas.audit.models import Entry
from kotacerdas.audit.selectors import changes_of_record, heads, history_of
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.undo import refusal
from kotacerdas.pages.lists.log import log_table
from kotacerdas.scorecards.display import change_view

CHANGES_A_PAGE = 200
HISTORY_A_PAGE = 20


@in_region(Right.AUDIT)
def log(request: HttpRequest, here: Here, *, is_access: bool = False) -> HttpResponse:
    """All entries of the region, or of who got at it."""
    chain = access_chain(here.region.code) if is_access else here.region.code
    place = _place(is_access=is_access)
    table = log_table(chain, str(place["entry_name"]), here.region.code, request.GET)
    title = words()("log.access_title" if is_access else "log.title")
    file = table_download(request, here, table, title, timezone.localdate())
    if file is not None:
        return file
    context = {"table": table, "head": next(iter(heads([chain])), None), **place}
    return render(request, "pages/log.html", context)


@in_region(Right.AUDIT)
def entry(
    request: HttpRequest, here: Here, number: int, *, is_access: bool = False
) -> HttpResponse:
    """One entry and what it changed, field by field."""
    chain = access_chain(here.region.code) if is_access else here.region.code
    logged = get_object_or_404(Entry, chain_id=chain, number=number)
    elements = json.loads(logged.changes)
    page = Paginator(elements, CHANGES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "entry": logged,
        "page": page,
        "changes": [change_view(one) for one in page],
        "undoes": Entry.objects.filter(undone_by=logged).values_list("number", flat=True),
        "undone_by": logged.undone_by.order_by("number").values_list("number", flat=True),
        **({} if is_access else _undoing(here, logged, elements)),
        **_place(is_access=is_access),
    }
    return render(request, "pages/log_entry.html", context)


def _undoing(here: Here, entry: Entry, elements: list[dict[str, Any]]) -> dict[str, object]:
    """The address on which the entry is undone; where it is not, why."""
    if Right.UNDO not in here.rights:
        return {}
    code = here.region.code
    refused = refusal(elements)
    if refused is None:
        return {"undo_url": reverse("exchange:undo", args=[code, entry.number])}
    publication = here.region.publications.filter(from_entry=entry.number, until_entry=None).first()
    if publication is not None:
        return {"undo_url": reverse("pages:take-back", args=[code, publication.run_id])}
    return {"not_undone": sentence(refused)}


def _place(*, is_access: bool) -> dict[str, object]:
    """Which of the two logs it is, and the names of its addresses."""
    names = ("access_log", "access_entry") if is_access else ("log", "entry")
    log_name, entry_name = (f"pages:{name}" for name in names)
    return {"is_access": is_access, "log_name": log_name, "entry_name": entry_name}


@in_region(Right.AUDIT)
def record_history(request: HttpRequest, here: Here, model: str, record: int) -> HttpResponse:
    """Who changed a record, which is named by its primary key: when, how and why."""
    entries = history_of(here.region.code, model, record)
    page = Paginator(entries, HISTORY_A_PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    history = [
        (entry, change_view(change))
        for entry in page
        for change in changes_of_record(entry, model, record)
    ]
    newest_name = history[0][1].record
    context = {"record": newest_name, "page": page, "history": history}
    return render(request, "pages/log_history.html", context)
