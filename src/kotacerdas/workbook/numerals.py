"""Numbers written as text, in Indonesian (1.234,5) or English (1,234.5) notation.

A lone mark with three digits behind it could be either's, so it is refused with both readings;
`as_text` writes numbers so that they never are.
"""

import re
from decimal import Decimal
from math import isfinite

_SHAPE = re.compile(r"[+-]?(?:\d[\d.,]*|[.,]\d+)")
_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


class AmbiguousNumberError(ValueError):
    """The text is one number in Indonesian and another in English notation."""

    def __init__(self, readings: tuple[float, float]) -> None:
        super().__init__("two readings")
        self.readings = readings


def parse(text: str) -> float:
    """The number that `text` writes.

    Raises:
        AmbiguousNumberError: `1.234`, `12,345`.
        ValueError: it writes no number.
    """
    text = text.replace("\N{MINUS SIGN}", "-").strip()
    if not _SHAPE.fullmatch(text):
        raise ValueError(text)
    sign = -1.0 if text.startswith("-") else 1.0
    try:
        size = _size(text.lstrip("+-"))
    except AmbiguousNumberError as error:
        one, other = error.readings
        raise AmbiguousNumberError((sign * one, sign * other)) from None
    if not isfinite(size):
        raise ValueError(text)
    return sign * size


def _size(digits: str) -> float:
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return float(digits)
    if len(set(marks)) == 1:
        return _with_one_kind_of_mark(digits, marks[0], count=len(marks))
    return _with_both_marks(digits, decimal_mark=marks[-1])


def _with_one_kind_of_mark(digits: str, mark: str, *, count: int) -> float:
    if count > 1:
        return _grouped(digits)
    whole, _, fraction = digits.partition(mark)
    if not fraction:
        raise ValueError(digits)
    as_decimal = float(f"{whole or 0}.{fraction}")
    if _GROUPS.fullmatch(digits) and not whole.startswith("0"):
        raise AmbiguousNumberError((_grouped(digits), as_decimal))
    return as_decimal


def _with_both_marks(digits: str, *, decimal_mark: str) -> float:
    whole, _, fraction = digits.rpartition(decimal_mark)
    if decimal_mark in whole or not fraction:
        raise ValueError(digits)
    _grouped(whole)
    return float(f"{re.sub(r'[.,]', '', whole)}.{fraction}")


def _grouped(digits: str) -> float:
    if not _GROUPS.fullmatch(digits) or digits.startswith("0"):
        raise ValueError(digits)
    return float(re.sub(r"[.,]", "", digits))


def plain(number: float) -> str:
    """`number` in plain digits with a decimal point."""
    return f"{Decimal(repr(float(number))):f}".removesuffix(".0")


def as_text(number: float) -> str:
    """The same, but never ambiguous: 1.234 is 1.2340."""
    text = plain(number)
    _, _, fraction = text.partition(".")
    return f"{text}0" if len(fraction) == 3 else text  # noqa: PLR2004 - three digits are what makes it ambiguous
