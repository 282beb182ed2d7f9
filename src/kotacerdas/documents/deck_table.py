"""A native table on a slide, without vertical lines; its text is cut to the rows that it has."""

from typing import Any

from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Pt

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents.deck_template import Box, rgb
from kotacerdas.documents.slides import Table, unparted
from kotacerdas.documents.xml_text import storable
from kotacerdas.wording.cutting import cut_to_width, width_in_ems

SIZE = 16  # points, of what is read rather than seen
LINES = 2  # of text in a row of the table, for which there is always room
MOST_LINES = 4  # where the box has room for more
SIDE, ABOVE = Pt(5), Pt(4)
MOST_ROWS = 6  # that the body of a slide has room for
_LINE = 1.2  # of the size
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # of Office: neither fill nor lines


def add_table(slide: Any, table: Table, box: Box, scale: float = 1.0) -> None:
    """`table` across the top of the box."""
    left, top, width, height = box
    size = SIZE * scale
    above = round(ABOVE * scale)
    head = round(Pt(size * _LINE) + 2 * above)
    line = Pt(size * _LINE)
    fitting = max(int((height - head) // (line * LINES + 2 * above)), 0)
    rows = table.rows[:fitting]
    # A box with few rows, or a high one, holds texts whole that are cut elsewhere.
    each = (height - head) / max(len(rows), 1) - 2 * above
    lines = max(LINES, min(int(each // line), MOST_LINES))
    row = round(line * lines + 2 * above)
    frame = slide.shapes.add_table(
        len(rows) + 1, len(table.heads), left, top, width, head + row * len(rows)
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", storable(table.alt))
    drawn = frame.table
    drawn.horz_banding = False
    frame._element.find(f".//{qn('a:tableStyleId')}").text = _PLAIN
    whole = sum(share for _, share in table.heads)
    for column, (_, share) in zip(drawn.columns, table.heads, strict=True):
        column.width = int(width * share / whole)
    drawn.rows[0].height = head
    for place, (name, _) in enumerate(table.heads):
        _write(drawn.cell(0, place), name, size, 1, LIGHT.muted)
        _underline(drawn.cell(0, place), LIGHT.ink, 1.0)
    for y, texts in enumerate(rows, 1):
        drawn.rows[y].height = row
        for x, text in enumerate(texts):
            is_bold = x == table.bold
            colour = LIGHT.muted if x in table.muted else LIGHT.accent if is_bold else LIGHT.ink
            _write(drawn.cell(y, x), text, size, lines, colour, is_bold=is_bold)
            _underline(drawn.cell(y, x), LIGHT.line, 0.75)


def _write(  # noqa: PLR0913 - the text and how it looks
    cell: Any, text: str, size: float, lines: int, colour: str, *, is_bold: bool = False
) -> None:
    cell.margin_left = cell.margin_right = SIDE
    cell.margin_top = cell.margin_bottom = int(ABOVE * size / SIZE)
    column = cell._tc.getparent().getparent().tblGrid.gridCol_lst[_place(cell)]
    room = (column.w - 2 * SIDE) / Pt(size)
    # A line ends where its last whole word does, so that not all of its width is of use.
    longest = max((width_in_ems(word) for word in text.split()), default=0)
    least = room * lines - (min(longest, 5) * (lines - 1))
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = unparted(storable(cut_to_width(text, least)))
    run.font.size = Pt(size)
    run.font.bold = is_bold
    run.font.color.rgb = rgb(colour)


def _place(cell: Any) -> int:
    return int(cell._tc.getparent().tc_lst.index(cell._tc))


def _underline(cell: Any, colour: str, points: float) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = etree.SubElement(properties, qn("a:lnB"))
    line.set("w", str(int(Pt(points))))
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", colour[1:])
