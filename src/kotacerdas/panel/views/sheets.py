"""The sheet for scoring without a connection: taken out, and sent back."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.uploads import takes_upload
from kotacerdas.core.words import language, sentence, words
from kotacerdas.panel.export import TYPES, XLSX
from kotacerdas.panel.offline import RejectedRow, import_sheet, sheet_file
from kotacerdas.panel.outcomes import newest_submission
from kotacerdas.panel.shown import score_text
from kotacerdas.panel.views.doors import Reader, of_review
from kotacerdas.workbook.isolated import read_score_sheet


@of_review
def download(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    """The sheet of the reader's own seat. 404 before anything was submitted."""
    del request
    if reader.seat is None:
        raise PermissionDenied(words()("panel.of_panel"))
    submission = newest_submission(reader.review)
    if submission is None:
        raise Http404
    response = HttpResponse(
        sheet_file(reader.review, reader.seat, submission), content_type=TYPES[XLSX]
    )
    name = f"lembar-nilai-{reader.here.region.code}-{reader.review.cycle.year}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@takes_upload(
    settings.MAX_UPLOAD_BYTES, "import.too_large", limit=settings.MAX_UPLOAD_BYTES // 1_000_000
)
@of_review
def sheet(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    """Where the sheet is taken out and sent back; what was not taken of it is listed."""
    if reader.seat is None:
        raise PermissionDenied(words()("panel.of_panel"))
    context = {"here": reader.here, "reader": reader, "review": reader.review}
    if request.method != "POST":
        return render(request, "panel/sheet.html", context)
    sent = request.FILES.get("file")
    submission = newest_submission(reader.review)
    if sent is None or submission is None:
        key = "panel.no_sheet" if sent is None else "panel.nothing_submitted"
        refused = {**context, "refused": words()(key)}
        return render(request, "panel/sheet.html", refused, status=422)
    read = read_score_sheet(sent.read())
    lines = [(one.place(language()), one.message(language())) for one in read.issues]
    if not read.is_ok:
        return render(request, "panel/sheet.html", {**context, "issues": lines}, status=422)
    try:
        taken = import_sheet(reader.review, submission, read, by=reader.here.user, at=reader.at)
    except RefusedError as error:
        refused = {**context, "refused": sentence(error)}
        return render(request, "panel/sheet.html", refused, status=422)
    left = [(one.row, _why(one)) for one in taken.left]
    found = {**context, "taken": taken, "left": left, "issues": lines}
    return render(request, "panel/sheet.html", found, status=422 if left else 200)


def _why(one: RejectedRow) -> str:
    if one.refused is not None:
        return sentence(one.refused)
    theirs = one.theirs
    score = score_text(theirs.hundredths) if theirs is not None else "–"
    comment = theirs.comment if theirs is not None else ""
    return words()("panel.sheet_conflict", score=score, comment=comment or "–")
