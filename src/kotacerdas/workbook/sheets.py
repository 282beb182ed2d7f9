"""One raw table to one typed frame: names matched, cells typed, oddities of the file told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite
from typing import NamedTuple

import polars as pl
from openpyxl.utils import get_column_letter

from kotacerdas.wording.matching import normalised
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.cells import DTYPES, Percent, typed
from kotacerdas.workbook.columns import Column, Sheet, Unit
from kotacerdas.workbook.issues import Issue, shortened
from kotacerdas.workbook.naming import called, language_of
from kotacerdas.workbook.problems import Problem, Term
from kotacerdas.workbook.schema import REGION_COLUMN
from kotacerdas.workbook.tables import RawTable, columns_of

_ROWS_BEFORE_TITLES = 20  # how far down the row of titles is looked for
_FEWEST_TITLES = 2  # a row with one of them may be a heading above the table


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
    """A typed frame (the schema's columns, `region`, `row`) and what was wrong on the way.

    `marks` are `%` and `Rp` as they stand beside figures, by (field, row).
    """

    frame: pl.DataFrame
    layout: Layout
    issues: list[Issue]
    raw: RawCells
    titles: Mapping[str, str | Term]  # of every column: the file's, or what it would call it
    language: Language | None  # of the titles; None where they are the same in both
    flawed: frozenset[tuple[str, int]] = frozenset()  # (field, row) told of already
    marks: tuple[tuple[str, int, str], ...] = ()


def empty_frame(sheet: Sheet) -> pl.DataFrame:
    columns = {column.name: DTYPES[column.kind] for column in sheet.columns}
    return pl.DataFrame(schema=columns | {"region": pl.String(), "row": pl.Int64()})


def read_sheet(sheet: Sheet, table: RawTable, *, needs_region: bool) -> SheetReading:
    """The table's rows as the sheet's records; `needs_region` in a file of several regions."""
    known = _known_titles(sheet)
    table, header_row = _from_its_titles(table, known)
    language = language_of((sheet, *known.values()), (table.name, *map(str, table.header)))
    header = _Header(table, header_row, language)
    columns, issues = _matched_columns(sheet, header, known, needs_region=needs_region)
    letters = {column.name: get_column_letter(at + 1) for at, column in columns.items()}
    layout = Layout(table.name, letters)
    cells = columns_of(table)
    series: dict[str, pl.Series] = {}
    flaws: list[tuple[str, int, Issue]] = []
    marks: list[tuple[str, int, str]] = []
    overfull = list(_overfull(table))
    shifted = {row for row, issue in overfull if issue.is_error}
    for at, column in columns.items():
        column_cells = typed(column, _with_percent(table, at, column, cells[at]))
        series[column.name] = column_cells.series
        for flaw in column_cells.flaws:
            row = table.row_numbers[flaw.at]
            if row in shifted:  # said once, of the row
                continue
            place = layout.cell(column.name, row)
            content = shortened(cells[at][flaw.at])
            issue = Issue(flaw.problem, table.name, place, content, flaw.parts)
            flaws.append((column.name, row, issue))
        marks += (
            (column.name, table.row_numbers[place], mark) for place, mark in column_cells.marks
        )
    flaws += _unfit_cells(table, letters, header_row)
    for row, issue in overfull:
        flaws += ((column.name, row, issue) for column in columns.values())
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
        issues=[
            *dict.fromkeys((*issues, *(issue for _, _, issue in flaws))),
            *_oddities(table, header_row),
        ],
        raw=RawCells(table.row_numbers, {column.name: cells[at] for at, column in columns.items()}),
        titles={column.name: called(column, language) for column in known.values()}
        | {column.name: str(table.header[at]).strip() for at, column in columns.items()},
        language=language,
        flawed=frozenset((name, row) for name, row, issue in flaws if issue.is_error),
        marks=tuple(marks),
    )


def _known_titles(sheet: Sheet) -> dict[str, Column]:
    """Each way of writing a column's name, with the column."""
    return {
        normalised(name): column
        for column in (*sheet.columns, REGION_COLUMN)
        for name in (column.name, column.alias)
    }


def _from_its_titles(table: RawTable, known: Mapping[str, Column]) -> tuple[RawTable, int]:
    """The table from the row of its titles on, and that row: 1 unless headings stand above."""

    def titles(row: Sequence[object]) -> int:
        return len({normalised(str(cell)) for cell in row}.intersection(known))

    if titles(table.header) >= _FEWEST_TITLES:
        return table, 1
    counts = [titles(row) for row in table.rows[:_ROWS_BEFORE_TITLES]]
    most = max(counts, default=0)
    if most < _FEWEST_TITLES:
        return table, 1
    at = counts.index(most)
    below = replace(
        table,
        header=table.rows[at],
        rows=table.rows[at + 1 :],
        row_numbers=table.row_numbers[at + 1 :],
        lines=table.lines[at + 1 :],
    )
    return below, table.row_numbers[at]


def _titled_width(table: RawTable) -> int:
    return max((at for at, title in enumerate(table.header, 1) if str(title).strip()), default=0)


def _overfull(table: RawTable) -> Iterator[tuple[int, Issue]]:
    """Rows of text with cells beyond the last title: a delimiter stands inside one before."""
    width = _titled_width(table)
    for number, line, row in zip(table.row_numbers, table.lines, table.rows, strict=False):
        beyond = [at for at, cell in enumerate(row[width:], width + 1) if str(cell).strip()]
        if beyond and width:
            place = f"{get_column_letter(beyond[0])}{number}"
            parts = {"line": line, "cells": beyond[-1], "columns": width}
            said = tuple((name, str(count)) for name, count in parts.items())
            content = shortened(row[beyond[0] - 1])
            yield number, Issue(Problem.TOO_MANY_CELLS, table.name, place, content, said)
        elif number in table.doubtful:
            said = (("line", str(line)),)
            yield number, Issue(Problem.ROWS_IN_A_CELL, table.name, f"A{number}", None, said)


class _Header(NamedTuple):
    table: RawTable
    row: int
    language: Language | None

    def issue(
        self, problem: Problem, at: int, content: object = None, name: str | Term | None = None
    ) -> Issue:
        """A problem of the column at that place, counted from 0."""
        cell = f"{get_column_letter(at + 1)}{self.row}"
        text = None if content is None else shortened(content)
        return Issue(problem, self.table.name, cell, text, (("name", name),) if name else ())

    @property
    def is_below(self) -> Iterator[Issue]:
        if self.row > 1:
            parts = (("row", str(self.row)),)
            yield Issue(Problem.HEADER_BELOW, self.table.name, f"A{self.row}", None, parts)


def _matched_columns(
    sheet: Sheet, header: _Header, known: Mapping[str, Column], *, needs_region: bool
) -> tuple[dict[int, Column], list[Issue]]:
    """The known columns by their place in the table, and what is wrong with their titles."""
    table = header.table
    columns: dict[int, Column] = {}
    issues: list[Issue] = [*header.is_below]
    for at, title in enumerate(table.header):
        column = known.get(normalised(str(title)))
        if column is None:
            is_looked_at = not table.lines or at < _titled_width(table)
            if str(title).strip() or (is_looked_at and _is_filled(table, at)):
                issues.append(header.issue(Problem.UNKNOWN_COLUMN, at, str(title).strip() or None))
        elif column in columns.values():
            issues.append(header.issue(Problem.COLUMN_TWICE, at, title, str(title).strip()))
        else:
            columns[at] = column
            if at in table.hidden_columns:
                issues.append(header.issue(Problem.HIDDEN_COLUMN, at, None, str(title).strip()))
    wanted = [column for column in sheet.columns if not column.optional]
    if needs_region and sheet.name != "Region":
        wanted.append(REGION_COLUMN)
    issues += (
        header.issue(Problem.MISSING_COLUMN, 0, None, called(column, header.language))
        for column in wanted
        if column not in columns.values()
    )
    return columns, issues


def _is_filled(table: RawTable, at: int) -> bool:
    return any(row[at : at + 1] not in ([""], []) for row in table.rows)


def _with_percent(
    table: RawTable, at: int, column: Column, cells: Sequence[object]
) -> Sequence[object]:
    """The column's cells; those that the file shows as percent hold what is shown."""
    rows = table.percent.get(at)
    if not rows or column.unit is Unit.PLAIN:
        return cells
    return [
        Percent.of(cell) if row in rows and isinstance(cell, float) and isfinite(cell) else cell
        for row, cell in zip(table.row_numbers, cells, strict=True)
    ]


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


def _unfit_cells(
    table: RawTable, letters: Mapping[str, str], header_row: int
) -> Iterator[tuple[str, int, Issue]]:
    """Formulas without a stored result and error values, in columns that are read."""
    fields = {letter: name for name, letter in letters.items()}
    for cells, problem in (
        (table.uncached, Problem.NO_CACHED_VALUE),
        (table.failed, Problem.ERROR_VALUE),
    ):
        for cell in cells:
            letter = cell.rstrip("0123456789")
            row = int(cell.removeprefix(letter))
            if letter in fields and row >= header_row:
                yield fields[letter], row, Issue(problem, table.name, cell)


def _oddities(table: RawTable, header_row: int) -> Iterator[Issue]:
    if table.is_hidden:
        yield Issue(Problem.HIDDEN_SHEET, table.name)
    for row in sorted(table.hidden_rows.intersection(table.row_numbers)):
        yield Issue(Problem.HIDDEN_ROW, table.name, f"A{row}")
    for cells in table.merged:
        first = cells.partition(":")[0]
        if _row_of(first) >= header_row:
            yield Issue(Problem.MERGED, table.name, first, None, (("range", cells),))


def _row_of(cell: str) -> int:
    digits = cell.lstrip("$ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits.isdecimal() else 1
