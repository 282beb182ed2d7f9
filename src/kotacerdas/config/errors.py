"""The pages for what could not be shown."""

import errno
import sys
from collections.abc import Iterator
from http import HTTPStatus

import psycopg
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.models import Role
from kotacerdas.accounts.rights import RIGHTS
from kotacerdas.accounts.selectors import holders_at
from kotacerdas.config import kept
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.core.uploads import upload_of
from kotacerdas.core.words import words

RETRY_AFTER_S = 10
# What SQLite says, which has no codes for its errors, and how the codes of PostgreSQL begin. A
# connection that broke has no code.
_SAID = {
    "database or disk is full": "no_space",
    "database is locked": "busy",
    "database table is locked": "busy",
    "unable to open database file": "no_database",
    "disk I/O error": "no_database",
}
_CODES = {
    "53100": "no_space",
    "53300": "busy",
    "55P03": "busy",
    "40": "busy",
    "08": "no_database",
    "57P": "no_database",
}
# What happened, by the page that says it.
_STATUS = {
    "no_space": HTTPStatus.INSUFFICIENT_STORAGE,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "no_database": HTTPStatus.SERVICE_UNAVAILABLE,
    "broken": HTTPStatus.INTERNAL_SERVER_ERROR,
}


def page(request: HttpRequest, kind: str, status: int, why: str = "") -> HttpResponse:
    """With the menu for whoever is signed in."""
    user = getattr(request, "user", None)
    frame = "base.html" if user is not None and user.is_authenticated else "plain.html"
    context = {"kind": kind, "why": why, "frame": frame}
    return render(request, "error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TooManyFilesSent):
        return page(request, "too_large", 413, words()("error.too_many_files"))
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return page(request, "bad_request", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than the address takes; the view's own sentence, where it takes files."""
    upload = upload_of(request)
    why = words()(upload.key, **upload.values) if upload else ""
    return page(request, "too_large", 413, why)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    # A view may say why; an action's error names the right that is missing, which is no sentence.
    why = str(exception) if type(exception) is PermissionDenied else ""
    here: Here | None = getattr(request, "here", None)
    if here is not None:
        wanted = exception.args[0] if isinstance(exception, NotAllowedError) else None
        context = {
            "why": why,
            "roles": [role for role, rights in RIGHTS.items() if wanted in rights],
            "coordinators": holders_at(here.region, Role.COORDINATOR, timezone.now()),
            # A role may have ended, or an item gone to others, while the form was open.
            "typed": [text for _, text, is_text in kept.typed(request) if is_text],
        }
        return render(request, "no_right.html", context, status=403)
    return page(request, "forbidden", 403, why)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return page(request, "not_found", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Made without looking at the request, because its session may be what can't be read."""
    del request
    kind = _kind(sys.exc_info()[1])
    response = HttpResponse(render_to_string("error.html", {"kind": kind}), status=_STATUS[kind])
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _kind(problem: BaseException | None) -> str:
    """Which page tells of it: what happened may be the cause of the error that came of it."""
    for error in _causes(problem):
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return "no_space"
        if isinstance(error, OperationalError) and str(error) in _SAID:
            return _SAID[str(error)]
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            code = error.sqlstate or ""
            return next(
                (kind for start, kind in _CODES.items() if code.startswith(start)),
                "broken" if code else "no_database",
            )
    return "broken"


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__
