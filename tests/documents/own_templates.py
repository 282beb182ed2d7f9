"""PowerPoint files as regions have them, made with python-pptx: on dark, and small."""

import io
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.util import Inches

OLD = "Isi salindia lama"


def saved(deck: Any) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def dark() -> bytes:
    """4:3, light text on a dark ground, with a slide and a section that names it."""
    deck = Presentation()
    _theme(deck.slide_master, {"dk1": "0B2239", "lt1": "FFFFFF", "accent1": "F2A900"})
    colours = deck.slide_master.element.find(qn("p:clrMap"))
    colours.set("bg1", "dk1")
    colours.set("tx1", "lt1")
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = OLD
    extensions = deck.part._element.find(qn("p:extLst"))
    if extensions is None:
        extensions = etree.SubElement(deck.part._element, qn("p:extLst"))
    etree.SubElement(extensions, qn("p:ext")).set("uri", "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}")
    return saved(deck)


def small() -> bytes:
    """16:9 of ten inches, its foot too narrow for a sentence."""
    deck = Presentation()
    share = 5.625 / 7.5
    deck.slide_width, deck.slide_height = Inches(10), Inches(5.625)
    for holder in (deck.slide_master, *deck.slide_master.slide_layouts):
        for shape in holder.placeholders:
            place = shape._element.find(f".//{qn('a:off')}")
            if place is not None:
                shape.top, shape.height = int(shape.top * share), int(shape.height * share)
    return saved(deck)


def without_content() -> bytes:
    """Nothing but a blank layout."""
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if len(layout.placeholders) > 3:
            deck.slide_layouts.remove(layout)
    return saved(deck)


def titled(name: str) -> bytes:
    """One that differs from others by the name of its layout."""
    deck = Presentation()
    deck.slide_layouts[0]._element.cSld.set("name", name)
    return saved(deck)


def linked_outside() -> bytes:
    deck = Presentation()
    deck.slide_master.part.rels.get_or_add_ext_rel(
        RELATIONSHIP_TYPE.HYPERLINK, "https://luar.example/x"
    )
    return saved(deck)


def with_part(content_type: str, name: str) -> bytes:
    """The master has a part of that kind."""
    deck = Presentation()
    package = deck.part.package
    part = Part(PackURI(name), content_type, package, b"isi")
    deck.slide_master.part.relate_to(part, RELATIONSHIP_TYPE.OLE_OBJECT)
    return saved(deck)


def _theme(master: Any, colours: dict[str, str]) -> None:
    parts = master.part.rels.values()
    part = next(one.target_part for one in parts if one.reltype.endswith("/theme"))
    tree = etree.fromstring(part.blob)
    for name, colour in colours.items():
        node = tree.find(f".//{qn('a:clrScheme')}/{qn('a:' + name)}")
        node.clear()
        etree.SubElement(node, qn("a:srgbClr")).set("val", colour)
    part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
