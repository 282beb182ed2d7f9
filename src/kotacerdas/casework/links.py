"""Addresses of evidence elsewhere: what may be followed by whoever reads the case. Pure."""

import ipaddress
import re
from urllib.parse import urlsplit

from kotacerdas.core.errors import RefusedError

LONGEST = 2000
_NAME = re.compile(
    r"(?i)(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)
_UNSEEN = re.compile(r"[\s\x00-\x20\x7f<>\"\\^`{|}]")


def address_or_nothing(text: str) -> str:
    """The address, empty where it is none that a reader can follow."""
    try:
        return checked_address(text)
    except RefusedError:
        return ""


def checked_address(text: str) -> str:
    """The address, if a reader can follow it.

    Raises:
        RefusedError: it is no address of the web, carries a password, or leads into a network
            of one's own.
    """
    text = text.strip()
    if not text:
        raise RefusedError("evidence.no_address")
    if len(text) > LONGEST:
        raise RefusedError("evidence.address_too_long", most=LONGEST)
    try:
        parts = urlsplit(text)
        _ = parts.port  # a port that is no number raises here
    except ValueError as error:
        raise RefusedError("evidence.bad_address") from error
    if parts.scheme not in {"http", "https"} or _UNSEEN.search(text):
        raise RefusedError("evidence.bad_address")
    if "@" in parts.netloc:
        raise RefusedError("evidence.address_with_password")
    if not _is_public(parts.hostname or ""):
        raise RefusedError("evidence.bad_host", host=parts.hostname or "")
    return text


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return False
    return _NAME.fullmatch(host) is not None and not host.endswith((".local", ".internal"))
