"""What a form of a panel's page asks for: done, or refused in words."""

from collections.abc import Callable, Mapping
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words

Act = Callable[[], object]


def attempt(request: HttpRequest, acts: Mapping[str, Act]) -> str:
    """Do what the form's `do` names, and say that it is done; else why not, empty where it is.

    Raises PermissionDenied where it names nothing that there is.
    """
    name = request.POST.get("do", "")
    if name not in acts:
        raise PermissionDenied
    try:
        acts[name]()
    except RefusedError as refused:
        return sentence(refused)
    messages.success(request, words()(f"panel.done_{name}"))
    return ""


def day_in(request: HttpRequest, name: str) -> date | None:
    """The day that a form says, None where the field is empty.

    Raises RefusedError where it is no day.
    """
    text = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RefusedError("evidence.no_day") from error
