"""Inter inside a deck, so that it looks the same where Inter is not installed.

Office keeps a font in a deck as Embedded OpenType (the W3C's submission of that name): a header of
what the font says of itself, and the font as it is. Inter's licence (OFL) and its embedding bits
allow it. A program that reads no embedded fonts takes the nearest by the theme's PANOSE numbers.
"""

import io
import struct
from functools import cache
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn

from kotacerdas.charts.fonts import DIRECTORY
from kotacerdas.charts.theme import FONT

# Latin, Greek, Cyrillic, signs and arrows: what people write into a deck; the rest is half of it.
_CHARACTERS = (*range(0x20, 0x530), *range(0x1E00, 0x2300), 0x25A0, 0x25A1, 0x25CB, 0x25CF)
_STYLES = {"regular": "Regular", "bold": "Bold"}
_CONTENT_TYPE = "application/x-fontdata"
_VERSION, _MAGIC, _ANY_CHARSET = 0x00020001, 0x504C, 1


def embed(presentation: Any) -> None:
    """Put Inter's regular and bold into the presentation's package and name them in its list."""
    element, part = presentation.element, presentation.part
    listed = etree.Element(qn("p:embeddedFontLst"))
    one = etree.SubElement(listed, qn("p:embeddedFont"))
    etree.SubElement(one, qn("p:font")).set("typeface", FONT)
    for number, (name, style) in enumerate(_STYLES.items(), 1):
        uri = PackURI(f"/ppt/fonts/font{number}.fntdata")
        font = Part(uri, _CONTENT_TYPE, part.package, embedded_opentype(style))
        relation = part.relate_to(font, RELATIONSHIP_TYPE.FONT)
        etree.SubElement(one, qn(f"p:{name}")).set(qn("r:id"), relation)
    element.find(qn("p:notesSz")).addnext(listed)
    element.set("embedTrueTypeFonts", "1")


@cache
def embedded_opentype(style: str) -> bytes:
    """A style of Inter, of `_CHARACTERS`, as Embedded OpenType without compression."""
    font = TTFont(DIRECTORY / f"Inter-{style}.ttf")
    options = subset.Options(
        layout_features=["kern", "liga", "calt", "tnum", "mark"], notdef_outline=True
    )
    reduced = subset.Subsetter(options)
    reduced.populate(unicodes=_CHARACTERS)
    reduced.subset(font)
    file = io.BytesIO()
    font.save(file)
    with TTFont(io.BytesIO(file.getvalue())) as saved:
        return _header(saved, len(file.getvalue())) + file.getvalue()


def _header(font: TTFont, size: int) -> bytes:
    about: Any = font["OS/2"]
    panose = bytes(vars(about.panose).values())
    ranges = [getattr(about, f"ulUnicodeRange{n}") for n in range(1, 5)]
    pages = [getattr(about, f"ulCodePageRange{n}") for n in range(1, 3)]
    head: Any = font["head"]
    fixed = struct.pack(
        "<10sBBIHH4I2II4IH",
        panose,
        _ANY_CHARSET,
        0,
        about.usWeightClass,
        about.fsType,
        _MAGIC,
        *ranges,
        *pages,
        head.checkSumAdjustment,
        *(0, 0, 0, 0),
        0,
    )
    names = [str(font["name"].getDebugName(number)) for number in (1, 2, 5, 4)]
    text = b"".join(_named(name) for name in names) + struct.pack("<H", 0)  # no root text
    whole = struct.calcsize("<4I") + len(fixed) + len(text) + size
    return struct.pack("<4I", whole, size, _VERSION, 0) + fixed + text


def _named(name: str) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack("<H", len(encoded)) + encoded + struct.pack("<H", 0)
