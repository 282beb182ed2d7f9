"""The project's typeface, Inter, unpacked from its npm package for the PDF and the charts.

`make setup` runs this module once: browsers read the package's WOFF2 files as they are, Typst and
the chart renderer want TrueType, which is the same outlines without the compression.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

DIRECTORY = Path(__file__).parent / "fonts"
STYLES = ("Regular", "Italic", "Medium", "SemiBold", "Bold")


def unpack(package: Path) -> None:
    """Write the styles in use from `package`, a folder of WOFF2 files, to DIRECTORY as TrueType."""
    DIRECTORY.mkdir(exist_ok=True)
    for style in STYLES:
        font = TTFont(package / f"Inter-{style}.woff2")
        font.flavor = None
        font.save(DIRECTORY / f"Inter-{style}.ttf")


if __name__ == "__main__":
    unpack(Path(sys.argv[1]))
