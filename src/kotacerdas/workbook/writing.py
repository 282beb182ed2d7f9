"""A workbook out: records to .xlsx, to a folder of CSV files or to a .zip of them.

What is written is read back by `reading` to the same records, in either language.
"""

import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.protection import SheetProtection

from kotacerdas.files import atomic
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import DEFAULT, load, packaged
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import base as bases
from kotacerdas.workbook import guide, numerals
from kotacerdas.workbook.cells import LIST_MARK
from kotacerdas.workbook.columns import Column, Kind, Sheet
from kotacerdas.workbook.schema import BY_NAME, INSTRUCTIONS, REGION_COLUMN, VERSION, sheets_of
from kotacerdas.workbook.tables import FORMULA_MARKS, needs_guard

Records = Mapping[str, Iterable[Mapping[str, object]]]

_YES_NO = {Language.ID: ("tidak", "ya"), Language.EN: ("no", "yes")}
_WIDTHS = {Kind.TEXT: 36, Kind.TEXTS: 24, Kind.CODES: 18, Kind.NUMBER: 16, Kind.WORD: 16}
_DEFAULT_WIDTH = 12
_LIST_ROWS = 5000  # how far down a column's drop-down list reaches
_HEADER_FILL = PatternFill("solid", fgColor="E8EEFB")
_INPUT_FILL = PatternFill("solid", fgColor="FFF8E1")
_FIRST_EXCEL_DAY = date(1900, 3, 1)  # before it Excel's calendar is wrong by a day
_TIMES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
_NEEDS_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write(  # noqa: PLR0913 - what is written, where and how
    records: Records,
    path: Path,
    *,
    language: Language = Language.ID,
    notice: str | None = None,
    edition: Framework | None = None,
    base: bases.Base | None = None,
) -> None:
    """Write `records` (canonical names and words; absent or None is empty) to `path`.

    `.xlsx` gives a workbook, `.zip` CSV files in an archive, any other name a folder of them.
    Where a record has a `region`, every sheet has its column. `notice` is put on the instructions,
    and `base` says which state of a site the records are.
    The words are those of `edition`, else of the one that the region's record names.
    """
    sheets = sheets_of(edition or _edition(records))
    rows = {sheet.name: list(records.get(sheet.name, ())) for sheet in sheets}
    has_regions = any(
        row.get("region")
        for name, sheet_rows in rows.items()
        if name != "Region"
        for row in sheet_rows
    )
    tables = [
        table_of(
            sheet,
            rows[sheet.name],
            language,
            has_region=has_regions and sheet.name != "Region",
        )
        for sheet in sheets
    ]
    instructions = _instructions(sheets, language, notice)
    if path.suffix.casefold() == ".xlsx":
        if base is not None:
            instructions.insert(1, [guide.BASE[language], str(base)])
        atomic.write(path, xlsx(tables, instructions, language))
        return
    files = [*_csv_files(tables, instructions, language)]
    if base is not None:
        files.append((bases.FILE, str(base).encode()))
    if path.suffix.casefold() == ".zip":
        atomic.write(path, _zipped(files))
        return
    atomic.make_folder(path)
    for name, data in files:
        atomic.write(path / name, data)


def write_template(
    path: Path, *, language: Language = Language.ID, edition: Framework | None = None
) -> None:
    """An empty workbook with every sheet, its instructions and its drop-down lists."""
    write({}, path, language=language, edition=edition)


class Table:
    """A sheet in one language: its columns and rows of cells that are text, number or date."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], rows: list[list[object]]) -> None:
        self.sheet, self.columns, self.rows = sheet, columns, rows


def table_of(
    sheet: Sheet, rows: Iterable[Mapping[str, object]], language: Language, *, has_region: bool
) -> Table:
    columns = [REGION_COLUMN, *sheet.columns] if has_region else list(sheet.columns)
    words_by_column = {column.name: guide.display_words(column, language) for column in columns}
    return Table(
        sheet,
        columns,
        [
            [
                _cell(column, row.get(column.name), words_by_column[column.name], language)
                for column in columns
            ]
            for row in rows
        ],
    )


def _cell(column: Column, value: object, words: Mapping[str, str], language: Language) -> object:
    match value:
        case None:
            return None
        case bool():
            return _YES_NO[language][value]
        case float() if value.is_integer():
            return int(value)
        case list() | tuple():
            return f"{LIST_MARK} ".join(map(str, value)) or None
        case str():
            return words[value] if column.kind is Kind.WORD else words.get(value, value)
    return value


def _edition(records: Records) -> Framework:
    named = (row.get("framework") for row in records.get("Region", ()))
    return load(next((str(name) for name in named if name in packaged()), DEFAULT))


def _instructions(
    sheets: Iterable[Sheet], language: Language, notice: str | None
) -> list[list[object]]:
    rows: list[list[object]] = [[guide.TITLE[language], VERSION]]
    rows += [[line] for line in (notice or "").splitlines() if line]
    rows += [[line] for line in guide.LINES[language]]
    return [*rows, [], *explained(sheets, guide.EXPLANATIONS, language)]


def explained(
    sheets: Iterable[Sheet], texts: guide.Explanations, language: Language
) -> list[list[object]]:
    """A line on each column, below their headings."""
    yes_no = _YES_NO[language]
    rows: list[list[object]] = [
        [
            guide.display_name(sheet, language),
            guide.display_name(column, language),
            yes_no[not column.optional],
            guide.holds(column, language),
            guide.explanation(texts, sheet, column, language),
        ]
        for sheet in sheets
        for column in sheet.columns
    ]
    return [list(guide.HEADINGS[language]), *rows]


# .xlsx


def xlsx(
    tables: Sequence[Table],
    instructions: list[list[object]],
    language: Language,
    inputs: Mapping[str, Collection[str]] | None = None,
) -> bytes:
    """The tables as an .xlsx. `inputs` names the columns of each sheet that are to be filled in.

    With them every other cell is locked, without a password.
    """
    book = Workbook(write_only=True)
    _add_instructions(book, instructions, language)
    for table in tables:
        _add_table(book, table, language, None if inputs is None else inputs[table.sheet.name])
    stream = io.BytesIO()
    book.save(stream)
    return _without_times(stream.getvalue())


def _add_table(
    book: Workbook, table: Table, language: Language, inputs: Collection[str] | None
) -> None:
    sheet = book.create_sheet(guide.display_name(table.sheet, language))
    sheet.freeze_panes = "A2"
    for at, column in enumerate(table.columns, 1):
        width = _WIDTHS.get(column.kind, _DEFAULT_WIDTH)
        sheet.column_dimensions[get_column_letter(at)].width = width
        _add_list(sheet, column, get_column_letter(at), language)
    if inputs is not None:
        sheet.protection = _protection()
    sheet.append([_title(sheet, column, language) for column in table.columns])
    for row in table.rows:
        cells = [_excel_cell(sheet, value) for value in row]
        for cell, column in zip(cells, table.columns, strict=True):
            if inputs is not None and column.name in inputs:
                _open(cell, column)
        sheet.append(cells)


def _protection() -> SheetProtection:
    """What keeps people from typing over what is only to be read; columns may still be widened."""
    return SheetProtection(sheet=True, formatColumns=False, formatRows=False, autoFilter=False)


def _open(cell: Cell, column: Column) -> None:
    cell.protection = Protection(locked=False)
    cell.fill = _INPUT_FILL
    if column.kind is Kind.TEXT:
        cell.number_format = "@"  # what is typed with - or = in front stays text
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _without_times(data: bytes) -> bytes:
    """The same records give the same bytes, so that a file's hash says what is in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _zipped((name, _TIMES.sub(b"", archive.read(name))) for name in archive.namelist())


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _add_instructions(book: Workbook, rows: list[list[object]], language: Language) -> None:
    sheet = book.create_sheet(INSTRUCTIONS[0 if language is Language.ID else 1])
    for letter, width in zip("ABCDE", (22, 18, 10, 48, 64), strict=True):
        sheet.column_dimensions[letter].width = width
    for number, row in enumerate(rows):
        cells = [_excel_cell(sheet, value) for value in row]
        if number == 0 or tuple(row) == guide.HEADINGS[language]:
            for cell in cells:
                cell.font = Font(bold=True)
        sheet.append(cells)


def _title(sheet: WriteOnlyWorksheet, column: Column, language: Language) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, guide.display_name(column, language))
    cell.font = Font(bold=not column.optional)
    cell.fill = _HEADER_FILL
    cell.alignment = Alignment(vertical="center")
    return cell


def _add_list(sheet: WriteOnlyWorksheet, column: Column, letter: str, language: Language) -> None:
    """A drop-down list for a fixed vocabulary, or of the codes that the column may name."""
    if column.kind is Kind.WORD:
        choices = f'"{",".join(guide.display_words(column, language).values())}"'
    elif column.kind is Kind.YES_NO:
        choices = f'"{",".join(reversed(_YES_NO[language]))}"'
    elif column.refers_to and column.kind is Kind.CODE:
        target = guide.display_name(BY_NAME[column.refers_to], language)
        choices = f"'{target}'!$A$2:$A${_LIST_ROWS}"
    else:
        return
    validation = DataValidation(type="list", formula1=choices, allow_blank=True)
    validation.add(f"{letter}2:{letter}{_LIST_ROWS}")
    sheet.data_validations.append(validation)  # type: ignore[attr-defined]  # not in the stubs


def _excel_cell(sheet: WriteOnlyWorksheet, value: Any) -> Cell:
    if isinstance(value, date) and value < _FIRST_EXCEL_DAY:
        value = value.isoformat()
    if isinstance(value, int | float):
        # As text of its shortest exact form, because openpyxl would cut it to 16 digits.
        number = WriteOnlyCell(sheet, repr(float(value)).removesuffix(".0"))
        number.data_type = "n"
        return number
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _NEEDS_ESCAPE.sub("_x005F_", value))
    cell.data_type = "s"  # also what begins like a formula or is called #N/A
    cell.number_format = "@"
    cell.quotePrefix = value[:1] in FORMULA_MARKS
    return cell


# CSV


def _csv_files(
    tables: Sequence[Table], instructions: list[list[object]], language: Language
) -> Iterator[tuple[str, bytes]]:
    name = INSTRUCTIONS[0 if language is Language.ID else 1]
    yield f"{name}.csv", csv_file(instructions, language)
    for table in tables:
        titles: list[object] = [guide.display_name(column, language) for column in table.columns]
        yield (
            f"{guide.display_name(table.sheet, language)}.csv",
            csv_file([titles, *table.rows], language),
        )


def csv_file(rows: Iterable[Sequence[object]], language: Language) -> bytes:
    """Rows as CSV with the marks of the language for a spreadsheet, and a byte-order mark."""
    stream = io.StringIO(newline="")
    is_indonesian = language is Language.ID
    writer = csv.writer(stream, delimiter=";" if is_indonesian else ",")
    for row in rows:
        writer.writerow([_csv_cell(value, "," if is_indonesian else ".") for value in row])
    return stream.getvalue().encode("utf-8-sig")


def _csv_cell(value: object, mark: str) -> str:
    match value:
        case None:
            return ""
        case int() | float():
            return numerals.as_text(value).replace(".", mark)
        case date():
            return value.isoformat()
    text = str(value)
    return f"'{text}" if needs_guard(text) else text
