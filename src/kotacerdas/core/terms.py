"""The terms that pages explain where they stand, and which labels are one."""

from functools import cache

from kotacerdas.core.words import words
from kotacerdas.wording.numbers import Language

# In the order of the guide.
EXPLAINED = (
    *("achievement", "indicator_achievement", "planned", "realisation", "reported", "verified"),
    *("not_reported", "not_due", "on_track", "behind", "absorption", "ceiling", "quick_win"),
    *("polarity", "index", "component", "spread", "band", "run", "published", "edition"),
    *("evidence", "item", "claim", "finding", "maturity", "parameter"),
)


@cache
def term_of(key: str) -> str:
    """The term that a label of this key is, in whatever language it is read; empty where none."""
    label = words(Language.ID)(key).casefold()
    return next((one for one in EXPLAINED if in_guide(one) == label), "")


def meaning_of(term: str) -> str:
    """What a term means, in the reader's language."""
    return words().term("explained_as", term)


def in_guide(term: str) -> str:
    """What the guide calls a term."""
    return words(Language.ID).term("explained", term)
