"""A workbook in: typed rows that remember sheet and cell, and every issue at once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import polars as pl
from openpyxl.utils import column_index_from_string

from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import DEFAULT, packaged
from kotacerdas.frameworks.loading import load as load_edition
from kotacerdas.wording.matching import normalised
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import checks
from kotacerdas.workbook.archive import UnusableFileError
from kotacerdas.workbook.base import Base, parsed
from kotacerdas.workbook.columns import Sheet
from kotacerdas.workbook.findings import Finding
from kotacerdas.workbook.instructions import about_of, is_instructions
from kotacerdas.workbook.issues import Issue, shortened
from kotacerdas.workbook.naming import called, joined, language_of, possible_names
from kotacerdas.workbook.numerals import parse as parse_number
from kotacerdas.workbook.problems import Parts, Problem, Term
from kotacerdas.workbook.schema import BY_NAME, SHEETS, VERSION, sheets_of
from kotacerdas.workbook.sheets import Layout, RawCells, SheetReading, empty_frame, read_sheet
from kotacerdas.workbook.tables import RawFile, RawTable, load, parse


class TracedCell(NamedTuple):
    """A cell of the file and what stands in it, None where it is empty."""

    sheet: str
    cell: str
    value: object


@dataclass(frozen=True)
class Reading:
    """What was read. With any error the frames are not to be used.

    `frames` has every sheet of the schema under its canonical name, empty where the file has
    none, with the schema's columns typed, `region` (a region's code) and `row` (as in the file).
    """

    frames: Mapping[str, pl.DataFrame]
    layouts: Mapping[str, Layout]
    raw: Mapping[str, RawCells]
    issues: tuple[Issue, ...]
    sha256: str
    framework: str = DEFAULT  # the edition whose words it was read with, by id or file
    base: Base | None = None  # the state of a site that it was taken out from, where it says so

    @cached_property
    def is_ok(self) -> bool:
        return not any(issue.is_error for issue in self.issues)

    def cells(self, places: Iterable[tuple[str, int, str]]) -> list[TracedCell]:
        """The cells of the file at (sheet, row, field); a column the file lacks has none."""
        return [
            TracedCell(
                self.layouts[sheet].name,
                self.layouts[sheet].cell(field, row),
                self.raw[sheet].cell(field, row),
            )
            for sheet, row, field in places
            if field in self.layouts[sheet].letters
        ]

    @property
    def regions(self) -> list[str]:
        return self.frames["Region"]["code"].to_list()


def read(path: Path, framework: str | None = None) -> Reading:
    """Read and check the workbook at `path`: an .xlsx, a folder or a zip of CSV files.

    `framework` is an edition by id or file, in place of the one that the workbook names.

    Raises:
        OSError: there is no such file, or it can't be opened.
        FrameworkError: there is no such edition.
    """
    try:
        return _reading(load(path), framework)
    except UnusableFileError as error:
        return refused(error)


def read_bytes(data: bytes) -> Reading:
    """The same for the content of a file."""
    try:
        return _reading(parse(data))
    except UnusableFileError as error:
        return refused(error)


def refused(error: UnusableFileError) -> Reading:
    """What is said of a file that is refused as a whole."""
    return _refused(error.issue)


def _refused(*issues: Issue, sha256: str = "") -> Reading:
    frames = {sheet.name: empty_frame(sheet) for sheet in SHEETS}
    return Reading(frames, {}, {}, issues, sha256)


def faults_of(file: RawFile) -> tuple[Issue, ...]:
    """Why parts of the file can't be read at all; what follows from that is not worth saying."""
    return tuple(table.fault for table in file.tables if table.fault is not None)


def _reading(file: RawFile, framework: str | None = None) -> Reading:
    if faults := faults_of(file):
        return _refused(*faults, sha256=file.sha256)
    about, _ = about_of(file)
    if about is not None:
        issue = Issue(Problem.REPORTING_WORKBOOK, parts=(("period", about.period_term),))
        return _refused(issue, sha256=file.sha256)
    tables, issues = matched_sheets(file, SHEETS)
    region = BY_NAME["Region"]
    sheets: dict[str, SheetReading] = {}
    if region.name in tables:  # it names the edition, and that the words of the others
        sheets[region.name] = read_sheet(region, tables[region.name], needs_region=False)
    edition, unusable = _edition(sheets.get(region.name), framework)
    is_shared = region.name in sheets and sheets[region.name].frame.height > 1
    own_sheets = sheets_of(edition)
    for sheet in own_sheets[1:]:
        if sheet.name in tables:
            sheets[sheet.name] = read_sheet(sheet, tables[sheet.name], needs_region=is_shared)
    frames = _with_regions(
        {
            sheet.name: sheets[sheet.name].frame if sheet.name in sheets else empty_frame(sheet)
            for sheet in SHEETS
        }
    )
    for reading in sheets.values():
        issues += reading.issues
    marks = {name: reading.marks for name, reading in sheets.items()}
    for finding in (*unusable, *checks.all_findings(frames, marks, edition, own_sheets)):
        issues += issues_of(finding, sheets)
    return Reading(
        frames=_with_defaults(frames),
        layouts={name: reading.layout for name, reading in sheets.items()},
        raw={name: reading.raw for name, reading in sheets.items()},
        issues=in_reading_order(issues, [table.name for table in file.tables]),
        sha256=file.sha256,
        framework=framework or edition.id,
        base=_base_of(file),
    )


def _edition(region: SheetReading | None, framework: str | None) -> tuple[Framework, list[Finding]]:
    """The edition that is asked for or that the workbook names, and why that can't be used."""
    if framework is not None or region is None:
        return load_edition(framework or DEFAULT), []
    named = region.frame.select("row", pl.col("framework").fill_null(DEFAULT)).rows()
    findings = unknown_editions(region.frame)
    if not findings and len({name for _, name in named}) > 1:
        row = next(row for row, name in named if name != named[0][1])
        findings.append(
            Finding("Region", "framework", row, Problem.TWO_EDITIONS, _known_editions())
        )
    return load_edition(DEFAULT if findings or not named else named[0][1]), findings


def unknown_editions(regions: pl.DataFrame) -> list[Finding]:
    """The rows of the sheet Region that name an edition which is not there."""
    named = regions.select("row", pl.col("framework").fill_null(DEFAULT)).rows()
    return [
        Finding("Region", "framework", row, Problem.UNKNOWN_EDITION, _known_editions())
        for row, name in named
        if name not in packaged()
    ]


def _known_editions() -> Parts:
    return (("editions", Term(*(", ".join(packaged()) for _ in Language))),)


def matched_sheets(
    file: RawFile, sheets: Sequence[Sheet]
) -> tuple[dict[str, RawTable], list[Issue]]:
    """The known sheets by canonical name, and what is wrong with the others."""
    known = {normalised(name): sheet for sheet in sheets for name in (sheet.name, sheet.alias)}
    language = language_of(sheets, (table.name for table in file.tables))
    matched: dict[str, RawTable] = {}
    issues: list[Issue] = []
    for table in file.tables:
        names = possible_names(table.name, is_text=file.is_text)
        sheet = next((known[name] for name in names if name in known), None)
        if is_instructions(table, is_text=file.is_text):
            issues += _version_issues(table)
        elif sheet is None:
            issues.append(Issue(Problem.UNKNOWN_SHEET, table.name))
        elif sheet.name in matched:
            parts = (("name", called(sheet, language)), ("other", matched[sheet.name].name))
            issues.append(Issue(Problem.SHEET_TWICE, table.name, None, None, parts))
        else:
            matched[sheet.name] = table
    for sheet in sheets:
        if sheet.required and sheet.name not in matched:
            name = called(sheet, language)
            issues.append(Issue(Problem.MISSING_SHEET, name, None, None, (("name", name),)))
    return matched, issues


def _version_issues(table: RawTable) -> Iterable[Issue]:
    """The instructions carry the format's version in B1; a file without one is version 1."""
    written = table.header[1] if len(table.header) > 1 else ""
    try:
        version = parse_number(str(written))
    except ValueError:
        return
    if version > VERSION:
        parts = (("version", str(VERSION)),)
        yield Issue(Problem.NEWER_VERSION, table.name, "B1", shortened(written), parts)


def _base_of(file: RawFile) -> Base | None:
    """The instructions carry it in B2; beside CSV stands a file of its own."""
    texts = [
        str(row[1])
        for table in file.tables
        if is_instructions(table, is_text=file.is_text)
        for number, row in zip(table.row_numbers, table.rows, strict=True)
        if number == _ROW_OF_BASE and len(row) > 1
    ]
    return next(filter(None, map(parsed, (file.base, *texts))), None)


_ROW_OF_BASE = 2


def _with_regions(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Rows of a file with one region belong to it, whether or not a column says so."""
    codes = frames["Region"]["code"].drop_nulls()
    only = codes[0] if len(codes) == 1 else None
    return {
        name: frame.with_columns(
            region=pl.col("code")
            if name == "Region"
            else pl.coalesce("region", pl.lit(only, dtype=pl.String))
        )
        for name, frame in frames.items()
    }


def _with_defaults(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    return {
        sheet.name: frames[sheet.name].with_columns(
            pl.col(column.name).fill_null(column.default)
            for column in sheet.columns
            if column.default is not None
        )
        for sheet in SHEETS
    }


def issues_of(finding: Finding, sheets: Mapping[str, SheetReading]) -> Iterable[Issue]:
    """The finding as an issue, unless its cell, or its missing column, was told of already."""
    sheet = sheets.get(finding.sheet)
    if sheet is None:
        return
    if any((field, finding.row) in sheet.flawed for field in (finding.field, *finding.rests_on)):
        return
    if finding.problem is Problem.EMPTY and finding.field not in sheet.layout.letters:
        return
    content = sheet.raw.cell(finding.field, finding.row)
    yield Issue(
        finding.problem,
        sheet.layout.name,
        sheet.layout.cell(finding.field, finding.row),
        None if content is None else shortened(content),
        tuple((part, _named(part, value, sheet, sheets)) for part, value in finding.parts),
    )


def _named(
    part: str, value: str | Term, sheet: SheetReading, sheets: Mapping[str, SheetReading]
) -> str | Term:
    """What the file calls a column (`name`), columns (`key`) or a sheet; others as they are."""
    match part, value:
        case "name", str():
            return sheet.titles[value]
        case "key", str():
            return joined(sheet.titles[name] for name in value.split(", "))
        case "sheet", str():
            other = sheets.get(value)
            return other.layout.name if other else called(BY_NAME[value], sheet.language)
    return value


def in_reading_order(issues: Iterable[Issue], sheets: list[str]) -> tuple[Issue, ...]:
    """By sheet as in the file, then row, then column."""

    def place(issue: Issue) -> tuple[int, int, int]:
        sheet = sheets.index(str(issue.sheet)) if issue.sheet in sheets else -1
        match = re.fullmatch(r"([A-Z]+)(\d+)", issue.cell or "")
        if match is None:
            return sheet, 0, 0
        return sheet, int(match[2]), column_index_from_string(match[1])

    return tuple(sorted(issues, key=place))
