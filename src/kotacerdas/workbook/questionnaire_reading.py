"""A questionnaire that a region typed: its keys, and every issue with sheet and cell."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.keys import FrameworkError
from kotacerdas.frameworks.loading import load, packaged
from kotacerdas.frameworks.questionnaire import (
    ITEM_CODE,
    NUMBER_NAME,
    PART_CODE,
    levels_of,
    places_in,
    read,
)
from kotacerdas.workbook import checks
from kotacerdas.workbook.archive import UnusableFileError
from kotacerdas.workbook.columns import Sheet
from kotacerdas.workbook.findings import Finding
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.problems import Problem, Term
from kotacerdas.workbook.questionnaire_sheets import ABOUT, english, level, level_from, sheets_of
from kotacerdas.workbook.reading import faults_of, in_reading_order, issues_of, matched_sheets
from kotacerdas.workbook.sheets import SheetReading, read_sheet
from kotacerdas.workbook.tables import RawFile, RawTable, parse

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
_LEAP_YEAR = 2024  # so that 29 February is a day


@dataclass(frozen=True)
class QuestionnaireReading:
    """What was read: the keys that `frameworks.questionnaire.read` takes, none with any error."""

    keys: str = ""  # as JSON
    issues: tuple[Issue, ...] = ()

    @property
    def table(self) -> dict[str, Any]:
        return json.loads(self.keys) if self.keys else {}


def read_questionnaire(data: bytes) -> QuestionnaireReading:
    """Read and check the content of a questionnaire's workbook."""
    try:
        return _reading(parse(data))
    except UnusableFileError as error:
        return refused(error)


def refused(error: UnusableFileError) -> QuestionnaireReading:
    """What is said of a file that is refused as a whole."""
    return QuestionnaireReading(issues=(error.issue,))


def _reading(file: RawFile) -> QuestionnaireReading:
    if faults := faults_of(file):
        return QuestionnaireReading(issues=faults)
    about, _ = matched_sheets(file, [ABOUT])
    if ABOUT.name not in about:
        return QuestionnaireReading(issues=(Issue(Problem.NO_QUESTIONNAIRE),))
    head = read_sheet(ABOUT, about[ABOUT.name], needs_region=False)
    edition, findings = _edition(head)
    names = [table.name for table in file.tables]
    if edition is None:
        found = [*head.issues, *_issues(findings, {ABOUT.name: head})]
        return QuestionnaireReading(issues=in_reading_order(found, names))
    sheets = (ABOUT, *sheets_of(edition))
    tables, issues = matched_sheets(file, sheets)
    readings = _sheets(sheets, tables)
    rows = {name: reading.frame.to_dicts() for name, reading in readings.items()}
    issues += [issue for reading in readings.values() for issue in reading.issues]
    issues += _issues(findings, readings)
    issues += _row_issues(sheets, readings)
    if "Items" in rows:
        issues += _issues(_findings(rows, edition), readings)
    keys = ""
    if not any(one.is_error for one in issues):
        keys, unfit = _keys(rows, edition)
        issues += unfit
    return QuestionnaireReading(keys, in_reading_order(issues, names))


def _row_issues(sheets: tuple[Sheet, ...], readings: Mapping[str, SheetReading]) -> Iterator[Issue]:
    """What is wrong within the rows of each sheet by itself."""
    for sheet in sheets:
        if (reading := readings.get(sheet.name)) is not None:
            yield from _issues(checks.sheet_findings(sheet, reading.frame), readings)
            if sheet.required and not reading.frame.height:
                yield Issue(Problem.NO_ROWS, reading.layout.name, "A2")


def _keys(rows: Rows, edition: Framework) -> tuple[str, list[Issue]]:
    """The keys as JSON, or what the questionnaire's own reader says against them."""
    table = _table(rows, edition)
    try:
        read(table, "")
    except FrameworkError as error:
        parts = (("reason", f"{error.key}: {error.reason}"),)
        return "", [Issue(Problem.UNFIT_QUESTIONNAIRE, parts=parts)]
    return json.dumps(table), []


def _sheets(sheets: tuple[Sheet, ...], tables: Mapping[str, RawTable]) -> dict[str, SheetReading]:
    return {
        sheet.name: read_sheet(sheet, tables[sheet.name], needs_region=False)
        for sheet in sheets
        if sheet.name in tables
    }


def _issues(findings: Iterable[Finding], sheets: Mapping[str, SheetReading]) -> list[Issue]:
    return [issue for finding in findings for issue in issues_of(finding, sheets)]


def _edition(head: SheetReading) -> tuple[Framework | None, list[Finding]]:
    """The edition that the sheet names, and what is wrong with its rows."""
    rows = head.frame.to_dicts()
    findings = [Finding("Questionnaire", "code", row["row"], Problem.ONE_ROW) for row in rows[1:]]
    if not rows:
        return None, [Finding("Questionnaire", "code", 2, Problem.NO_ROWS)]
    named = rows[0]["edition"]
    if named in packaged():
        return load(named), findings
    known = ", ".join(packaged())
    parts = (("editions", Term(known, known)),)
    row = rows[0]["row"]
    return None, [Finding("Questionnaire", "edition", row, Problem.UNKNOWN_EDITION, parts)]


# Between cells and rows


def _findings(rows: Rows, edition: Framework) -> Iterator[Finding]:
    items = {row["code"]: row for row in rows["Items"] if row["code"]}
    figures: dict[str, set[str]] = {code: set() for code in items}
    for sheet in ("Evidence", "Figures"):
        for row in rows.get(sheet, []):
            yield from _matches(sheet, "code", row, PART_CODE, Problem.PART_CODE)
            if row["item"] and row["item"] not in items:
                parts = (("sheet", "Items"),)
                yield Finding(sheet, "item", row["row"], Problem.UNKNOWN_REFERENCE, parts)
    for row in rows.get("Figures", []):
        figures.setdefault(row["item"], set()).add(row["code"])
        for name in ("number", "share of"):
            yield from _matches("Figures", name, row, NUMBER_NAME, Problem.NUMBER_NAME)
        if row["share of"] and row["change"]:
            yield Finding("Figures", "change", row["row"], Problem.CHANGE_OF_SHARE)
    for row in rows.get("Documents", []):
        yield from _matches("Documents", "code", row, PART_CODE, Problem.PART_CODE)
    for row in rows["Items"]:
        yield from _item_findings(row, edition, figures.get(row["code"], set()))
    yield from _nothing_asked(rows["Items"], edition)
    yield from _stage_findings(rows.get("Stages", []))


def _matches(
    sheet: str, name: str, row: Row, pattern: re.Pattern[str], problem: Problem
) -> Iterator[Finding]:
    if row[name] is not None and not pattern.fullmatch(row[name]):
        yield Finding(sheet, name, row["row"], problem)


def _item_findings(row: Row, edition: Framework, figures: set[str]) -> Iterator[Finding]:
    yield from _matches("Items", "code", row, ITEM_CODE, Problem.ITEM_CODE)
    dimension = edition.dimension(row["dimension"] or "")
    subs = {sub.code for sub in (dimension.sub_dimensions if dimension else ())}
    if row["sub-dimension"] and row["sub-dimension"] not in subs:
        where = ("dimension",)
        yield Finding("Items", "sub-dimension", row["row"], Problem.SUB_ELSEWHERE, (), where)
    levels = levels_of(edition)
    translated = [english(level(one)) for one in levels]
    if any(row[name] for name in translated):
        yield from _empty(row, translated)
    for code in places_in(row["answer"] or ""):
        if code not in figures:
            yield Finding("Items", "answer", row["row"], Problem.NO_SUCH_FIGURE, (("code", code),))
    thresholds = [level_from(one) for one in levels[1:]]
    values = [row[name] for name in thresholds]
    if row["suggested by"] is None:
        if any(value is not None for value in values):
            yield from _empty(row, ["suggested by"])
        return
    if row["suggested by"] not in figures:
        parts = (("code", row["suggested by"]),)
        yield Finding("Items", "suggested by", row["row"], Problem.NO_SUCH_FIGURE, parts)
    yield from _empty(row, thresholds)
    for (_, before), (name, value) in pairwise(zip(thresholds, values, strict=True)):
        if before is not None and value is not None and before > value:
            yield Finding("Items", name, row["row"], Problem.FALLS)


def _empty(row: Row, names: list[str]) -> Iterator[Finding]:
    for name in names:
        if row[name] is None:
            yield Finding("Items", name, row["row"], Problem.EMPTY, (("name", name),))


def _nothing_asked(items: list[Row], edition: Framework) -> Iterator[Finding]:
    """Told only where every component could be read."""
    asked = {row["component"] for row in items}
    if not items or None in asked:
        return
    for one in edition.components:
        if one.code not in asked:
            name = Term(one.name_id, one.name_en)
            parts = (("component", name),)
            yield Finding("Items", "component", items[0]["row"], Problem.NOTHING_ASKED, parts)


def _stage_findings(rows: list[Row]) -> Iterator[Finding]:
    for row in rows:
        month, day = row["month"], row["day"]
        if month and day:
            with suppress(ValueError):
                date(_LEAP_YEAR, month, day)
                continue
            yield Finding("Stages", "day", row["row"], Problem.NO_SUCH_DAY)
    ends = [(row["month"], row["day"], row["row"]) for row in rows if row["month"] and row["day"]]
    for before, after in pairwise(ends):
        if before[:2] >= after[:2]:
            yield Finding("Stages", "month", after[2], Problem.STAGES_OUT_OF_ORDER)


# The keys


def _table(rows: Rows, edition: Framework) -> dict[str, Any]:
    """The rows as the keys of a questionnaire's file."""
    [about] = rows["Questionnaire"]
    return {
        "id": about["code"],
        "edition": about["edition"],
        "title": about["title"],
        **_source(about),
        "own_wording": bool(about["own wording"]),
        "from": about["valid from"].isoformat(),
        "stages": [
            {
                **_named(row),
                "ends": f"{row['month']:02}-{row['day']:02}",
                "scored": bool(row["scored"]),
            }
            for row in rows["Stages"]
        ],
        "documents": [
            {**_named(row), "valid_years": row["valid for years"], **_source(row)}
            for row in rows["Documents"]
        ],
        "items": [_item(row, rows, levels_of(edition)) for row in rows["Items"]],
    }


def _source(row: Row) -> Row:
    """What a region typed in one language stands for readers of either."""
    return {"source_en": row["source"], **_both(row, "source")}


def _both(row: Row, name: str) -> Row:
    return _without_empty({f"{name}_id": row[name], f"{name}_en": row[english(name)]})


def _named(row: Row) -> Row:
    return {"code": row["code"], **_both(row, "name")}


def _without_empty(keys: Row) -> Row:
    return {key: value for key, value in keys.items() if value not in (None, "", [])}


def _item(row: Row, rows: Rows, levels: range) -> Row:
    evidence = [
        _named(one) | _without_empty({"from_level": one["from level"]})
        for one in rows.get("Evidence", [])
        if one["item"] == row["code"]
    ]
    figures = [
        _named(one)
        | _without_empty({"number": one["number"], "of": one["share of"]})
        | ({"change": True} if one["change"] else {})
        for one in rows.get("Figures", [])
        if one["item"] == row["code"]
    ]
    suggests = row["suggested by"] and {
        "figure": row["suggested by"],
        "from": [row[level_from(one)] for one in levels[1:]],
    }
    return {
        **_named(row),
        **_both(row, "question"),
        **_both(row, "why"),
        **_without_empty(
            {
                "component": row["component"],
                "dimension": row["dimension"],
                "sub_dimension": row["sub-dimension"],
                "answer": row["answer"],
                "levels_id": [row[level(one)] for one in levels],
                "levels_en": [
                    row[english(level(one))] for one in levels if row[english(level(one))]
                ],
                "evidence": evidence,
                "figures": figures,
                "suggests": suggests,
            }
        ),
    }
