"""A region's own PowerPoint file as the ground of a deck: its masters, layouts, colours, fonts."""

import copy
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents.dated import dated
from kotacerdas.documents.deck_shapes import BODY_HEIGHT, Canvas, add_lines
from kotacerdas.documents.deck_template import CONTENT, Box
from kotacerdas.documents.slides import Line
from kotacerdas.documents.text_fit import LINE, insets_of, is_fitting, size_of
from kotacerdas.documents.xml_text import storable
from kotacerdas.wording.cutting import cut_to_width

TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
CONTENTS = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.CHART, PP_PLACEHOLDER.TABLE)
_AT_FOOT = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_LEAST_SIZE = 16  # points of a title, before it is cut
_LEAST_BODY = 0.45  # of the slide's height, for a chart to be read
_SMALLEST = 0.5
_FOOT, _LEAST_FOOT = Pt(10), Pt(7)
_TITLE = Pt(24)  # where the layout has no place for one
_INKS = {LIGHT.ink[1:], LIGHT.muted[1:], LIGHT.accent[1:]}
_OF_TEXT = {qn("a:rPr"), qn("a:defRPr")}
_NO_DAY = date(2000, 1, 1)
_DARK = 110  # of 255, below which a ground is dark


class NoLayoutError(ValueError):
    """The file has no layout that a slide could be made of."""


def stripped(data: bytes) -> bytes:
    """The file without its slides, so that nothing but its look is left.

    Raises:
        NoLayoutError: it has no layout.
    """
    deck = Presentation(io.BytesIO(data))
    if not any(len(master.slide_layouts) for master in deck.slide_masters):
        raise NoLayoutError
    slides = deck.slides._sldIdLst
    for one in list(slides):
        deck.part.drop_rel(one.rId)
        slides.remove(one)
    root = deck.part._element
    # Sections and shows name slides that are no more; Office would want to mend the file.
    for name in ("p:extLst", "p:custShowLst"):
        for element in root.findall(qn(name)):
            root.remove(element)
    package = deck.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package._rels.pop(key)
    file = io.BytesIO()
    deck.save(file)
    return dated(file.getvalue(), _NO_DAY)  # the same file once more is the same


@dataclass(frozen=True)
class Ground:
    """A deck that begins with a region's file, and which of its layouts is for what.

    `message` is the layout of a slide with a title over its content, or a blank one.
    """

    deck: Any
    cover: Any
    message: Any
    body: Box

    @property
    def is_dark(self) -> bool:
        """Whether the theme has its texts on a dark ground."""
        master = self.message.slide_master
        name = master.element.find(qn("p:clrMap")).get("bg1")
        parts = master.part.rels.values()
        theme = next(one.target_part for one in parts if one.reltype.endswith("/theme"))
        found = etree.fromstring(theme.blob).find(f".//{qn('a:clrScheme')}/{qn('a:' + name)}/*")
        if found is None:
            return False
        value = found.get("lastClr") or found.get("val") or ""
        if not re.fullmatch("[0-9A-Fa-f]{6}", value):
            return False
        red, green, blue = bytes.fromhex(value)
        return 0.299 * red + 0.587 * green + 0.114 * blue < _DARK

    @property
    def canvas(self) -> Canvas:
        _, _, width, height = self.body
        scale = min(1.0, width / CONTENT, height / BODY_HEIGHT)
        return Canvas(self.body, max(scale, _SMALLEST))


def opened(data: bytes) -> Ground:
    """The file as the ground of a deck. Raises NoLayoutError."""
    deck = Presentation(io.BytesIO(data))
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    if not layouts:
        raise NoLayoutError
    cover = next((one for one in layouts if _has(one, (PP_PLACEHOLDER.CENTER_TITLE,))), None)
    with_content = [one for one in layouts if _has(one, TITLES) and len(_contents(one)) == 1]
    alone = [one for one in layouts if _has(one, TITLES) and not _contents(one) and one != cover]
    blank = min(layouts, key=lambda one: len(one.placeholders))
    message = next(
        (one for one in (*with_content, *alone) if _is_roomy(deck, _body(deck, one))), blank
    )
    return Ground(deck, cover or message, message, _body(deck, message))


def _has(layout: Any, kinds: Sequence[Any]) -> bool:
    return any(one.placeholder_format.type in kinds for one in layout.placeholders)


def _contents(layout: Any) -> list[Any]:
    return [one for one in layout.placeholders if one.placeholder_format.type in CONTENTS]


def _is_roomy(deck: Any, body: Box) -> bool:
    return bool(body[3] >= deck.slide_height * _LEAST_BODY and body[2] >= deck.slide_width / 2)


def _body(deck: Any, layout: Any) -> Box:
    """The box of the content: that of its placeholder, else what the title and the foot leave."""
    found = _contents(layout)
    if len(found) == 1:
        one = found[0]
        return one.left, one.top, one.width, one.height
    side = int(deck.slide_width * 0.06)
    titles = [one for one in layout.placeholders if one.placeholder_format.type in TITLES]
    top = max((one.top + one.height for one in titles), default=int(deck.slide_height * 0.22))
    feet = [one.top for one in layout.placeholders if one.placeholder_format.type in _AT_FOOT]
    bottom = min([*feet, int(deck.slide_height * 0.92)])
    return side, top, deck.slide_width - 2 * side, bottom - top


def title_size(ground: Ground, titles: Sequence[str]) -> int:
    """At which all of the titles fit, so that they are alike; at least what can be read."""
    shape = next(
        (one for one in ground.message.placeholders if one.placeholder_format.type in TITLES), None
    )
    if shape is None:
        return int(_TITLE)
    side, above = insets_of(shape)
    room = shape.width - 2 * side, shape.height - 2 * above
    return min(_fitted(title, size_of(shape), Pt(_LEAST_SIZE), *room)[1] for title in titles)


def new_slide(ground: Ground, title: str, size: int, foot: str, *, is_cover: bool = False) -> Any:
    """A slide with its title and foot; placeholders that nothing fills are gone."""
    layout = ground.cover if is_cover else ground.message
    slide = ground.deck.slides.add_slide(layout)
    if slide.shapes.title is not None:
        set_fitting(slide.shapes.title, title, None if is_cover else size)
    else:
        _add_title(ground, slide, title)
    for shape in list(slide.placeholders):
        kind = shape.placeholder_format.type
        if kind not in TITLES and not (is_cover and kind == PP_PLACEHOLDER.SUBTITLE):
            shape._element.getparent().remove(shape._element)
    if not is_cover:
        _add_foot(ground, slide, foot)
    return slide


def fill_cover(ground: Ground, slide: Any, lines: Sequence[Line]) -> None:
    """What stands under the title: in the placeholder for it, else below."""
    places = [one for one in slide.placeholders if one.placeholder_format.type not in TITLES]
    if places:
        set_fitting(places[0], " · ".join(line.text for line in lines))
        return
    title = slide.shapes.title
    left, top, width, _ = ground.body
    if title is not None:
        left, top, width = title.left, title.top + title.height, title.width
    room = max(ground.deck.slide_height - top - Inches(0.4), Inches(1))
    add_lines(slide, lines, (left, top, width, room), ground.canvas.scale)


def set_fitting(shape: Any, text: str, most: int | None = None) -> None:
    """`text` in the placeholder, as small as it has to be, and cut where that is too small."""
    text = storable(text)
    frame = shape.text_frame
    frame.text = text
    usual = size_of(shape)
    side, above = insets_of(shape)
    room = shape.width - 2 * side, shape.height - 2 * above
    frame.text, size = _fitted(text, min(usual, most or usual), Pt(_LEAST_SIZE), *room)
    if size != usual:
        for run in frame.paragraphs[0].runs:
            run.font.size = size


def _fitted(text: str, usual: int, least: int, width: int, height: int) -> tuple[str, int]:
    """The text and its size, smaller than usual where need be, and cut where that is too small."""
    size = usual
    while size > least and not is_fitting([(text, size)], width, height):
        size = max(size - Pt(1), least)
    lines = max(int(height / (size * LINE)), 1)
    for shorter in (1.0, 0.9, 0.75, 0.6, 0.45):
        if is_fitting([(text, size)], width, height):
            break
        text = cut_to_width(text, width / size * lines * shorter)
    return text, size


def _add_title(ground: Ground, slide: Any, title: str) -> None:
    """Of a layout that has no place for one."""
    left, top, width, _ = ground.body
    height = int(ground.deck.slide_height * 0.13)
    shape = slide.shapes.add_textbox(left, max(top - height, 0), width, height)
    shape.name = "title"
    shape.text_frame.word_wrap = True
    shape.text_frame.text = storable(title)
    shape.text_frame.paragraphs[0].runs[0].font.size = _TITLE
    set_fitting(shape, title)
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.bold = True
        run.font.size = run.font.size or _TITLE


def _add_foot(ground: Ground, slide: Any, foot: str) -> None:
    """In the layout's place for it; where that is too small or none, in a line at the bottom."""
    has_text = False
    for one in slide.slide_layout.placeholders:
        kind = one.placeholder_format.type
        if kind not in _AT_FOOT:
            continue
        side, above = insets_of(one)
        room = one.width - 2 * side, one.height - 2 * above
        if kind == PP_PLACEHOLDER.FOOTER and not is_fitting([(foot, _LEAST_FOOT)], *room):
            continue
        slide.shapes._spTree.append(copy.deepcopy(one._element))
        if kind == PP_PLACEHOLDER.FOOTER:
            has_text = True
            _write_foot(slide.shapes[-1], foot, room)
    if not has_text:
        left, _, width, _ = ground.body
        height = Pt(18)
        top = ground.deck.slide_height - height - Pt(2)
        shape = slide.shapes.add_textbox(left, top, width, height)
        shape.text_frame.word_wrap = True
        _write_foot(shape, foot, (width - Pt(15), height - Pt(8)))


def _write_foot(shape: Any, foot: str, room: tuple[int, int]) -> None:
    shape.text_frame.text, size = _fitted(storable(foot), _FOOT, _LEAST_FOOT, *room)
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.size = size


def take_theme(ground: Ground, slide: Any, colours: Mapping[str, str]) -> None:
    """Texts, and what has no colour of its own, in the theme's colours, whatever its ground is.

    `colours` are what those of a light ground are on a dark one, each as `#RRGGBB`.
    """
    by_value = {of[1:]: to[1:] for of, to in colours.items()} if ground.is_dark else {}
    charts = (one for one in slide.part.rels.values() if one.reltype.endswith("/chart"))
    for root in (slide._element, *(one.target_part._element for one in charts)):
        _recolour(root, by_value)


def _recolour(root: Any, by_value: Mapping[str, str]) -> None:
    for colour in list(root.iter(qn("a:srgbClr"))):
        value = colour.get("val")
        is_text = any(one.tag in _OF_TEXT for one in colour.iterancestors())
        if value in _INKS and is_text:
            _set_scheme(colour, "tx1")
        elif value == LIGHT.accent[1:]:
            _set_scheme(colour, "accent1")
        elif value in by_value:
            colour.set("val", by_value[value])


def _set_scheme(colour: Any, name: str) -> None:
    own = etree.Element(qn("a:schemeClr"))
    own.set("val", name)
    colour.getparent().replace(colour, own)
