"""The door of every page of a region: who is not of it learns not even that it is there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.regions.models import Region


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
            if right not in here.rights:
                raise PermissionDenied
            request.here = here  # type: ignore[attr-defined] # the base template reads it
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
    return Here(user, own[0].region, rights_in(own[0].region, own), own)
