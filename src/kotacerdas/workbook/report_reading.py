"""A reporting workbook in: whose it is, its typed rows, and every issue with sheet and cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kotacerdas.workbook import checks
from kotacerdas.workbook.archive import UnusableFileError
from kotacerdas.workbook.instructions import about_of
from kotacerdas.workbook.issues import Issue, shortened
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.reading import faults_of, in_reading_order, issues_of, matched_sheets
from kotacerdas.workbook.report_sheets import REPORT_SHEETS, About
from kotacerdas.workbook.schema import SHEETS
from kotacerdas.workbook.sheets import SheetReading, read_sheet
from kotacerdas.workbook.tables import RawFile, parse

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
        reading = self.sheets.get(sheet)
        return [] if reading is None else reading.frame.to_dicts()

    def has(self, sheet: str, column: str) -> bool:
        return column in self.sheets[sheet].layout.letters

    def place(self, sheet: str, column: str, row: int) -> tuple[str, str]:
        """The sheet as it is called in the file, and the cell."""
        layout = self.sheets[sheet].layout
        return layout.name, layout.cell(column, row)

    def issue(self, problem: Problem, sheet: str, column: str, row: int, **parts: str) -> Issue:
        """A problem at a cell, with what stands in it."""
        content = self.sheets[sheet].raw.cell(column, row)
        text = None if content is None else shortened(content)
        return Issue(problem, *self.place(sheet, column, row), text, tuple(parts.items()))

    @property
    def flawed_rows(self) -> frozenset[tuple[str, int]]:
        """The sheet and row of every error that is a cell's."""
        sheets = {reading.layout.name: sheet for sheet, reading in self.sheets.items()}
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
    if faults := faults_of(file):
        return ReportsReading(issues=faults)
    about, cells = about_of(file)
    if about is None:
        return ReportsReading(issues=(Issue(_kind_of(file)),))
    tables, issues = matched_sheets(file, REPORT_SHEETS)
    sheets = {
        sheet.name: read_sheet(sheet, tables[sheet.name], needs_region=False)
        for sheet in REPORT_SHEETS
        if sheet.name in tables
    }
    for sheet in REPORT_SHEETS:
        if (reading := sheets.get(sheet.name)) is not None:
            issues += reading.issues
            for finding in checks.sheet_findings(sheet, reading.frame):
                issues += issues_of(finding, sheets)
    names = tuple(table.name for table in file.tables)
    return ReportsReading(about, cells, sheets, names, in_reading_order(issues, list(names)))


def _kind_of(file: RawFile) -> Problem:
    """What to say of a file that is no reporting workbook."""
    matched, _ = matched_sheets(file, SHEETS)
    is_of_region = all(sheet.name in matched for sheet in SHEETS if sheet.required)
    return Problem.REGION_WORKBOOK if is_of_region else Problem.NOT_FOR_REPORTS
