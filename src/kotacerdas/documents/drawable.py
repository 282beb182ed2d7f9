"""Text as the PDF can draw it: its fonts are fixed, so that a report looks the same everywhere."""

import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

from kotacerdas.charts import fonts
from kotacerdas.wording.cutting import breakable, cut

PLACEHOLDER = "□"

# Inter's Latin, Greek and Cyrillic, and the Hebrew and Arabic letters of Typst's own fonts. PDF/A
# refuses a character that no font has, and Typst stops dead on some mixtures of scripts; the tests
# compile thousands of random texts over exactly this set.
_LETTERS = (
    *(" ~", "\u00a0\u00ac", "\u00ae\u017f", "\u0391\u03a1", "\u03a3\u03c9", "\u0400\u045f"),
    *("\u05d0\u05ea", "\u0621\u063a", "\u0641\u064a"),
)
_SIGNS = "\u200b–—‘’“”„…•‰′″‹›€™−≈≠≤≥→←↑↓■□●○▲▼№"
# Noto's Chinese, Japanese and Korean, and its emoji: what those fonts have of these blocks.
_FROM_NOTO = (
    *("\u2150\u218f", "\u2460\u24ff", "\u3200\u33ff"),
    *("\u2600\u27bf", "\u2b00\u2bff", "\u3001\u30ff", "\u3105\u312f", "\u3400\u9fff"),
    *("\uac00\ud7a3", "\uf900\ufaff", "\uff01\uffe6", "\U0001f100\U0001faff"),
)
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc"})  # marks and joiners: gone without a trace


def drawable(text: str) -> str:
    """`text` with □ for each character that the report's fonts lack."""
    if text.isascii() and text.isprintable():
        return text
    known = _characters()
    return "".join(
        character if character in known else _replacement(character)
        for character in unicodedata.normalize("NFC", text)
    )


@cache
def _characters() -> frozenset[str]:
    """All that can be drawn."""
    in_noto: set[str] = set()
    for name in ("NotoSansHans-Regular.otf", "NotoSansKR-Regular.otf", f"{fonts.EMOJI}.ttf"):
        with TTFont(fonts.DIRECTORY / name, lazy=True) as font:
            in_noto.update(map(chr, font.getBestCmap()))
    noto = {character for block in _FROM_NOTO for character in _block(block)} & in_noto
    letters = {character for block in _LETTERS for character in _block(block)}
    return frozenset(letters | set(_SIGNS) | noto)


def _block(ends: str) -> list[str]:
    return list(map(chr, range(ord(ends[0]), ord(ends[-1]) + 1)))


def line(text: str | None, at_most: int) -> str:
    """Text from a workbook as one drawable, breakable line of `at_most` characters."""
    return breakable(drawable(cut(text or "", at_most)))


def code(text: str | None) -> str:
    """A code for a narrow column, which may break anywhere."""
    return breakable(drawable(cut(text or "", 24)), longest=4.5)


def _replacement(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _INVISIBLE else PLACEHOLDER
