"""The pages for what could not be shown."""

import sys

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.models import Role
from kotacerdas.accounts.rights import RIGHTS
from kotacerdas.accounts.selectors import holders_at
from kotacerdas.core.errors import NotAllowedError


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
        }
        return render(request, "no_right.html", context, status=403)
    return _error(request, "forbidden", 403, why)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return _error(request, "not_found", 404)


def _error(request: HttpRequest, kind: str, status: int, why: str = "") -> HttpResponse:
    """With the menu for whoever is signed in."""
    user = getattr(request, "user", None)
    frame = "base.html" if user is not None and user.is_authenticated else "plain.html"
    context = {"kind": kind, "why": why, "frame": frame}
    return render(request, "error.html", context, status=status)


def broken(request: HttpRequest) -> HttpResponse:
    """Made without looking at the request, because its session may be what can't be read."""
    del request
    is_database = isinstance(sys.exc_info()[1], OperationalError)
    page = render_to_string("error.html", {"kind": "no_database" if is_database else "broken"})
    return HttpResponse(page, status=503 if is_database else 500)
