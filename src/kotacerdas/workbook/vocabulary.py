"""Fixed words as people write them: yes and no, and the vocabularies of columns."""

from collections.abc import Mapping
from functools import cache

from kotacerdas.wording.matching import normalised
from kotacerdas.workbook.columns import Column

_YES = ("yes", "ya", "true", "1", "sudah", "terealisasi", "sudah terealisasi", "realised")
_NO = (
    *("no", "tidak", "false", "0", "belum", "belum terealisasi", "tidak terealisasi"),
    *("not yet", "not realised"),
)
_ANSWERS = {normalised(word): True for word in _YES} | {normalised(word): False for word in _NO}


def yes_no(text: str) -> bool | None:
    """What `text` answers: `sudah` is yes, `belum` is no; None where it is neither."""
    return _ANSWERS.get(normalised(text))


@cache
def _meanings(words: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {normalised(name): word for word, alias in words for name in (word, alias)}


def word_of(column: Column, text: str) -> str | None:
    """The word of the column's vocabulary that `text` writes; None where it is none."""
    meanings = _meanings(tuple(column.words.items()))
    return meanings.get(normalised(text), column.also(text) if column.also else None)


def moved_to(column: Column, text: str) -> str | None:
    """What became of another edition's word: this one's, `` for the region to decide, or None."""
    return column.moved.get(normalised(text))
