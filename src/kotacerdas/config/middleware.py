"""What holds for every request before any page is asked, and for every answer after it."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from kotacerdas.config import errors, kept
from kotacerdas.core.uploads import REFUSED, limit_of

Answer = Callable[[HttpRequest], HttpResponseBase]
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


def know_the_client(get_response: Answer) -> Answer:
    """Put the address of the person's own computer in the place of that of the site's proxies.

    What a proxy says is believed of the proxies named in the settings only.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        facts = request.META
        if not _is_proxy(facts["REMOTE_ADDR"]):
            for name in _FORWARDED:
                facts.pop(name, None)
        hops = facts.pop("HTTP_X_FORWARDED_FOR", "").split(",")
        while _is_proxy(facts["REMOTE_ADDR"]) and hops and _is_address(hops[-1].strip()):
            facts["REMOTE_ADDR"] = hops.pop().strip()
        return get_response(request)

    return answer


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_proxy(text: str) -> bool:
    return _is_address(text) and any(
        ip_address(text) in network for network in settings.TRUSTED_PROXIES
    )


class CompressPages(GZipMiddleware):
    """A page comes in a sixth of its size; files are compressed already.

    The length of an answer tells nothing of a secret in it: tokens are masked anew for each page,
    and Django adds to each a random number of bytes.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


def keep_private(get_response: Answer) -> Answer:
    """Pages are kept nowhere, unless their view says where."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def limit_bodies(get_response: Answer) -> Answer:
    """What is larger than its address takes is refused before anything looks at it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        match request.META.get(REFUSED):
            case HTTPStatus.REQUEST_TIMEOUT:
                return errors.page(request, "too_slow", HTTPStatus.REQUEST_TIMEOUT)
            case HTTPStatus.INSUFFICIENT_STORAGE:
                return errors.page(request, "no_space", HTTPStatus.INSUFFICIENT_STORAGE)
            case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                return errors.too_large(request)
        announced = request.META.get("CONTENT_LENGTH", "0")
        if request.method not in {"GET", "HEAD"} and not announced.isdecimal():
            return errors.too_large(request)
        small = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if announced.isdecimal() and int(announced) > small and int(announced) > limit_of(request):
            return errors.too_large(request)
        return get_response(request)

    return answer


def refuse_nul(get_response: Answer) -> Answer:
    """No text that people send holds the character U+0000, and PostgreSQL stores none that does.

    Raises:
        BadRequest: it is in the path, the query, a cookie, a form or JSON.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if any("\0" in text for text in _texts(request)):
            raise BadRequest("U+0000")
        return get_response(request)

    return answer


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    yield from request.COOKIES.values()
    for data in (request.GET, request.POST):
        for name, values in data.lists():
            yield name
            yield from values
    if request.content_type == "application/json":
        yield request.body.decode(errors="replace").replace("\\u0000", "\0")


class AskToSignIn(LoginRequiredMiddleware):
    """Whoever is signed out goes to the page to sign in, but not where it would lose their text."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.method == "POST" and kept.typed(request):
            return kept.page(request, "signed_out")
        return super().handle_no_permission(request, view_func)
