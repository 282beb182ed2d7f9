"""The page of the reporting workbook: download it, upload it, see what it changes, confirm."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.audit.actions import record_access
from kotacerdas.casework.access import own_agencies
from kotacerdas.casework.models import Window
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.uploads import takes_upload
from kotacerdas.core.words import language, sentence, words
from kotacerdas.exchange.issue_list import issue_list
from kotacerdas.exchange.report_actions import (
    Given,
    carried,
    given_by,
    opened,
    take_reports,
)
from kotacerdas.exchange.report_display import report_view
from kotacerdas.exchange.report_preview import Preview, TypedReport, preview_of
from kotacerdas.exchange.reports import agencies_due, asked_of, report_workbook
from kotacerdas.records.models import Agency
from kotacerdas.reporting.views.windows import window_of
from kotacerdas.workbook.isolated import read_reports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@takes_upload(
    settings.MAX_UPLOAD_BYTES, "import.too_large", limit=settings.MAX_UPLOAD_BYTES // 1_000_000
)
@in_region(Right.REPORT)
def reports(request: HttpRequest, here: Here, year: int, slug: str) -> HttpResponseBase:
    """The agency's workbook of a window, and the form to send it back."""
    window = window_of(here, year, slug)
    if request.method != "POST":
        return _page(request, here, window)
    if "carried" in request.POST:
        return _confirmed(request, here, window)
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, here, window, words()("import.no_file"), 422)
    today = timezone.localdate()
    found = preview_of(read_reports(sent.read()), window, _agencies(here, window), today)
    return _previewed(request, here, window, found)


def _confirmed(request: HttpRequest, here: Here, window: Window) -> HttpResponseBase:
    """Take what was previewed; where that can't be, show it anew beside the reason."""
    try:
        code, given = opened(request.POST["carried"], window, here.user)
        agency = _own(here, code)
    except RefusedError as error:
        return _page(request, here, window, sentence(error), 422)
    send = request.POST.get("do") == "send"
    now = timezone.now()
    try:
        taken = take_reports(given, window, agency, by=here.user, at=now, send=send)
    except RefusedError as error:
        asked = asked_of(window, agency, timezone.localdate(now))
        typed = [TypedReport(asked[one.code], one.typed) for one in given if one.code in asked]
        return _previewed(request, here, window, Preview(agency, typed), sentence(error))
    for key, number in (("bulk.sent", taken.sent), ("bulk.saved", taken.saved)):
        if number:
            messages.success(request, words().count(key, number))
    if not taken.sent and not taken.saved:
        messages.success(request, words()("bulk.done_already"))
    return redirect("pages:work", here.region.code)


def _previewed(
    request: HttpRequest, here: Here, window: Window, found: Preview, refused: str = ""
) -> HttpResponse:
    given = given_by(found) if found.is_ok else []
    packed, refused = _carried(given, window, found.agency, here, refused)
    context = {
        "found": found,
        "issues": issue_list(found.issues),
        "reports": [report_view(one) for one in found.changed],
        "to_save": len(found.to_save) if packed else 0,
        "to_send": len(found.to_send) if packed else 0,
        "carried": packed,
    }
    is_fine = found.is_ok and not refused
    return _page(request, here, window, refused, 200 if is_fine else 422, context)


def _carried(
    given: Sequence[Given], window: Window, agency: Agency | None, here: Here, refused: str
) -> tuple[str, str]:
    """What confirms the preview, empty where nothing can be; and what was refused."""
    if not given or agency is None:
        return "", refused
    try:
        return carried(given, window, agency, here.user), refused
    except RefusedError as error:
        return "", sentence(error)


def _page(  # noqa: PLR0913, PLR0917 - the page, and what came of a POST
    request: HttpRequest,
    here: Here,
    window: Window,
    refused: str = "",
    status: int = 200,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "here": here,
        "window": window,
        "agencies": _agencies(here, window),
        "refused": refused,
        **(more or {}),
    }
    return render(request, "exchange/reports.html", context, status=status)


@in_region(Right.REPORT)
def report_file(
    request: HttpRequest, here: Here, year: int, slug: str, code: str
) -> HttpResponseBase:
    """The workbook of one agency, in the reader's language, as far as it is filled in."""
    del request
    window = window_of(here, year, slug)
    agency = _own(here, code)
    of = ["exchange.reports", window.year, window.code or None, agency.code]
    now = timezone.now()
    record_access(here.region.code, "export.reports", of, actor=here.user.email, at=now)
    content = report_workbook(window, agency, timezone.localdate(), language())
    response = HttpResponse(content, content_type=XLSX)
    safe = "".join(one if one.isascii() and one.isalnum() else "-" for one in code)
    name = f"{words()('bulk.file')}-{window.year}-{window.slug}-{safe}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _agencies(here: Here, window: Window) -> list[Agency]:
    return agencies_due(window, own_agencies(here.appointments, here.region))


def _own(here: Here, code: str) -> Agency:
    """The agency of an address. Raises Http404 where there is none, PermissionDenied at another."""
    agency = Agency.objects.filter(region=here.region, code=code).first()
    if agency is None:
        raise Http404
    if agency.pk not in own_agencies(here.appointments, here.region):
        raise PermissionDenied(words()("bulk.not_of_you", agency=agency))
    return agency
