"""Pages as tests look at them, however their templates are broken into lines."""

import re


def compact(page: str) -> str:
    """The page on one line, without blanks beside its tags and before the end of one."""
    return re.sub(r" ?(<[^>]*?) ?> ?", r"\1>", re.sub(r"[ \n]+", " ", page))
