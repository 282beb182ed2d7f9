"""A piece of evidence: served to those who may see it, its page, what is done with it there."""

from http import HTTPStatus
from pathlib import PurePosixPath

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import may_read
from kotacerdas.casework.actions.evidence import (
    EvidenceCommand,
    grade,
    remove,
    set_visibility,
)
from kotacerdas.casework.caseless import caseless
from kotacerdas.casework.evidence_rules import GRADES, sees, subject_of
from kotacerdas.casework.evidence_view import may_see_original, pieces_seen
from kotacerdas.casework.file_kinds import Kind
from kotacerdas.casework.models import Evidence, StoredFile
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.pdf_pages import page_picture
from kotacerdas.casework.processes import case_url, process_of
from kotacerdas.casework.reuse import used_in
from kotacerdas.casework.selectors import pieces_of
from kotacerdas.casework.views.viewer import viewer_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.served_files import served
from kotacerdas.core.stored_files import read
from kotacerdas.core.words import sentence, words


@in_region(Right.READ)
def piece(request: HttpRequest, here: Here, pk: int) -> HttpResponseBase:
    """A file, to those who may see it; a POST does with the piece what its `do` says."""
    found = _found(here, pk)
    if request.method == "POST":
        return _done(request, here, found)
    seen = _seen(here, found)
    if "original" not in request.GET:
        file = found.file and (found.file.copy or found.file)
        return isolated_file(request, found.title, file)
    if not may_see_original(seen, found):
        raise PermissionDenied
    return isolated_file(request, found.title, found.file, as_attachment=True)


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
        "case_name": found.case and process_of(found.case).name(found.case),
        "case_url": found.case and case_url(found.case),
        "viewer": viewer,
        "may_open": subject is not None and may_read(here.appointments, subject),
        "caseless": caseless(),
        "used_in": used_in(here, [found.pk]).get(found.pk),
        "refused": refused,
        **({} if found.case else caseless().page(here, found)),
    }
    return render(request, "casework/evidence_view.html", context, status=422 if refused else 200)


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


def isolated_file(
    request: HttpRequest, title: str, file: StoredFile | None, *, as_attachment: bool = False
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
            PurePosixPath(title).stem + kind.ending,
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
    verb = request.POST.get("do", "")
    try:
        if found.case is None:
            _seen(here, found)
            return caseless().act(request, here, found)
        _act(EvidenceCommand(found, here.user, timezone.now()), verb, request)
    except RefusedError as error:
        return _view(request, here, found, sentence(error))
    messages.success(request, words()(f"evidence.done_{verb}", title=found.title))
    return redirect(f"{case_url(found.case)}#bukti")


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
