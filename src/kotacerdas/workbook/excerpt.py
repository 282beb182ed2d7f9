"""A row of a file in its sheet, as people see it there: the head row, the row, those around it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from openpyxl.utils import column_index_from_string, get_column_letter

from kotacerdas.workbook import tables
from kotacerdas.workbook.archive import UnusableFileError
from kotacerdas.workbook.tables import RawTable

AROUND = 3  # filled rows on either side
MOST_COLUMNS = 40
LONGEST = 300

Shown = str | float | None


@dataclass(frozen=True)
class Excerpt:
    """Cells of a sheet: `columns` are their letters; a number stays one, None is an empty cell.

    `percent` are the places (`F4`) of cells that the file formats as percentages.
    """

    columns: list[str]
    header: list[Shown]
    rows: list[tuple[int, list[Shown]]]
    percent: list[str]
    left_out: int  # columns

    @classmethod
    def loaded(cls, stored: dict[str, Any]) -> Self:
        """What `dumped` gave."""
        rows = [(number, cells) for number, cells in stored["rows"]]
        return cls(**stored | {"rows": rows})

    def dumped(self) -> dict[str, Any]:
        return asdict(self)


def excerpt(data: bytes, *, sheet: str, row: int, column: str) -> Excerpt | None:
    """The row of the sheet as the file calls both; None where the file has no such filled row.

    The first columns are shown, and the one that is asked for by its letter.

    Raises:
        UnusableFileError: the file can't be read, or that sheet of it.
    """
    table = next((one for one in tables.parse(data).tables if one.name == sheet), None)
    if table is None or row not in table.row_numbers:
        return None
    if table.fault is not None:
        raise UnusableFileError(table.fault.problem)
    at = table.row_numbers.index(row)
    shown = range(max(0, at - AROUND), min(len(table.rows), at + AROUND + 1))
    width = _width(table, shown)
    asked = column_index_from_string(column) - 1 if column else 0
    places = [*range(min(width, MOST_COLUMNS)), *([asked] if asked >= MOST_COLUMNS else [])]
    return Excerpt(
        columns=[get_column_letter(place + 1) for place in places],
        header=[_cell(table.header, place) for place in places],
        rows=[
            (table.row_numbers[one], [_cell(table.rows[one], place) for place in places])
            for one in shown
        ],
        percent=[
            f"{get_column_letter(place + 1)}{table.row_numbers[one]}"
            for place in places
            for one in shown
            if table.row_numbers[one] in table.percent.get(place, ())
        ],
        left_out=max(0, width - len(places)),
    )


def _width(table: RawTable, rows: range) -> int:
    """Up to the last column that has anything in what is shown."""
    lines = [table.header, *(table.rows[one] for one in rows)]
    return max((at + 1 for line in lines for at, cell in enumerate(line) if cell != ""), default=0)


def _cell(line: Any, place: int) -> Shown:
    content = line[place] if place < len(line) else ""
    match content:
        case "" | None:
            return None
        case bool():
            return "TRUE" if content else "FALSE"
        case int() | float():
            return float(content)
        case datetime() if content.time() == time():
            return content.date().isoformat()
        case date() | time() | timedelta():
            return str(content)
    text = str(content)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
