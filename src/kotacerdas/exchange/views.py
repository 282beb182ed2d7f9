"""Pages to bring a workbook in and to take one out."""

import tempfile
from collections import Counter
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.audit.actions import record_access
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.served_files import served
from kotacerdas.core.uploads import takes_upload
from kotacerdas.core.words import language, sentence, words
from kotacerdas.exchange.actions import import_file, keep_file, preview
from kotacerdas.exchange.export import exported
from kotacerdas.exchange.shown import shown_issues
from kotacerdas.records.actions import logged
from kotacerdas.records.models import SourceFile
from kotacerdas.scorecards.display import change_view

CHANGES_A_PAGE = 50


@takes_upload(
    settings.MAX_UPLOAD_BYTES, "import.too_large", limit=settings.MAX_UPLOAD_BYTES // 1_000_000
)
@in_region(Right.IMPORT)
def imports(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The files brought in so far, and the form for another."""
    if request.method != "POST":
        return _page(request, here)
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, here, words()("import.no_file"), status=422)
    file = keep_file(here.region, sent.name or "", sent.read(), here.user, timezone.now())
    return redirect("exchange:import", here.region.code, file.pk)


def _page(request: HttpRequest, here: Here, refused: str = "", status: int = 200) -> HttpResponse:
    files = SourceFile.objects.filter(region=here.region).select_related("sent_by")
    context = {"here": here, "files": files.order_by("-sent_at")[:50], "refused": refused}
    return render(request, "exchange/imports.html", context, status=status)


@in_region(Right.IMPORT)
def import_(request: HttpRequest, here: Here, file: int) -> HttpResponseBase:
    """What a file would change; confirmed by a POST."""
    kept = get_object_or_404(SourceFile, region=here.region, pk=file)
    refused = ""
    if request.method == "POST":
        reason, head = request.POST.get("reason", ""), request.POST.get("head")
        try:
            changes = import_file(
                kept,
                here.user,
                timezone.now(),
                reason,
                head,
                confirmed="confirmed" in request.POST,
            )
        except RefusedError as error:
            refused = sentence(error)
        else:
            messages.success(request, words().count("import.done", len(changes)))
            return redirect("pages:latest", here.region.code)
    return _previewed(request, here, kept, refused)


def _previewed(request: HttpRequest, here: Here, kept: SourceFile, refused: str) -> HttpResponse:
    try:
        found = preview(kept)
    except RefusedError as error:
        context = {"here": here, "file": kept, "refused": sentence(error)}
        return render(request, "exchange/refused.html", context, status=422)
    page = Paginator(found.changes, CHANGES_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "here": here,
        "file": kept,
        "found": found,
        "refused": refused,
        "issues": shown_issues(found.reading.issues),
        "counts": Counter(change.kind for change in found.changes),
        "page": page,
        "changes": [change_view(logged(change)) for change in page],
    }
    return render(request, "exchange/import.html", context, status=422 if refused else 200)


def _record(here: Here, action: str, *of: object) -> None:
    record_access(here.region.code, action, of, actor=here.user.email, at=timezone.now())


@in_region(Right.READ)
def export(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The region's workbook as it stands, in the reader's language."""
    del request
    _record(here, "export.workbook", "records.region", here.region.code)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        exported(here.region, path, language())
        content = path.read_bytes()
    name = f"kotacerdas-{here.region.code}-{timezone.localdate():%Y%m%d}.xlsx"
    response = HttpResponse(
        content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@in_region(Right.READ)
def file(request: HttpRequest, here: Here, file: int) -> HttpResponseBase:
    """A workbook as it was sent."""
    kept = get_object_or_404(SourceFile, region=here.region, pk=file)
    if kept.applied_at is None and Right.IMPORT not in here.rights:
        raise Http404  # nobody has confirmed that it is the region's
    response = served(request, str(kept.content), kept.sha256, kept.name, as_attachment=True)
    if response.status_code == HTTPStatus.OK:
        _record(here, "export.source", "records.sourcefile", kept.name)
    return response
