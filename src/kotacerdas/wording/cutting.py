"""Long text brought to a length that a box can hold."""

import re
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
_NARROW = frozenset("iljtfr.,:;'|!()[] ")
_WIDE_CAPITALS = frozenset("MW@%")
# Marks that turn the direction of what follows would reach beyond the box they stand in.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_PIECE = 4.5  # ems between the places where an overlong word may break
_LONGEST_LOSS = 12  # characters given up to end with a whole word
_BREAK = "\u200b"


def cut(text: str, at_most: int) -> str:
    """`text` in one line of `at_most` characters, its end replaced by an ellipsis if need be."""
    # Splitting 32,767 characters to keep 60 would be waste; the blanks that vanish need a margin.
    line = " ".join(_DIRECTIONS.sub("", text[: at_most * 4]).split())
    if len(line) <= at_most and len(text) <= at_most * 4:
        return line
    return _ended(line, at_most - 1)


def first_sentence(text: str) -> str:
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0]


def cut_to_width(text: str, ems: float) -> str:
    """`text` cut to about `ems` times the type size, as Inter sets it; errs to the short side."""
    line = cut(text, int(ems * 4))
    if width_in_ems(line) <= ems:
        return line
    room = ems - 1
    for place, character in enumerate(line):
        room -= _advance(character)
        if room < 0:
            return _ended(line, place)
    return line


def _ended(line: str, place: int) -> str:
    """`line` up to `place`, or to the end of the word before where that is near; an ellipsis."""
    start = line[:place]
    blank = start.rfind(" ")
    if line[place : place + 1] != " " and blank >= place - min(_LONGEST_LOSS, place // 3):
        start = start[:blank]
    return start.rstrip(" ,;:.-") + ELLIPSIS


def breakable(text: str, longest: float = 12) -> str:
    """`text` with invisible places to break a line inside words wider than `longest` ems."""
    return " ".join(
        word if width_in_ems(word) <= longest else _BREAK.join(_pieces(word))
        for word in text.split(" ")
    )


def _pieces(word: str) -> Iterator[str]:
    start, room = 0, _PIECE
    for place, character in enumerate(word):
        room -= _advance(character)
        if room < 0:
            yield word[start:place]
            start, room = place, _PIECE - _advance(character)
    yield word[start:]


def width_in_ems(line: str) -> float:
    """About as wide as Inter sets it, rounded up."""
    return sum(_advance(character) for character in line)


def _advance(character: str) -> float:
    """The width of a character in ems, rounded up from Inter's metrics."""
    if character in _NARROW:
        return 0.38
    if character in _WIDE_CAPITALS or unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.74 if character.isupper() else 0.62
