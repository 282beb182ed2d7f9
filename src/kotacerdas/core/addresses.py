"""Where people are sent on to, many addresses at once, and what the site is called in letters."""

from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import RFC3986_SUBDELIMS, url_has_allowed_host_and_scheme

_SAFE = RFC3986_SUBDELIMS + "/~:@"  # what `reverse` leaves as it is


def is_local(address: str) -> bool:
    """Whether it is the whole path of a page of this site; a request may say anybody's words."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def begun_on(request: HttpRequest) -> str:
    """The page of this site on which an act was begun, to which it leads back; else empty.

    A form says it as `back`, an address as `dari`.
    """
    address = request.POST.get("back") or request.GET.get("dari", "")
    return address if is_local(address) else ""


def address(view: str, *parts: object) -> str:
    """As `reverse`, for a list: all that differ in the last part alone are looked up once."""
    *others, last = parts
    before, after = _around(view, *others)
    return f"{before}{quote(str(last), safe=_SAFE)}{after}"


@lru_cache(maxsize=1024)
def _around(view: str, *parts: object) -> tuple[str, str]:
    before, _, after = reverse(view, args=[*parts, 0]).rpartition("0")
    return before, after


def lasting(view: str, *parts: object) -> str:
    """The whole address, for what leaves the site; empty where the site's is unknown."""
    if not settings.SITE:
        return ""
    return settings.SITE.rstrip("/") + reverse(view, args=list(parts))


def site_address(request: HttpRequest) -> str:
    """What links of letters begin with, `https://kotacerdas.batangkab.go.id`."""
    return request.build_absolute_uri("/").rstrip("/")
