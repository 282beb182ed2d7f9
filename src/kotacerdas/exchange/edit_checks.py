"""What the checks of a workbook find of rows that were typed on a page."""

from collections.abc import Mapping, Sequence

from kotacerdas.core.words import words
from kotacerdas.exchange.edit_sides import Sides
from kotacerdas.exchange.outcome import (
    key_of,
)
from kotacerdas.exchange.plan_after import Frames, plan_after
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.records.actions import Change
from kotacerdas.records.inverse import (
    RecordId,
)
from kotacerdas.scorecards.display import record_name
from kotacerdas.scorecards.sheets import MODELS
from kotacerdas.workbook.checks import all_findings
from kotacerdas.workbook.findings import Finding
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.naming import called, joined
from kotacerdas.workbook.problems import Term
from kotacerdas.workbook.reading import unknown_editions
from kotacerdas.workbook.schema import BY_NAME, sheets_of
from kotacerdas.workbook.typed_in import Flaw


def checked(
    sides: Sides,
    sheet: str,
    places: Mapping[int, int],
    changes: Sequence[Change],
    marks: Sequence[tuple[int, str, str]],
) -> tuple[list[Flaw], list[tuple[RecordId, Issue]]]:
    """The findings that the changes bring about: at cells of typed rows, and at other records.

    `places` says which typed row a row of the frame is.
    """
    if not changes:
        return [], []
    region, now = sides.region, sides.counting
    rows = {at: row for row, at in places.items()}
    marked = {sheet: [(name, rows[at], mark) for at, name, mark in marks if at in rows]}
    findings = _findings(plan_after(region, now, changes), marked)
    known = set(_findings(plan_after(region, now, ()), {})) if findings else set()
    flaws, elsewhere = [], []
    for finding in findings:
        if finding in known:
            continue
        issue = _issue(finding, sides)
        if finding.sheet == sheet and finding.row in places:
            flaws.append(Flaw(places[finding.row], finding.field, issue))
        else:
            elsewhere.append(((MODELS[finding.sheet]._meta.label_lower, finding.row), issue))
    return flaws, elsewhere


def _findings(frames: Frames, marks: Mapping[str, Sequence[tuple[str, int, str]]]) -> list[Finding]:
    unknown = unknown_editions(frames["Region"])
    if unknown:
        return unknown
    edition = load(frames["Region"]["framework"].item() or DEFAULT)
    return list(all_findings(frames, marks, edition, sheets_of(edition)))


def _issue(finding: Finding, sides: Sides) -> Issue:
    parts = tuple((part, _named(part, value, finding, sides)) for part, value in finding.parts)
    return Issue(finding.problem, parts=parts)


def _named(part: str, value: str | Term, finding: Finding, sides: Sides) -> str | Term:
    """What people call a column (`name`), columns (`key`), a sheet or the record of a `row`."""
    sheet = BY_NAME[finding.sheet]
    match part, value:
        case "name", str():
            return called(sheet.by_name[value], None)
        case "key", str():
            return joined(called(sheet.by_name[name], None) for name in value.split(", "))
        case "sheet", str():
            return called(BY_NAME[value], None)
        case "row", str():
            label = MODELS[sheet.name]._meta.label_lower
            row = sides.present.rows[label].get(int(value))
            return record_name(label, key_of(label, row)) if row else words()("edit.new_row")
    return value
