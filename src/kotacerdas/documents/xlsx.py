"""The annex as XLSX: every figure, unrounded, and the cells of the workbook it rests on."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from kotacerdas.charts.theme import FONT, LIGHT
from kotacerdas.documents.annex_sheets import sheets
from kotacerdas.documents.annex_tables import Sheet
from kotacerdas.documents.annex_trace import TracedCell, trace_sheet
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.xml_text import storable
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language

MOST_CHARACTERS = 32_767  # that a cell holds
A4 = 9  # as OOXML numbers paper
LIKE_A_FORMULA = ("=", "+", "-", "@", "#")  # or like an error: #REF!
_HEADER_FONT = Font(name=FONT, bold=True, color="FFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor=LIGHT.ink[1:])
_HEADER_ALIGNMENT = Alignment(vertical="center", wrap_text=True)


def annex(
    scorecard: Scorecard, trace: Mapping[str, Sequence[TracedCell]], language: Language
) -> bytes:
    """The annex; `trace` gives the cells by the JSON pointer of a number in the result."""
    facts = Facts(scorecard, language)
    book = Workbook(write_only=True)
    _describe(book, facts)
    for sheet in (*sheets(facts), trace_sheet(facts, trace)):
        _write(book, sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _describe(book: Any, facts: Facts) -> None:
    about = book.properties
    about.title = storable(facts.say("title.document", year=facts.year))
    about.creator = storable(facts.region[:100])
    about.language = facts.language.value
    about.created = about.modified = datetime.combine(facts.as_of, time())


def _write(book: Any, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    page.sheet_view.showGridLines = False
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.row_dimensions[1].height = 30
    formats = [column.number_format for column in sheet.columns]
    page.append([_header(page, column.title) for column in sheet.columns])
    count = 1
    for row in sheet.rows:
        page.append([_cell(page, value, form) for value, form in zip(row, formats, strict=True)])
        count += 1
    if sheet.has_filter:
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _header(page: Any, title: str) -> Any:
    cell = WriteOnlyCell(page, title)
    cell.font, cell.fill, cell.alignment = _HEADER_FONT, _HEADER_FILL, _HEADER_ALIGNMENT
    return cell


def _cell(page: Any, value: Any, number_format: str) -> Any:
    """A plain value where it needs no form of its own, which is several times as fast."""
    if isinstance(value, str):
        return _text(page, value)
    if value is None or (number_format == "General" and not isinstance(value, date)):
        return value
    cell = WriteOnlyCell(page, value)
    cell.number_format = "yyyy-mm-dd" if isinstance(value, date) else number_format
    return cell


def _text(page: Any, value: str) -> Any:
    """Text stays text: what looks like a formula is marked as text and never computed."""
    text = storable(value)[:MOST_CHARACTERS]
    if not text.startswith(LIKE_A_FORMULA):
        return text
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
