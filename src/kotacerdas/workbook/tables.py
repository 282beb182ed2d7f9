"""Files to raw tables: the cells as they stand, with what only the file's own format shows."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from kotacerdas.workbook import sheet_xml
from kotacerdas.workbook.archive import (
    MAX_UNPACKED_BYTES,
    UnusableFileError,
    is_workbook,
    open_archive,
)
from kotacerdas.workbook.issues import Problem

FORMULA_MARKS = "=+-@\t\r"
_ERROR_TEXTS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)
# The fast reader takes memory for every cell up to the last one, so that two cells in opposite
# corners of a sheet would end the program.
_MAX_CELLS = 10_000_000


@dataclass(frozen=True)
class RawTable:
    """One sheet: the names of row 1, the filled rows below it, and oddities of the file."""

    name: str
    header: Sequence[object]
    rows: Sequence[Sequence[object]]  # each as long as the header or shorter
    row_numbers: list[int]  # 2 is the first below the header
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[str, ...] = ()
    uncached: frozenset[str] = frozenset()  # cells whose formula has no stored result
    failed: frozenset[str] = frozenset()  # cells that hold an error such as #DIV/0!, shown empty


@dataclass(frozen=True)
class RawFile:
    """The tables of a file or folder and the SHA-256 of what was read."""

    tables: list[RawTable]
    sha256: str
    is_text: bool = field(default=False)  # CSV, where every cell is text


def load(path: Path) -> RawFile:
    """The tables of an .xlsx, of a zip of CSV files, or of a folder of them.

    Raises:
        UnusableFileError: the file is refused as a whole.
        OSError: it can't be read at all.
    """
    if path.is_dir():
        return _folder(path)
    return parse(path.read_bytes())


def parse(data: bytes) -> RawFile:
    """The same for a file's content. Raises: UnusableFileError."""
    sha256 = hashlib.sha256(data).hexdigest()
    archive = open_archive(data)
    try:
        if is_workbook(archive):
            return RawFile(_sheets(archive, data), sha256)
        return RawFile(_csv_members(archive), sha256, is_text=True)
    except (zipfile.BadZipFile, CalamineError, ET.ParseError, KeyError, ValueError) as error:
        raise UnusableFileError(Problem.UNREADABLE) from error


# .xlsx


def _sheets(archive: zipfile.ZipFile, data: bytes) -> list[RawTable]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    parts = _sheet_parts(archive)
    return [
        _sheet(
            book,
            _part(archive, parts[sheet.name]),
            sheet.name,
            is_hidden=sheet.visible is not SheetVisibleEnum.Visible,
        )
        for sheet in book.sheets_metadata
        if sheet.name in parts
    ]


def _sheet(book: CalamineWorkbook, xml: bytes, name: str, *, is_hidden: bool) -> RawTable:
    _refuse_sprawl(name, *sheet_xml.last_cell(xml))
    sheet = book.get_sheet_by_name(name)
    cells: Sequence[Sequence[object]] = sheet.to_python(skip_empty_area=False)
    header = cells[0] if cells else []
    blank: list[object] = [""] * len(header)
    numbers = [number for number, row in enumerate(cells[1:], 2) if row != blank]
    uncached, failed = sheet_xml.unfit_cells(xml)
    return RawTable(
        name=name,
        header=header,
        rows=[cells[number - 1] for number in numbers],
        row_numbers=numbers,
        is_hidden=is_hidden,
        hidden_rows=sheet_xml.hidden_rows(xml),
        merged=sheet_xml.merged_cells(xml),
        uncached=uncached,
        failed=failed,
    )


_ANY = "{*}"  # Excel's "strict" files use namespaces of their own
_RELATION = "/relationships}id"


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The archive's member for each worksheet by its name."""
    relations = _xml(archive, "xl/_rels/workbook.xml.rels")
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in relations.iterfind(f"{_ANY}Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    book = _xml(archive, "xl/workbook.xml")
    found = {}
    for sheet in book.iterfind(f"{_ANY}sheets/{_ANY}sheet"):
        target = targets.get(
            next((value for key, value in sheet.items() if key.endswith(_RELATION)), "")
        )
        if target:
            found[sheet.get("name", "")] = (
                target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            )
    return found


def _xml(archive: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(_part(archive, name))  # noqa: S314 - entities are refused by _part


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Raises ParseError for a document type, the door of entity bombs; Excel writes none."""
    text = archive.read(name)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ET.ParseError(name)
    return text


def _refuse_sprawl(name: str, rows: int, columns: int) -> None:
    if rows * columns > _MAX_CELLS:
        raise UnusableFileError(Problem.SPRAWLING, sheet=name, rows=f"{rows}", columns=f"{columns}")


# CSV


def _folder(path: Path) -> RawFile:
    files = sorted(file for file in path.iterdir() if file.suffix.casefold() == ".csv")
    if not files:
        raise UnusableFileError(Problem.UNREADABLE)
    size = sum(file.stat().st_size for file in files)
    if size > MAX_UNPACKED_BYTES:
        raise UnusableFileError(Problem.TOO_LARGE, size=f"{size / 1e6:,.0f} MB")
    contents = [(file.stem, file.read_bytes()) for file in files]
    digest = hashlib.sha256()
    for name, data in contents:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return RawFile(_csv_tables(contents), digest.hexdigest(), is_text=True)


def _csv_members(archive: zipfile.ZipFile) -> list[RawTable]:
    members = [
        (PurePosixPath(name).stem, archive.read(name))
        for name in sorted(archive.namelist())
        if name.casefold().endswith(".csv") and not PurePosixPath(name).name.startswith(".")
    ]
    if not members:
        raise UnusableFileError(Problem.UNREADABLE)
    return _csv_tables(members)


def _csv_tables(contents: Iterable[tuple[str, bytes]]) -> list[RawTable]:
    return [csv_table(name, data) for name, data in contents]


def csv_table(name: str, data: bytes) -> RawTable:
    """One CSV file: delimiter and byte-order mark are detected. Raises: UnusableFileError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFileError(Problem.UNREADABLE) from error
    header_line = text.partition("\n")[0]
    delimiter = ";" if header_line.count(";") > header_line.count(",") else ","
    csv.field_size_limit(MAX_UNPACKED_BYTES)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    width = max(map(len, lines), default=0)
    _refuse_sprawl(name, len(lines), width)
    failed = frozenset(
        f"{get_column_letter(at)}{number}"
        for number, row in enumerate(lines, 1)
        for at, cell in enumerate(row, 1)
        if cell in _ERROR_TEXTS
    )
    header = [*(lines[0] if lines else []), *[""] * width][:width]
    numbered = [(number, row) for number, row in enumerate(lines[1:], 2) if any(row)]
    return RawTable(
        name=name,
        header=header,
        rows=[_unguarded(row) for _, row in numbered],
        row_numbers=[number for number, _ in numbered],
        failed=failed,
    )


def needs_guard(text: str) -> bool:
    """Whether a spreadsheet would take `text` for a formula or an error, apostrophes aside."""
    bare = text.lstrip("'")
    return bare[:1] in tuple(FORMULA_MARKS) or bare in _ERROR_TEXTS


def _unguarded(row: Iterable[str]) -> list[object]:
    """Without errors, and without the apostrophe that `writing` puts before text."""
    return [
        cell[1:]
        if cell[:1] == "'" and needs_guard(cell)
        else ("" if cell in _ERROR_TEXTS else cell)
        for cell in row
    ]


def columns_of(table: RawTable) -> list[list[object]]:
    """The rows turned into columns, short rows filled up with empty cells."""
    if not table.rows:
        return [[] for _ in table.header]
    columns = [list(column) for column in zip_longest(*table.rows, fillvalue="")]
    empty: list[object] = [""] * len(table.rows)
    return columns + [list(empty) for _ in range(len(table.header) - len(columns))]
