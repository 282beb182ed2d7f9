"""The pages for what could not be shown."""

import sys

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    # A view may say why; an action's error names the right that is missing, which is no sentence.
    why = str(exception) if type(exception) is PermissionDenied else ""
    return render(request, "error.html", {"kind": "forbidden", "why": why}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return render(request, "error.html", {"kind": "not_found"}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Made without looking at the request, because its session may be what can't be read."""
    del request
    is_database = isinstance(sys.exc_info()[1], OperationalError)
    page = render_to_string("error.html", {"kind": "no_database" if is_database else "broken"})
    return HttpResponse(page, status=503 if is_database else 500)
