"""What stands on a slide of any deck: its text, marks, picture, chart and table, within a box."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches, Pt

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents.deck_table import add_table
from kotacerdas.documents.deck_template import CONTENT, MARGIN, Box, rgb
from kotacerdas.documents.native_charts import SIZE, add_chart
from kotacerdas.documents.slides import Line, Slide, unparted
from kotacerdas.documents.xml_text import storable
from kotacerdas.wording.cutting import cut_to_width, width_in_ems
from kotacerdas.wording.numbers import Language

BODY_TOP, BODY_HEIGHT = Inches(1.95), Inches(4.8)
GAP = Inches(0.5)
BESIDE = 0.45  # of the width is for text beside a chart
FIGURE_SIZE, LARGE_SIZE, TEXT_SIZE = 80, 26, 20  # points
_SMALLER = (1.0, 0.9, 0.8, 0.7, 0.6)
BAND = Inches(0.22)


@dataclass(frozen=True)
class Canvas:
    """The box of a slide's content, and how large its text is beside that of the own deck."""

    box: Box = (MARGIN, BODY_TOP, CONTENT, BODY_HEIGHT)
    scale: float = 1.0


def fill(slide: Any, content: Slide, canvas: Canvas, language: Language, empty: str) -> None:
    """All of `content` but the title; `empty` is said where its chart has nothing to show."""
    left, top, width, height = canvas.box
    chart, lines = content.chart, content.lines
    has_text = bool(lines or content.figure)
    if has_text:
        beside = int(width * BESIDE) if chart or content.picture or content.table else width
        _text(slide, content, (left, top, beside, height), canvas.scale)
        left, width = left + beside + GAP, width - beside - GAP
    box = (left, top, width, height)
    if content.picture:
        _picture(slide, content.picture, content.title, box)
    if content.table is not None:
        add_table(slide, content.table, box, canvas.scale)
    if chart is None:
        return
    if chart.has_data:
        add_chart(slide, chart, box, language, Pt(round(SIZE.pt * canvas.scale)))
    elif not has_text:
        add_lines(slide, [Line(empty)], box, canvas.scale)


def add_band(slide: Any, colour: str, box: Box) -> None:
    """The colour of a dimension, beside what is of it."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box)
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()


def _picture(slide: Any, data: bytes, alt: str, box: Box) -> None:
    """As large as the box takes it, at its top."""
    left, top, width, height = box
    shape = slide.shapes.add_picture(io.BytesIO(data), left, top)
    scale = min(width / shape.width, height / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape.left = left + (width - shape.width) // 2
    shape._element.nvPicPr.cNvPr.set("descr", storable(alt))


def _text(slide: Any, content: Slide, box: Box, scale: float) -> None:
    left, top, width, bottom = box[0], box[1], box[2], box[1] + box[3]
    largest = FIGURE_SIZE * scale
    if content.figure and content.colour:
        room = 0.85 * width / Pt(1)  # bold
        size = max(int(min(largest, room / width_in_ems(content.figure))), LARGE_SIZE)
        figure = cut_to_width(content.figure, 2 * room / size)
        height = Pt(size * (1.4 if width_in_ems(figure) * size <= room else 2.6))
        shape = slide.shapes.add_textbox(left, top, width, height)
        write(shape, unparted(figure), size, content.colour, is_bold=True)
        top += height + Pt(8)
    elif content.figure:
        lower = int(Inches(0.6) * scale)
        shape = slide.shapes.add_textbox(left, top + lower, width, int(Inches(1.5) * scale))
        write(shape, content.figure, largest, LIGHT.ink, is_bold=True)
        top += int(Inches(2.2) * scale)
    add_lines(slide, content.lines, (left, top, width, bottom - top), scale)


@dataclass(frozen=True)
class _Row:
    line: Line
    text: str
    size: float
    height: int


def add_lines(slide: Any, lines: Sequence[Line], box: Box, scale: float = 1.0) -> None:
    """One line under the other, smaller where they would not fit; what has no room is left out."""
    left, top, width, height = box
    rows: list[_Row] = []
    for smaller in _SMALLER:
        rows = [_row(line, width, scale * smaller) for line in lines]
        if sum(row.height + Pt(8) for row in rows) <= height + Pt(8):
            break
    bottom = top + height
    for row in rows:
        if top + row.height > bottom:
            break
        indent = Inches(0.4) if row.line.mark else 0
        if row.line.mark:
            _mark(slide, row.line.mark, left, top + Pt(row.size * 0.42))
        shape = slide.shapes.add_textbox(left + indent, top, width - indent, row.height)
        is_dark = row.line.is_large or row.line.is_told or row.line.mark
        write(shape, row.text, row.size, LIGHT.ink if is_dark else LIGHT.muted)
        top += row.height + Pt(8)


def _row(line: Line, width: int, scale: float) -> _Row:
    """As high as the rows that its text takes."""
    size = (LARGE_SIZE if line.is_large else TEXT_SIZE) * scale
    room = (width - (Inches(0.4) if line.mark else 0)) / Pt(size)
    text = cut_to_width(line.text, room * (line.rows - 0.1))
    is_long = cut_to_width(line.text, room * 0.98) != line.text
    rows = min(line.rows, math.ceil(width_in_ems(text) / room) + 1) if is_long else 1
    return _Row(line, text, size, Pt(size * (0.5 + 1.1 * rows)))


def write(box: Any, text: str, size: float, colour: str, *, is_bold: bool = False) -> None:
    """`text` as all that the box holds, without a margin."""
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
