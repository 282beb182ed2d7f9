"""One raw table to one typed frame: names matched, cells typed, oddities of the file told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl
from openpyxl.utils import get_column_letter

from kotacerdas.wording.matching import normalised
from kotacerdas.workbook.cells import DTYPES, typed
from kotacerdas.workbook.issues import Issue, Problem, shortened
from kotacerdas.workbook.schema import REGION_COLUMN, Column, Sheet
from kotacerdas.workbook.tables import RawTable, columns_of

_FIRST_HEADER_CELL = "A1"


@dataclass(frozen=True)
class Layout:
    """Where a sheet's fields stand in the file that was read."""

    name: str  # as written in the file
    letters: Mapping[str, str]  # field -> column letter

    def cell(self, name: str, row: int) -> str:
        return f"{self.letters.get(name, 'A')}{row}"


@dataclass(frozen=True)
class RawCells:
    """What stands in the file, cell by cell; None where it is empty."""

    row_numbers: Sequence[int]
    columns: Mapping[str, Sequence[object]]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {row: at for at, row in enumerate(self.row_numbers)}

    def cell(self, name: str, row: int) -> object:
        column, at = self.columns.get(name), self._places.get(row)
        value = None if column is None or at is None else column[at]
        return None if value == "" else value


@dataclass(frozen=True)
class SheetReading:
    """A typed frame (the schema's columns, `region`, `row`) and what was wrong on the way."""

    frame: pl.DataFrame
    layout: Layout
    issues: list[Issue]
    raw: RawCells
    flawed: frozenset[tuple[str, int]] = frozenset()  # (field, row) told of already


def empty_frame(sheet: Sheet) -> pl.DataFrame:
    columns = {column.name: DTYPES[column.kind] for column in sheet.columns}
    return pl.DataFrame(schema=columns | {"region": pl.String(), "row": pl.Int64()})


def read_sheet(sheet: Sheet, table: RawTable, *, needs_region: bool) -> SheetReading:
    """The table's rows as the sheet's records; `needs_region` in a file of several regions."""
    columns, issues = _matched_columns(sheet, table, needs_region=needs_region)
    letters = {column.name: get_column_letter(at + 1) for at, column in columns.items()}
    layout = Layout(table.name, letters)
    cells = columns_of(table)
    series: dict[str, pl.Series] = {}
    flaws: list[tuple[str, int, Issue]] = []
    for at, column in columns.items():
        series[column.name], found = typed(column, cells[at])
        for flaw in found:
            row = table.row_numbers[flaw.at]
            place = layout.cell(column.name, row)
            issue = Issue(flaw.problem, table.name, place, shortened(flaw.found), flaw.parts)
            flaws.append((column.name, row, issue))
    flaws += _unfit_cells(table, letters)
    frame = _completed(sheet, series, table.row_numbers)
    flawed_rows = {row for _, row, _ in flaws}
    names = [column.name for column in columns.values()]
    return SheetReading(
        frame=frame.filter(
            pl.any_horizontal(
                pl.col("row").is_in(flawed_rows), *(pl.col(name).is_not_null() for name in names)
            )
        ),
        layout=layout,
        issues=[*issues, *(issue for _, _, issue in flaws), *_oddities(table)],
        raw=RawCells(table.row_numbers, {column.name: cells[at] for at, column in columns.items()}),
        flawed=frozenset((name, row) for name, row, _ in flaws),
    )


def _matched_columns(
    sheet: Sheet, table: RawTable, *, needs_region: bool
) -> tuple[dict[int, Column], list[Issue]]:
    """The known columns by their place in the table, and what is wrong with row 1."""
    known = {
        normalised(name): column
        for column in (*sheet.columns, REGION_COLUMN)
        for name in (column.name, column.alias)
    }
    columns: dict[int, Column] = {}
    issues: list[Issue] = []
    for at, title in enumerate(table.header):
        column = known.get(normalised(str(title)))
        cell = f"{get_column_letter(at + 1)}1"
        if column is None:
            if str(title).strip() or any(row[at : at + 1] not in ([""], []) for row in table.rows):
                issues.append(Issue(Problem.UNKNOWN_COLUMN, table.name, cell, shortened(title)))
        elif column in columns.values():
            parts = (("name", column.name),)
            issues.append(Issue(Problem.COLUMN_TWICE, table.name, cell, shortened(title), parts))
        else:
            columns[at] = column
    wanted = [column for column in sheet.columns if not column.optional]
    if needs_region and sheet.name != "Region":
        wanted.append(REGION_COLUMN)
    for column in wanted:
        if column not in columns.values():
            names = (("name", column.name), ("alias", column.alias))
            issues.append(
                Issue(Problem.MISSING_COLUMN, table.name, _FIRST_HEADER_CELL, None, names)
            )
    return columns, issues


def _completed(
    sheet: Sheet, series: Mapping[str, pl.Series], row_numbers: list[int]
) -> pl.DataFrame:
    """All columns of the schema in its order, missing ones null, with their defaults filled in."""
    rows = pl.DataFrame({"row": pl.Series(row_numbers, dtype=pl.Int64)})
    return rows.with_columns(
        *(
            series[column.name]
            if column.name in series
            else pl.lit(None, dtype=DTYPES[column.kind]).alias(column.name)
            for column in (*sheet.columns, REGION_COLUMN)
        )
    ).select(*(column.name for column in sheet.columns), "region", "row")


def _unfit_cells(table: RawTable, letters: Mapping[str, str]) -> Iterator[tuple[str, int, Issue]]:
    """Formulas without a stored result and error values, in columns that are read."""
    fields = {letter: name for name, letter in letters.items()}
    for cells, problem in (
        (table.uncached, Problem.NO_CACHED_VALUE),
        (table.failed, Problem.ERROR_VALUE),
    ):
        for cell in cells:
            letter = cell.rstrip("0123456789")
            row = cell.removeprefix(letter)
            if letter in fields:
                yield fields[letter], int(row), Issue(problem, table.name, cell)


def _oddities(table: RawTable) -> Iterator[Issue]:
    if table.is_hidden:
        yield Issue(Problem.HIDDEN_SHEET, table.name)
    for row in sorted(table.hidden_rows.intersection(table.row_numbers)):
        yield Issue(Problem.HIDDEN_ROW, table.name, f"A{row}")
    for cells in table.merged:
        first = cells.partition(":")[0]
        yield Issue(Problem.MERGED, table.name, first, None, (("range", cells),))
