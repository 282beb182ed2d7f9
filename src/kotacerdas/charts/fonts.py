"""The typefaces of the PDF and the charts, put in place from their npm packages.

Inter is the project's own. What it lacks comes from Noto: Chinese and Japanese, Korean, and emoji
as outlines, which an archive keeps and a printer prints. `make setup` runs this module once:
browsers read WOFF2 as it is, Typst and the chart renderer want TrueType or OpenType, which is the
same outlines without the compression.
"""

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

DIRECTORY = Path(__file__).parent / "fonts"
STYLES = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
CJK = ("NotoSansHans-Regular", "NotoSansHans-Bold", "NotoSansKR-Regular", "NotoSansKR-Bold")
EMOJI = "NotoEmoji-Regular"
_PACKAGES = {"Hans": "@embedpdf/fonts-sc/fonts", "KR": "@embedpdf/fonts-kr/fonts"}
_EMOJI = "@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff2"


def unpack(packages: Path) -> None:
    """Write the styles in use from `packages`, a folder of npm's, to DIRECTORY."""
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    DIRECTORY.mkdir()
    for style in STYLES:
        _to_truetype(packages / f"inter-ui/web/Inter-{style}.woff2", f"Inter-{style}")
    _to_truetype(packages / _EMOJI, EMOJI)
    for name in CJK:
        folder = _PACKAGES[name.removeprefix("NotoSans").partition("-")[0]]
        shutil.copy(packages / folder / f"{name}.otf", DIRECTORY)


def _to_truetype(woff2: Path, name: str) -> None:
    font = TTFont(woff2)
    font.flavor = None
    font.save(DIRECTORY / f"{name}.ttf")


if __name__ == "__main__":
    unpack(Path(sys.argv[1]))
