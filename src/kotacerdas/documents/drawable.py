"""Text as the PDF can draw it: its fonts are fixed, so that a report looks the same everywhere."""

import re
import unicodedata

from kotacerdas.wording.cutting import breakable, cut

PLACEHOLDER = "□"

# Inter's Latin, Greek and Cyrillic, and the Hebrew and Arabic letters of Typst's own fonts. PDF/A
# refuses a character that no font has, and Typst stops dead on some mixtures of scripts; the tests
# compile thousands of random texts over exactly this set.
_UNDRAWABLE = re.compile(
    "[^ -~\u00a0-\u00ac\u00ae-\u017f\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f"
    "\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u200b"
    "–—‘’“”„…•‰′″‹›€™−≈≠≤≥→←↑↓■□●○▲▼№]"
)
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc"})  # marks and joiners: gone without a trace


def drawable(text: str) -> str:
    """`text` with □ for each character that the report's fonts lack."""
    if text.isascii() and text.isprintable():
        return text
    return _UNDRAWABLE.sub(_replacement, unicodedata.normalize("NFC", text))


def line(text: str | None, at_most: int) -> str:
    """Text from a workbook as one drawable, breakable line of `at_most` characters."""
    return breakable(drawable(cut(text or "", at_most)))


def code(text: str | None) -> str:
    """A code for a narrow column, which may break anywhere."""
    return breakable(drawable(cut(text or "", 24)), longest=4.5)


def _replacement(match: re.Match[str]) -> str:
    character = match[0]
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _INVISIBLE else PLACEHOLDER
