"""The language of a page: the user's, else the one chosen in this browser, else Indonesian.

What the browser asks for is not heard: office computers often ask for English because nobody
has ever set them otherwise.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kotacerdas.accounts.models import User

Answer = Callable[[HttpRequest], HttpResponse]


def set_language(get_response: Answer) -> Answer:
    """A middleware; it stands below the one that knows the user."""

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = language_of(request)
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen
        response = get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return answer


def language_of(request: HttpRequest) -> str:
    if isinstance(request.user, User):
        return request.user.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
