"""Files to raw tables: the cells as they stand, with what only the file's own format shows."""

import hashlib
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path, PurePosixPath

from openpyxl.utils import get_column_letter
from python_calamine import CalamineError

from kotacerdas.workbook import base
from kotacerdas.workbook.archive import (
    MAX_UNPACKED_BYTES,
    UnusableFileError,
    damaged,
    is_workbook,
    open_archive,
)
from kotacerdas.workbook.csv_text import CsvError, rows_of
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.sheet_xml import XmlError
from kotacerdas.workbook.xlsx import XlsxSheet, refuse_sprawl, sheets

FORMULA_MARKS = "=+-@\t\r"
_ERROR_TEXTS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)
# What reading a damaged part comes to.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError,
    CalamineError, XmlError, KeyError, ValueError,
)  # fmt: skip


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
    hidden_columns: frozenset[int] = frozenset()  # counted from 0
    percent: Mapping[int, Collection[int]] = field(default_factory=dict)  # column from 0 -> rows
    lines: Sequence[int] = ()  # of text: the line on which each row begins
    doubtful: frozenset[int] = frozenset()  # rows of text whose quotation marks may be wrong
    fault: Issue | None = None  # why nothing could be read of it


@dataclass(frozen=True)
class RawFile:
    """The tables of a file or folder and the SHA-256 of what was read."""

    tables: list[RawTable]
    sha256: str
    is_text: bool = field(default=False)  # CSV, where every cell is text
    base: str = ""  # what a file beside CSV says of the state it was taken out from


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
            return RawFile([_sheet(sheet) for sheet in sheets(archive)], sha256)
        return RawFile(_csv_members(archive), sha256, is_text=True, base=_base_in(archive))
    except _DAMAGE as error:
        raise damaged(error) from error


# .xlsx


def _sheet(sheet: XlsxSheet) -> RawTable:
    cells, marks = sheet.cells, sheet.marks
    header = cells[0] if cells else []
    blank: list[object] = [""] * len(header)
    numbers = [number for number, row in enumerate(cells[1:], 2) if row != blank]
    return RawTable(
        name=sheet.name,
        header=header,
        rows=[cells[number - 1] for number in numbers],
        row_numbers=numbers,
        is_hidden=sheet.is_hidden,
        hidden_rows=frozenset(marks.hidden_rows),
        hidden_columns=frozenset(marks.hidden_columns),
        merged=tuple(marks.merged),
        uncached=frozenset(marks.uncached),
        failed=frozenset(marks.failed),
        percent=marks.percent,
    )


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
    base_file = path / base.FILE
    text = base_file.read_text("utf-8", "replace") if base_file.is_file() else ""
    return RawFile(_csv_tables(contents), digest.hexdigest(), is_text=True, base=text)


def _csv_members(archive: zipfile.ZipFile) -> list[RawTable]:
    members = [
        (PurePosixPath(name).stem, archive.read(name))
        for name in sorted(archive.namelist())
        if name.casefold().endswith(".csv") and not PurePosixPath(name).name.startswith(".")
    ]
    if not members:
        raise UnusableFileError(Problem.UNREADABLE)
    return _csv_tables(members)


def _base_in(archive: zipfile.ZipFile) -> str:
    named = [name for name in archive.namelist() if PurePosixPath(name).name == base.FILE]
    return archive.read(named[0]).decode("utf-8", "replace") if named else ""


def _csv_tables(contents: Iterable[tuple[str, bytes]]) -> list[RawTable]:
    return [csv_table(name, data) for name, data in contents]


def csv_table(name: str, data: bytes) -> RawTable:
    """One CSV file; with a fault where it can be read in more than one way.

    Raises:
        UnusableFileError: it is too large.
    """
    try:
        rows = rows_of(data)
    except CsvError as error:
        parts = (("line", str(error.line)),)
        fault = Issue(error.problem, name, f"A{error.row}", None, parts)
        return RawTable(name, [], [], [], fault=fault)
    width = max(map(len, rows.cells), default=0)
    refuse_sprawl(name, len(rows.cells), width)
    failed = frozenset(
        f"{get_column_letter(at)}{number}"
        for number, row in enumerate(rows.cells, 1)
        for at, cell in enumerate(row, 1)
        if cell in _ERROR_TEXTS
    )
    header = [*(rows.cells[0] if rows.cells else []), *[""] * width][:width]
    filled_rows = [at for at, row in enumerate(rows.cells) if at and any(row)]
    return RawTable(
        name=name,
        header=header,
        rows=[_unguarded(rows.cells[at]) for at in filled_rows],
        row_numbers=[at + 1 for at in filled_rows],
        failed=failed,
        lines=[rows.lines[at] for at in filled_rows],
        doubtful=frozenset(rows.doubtful),
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
