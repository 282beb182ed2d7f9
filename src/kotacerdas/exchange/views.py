"""Pages to bring a workbook in and to take one out."""

import tempfile
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.accounts.table_downloads import table_download
from kotacerdas.audit.actions import record_access
from kotacerdas.core.served_files import refused_file, served
from kotacerdas.core.stored_files import StoredFileError
from kotacerdas.core.uploads import takes_upload
from kotacerdas.core.words import language, words
from kotacerdas.exchange.actions import send_file
from kotacerdas.exchange.export import exported
from kotacerdas.exchange.imports_table import imports_table
from kotacerdas.exchange.source_rows import Place, row_in_file
from kotacerdas.records.models import SourceFile
from kotacerdas.workbook.archive import UnusableFileError
from kotacerdas.workbook.xlsx import MAX_ROWS


@takes_upload(
    settings.MAX_UPLOAD_BYTES, "import.too_large", limit=settings.MAX_UPLOAD_BYTES // 1_000_000
)
@in_region(Right.IMPORT)
def imports(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The imports so far, and the form for another."""
    if request.method != "POST" or request.GET.get("unduh"):
        return _page(request, here)
    upload = request.FILES.get("file")
    if upload is None:
        return _page(request, here, words()("import.no_file"), status=422)
    looked = send_file(here.region, upload.name or "", upload.read(), here.user, timezone.now())
    return redirect("exchange:import", here.region.code, looked.sent.pk)


def _page(request: HttpRequest, here: Here, refused: str = "", status: int = 200) -> HttpResponse:
    table = imports_table(here, request.GET)
    title = words()("import.sent")
    file = table_download(request, here, table, title, timezone.localdate())
    if file is not None:
        return file
    context = {"here": here, "table": table, "refused": refused}
    return render(request, "exchange/imports.html", context, status=status)


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
    kept = _kept(here, file)
    response = served(request, str(kept.content), kept.sha256, kept.name, as_attachment=True)
    if response.status_code == HTTPStatus.OK:
        _record(here, "export.source", "records.sourcefile", kept.name)
    return response


@in_region(Right.READ)
def source_row(
    request: HttpRequest, here: Here, file: int, sheet: str, row: int
) -> HttpResponseBase:
    """A row of a workbook as it was sent, among its neighbours; `?kolom=` names a field of it."""
    kept = _kept(here, file)
    layout = kept.layouts.get(sheet)
    if layout is None or row > MAX_ROWS:
        raise Http404
    field = request.GET.get("kolom", "")
    place = Place(kept, layout["name"], row, layout["letters"].get(field, ""))
    try:
        found = row_in_file(place)
    except StoredFileError as error:
        return refused_file(request, error)
    except UnusableFileError as error:
        context = {"here": here, "place": place, "why": error.issue.message(language())}
        return render(request, "exchange/source_row.html", context, status=422)
    if found is None:
        raise Http404
    _record(here, "export.row", "records.sourcefile", kept.name, place.name)
    return render(
        request, "exchange/source_row.html", {"here": here, "place": place, "found": found}
    )


def _kept(here: Here, file: int) -> SourceFile:
    """A workbook of the region that the reader may have. Raises Http404."""
    files = SourceFile.objects.select_related("sent_by")
    kept: SourceFile = get_object_or_404(files, region=here.region, pk=file)
    if kept.applied_at is None and Right.IMPORT not in here.rights:
        raise Http404  # nobody has confirmed that it is the region's
    return kept
