"""Where people are sent on to: what a request says of it may be anybody's words."""

from django.utils.http import url_has_allowed_host_and_scheme


def is_local(address: str) -> bool:
    """Whether it is the whole path of a page of this site."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
