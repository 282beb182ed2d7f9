"""When two names are the same name."""

import re

_IGNORED = re.compile(r"[\s_-]+")


def normalised(name: str) -> str:
    """`name` without case, spaces, `_` and `-`: "Sub Dimensi" and "sub_dimensi" are one."""
    return _IGNORED.sub("", name).casefold()
