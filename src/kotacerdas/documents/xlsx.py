"""The annex as XLSX: every figure, unrounded, and the cells of the workbook it rests on."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents.annex_sheets import sheets
from kotacerdas.documents.annex_tables import NUMBER, Column, Formed, Sheet
from kotacerdas.documents.annex_trace import TracedCell, trace_sheet
from kotacerdas.documents.dated import dated
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.xml_text import storable
from kotacerdas.figures.number import Number
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.cutting import cut
from kotacerdas.wording.numbers import Language

MOST_CHARACTERS = 32_767  # that a cell holds
A4 = 9  # as OOXML numbers paper
DAY = "yyyy-mm-dd"
LINE, HIGHEST = 15, 409  # points of a row
LIKE_A_FORMULA = ("=", "+", "-", "@", "#")  # or like an error: #REF!
# Inter is not on most machines, and the columns are as wide as they need be in this font.
_HEADER_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor=LIGHT.ink[1:])
_HEADER_TEXT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_HEADER_FIGURE = Alignment(horizontal="right", vertical="center", wrap_text=True)
_TEXT = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
_FIGURE = Alignment(horizontal="right", vertical="top")


def annex(
    scorecard: Scorecard, trace: Mapping[Number, Sequence[TracedCell]], language: Language
) -> bytes:
    """The annex; `trace` gives the cells that each number of the result rests on."""
    facts = Facts(scorecard, language)
    about = About(
        title=facts.say("title.document", year=facts.year),
        creator=facts.region,
        footer=f"{cut(facts.region, 60)} · {facts.year}",
        as_of=facts.as_of,
        language=language,
    )
    return workbook((*sheets(facts), trace_sheet(facts, trace)), about)


@dataclass(frozen=True)
class About:
    """What a workbook says of itself; `footer` stands below each printed page."""

    title: str
    creator: str
    footer: str
    as_of: date
    language: Language


def workbook(sheets: Iterable[Sheet], about: About) -> bytes:
    """An .xlsx of the sheets, ready to print; what looks like a formula is text."""
    book = Workbook(write_only=True)
    _describe(book, about)
    for sheet in sheets:
        _write(book, about, sheet)
    file = io.BytesIO()
    book.save(file)
    return dated(file.getvalue(), about.as_of)


def _describe(book: Any, about: About) -> None:
    properties = book.properties
    properties.title = storable(about.title)
    properties.creator = storable(about.creator[:100])
    properties.language = about.language.value
    properties.created = properties.modified = datetime.combine(about.as_of, time())


def _write(book: Any, about: About, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title)
    _set_up(page, about, sheet)
    page.append([_header(page, column) for column in sheet.columns])
    count = 1
    for row in sheet.rows:
        count += 1
        lines = _lines(row, sheet.columns)
        if lines > 1:
            page.row_dimensions[count].height = min(LINE * lines, HIGHEST)
        page.append([_cell(page, *each) for each in zip(row, sheet.columns, strict=True)])
    if sheet.has_filter:
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count}"


def _set_up(page: Any, about: About, sheet: Sheet) -> None:
    """On screen and on paper; before the first row, for openpyxl writes some of it with that."""
    page.freeze_panes = "A2"
    page.sheet_view.showGridLines = False
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.row_dimensions[1].height = 32
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    footer = storable(about.footer).replace("&", "&&")  # & begins a code here
    page.oddFooter.left.text = f"{footer} · &A"
    page.oddFooter.right.text = "&P / &N"


def _header(page: Any, column: Column) -> Any:
    cell = WriteOnlyCell(page, column.title)
    cell.font, cell.fill = _HEADER_FONT, _HEADER_FILL
    cell.alignment = _HEADER_TEXT if column.is_text else _HEADER_FIGURE
    return cell


def _lines(row: Sequence[object], columns: Sequence[Column]) -> int:
    """That the longest text of the row takes; not every program finds it out by itself."""
    return max(
        ceil(len(value) / (column.width - 1)) if isinstance(value, str) else 1
        for value, column in zip(row, columns, strict=True)
    )


def _cell(page: Any, value: Any, column: Column) -> Any:
    form = column.number_format or NUMBER
    if isinstance(value, Formed):
        value, form = value.value, value.number_format
    if value is None:
        return None
    if isinstance(value, str):
        cell = _text(page, value)
    else:
        cell = WriteOnlyCell(page, value)
        cell.number_format = DAY if isinstance(value, date) else form
    cell.alignment = _TEXT if column.is_text else _FIGURE
    return cell


def _text(page: Any, value: str) -> Any:
    """Text stays text: what looks like a formula is marked as text and never computed."""
    text = storable(value)[:MOST_CHARACTERS]
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    if text.startswith(LIKE_A_FORMULA):
        cell.quotePrefix = True
    return cell
