"""A reporting workbook in: whose it is, its typed rows, and every issue with sheet and cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from kotacerdas.wording.matching import normalised
from kotacerdas.workbook import checks
from kotacerdas.workbook.archive import UnusableFileError
from kotacerdas.workbook.issues import Issue, Problem, shortened
from kotacerdas.workbook.reading import in_reading_order, matched_sheets, told
from kotacerdas.workbook.report_sheets import ABOUT, REPORT_SHEETS, About
from kotacerdas.workbook.schema import INSTRUCTIONS, Sheet
from kotacerdas.workbook.sheets import SheetReading, read_sheet
from kotacerdas.workbook.tables import RawFile, RawTable, parse

Rows = list[dict[str, Any]]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class ReportsReading:
    """What was read; with any error it is not to be used.

    `about` is None where the file does not say whose workbook it is; `about_cells` are its places.
    """

    about: About | None = None
    about_cells: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sheets: Mapping[str, SheetReading] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def is_ok(self) -> bool:
        return not any(issue.is_error for issue in self.issues)

    def rows(self, sheet: str) -> Rows:
        """The rows of a sheet, with `row` as in the file; none where the file lacks it."""
        found = self.sheets.get(sheet)
        return [] if found is None else found.frame.to_dicts()

    def has(self, sheet: str, column: str) -> bool:
        return column in self.sheets[sheet].layout.letters

    def place(self, sheet: str, column: str, row: int) -> tuple[str, str]:
        """The sheet as it is called in the file, and the cell."""
        layout = self.sheets[sheet].layout
        return layout.name, layout.cell(column, row)

    def issue(self, problem: Problem, sheet: str, column: str, row: int, **parts: str) -> Issue:
        """A problem at a cell, with what stands in it."""
        found = self.sheets[sheet].raw.cell(column, row)
        shown = None if found is None else shortened(found)
        return Issue(problem, *self.place(sheet, column, row), shown, tuple(parts.items()))

    @property
    def flawed_rows(self) -> frozenset[tuple[str, int]]:
        """The sheet and row of every error that is a cell's."""
        sheets = {found.layout.name: sheet for sheet, found in self.sheets.items()}
        return frozenset(
            (sheets[issue.sheet], int(issue.cell.lstrip(_LETTERS)))
            for issue in self.issues
            if issue.is_error and issue.cell and issue.sheet in sheets
        )

    def ordered(self, issues: Iterable[Issue]) -> tuple[Issue, ...]:
        return in_reading_order(issues, list(self.names))


def read_reports(data: bytes) -> ReportsReading:
    """Read and check the content of a reporting workbook."""
    try:
        return _reading(parse(data))
    except UnusableFileError as error:
        return refused(error)


def refused(error: UnusableFileError) -> ReportsReading:
    """What is said of a file that is refused as a whole."""
    return ReportsReading(issues=(error.issue,))


def _reading(file: RawFile) -> ReportsReading:
    about, cells = _about(file.tables)
    if about is None:
        return ReportsReading(issues=(Issue(Problem.NOT_FOR_REPORTS),))
    tables, issues = matched_sheets(file.tables, REPORT_SHEETS)
    sheets = {
        sheet.name: read_sheet(sheet, tables[sheet.name], needs_region=False)
        for sheet in REPORT_SHEETS
        if sheet.name in tables
    }
    for sheet in REPORT_SHEETS:
        if (found := sheets.get(sheet.name)) is not None:
            issues += [*found.issues, *_checked(sheet, found)]
    names = tuple(table.name for table in file.tables)
    return ReportsReading(about, cells, sheets, names, in_reading_order(issues, list(names)))


def _about(tables: Iterable[RawTable]) -> tuple[About | None, dict[str, tuple[str, str]]]:
    """Whose workbook it is by its instructions, and where that stands."""
    parts = {normalised(title): part for part, titles in ABOUT.items() for title in titles}
    found: dict[str, str] = {}
    cells: dict[str, tuple[str, str]] = {}
    for table in tables:
        if normalised(table.name) not in map(normalised, INSTRUCTIONS):
            continue
        for number, row in zip(table.row_numbers, table.rows, strict=True):
            part = parts.get(normalised(str(row[0]))) if len(row) > 1 else None
            if part is not None and part not in found:
                found[part], cells[part] = str(row[1]).strip(), (table.name, f"B{number}")
    return (About(**found) if set(found) == set(ABOUT) else None), cells


def _checked(sheet: Sheet, found: SheetReading) -> Iterator[Issue]:
    for finding in (*checks.sheet_findings(sheet, found.frame), *_fractions(sheet, found.frame)):
        yield from told(finding, found)


def _fractions(sheet: Sheet, frame: pl.DataFrame) -> Iterator[checks.Finding]:
    """Percentages that were typed with a percent sign: the file holds 0.85 for 85 %."""
    if sheet.name == "Reports":
        shares, name = frame["progress_pct"], "progress_pct"
    elif sheet.name == "Values":
        is_percent = frame["unit"].str.to_lowercase().is_in(checks.PERCENT_UNITS)
        numbers = frame["value"].cast(pl.Float64, strict=False)
        shares, name = numbers.zip_with(is_percent, pl.Series([None], dtype=pl.Float64)), "value"
    else:
        return
    told_of = shares.drop_nulls()
    if told_of.len() and told_of.max() <= 1 and told_of.max() > 0:  # type: ignore[operator]
        row = int(frame["row"][int(shares.is_not_null().arg_max() or 0)])
        yield checks.Finding(sheet.name, name, row, Problem.LOOKS_LIKE_FRACTION)
