"""A row of a workbook as it was sent, for the page that a cell leads to."""

from dataclasses import dataclass

from kotacerdas.core.stored_files import read
from kotacerdas.core.words import language, words
from kotacerdas.records.models import SourceFile
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.excerpt import Excerpt, Shown
from kotacerdas.workbook.isolated import read_excerpt


@dataclass(frozen=True)
class Place:
    """A row of a file, by the file's own name of its sheet; `letter` is empty for no one cell."""

    file: SourceFile
    sheet: str
    row: int
    letter: str

    @property
    def name(self) -> str:
        """`Realisasi!E214`."""
        return f"{self.sheet}!{self.letter}{self.row}"


@dataclass(frozen=True)
class CellShown:
    """A cell in words; `is_asked` marks the one that the address names."""

    text: str
    is_number: bool = False
    is_asked: bool = False


@dataclass(frozen=True)
class RowShown:
    """A row with its number; `is_asked` marks the one that the address names."""

    number: int
    cells: list[CellShown]
    is_asked: bool


@dataclass(frozen=True)
class SheetShown:
    """What the page shows of the sheet, and what the cell that it is about holds."""

    columns: list[str]
    header: list[CellShown]
    rows: list[RowShown]
    left_out: int
    asked: CellShown | None


def row_in_file(place: Place) -> SheetShown | None:
    """The row among its neighbours; None where the file has none there.

    Raises:
        StoredFileError: the file is gone, or is no longer what was sent.
        UnusableFileError: it can't be read.
    """
    file = place.file
    content = read(str(file.content), file.sha256, file.name)
    found = read_excerpt(content, place.sheet, place.row, place.letter)
    return None if found is None else _shown(found, place)


def _shown(found: Excerpt, place: Place) -> SheetShown:
    percent = frozenset(found.percent)
    rows = [
        RowShown(
            number,
            [
                _cell(cell, f"{letter}{number}", percent, place)
                for letter, cell in zip(found.columns, cells, strict=True)
            ],
            number == place.row,
        )
        for number, cells in found.rows
    ]
    asked = (cell for row in rows for cell in row.cells if cell.is_asked)
    header = [_cell(cell, "", percent, place) for cell in found.header]
    return SheetShown(found.columns, header, rows, found.left_out, next(asked, None))


def _cell(cell: Shown, name: str, percent: frozenset[str], place: Place) -> CellShown:
    is_asked = bool(place.letter) and name == f"{place.letter}{place.row}"
    if isinstance(cell, float):
        is_percent = name in percent
        text = _number(100 * cell if is_percent else cell)
        text = f"{text}\N{NO-BREAK SPACE}%" if is_percent else text
        return CellShown(text, is_number=True, is_asked=is_asked)
    if cell is None and is_asked:
        return CellShown(words()("source_row.empty"), is_asked=True)
    return CellShown(cell or "", is_asked=is_asked)


def _number(value: float) -> str:
    """As a spreadsheet shows it, without marks of thousands: a year is one of these, too."""
    text = f"{value:.15g}"
    return text.replace(".", ",") if language() is Language.ID else text
