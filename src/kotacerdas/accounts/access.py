"""The door of every page of a region: who is not of it learns not even that it is there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import ResolverMatch, reverse
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.accounts.selectors import held_at
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.core.words import words
from kotacerdas.records.models import Region


class MovedError(Exception):
    """What an address names is at another: `parts` are those of the address that differ."""

    def __init__(self, **parts: object) -> None:
        super().__init__(parts)
        self.parts = parts


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

    404 where the user holds no role in that region, or there is none; 403 without the right. Where
    the view raises MovedError, the reader is led on, with the query.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def bound(request: HttpRequest, region: str, **kwargs: object) -> HttpResponseBase:
            here = here_in(request, region)
            request.here = here  # type: ignore[attr-defined] # the frame of the page reads it
            if right not in here.rights:
                raise NotAllowedError(right)
            try:
                return view(request, here, **kwargs)
            except MovedError as moved:
                return _led_on(request, {"region": region} | kwargs | moved.parts)

        return bound

    return decorate


def of_owner(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view(request, ...) of the site's owner. 403 for everybody else."""

    @wraps(view)
    def bound(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        if not cast("User", request.user).is_owner:
            raise PermissionDenied(words()("site.of_owner"))
        return view(request, **kwargs)

    return bound


def _led_on(request: HttpRequest, parts: dict[str, object]) -> HttpResponseBase:
    """A redirect of which nobody keeps a copy, for a code may come to mean something else."""
    match = cast("ResolverMatch", request.resolver_match)
    address = reverse(match.view_name, kwargs=parts)
    query = request.META.get("QUERY_STRING", "")
    # A form that was sent is sent again.
    return HttpResponseRedirect(
        f"{address}?{query}" if query else address, preserve_request=request.method == "POST"
    )


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
    user = cast("User", request.user)
    held = user.appointments.filter(held_at(timezone.now())).select_related("region")
    last = request.session.get(_LAST)
    found = held.filter(region__code=last).first() if last is not None else None
    found = found or held.first()
    return found.region if found is not None else None
