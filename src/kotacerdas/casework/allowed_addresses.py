"""Which addresses may stand in a file of evidence. Pure."""

from urllib.parse import urlsplit

_SCHEMES = frozenset({"http", "https", "mailto"})


def is_link(address: str) -> bool:
    """Whether a click leads to the web or a mailbox; without a scheme it leads nowhere else."""
    address = address.strip()
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return False
    return scheme in _SCHEMES or (not scheme and is_inside(address))


def is_inside(address: str) -> bool:
    """Whether an address leads to a place in the same file, or none beside it."""
    try:
        scheme = urlsplit(address.strip()).scheme
    except ValueError:
        return False
    return not scheme and not address.strip().startswith(("//", "\\"))
