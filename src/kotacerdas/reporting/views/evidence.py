"""Evidence: brought, served to those who may see it, and all of it on one sheet."""

from datetime import date
from http import HTTPStatus
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import may_read, require_side
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.actions.evidence import (
    EvidenceCommand,
    add_file,
    add_link,
    grade,
    remove,
    set_visibility,
)
from kotacerdas.casework.evidence_rules import GRADES, sees, subject_of
from kotacerdas.casework.evidence_view import Piece, may_see_original, pieces_seen
from kotacerdas.casework.file_kinds import ACCEPTED, MOST_BYTES, Kind, refuse_too_large
from kotacerdas.casework.models import Case, Evidence, StoredFile
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.pdf_pages import page_picture
from kotacerdas.casework.processes import case_url
from kotacerdas.casework.selectors import pieces_of
from kotacerdas.casework.views.viewer import viewer_of
from kotacerdas.casework.workflow import Side
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.served_files import served
from kotacerdas.core.stored_files import read
from kotacerdas.core.uploads import takes_upload
from kotacerdas.core.words import sentence, words
from kotacerdas.reporting.actions.row_evidence import (
    RowCommand,
    Visibility,
    discard,
    may_change,
    show_to,
    take_away,
)
from kotacerdas.reporting.selectors import case_of, evidence_of_year
from kotacerdas.reporting.views.report_page import FormState, report_page
from kotacerdas.reporting.views.reports import answers_gone, not_asked, programme_of
from kotacerdas.reporting.views.windows import window_of

MOST_BYTES_AT_ONCE = 5 * MOST_BYTES
# What a form of five such files has beside them.
_BESIDE = 100_000
takes_evidence = takes_upload(
    MOST_BYTES_AT_ONCE + _BESIDE,
    "evidence.too_much",
    most=MOST_BYTES // 1_000_000,
    at_once=MOST_BYTES_AT_ONCE // 1_000_000,
)


@takes_evidence
@in_region(Right.READ)  # and on the agency's side
@answers_gone
def add(request: HttpRequest, here: Here, year: int, slug: str, code: str) -> HttpResponseBase:
    """Bring files or a link beside a report."""
    window, programme = window_of(here, year, slug), programme_of(request, here, code)
    case = case_of(window, programme)
    require_side(here.user, case or programme, Side.AGENCY, timezone.now())
    if case is None:
        return not_asked(request, here, window, programme)
    command = CaseCommand(case, here.user, timezone.now(), case.revision)
    original = _original(request, case)
    if request.method != "POST":
        return _add_page(request, here, case, [], original)
    is_link = request.POST.get("do") == "link"
    refused = _link(request, command) if is_link else _files(request, command, original)
    if refused:
        return _add_page(request, here, case, refused, original, status=422)
    return redirect(f"{case_url(case)}#bukti")


def _original(request: HttpRequest, case: Case) -> Evidence | None:
    """The piece of which a redacted copy is brought."""
    wanted = request.POST.get("copy_of") or request.GET.get("copy_of") or ""
    if not wanted:
        return None
    present = Evidence.objects.filter(case=case, removed_at__isnull=True)
    return get_object_or_404(present, pk=key_in(wanted) or 0)


def _files(request: HttpRequest, command: CaseCommand, original: Evidence | None) -> list[str]:
    """Each file by itself: what is refused keeps no other from being added. Why not, in words."""
    sent = request.FILES.getlist("file")
    if not sent:
        return [words()("evidence.no_file")]
    added, refused = 0, []
    for one in sent:
        try:
            add_file(
                command,
                one.name or "",
                content_of(one),
                is_personal="personal" in request.POST,
                redacted_of=original,
            )
            added += 1
        except RefusedError as error:
            refused.append(sentence(error))
    if added:
        messages.success(request, words().count("evidence.added", added))
    return refused


def content_of(sent: "UploadedFile[Any]") -> bytes:
    """The bytes of a file of evidence. Raises RefusedError, unread, where they are too many."""
    refuse_too_large(sent.name or "", sent.size or 0)
    content: bytes = sent.read()
    return content


def _link(request: HttpRequest, command: CaseCommand) -> list[str]:
    typed = request.POST
    try:
        seen_on = _day(typed.get("seen_on", ""))
        add_link(command, typed.get("url", ""), typed.get("title", ""), seen_on)
    except RefusedError as error:
        return [sentence(error)]
    messages.success(request, words().count("evidence.added", 1))
    return []


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedError("evidence.no_day") from error


def _add_page(  # noqa: PLR0913, PLR0917 - where, and what came of it
    request: HttpRequest,
    here: Here,
    case: Case,
    refused: list[str],
    original: Evidence | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "here": here,
        "window": case.window,
        "programme": case.programme,
        "original": original,
        "refused": refused,
        "kinds": ACCEPTED,
        "today": timezone.localdate(),
        "typed": request.POST if refused else {},
    }
    return render(request, "reporting/add_evidence.html", context, status=status)


@in_region(Right.READ)
def piece(request: HttpRequest, here: Here, pk: int) -> HttpResponseBase:
    """A file, to those who may see it; a POST does with the piece what its `do` says."""
    found = _found(here, pk)
    if request.method == "POST":
        return _done(request, here, found)
    seen = _seen(here, found)
    if "original" not in request.GET:
        file = found.file and (found.file.copy or found.file)
        return _served(request, found, file)
    if not may_see_original(seen, found):
        raise PermissionDenied
    return _served(request, found, found.file, as_attachment=True)


@in_region(Right.READ)
def page(request: HttpRequest, here: Here, pk: int, number: int) -> HttpResponseBase:
    """A page of a PDF as a picture, to those who may see the file."""
    found = _found(here, pk)
    _seen(here, found)
    file = found.file
    if file is None or not 1 <= number <= file.pages:
        raise Http404
    etag = quote_etag(f"{file.sha256}-{number}")
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            data = read(str(file.content), file.sha256, found.title)
            response = HttpResponse(page_picture(data, number), content_type="image/jpeg")
        except RefusedError as refused:
            return HttpResponse(sentence(refused), status=422, content_type="text/plain")
    response["ETag"] = etag
    return _isolated(response)


@in_region(Right.READ)
def view(request: HttpRequest, here: Here, pk: int) -> HttpResponseBase:
    """A piece to be looked at, to those who may see it: a picture, a PDF page by page."""
    return _view(request, here, _found(here, pk))


def _view(request: HttpRequest, here: Here, found: Evidence, refused: str = "") -> HttpResponse:
    _seen(here, found)
    [piece] = pieces_seen(here, [found])
    can_look = piece.is_picture or piece.pages
    viewer = viewer_of(request, here.region.code, piece, "hlm={}".format) if can_look else None
    subject = subject_of(found)
    context = {
        "here": here,
        "piece": piece,
        "case": found.case,
        "subject": subject,
        "row": found.realisation or found.innovation,
        "viewer": viewer,
        "may_open": subject is not None and may_read(here.appointments, subject),
        "may_change": found.case is None and may_change(here, found),
        "refused": refused,
    }
    return render(request, "reporting/evidence_view.html", context, status=422 if refused else 200)


def _found(here: Here, pk: int) -> Evidence:
    """A piece of the region that was not taken back. Raises Http404."""
    return get_object_or_404(pieces_of(here.region), pk=pk)


def _seen(here: Here, found: Evidence) -> frozenset[Seen]:
    """Which levels the reader sees. Raises PermissionDenied where the piece is of another."""
    seen = sees(here.appointments, found)
    if found.seen_by not in seen:
        raise PermissionDenied
    return seen


def _isolated(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in _ISOLATED.items():
        response[name] = value
    return response


def _served(
    request: HttpRequest, found: Evidence, file: StoredFile | None, *, as_attachment: bool = False
) -> HttpResponseBase:
    """The bytes, which run nowhere: the browser is told their kind and shows pictures only."""
    if file is None:
        raise Http404
    etag = quote_etag(file.sha256)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        kind = Kind(file.kind)
        response = served(
            request,
            str(file.content),
            file.sha256,
            PurePosixPath(found.title).stem + kind.ending,
            as_attachment=as_attachment or not kind.is_picture,
            content_type=kind.content_type,
        )
        if response.status_code != HTTPStatus.OK:
            return response
    response["ETag"] = etag
    return _isolated(response)


_ISOLATED = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def _done(request: HttpRequest, here: Here, found: Evidence) -> HttpResponseBase:
    if found.case is None:
        return _done_to_row(request, here, found)
    command = EvidenceCommand(found, here.user, timezone.now())
    verb = request.POST.get("do", "")
    try:
        _act(command, verb, request)
    except RefusedError as error:
        return report_page(
            request, here, found.case, FormState(refused=sentence(error)), status=422
        )
    messages.success(request, words()(f"evidence.done_{verb}", title=found.title))
    return redirect(f"{case_url(found.case)}#bukti")


def _done_to_row(request: HttpRequest, here: Here, found: Evidence) -> HttpResponseBase:
    """What is done with the file of a row, or one that waits."""
    _seen(here, found)
    command, typed = RowCommand(here.region, here.user, timezone.now()), request.POST
    verb = typed.get("do", "")
    try:
        match verb:
            case "take_away":
                take_away(command, found)
            case "discard":
                discard(command, found)
            case "show" if typed.get("seen_by") in Seen.values:
                seen_by = Seen(typed["seen_by"])
                show_to(command, found, Visibility(seen_by, is_personal="personal" in typed))
            case _:
                raise PermissionDenied
    except RefusedError as error:
        return _view(request, here, found, sentence(error))
    messages.success(request, words()(f"evidence.done_{verb}", title=found.title))
    if verb == "show":
        return redirect("reporting:evidence-view", here.region.code, found.pk)
    return redirect("reporting:named-files", here.region.code)


def _act(command: EvidenceCommand, verb: str, request: HttpRequest) -> None:
    typed = request.POST
    match verb:
        case "remove":
            remove(command)
        case "show" if typed.get("seen_by") in Seen.values:
            set_visibility(command, Seen(typed["seen_by"]), is_personal="personal" in typed)
        case "grade":
            value = typed.get("grade", "")
            grade(command, int(value) if value in map(str, GRADES) else -1)
        case _:
            raise PermissionDenied


@in_region(Right.READ)
def sheet(request: HttpRequest, here: Here, year: int, code: str) -> HttpResponse:
    """All evidence of a programme that the reader sees, by the windows of a year."""
    programme = programme_of(request, here, code)
    found = evidence_of_year(programme, year)
    parts = [
        (title, shown, len(shown) + sum(len(one.copies) for one in shown))
        for title, pieces in groupby(pieces_seen(here, found), key=_part_title)
        for shown in [list(pieces)]
    ]
    context = {"here": here, "programme": programme, "year": year, "parts": parts}
    return render(request, "reporting/evidence_sheet.html", context)


def _part_title(piece: Piece) -> str:
    """`Triwulan I 2022`: the period of its report, or that it is of a workbook's row."""
    case = piece.evidence.case
    if case is None:
        return words()("named_files.of_rows")
    return f"{words().term('period', case.window.slug)} {case.window.year}"
