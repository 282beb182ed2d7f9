"""A list of index scores by itself: a CSV with component, dimension, assessor and score."""

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.workbook import checks
from kotacerdas.workbook.archive import UnusableFileError
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.reading import in_reading_order, issues_of
from kotacerdas.workbook.schema import BY_NAME, sheet_of
from kotacerdas.workbook.sheets import read_sheet
from kotacerdas.workbook.tables import csv_table

_COLUMNS = ("component", "dimension", "assessor", "score")
_INDEX = BY_NAME["Index"]
_SCORES = replace(
    _INDEX,
    columns=tuple(column for column in _INDEX.columns if column.name in _COLUMNS),
    key=("component", "dimension", "assessor"),
)


@dataclass(frozen=True)
class ScoresReading:
    """The scores (component, dimension, assessor, score) and every issue."""

    frame: pl.DataFrame
    issues: tuple[Issue, ...]

    @property
    def is_ok(self) -> bool:
        return not any(issue.is_error for issue in self.issues)


def read_scores(path: Path, framework: str = DEFAULT) -> ScoresReading:
    """Read and check the scores in the CSV file at `path`, under an edition by id or file.

    Raises: OSError, FrameworkError.
    """
    edition = load(framework)
    scores = sheet_of(_SCORES, [edition])
    try:
        table = csv_table(path.stem, path.read_bytes())
    except UnusableFileError as error:
        return refused(error)
    if table.fault is not None:
        return ScoresReading(pl.DataFrame(), (table.fault,))
    sheet = read_sheet(scores, table, needs_region=False)
    findings = [
        *checks.sheet_findings(scores, sheet.frame),
        *checks.index_findings(sheet.frame, edition, within=()),
    ]
    issues = [
        *sheet.issues,
        *(issue for finding in findings for issue in issues_of(finding, {finding.sheet: sheet})),
    ]
    return ScoresReading(sheet.frame.select(_COLUMNS), in_reading_order(issues, [table.name]))


def refused(error: UnusableFileError) -> ScoresReading:
    """What is said of a file that is refused as a whole."""
    return ScoresReading(pl.DataFrame(), (error.issue,))
