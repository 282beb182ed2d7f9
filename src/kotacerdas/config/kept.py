"""The page for a form whose sign-in is over by the time it comes: nothing typed is lost."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# A shorter text without a space is rather a choice than something that was typed.
_SHORT = 20


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's view for a form whose token is not the session's.

    After signing in again in another tab that is so with every form that was open before. A form
    from another site is not shown: its text is a stranger's, and to send it would do their will.
    """
    del reason
    return page(request, "stale")


def page(request: HttpRequest, kind: str) -> HttpResponse:
    context = {"kind": kind, "fields": typed(request), "login": settings.LOGIN_URL}
    return render(request, "kept.html", context, status=403)


def typed(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Names and values of the form, and whether somebody may want to see them; without secrets."""
    ours = f"{request.scheme}://{request.get_host()}"
    if (
        request.path.startswith(f"/{settings.ACCOUNT_PATH}")
        or request.headers.get("Origin") != ours
    ):
        return []
    return [
        (name, value, len(value) > _SHORT or " " in value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
