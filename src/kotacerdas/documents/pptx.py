"""The deck as PowerPoint: thirteen slides and those of chosen innovations, one message each."""

import io
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents import deck_chosen, deck_resources, deck_slides
from kotacerdas.documents.dated import dated
from kotacerdas.documents.deck_template import (
    CONTENT,
    COVER,
    HEIGHT,
    MARGIN,
    MESSAGE,
    TITLE_SIZE,
    WIDTH,
    new_deck,
    rgb,
)
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.native_charts import add_chart
from kotacerdas.documents.slides import Line, Slide
from kotacerdas.documents.xml_text import storable
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.cutting import cut, cut_to_width, width_in_ems
from kotacerdas.wording.numbers import Language

BODY_TOP, BODY_HEIGHT = Inches(1.95), Inches(4.8)
GAP = Inches(0.5)
LEFT = Inches(5.4)  # of a slide with text beside its chart
FIGURE_SIZE, LARGE_SIZE, TEXT_SIZE = 80, 26, 20  # points
_UNIT = re.compile(r"(?<=\d) (?=(?:%|M|T|jt|bn|mn|trn)\b|%)")
TITLE_EMS = 50  # two lines of a title
BAND = Inches(0.22)
NO_PICTURES: Mapping[str, bytes] = {}


def deck(
    scorecard: Scorecard, language: Language, pictures: Mapping[str, bytes] = NO_PICTURES
) -> bytes:
    """The deck; `pictures` are those of chosen innovations that everybody may see, by code."""
    facts = Facts(scorecard, language)
    presentation = new_deck(_footer(facts), list(facts.colours.values()))
    _describe(presentation, facts)
    for content in slides(facts, pictures):
        is_cover = not len(presentation.slides)
        slide = presentation.slides.add_slide(
            presentation.slide_layouts[COVER if is_cover else MESSAGE]
        )
        slide.shapes.title.text = _unparted(storable(cut_to_width(content.title, TITLE_EMS)))
        slide.notes_slide.notes_text_frame.text = storable(content.notes)
        _fill_cover(slide, content, facts) if is_cover else _fill(slide, content, facts)
    file = io.BytesIO()
    presentation.save(file)
    return dated(file.getvalue(), facts.as_of)


def slides(facts: Facts, pictures: Mapping[str, bytes] = NO_PICTURES) -> list[Slide]:
    """The content of every slide, in order."""
    return [
        deck_slides.cover(facts),
        deck_slides.overall(facts),
        deck_slides.dimensions(facts),
        deck_slides.sub_dimensions(facts),
        deck_slides.missed(facts),
        deck_slides.unreported(facts),
        deck_resources.indicators(facts),
        deck_resources.money(facts),
        deck_resources.innovations(facts),
        *deck_chosen.chosen(facts, pictures),
        deck_resources.capacity(facts),
        deck_resources.index(facts),
        deck_resources.decisions(facts),
        deck_resources.method(facts),
    ]


def _footer(facts: Facts) -> str:
    basis = facts.say.term("basis", facts.scorecard.question.basis.value)
    region = cut(facts.region, 50)
    return storable(facts.say("footer.left", region=region, year=facts.year, basis=basis))


def _unparted(text: str) -> str:
    """`text` whose figures stay on the line of their sign or unit."""
    return _UNIT.sub("\u00a0", text)


def _describe(presentation: Any, facts: Facts) -> None:
    """The dates are the scorecard's, not the clock's."""
    about = presentation.core_properties
    about.title = storable(cut(f"{facts.say('title.document', year=facts.year)}", 200))
    about.author = about.last_modified_by = storable(cut(facts.region, 100))
    about.language = facts.language.value
    about.created = about.modified = datetime.combine(facts.as_of, time(), UTC).replace(tzinfo=None)


def _fill_cover(slide: Any, content: Slide, facts: Facts) -> None:
    title = slide.shapes.title
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(TITLE_SIZE + 14)
    _shield(slide, facts)
    _lines(slide, content.lines, (MARGIN, Inches(4.85), CONTENT))


def _fill(slide: Any, content: Slide, facts: Facts) -> None:
    chart, lines = content.chart, content.lines
    has_text = bool(lines or content.figure)
    left: int = MARGIN
    if content.colour:
        _band(slide, content.colour)
    if has_text:
        _text(slide, content, LEFT if chart or content.picture else CONTENT)
        left += LEFT + GAP
    box = (left, BODY_TOP, WIDTH - MARGIN - left, BODY_HEIGHT)
    if content.picture:
        _picture(slide, content.picture, content.title, box)
    if chart is None:
        return
    if chart.has_data:
        add_chart(slide, chart, box, facts.language)
    elif not has_text:
        _lines(slide, [Line(facts.say("slide.empty"))], (MARGIN, BODY_TOP, CONTENT))


def _band(slide: Any, colour: str) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, BAND, HEIGHT)
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()


def _picture(slide: Any, data: bytes, alt: str, box: tuple[int, int, int, int]) -> None:
    """As large as the box takes it, at its top."""
    left, top, width, height = box
    shape = slide.shapes.add_picture(io.BytesIO(data), left, top)
    scale = min(width / shape.width, height / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape.left = left + (width - shape.width) // 2
    shape._element.nvPicPr.cNvPr.set("descr", storable(alt))


def _text(slide: Any, content: Slide, width: Any) -> None:
    top: int = BODY_TOP
    if content.figure and content.colour:
        room = 0.85 * width / Pt(1)  # bold
        size = max(int(min(FIGURE_SIZE, room / width_in_ems(content.figure))), LARGE_SIZE)
        figure = cut_to_width(content.figure, 2 * room / size)
        height = Pt(size * (1.4 if width_in_ems(figure) * size <= room else 2.6))
        box = slide.shapes.add_textbox(MARGIN, top, width, height)
        _write(box, _unparted(figure), size, content.colour, is_bold=True)
        top += height + Pt(8)
    elif content.figure:
        box = slide.shapes.add_textbox(MARGIN, top + Inches(0.6), width, Inches(1.5))
        _write(box, content.figure, FIGURE_SIZE, LIGHT.ink, is_bold=True)
        top += Inches(2.2)
    _lines(slide, content.lines, (MARGIN, top, width))


def _lines(slide: Any, lines: Sequence[Line], place: tuple[Any, Any, Any]) -> None:
    """One line under the other; each as high as the rows that its text takes."""
    left, top, width = place
    for line in lines:
        size = LARGE_SIZE if line.is_large else TEXT_SIZE
        indent = Inches(0.4) if line.mark else 0
        if line.mark:
            _mark(slide, line.mark, left, top + Pt(size * 0.42))
        room = (width - indent) / Pt(size)
        text = cut_to_width(line.text, room * (line.rows - 0.1))
        is_long = cut_to_width(line.text, room * 0.98) != line.text
        rows = min(line.rows, math.ceil(width_in_ems(text) / room) + 1) if is_long else 1
        height = Pt(size * (0.5 + 1.1 * rows))
        box = slide.shapes.add_textbox(left + indent, top, width - indent, height)
        _write(
            box,
            text,
            size,
            LIGHT.ink if line.is_large or line.is_told or line.mark else LIGHT.muted,
        )
        top += height + Pt(8)


def _write(box: Any, text: str, size: int, colour: str, *, is_bold: bool = False) -> None:
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    run = frame.paragraphs[0].add_run()
    run.text = storable(text)
    run.font.size = Pt(size)
    run.font.bold = is_bold
    run.font.color.rgb = rgb(colour)


# A triangle for what is behind, a circle for what is or may still be realised.
_SHAPES = {
    "realised": MSO_SHAPE.OVAL,
    "on_track": MSO_SHAPE.OVAL,
    "not_due": MSO_SHAPE.OVAL,
    "behind": MSO_SHAPE.ISOSCELES_TRIANGLE,
}


def _mark(slide: Any, status: str, left: Any, top: Any) -> None:
    """The shape of a status, filled where it is final; an outline for any other open matter."""
    shape = slide.shapes.add_shape(
        _SHAPES.get(status, MSO_SHAPE.RECTANGLE), left, top, Pt(13), Pt(13)
    )
    shape.shadow.inherit = False
    colour = LIGHT.status.get(status, LIGHT.accent)
    shape.line.color.rgb = rgb(colour)
    if status in {"realised", "not_realised", "behind"}:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
    elif status == "not_reported":
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb = rgb(colour)
        shape.fill.back_color.rgb = rgb(LIGHT.ground)
    else:
        shape.fill.background()


def _shield(slide: Any, facts: Facts) -> None:
    """A neutral shield with the region's initial, where its arms may be put."""
    unit = Inches(1.3) / 32
    half = [(32, 0), (32, 20), (31, 25), (28.5, 29.5), (24.5, 33.5), (16, 38)]
    points = half + [(32 - x, y) for x, y in reversed(half[:-1])]
    builder = slide.shapes.build_freeform(int(MARGIN), int(Inches(0.75)), scale=1.0)
    builder.add_line_segments(
        [(int(MARGIN + x * unit), int(Inches(0.75) + y * unit)) for x, y in points], close=True
    )
    shape = builder.convert_to_shape()
    shape.name = facts.say("alt.emblem", region=storable(cut(facts.region, 60)))
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(LIGHT.ink)
    shape.line.fill.background()
    frame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = 0
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    run = frame.paragraphs[0].add_run()
    run.text = storable((facts.region.split() or [" "])[-1][:1].upper())
    run.font.size = Pt(40)
    run.font.bold = True
    run.font.color.rgb = rgb(LIGHT.ground)
