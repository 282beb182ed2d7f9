"""That pieces are shown to assessors, and the button that takes it back."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest

from kotacerdas.accounts.models import User
from kotacerdas.core.keys import key_in
from kotacerdas.core.undoing import say_with_undo
from kotacerdas.evaluation.actions.showing import hide_again
from kotacerdas.evaluation.models import Cycle


def say_shown(request: HttpRequest, text: str, url: str, pieces: Iterable[int]) -> None:
    """Say it on the next page; what was shown is hidden again by a POST of `hide` to `url`."""
    keys = " ".join(map(str, pieces))
    if keys:
        say_with_undo(request, text, url, do="hide", pieces=keys)
    else:
        messages.success(request, text)


def hide_named(cycle: Cycle, typed: Mapping[str, str], by: User, at: datetime) -> None:
    """Hide the pieces that such a button names. Raises as `hide_again`."""
    named = (key_in(one) for one in typed.get("pieces", "").split())
    hide_again(cycle, [one for one in named if one is not None], by=by, at=at)
