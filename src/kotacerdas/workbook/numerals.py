"""Numbers written as text, in Indonesian (1.234,5) or English (1,234.5) notation.

A lone mark with three digits behind it could be either's, so it is refused with both readings;
`as_text` writes numbers so that they never are. This is the one reader of what people write as a
number, whether in a workbook, on a page or after a command.
"""

import re
from decimal import Decimal
from math import inf, isfinite
from typing import NamedTuple

PERCENT, RUPIAH = "%", "Rp"

_SHAPE = re.compile(r"[+-]?(?:\d[\d.,]*|[.,]\d+)")
_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


_PERCENT = re.compile(r"(.+?)\s*(?:%|persen|prosen|percent|pct)", re.IGNORECASE)
_MONEY = re.compile(
    r"(?P<prefix>(?:rp\.?|idr)\s*)?(?P<number>[^a-z]+?)\s*(?P<scale>[a-z]+)?(?P<suffix>,-+)?",
    re.IGNORECASE,
)
# M is left out: it is miliar to some and million to others.
_SCALES = {
    **dict.fromkeys(("ribu", "rb", "thousand"), Decimal(10**3)),
    **dict.fromkeys(("juta", "jt", "million"), Decimal(10**6)),
    **dict.fromkeys(("miliar", "milyar", "billion"), Decimal(10**9)),
    **dict.fromkeys(("triliun", "trilyun", "trillion"), Decimal(10**12)),
}
_THREE_DECIMALS = re.compile(r"[.,]\d{3}")


class AmbiguousNumberError(ValueError):
    """The text is one number in Indonesian and another in English notation."""

    def __init__(self, readings: tuple[float, float]) -> None:
        super().__init__("two readings")
        self.readings = readings


class ThreeDecimalsError(ValueError):
    """Rupiah with three decimals: the last mark was meant for thousands, or is wrong."""


class Figure(NamedTuple):
    """A number and the mark that stands beside it: `%`, `Rp` or none."""

    value: float
    mark: str


def figure(text: str, at_most: float = inf) -> Figure:
    """The number that `text` writes: `12,5`, `85 %`, `Rp1.000.000,00`.

    Of two readings the one that is `at_most` so much, where only one of them is: of scores up to
    4, 3.475 is a decimal. 1.000 stays in doubt, for nobody writes three noughts behind the mark.

    Raises:
        AmbiguousNumberError, ThreeDecimalsError, ValueError: as `parse` and `rupiah`.
    """
    if match := _PERCENT.fullmatch(text.strip()):
        return Figure(_bounded(match[1], at_most), PERCENT)
    money = _MONEY.fullmatch(text.strip())
    if money and (money["prefix"] or money["suffix"]):
        return Figure(rupiah(text), RUPIAH)
    return Figure(_bounded(text, at_most), "")


def _bounded(text: str, at_most: float) -> float:
    try:
        return parse(text)
    except AmbiguousNumberError as error:
        thousands, decimal = error.readings
        if abs(thousands) <= at_most or abs(decimal) > at_most or decimal.is_integer():
            raise
        return decimal


def rupiah(text: str) -> float:
    """The amount that `text` writes: `Rp. 1.000.000`, `1.000.000,-`, `Rp 50 juta`.

    Nobody counts the thousandth part of a rupiah, so 450.000 are thousands.

    Raises:
        ThreeDecimalsError: `243500000.000`.
        AmbiguousNumberError: `1.500 juta`.
        ValueError: it writes no amount.
    """
    match = _MONEY.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    digits = match["number"].strip()
    if match["scale"]:
        scale = _SCALES.get(match["scale"].casefold())
        if scale is None:
            raise ValueError(text)
        return float(Decimal(repr(parse(digits))) * scale)
    try:
        value = parse(digits)
    except AmbiguousNumberError as error:
        return error.readings[0]
    marks = [mark for mark in digits if mark in ".,"]
    is_decimal = len(marks) == 1 or len(set(marks)) > 1
    if is_decimal and _THREE_DECIMALS.fullmatch(digits[-4:]):
        raise ThreeDecimalsError(text)
    return value


def parse(text: str) -> float:
    """The number that `text` writes without any mark beside it.

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
