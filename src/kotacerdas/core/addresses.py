"""Where people are sent on to, and what the site is called in letters."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def is_local(address: str) -> bool:
    """Whether it is the whole path of a page of this site; a request may say anybody's words."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def begun_on(request: HttpRequest) -> str:
    """The page of this site on which an act was begun, to which it leads back; else empty.

    A form says it as `back`, an address as `dari`.
    """
    address = request.POST.get("back") or request.GET.get("dari", "")
    return address if is_local(address) else ""


def site_address(request: HttpRequest) -> str:
    """What links of letters begin with, `https://kotacerdas.batangkab.go.id`."""
    return request.build_absolute_uri("/").rstrip("/")
