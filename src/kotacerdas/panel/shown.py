"""Scores and indices as pages write them."""

from fractions import Fraction

from kotacerdas.core.words import language
from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.panel import HUNDREDTHS
from kotacerdas.wording.numbers import change, number

DECIMALS = 2


def value_text(value: Fraction | None) -> str:
    """With two decimals; a dash where there is none."""
    return number(None if value is None else float(value), DECIMALS, language())


def change_text(value: Fraction | None) -> str:
    """A difference with its sign; a dash where there is none."""
    return change(None if value is None else float(value), DECIMALS, language())


def score_text(hundredths: int) -> str:
    """As it is typed: 3, 3,5 or 3,25; the comma is read in both languages."""
    whole, part = divmod(abs(hundredths), HUNDREDTHS)
    decimals = f"{part:02}".rstrip("0")
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole},{decimals}" if decimals else f"{sign}{whole}"


def place_pct(value: Fraction, framework: Framework) -> float:
    """Where on the edition's scale it lies, 0 to 100."""
    low, high = framework.scale
    return 100 * (float(value) - low) / (high - low)
