"""Long text brought to a length that a box can hold."""

import unicodedata

ELLIPSIS = "…"
_NARROW = frozenset("iljtfr.,:;'|!()[] ")
_WIDE_CAPITALS = frozenset("MW@%")
_BREAK_AFTER = 18  # characters without a blank, after which a line may break
_BREAK = "\u200b"


def cut(text: str, at_most: int) -> str:
    """`text` in one line of `at_most` characters, its end replaced by an ellipsis if need be."""
    # Splitting 32,767 characters to keep 60 would be waste; the blanks that vanish need a margin.
    line = " ".join(text[: at_most * 4].split())
    if len(line) <= at_most and len(text) <= at_most * 4:
        return line
    return line[: at_most - 1].rstrip() + ELLIPSIS


def cut_to_width(text: str, ems: float) -> str:
    """`text` cut to about `ems` times the type size, as Inter sets it; errs to the short side."""
    line = cut(text, int(ems * 4))
    if _width(line) <= ems:
        return line
    room = ems - 1
    for place, character in enumerate(line):
        room -= _advance(character)
        if room < 0:
            return line[:place].rstrip() + ELLIPSIS
    return line


def breakable(text: str) -> str:
    """`text` with invisible places to break a line inside words that no line could hold."""
    if len(text) <= _BREAK_AFTER:
        return text
    return " ".join(_broken(word) for word in text.split(" "))


def _broken(word: str) -> str:
    if len(word) <= _BREAK_AFTER:
        return word
    return _BREAK.join(
        word[start : start + _BREAK_AFTER] for start in range(0, len(word), _BREAK_AFTER)
    )


def _width(line: str) -> float:
    return sum(_advance(character) for character in line)


def _advance(character: str) -> float:
    """The width of a character in ems, rounded up from Inter's metrics."""
    if character in _NARROW:
        return 0.38
    if character in _WIDE_CAPITALS or unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.74 if character.isupper() else 0.62
