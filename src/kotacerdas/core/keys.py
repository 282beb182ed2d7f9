"""Numbers by which a form or an address names a record, an entry of the log or a revision."""

_LONGEST = 18  # digits, of which a database's key holds any


def key_in(text: str) -> int | None:
    """The number that the text is; None for all else, such as one that no database holds."""
    is_key = text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    return int(text) if is_key else None
