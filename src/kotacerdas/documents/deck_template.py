"""The deck's empty file, built once a process: 16:9, Inter, two layouts, the project's colours."""

import copy
import io
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from kotacerdas.charts.theme import FONT, LIGHT
from kotacerdas.documents.embedded_fonts import embed

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.65)
CONTENT = WIDTH - 2 * MARGIN
TITLE_SIZE, FOOTER_SIZE = 30, 12  # points; the footer stands on the layout, not on the slide
COVER, MESSAGE = 0, 1  # the layouts that stay
FOOTER = "footer"

Box = tuple[int, int, int, int]  # left, top, width, height in EMU

_ACCENTS = 6  # that a theme of PowerPoint has
_TITLE_ONLY = 5  # in python-pptx's own template
_BOXES: dict[int, dict[int, Box]] = {  # layout -> placeholder -> its place
    COVER: {0: (MARGIN, Inches(3.0), CONTENT, Inches(1.5))},
    MESSAGE: {0: (MARGIN, Inches(0.5), CONTENT, Inches(1.25))},
}


def rgb(colour: str) -> Any:
    """`#RRGGBB` as python-pptx takes it."""
    make: Any = RGBColor.from_string
    return make(colour[1:])


def new_deck(footer: str, colours: Sequence[str]) -> Any:
    """An empty presentation whose message slides say `footer` and their number.

    `colours` are the first that an author is offered; six in all.
    """
    offered = (*colours, *LIGHT.accents, LIGHT.muted)[:_ACCENTS]
    deck = Presentation(io.BytesIO(_blank(offered)))
    shapes: Any = deck.slide_layouts[MESSAGE].shapes
    for shape in shapes:
        if shape.name == FOOTER:
            shape.text_frame.paragraphs[0].runs[0].text = footer
    return deck


@cache
def _blank(colours: tuple[str, ...]) -> bytes:
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _keep_layouts(deck)
    _style_master(deck.slide_master)
    _style_theme(deck.slide_master, colours)
    for number, boxes in _BOXES.items():
        _place(deck.slide_layouts[number], boxes)
    _add_footer(deck)
    embed(deck)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _keep_layouts(deck: Any) -> None:
    used_layouts = (deck.slide_layouts[0], deck.slide_layouts[_TITLE_ONLY])
    for layout in list(deck.slide_layouts):
        if layout not in used_layouts:
            deck.slide_layouts.remove(layout)


def _style_master(master: Any) -> None:
    """Titles bold, at the left, from the top; nothing else of the master shows."""
    style = master.element.find(f"{qn('p:txStyles')}/{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    run = style.find(qn("a:defRPr"))
    run.set("sz", str(TITLE_SIZE * 100))
    run.set("b", "1")
    for shape in list(master.placeholders):
        if shape.placeholder_format.idx:
            shape.element.getparent().remove(shape.element)
        else:
            shape.left, shape.top, shape.width, shape.height = _BOXES[MESSAGE][0]


def _style_theme(master: Any, accents: Sequence[str]) -> None:
    """Inter for every text and the project's colours wherever an author picks one."""
    part = next(
        rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme")
    )
    xml = part.blob.decode("utf-8")
    xml = re.sub(r'(<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", xml)
    tree = etree.fromstring(xml.encode("utf-8"))
    for latin in tree.iter(qn("a:latin")):
        latin.set("pitchFamily", "34")  # of variable width, without serifs: what else to take
    colours = {"dk1": LIGHT.ink, "lt1": LIGHT.ground, "dk2": LIGHT.muted, "lt2": LIGHT.surface}
    colours |= {f"accent{n}": each for n, each in enumerate(accents, 1)}
    for name, colour in colours.items():
        node = tree.find(f".//{qn('a:clrScheme')}/{qn('a:' + name)}")
        node.clear()  # type: ignore[union-attr]
        etree.SubElement(node, qn("a:srgbClr")).set("val", colour[1:])  # type: ignore[arg-type]
    part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _place(layout: Any, boxes: dict[int, Box]) -> None:
    """The title where it belongs; the other placeholders go."""
    for shape in list(layout.placeholders):
        box = boxes.get(shape.placeholder_format.idx)
        if box is None:
            shape.element.getparent().remove(shape.element)
            continue
        shape.left, shape.top, shape.width, shape.height = box
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = True
        properties = frame._txBody.find(qn("a:bodyPr"))
        properties.set("anchor", "t")
        for child in list(properties):
            properties.remove(child)


def _add_footer(deck: Any) -> None:
    """Layouts take no new shapes from python-pptx, so these are made on a slide and moved."""
    layout = deck.slide_layouts[MESSAGE]
    slide = deck.slides.add_slide(layout)
    top, height = Inches(6.98), Inches(0.3)
    left = slide.shapes.add_textbox(MARGIN, top, Inches(11), height)
    left.name = FOOTER
    _small(left, "-")
    right = slide.shapes.add_textbox(WIDTH - MARGIN - Inches(1), top, Inches(1), height)
    _small(right, "-")
    paragraph = right.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    run = paragraph._p.find(qn("a:r"))
    field = etree.SubElement(run.getparent(), qn("a:fld"))
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    field.extend(copy.deepcopy(child) for child in run)
    paragraph._p.remove(run)
    for shape in (left, right):
        layout.shapes._spTree.append(shape.element)
    _drop_slides(deck)


def _small(shape: Any, text: str) -> None:
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    run = frame.paragraphs[0].add_run()
    run.text = text
    run.font.size = Pt(FOOTER_SIZE)
    run.font.color.rgb = rgb(LIGHT.muted)


def _drop_slides(deck: Any) -> None:
    ids = deck.slides._sldIdLst
    for each in list(ids):
        deck.part.drop_rel(each.rId)
        ids.remove(each)
