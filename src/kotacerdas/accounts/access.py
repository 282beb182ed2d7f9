"""The door of every page of a region: who is not of it learns not even that it is there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.records.models import Region

_LAST = "region"  # in the session of whoever holds roles in several


@dataclass(frozen=True)
class Here:
    """Who asks for a page, of which region, and what they may do there now."""

    user: User
    region: Region
    rights: frozenset[Right]
    appointments: tuple[Appointment, ...]


def in_region(right: Right) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., Any]]:
    """A view(request, here, ...) of an address that begins with `<str:region>`, a code.

    404 where the user holds no role in that region, or there is none; 403 without the right.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def bound(request: HttpRequest, region: str, **kwargs: object) -> HttpResponseBase:
            here = here_in(request, region)
            request.here = here  # type: ignore[attr-defined] # the frame of the page reads it
            if right not in here.rights:
                raise NotAllowedError(right)
            return view(request, here, **kwargs)

        return bound

    return decorate


def here_in(request: HttpRequest, code: str) -> Here:
    """Raises Http404 where the user holds nothing in the region of that code."""
    user = cast("User", request.user)
    held = current_appointments(user, timezone.now())
    own = tuple(one for one in held if one.region.code == code)
    if not own:
        raise Http404
    if len({one.region_id for one in held}) > 1 and request.session.get(_LAST) != code:
        request.session[_LAST] = code
    return Here(user, own[0].region, rights_in(own[0].region, own), own)


def own_region(request: HttpRequest) -> Region | None:
    """The region of the page; of a page of none the one seen last. None without any role."""
    here: Here | None = getattr(request, "here", None)
    if here is not None:
        return here.region
    held = current_appointments(cast("User", request.user), timezone.now())
    own = [one.region for one in held]
    last = request.session.get(_LAST)
    return next((one for one in own if one.code == last), own[0] if own else None)
