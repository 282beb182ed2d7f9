"""What people see where the sign-in service of their government does not answer."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

log = logging.getLogger(__name__)


class TellThatTheServiceFails:
    """A middleware; allauth itself tells of a failure on the way back, not on the way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        view = request.resolver_match.view_name if request.resolver_match else ""
        if not isinstance(problem, RequestException) or not view.startswith("openid_connect"):
            return None
        log.warning("The sign-in service does not answer: %s", problem)
        return render(request, "socialaccount/authentication_error.html", status=502)
