"""What of a workbook reports hold: it is compared with them, and never written."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import polars as pl

from kotacerdas.monitoring.effective import Effective
from kotacerdas.records.storage import Values
from kotacerdas.scoring.periods import with_periods
from kotacerdas.wording.numbers import Language, plain
from kotacerdas.workbook.issues import Issue, shortened
from kotacerdas.workbook.problems import Problem, Term
from kotacerdas.workbook.reading import Reading
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.sheets import empty_frame

_KEY = ("programme", "indicator", "year")
# What of a row a report answers for; the rest of it follows from the report.
_ANSWERED = ("realised", "value", "status")
_EXACT = 12

Existing = Mapping[str, list[Values]]


class Free(NamedTuple):
    """What of the file and of the records no report holds, and what is said of the rest."""

    frames: dict[str, pl.DataFrame]
    existing: dict[str, list[Values]]
    issues: list[Issue]


def not_held(reading: Reading, code: str, existing: Existing, effective: Effective) -> Free:
    """The file's rows of the region beside those of workbooks that count.

    A row of which a report holds all months is left out, with a warning where it says something
    else; one of which a report holds a part is an error. What a workbook wrote before and a report
    holds by now is left out too, so that the file neither changes nor removes it.
    """
    frames = {sheet: frame.filter(region=code) for sheet, frame in reading.frames.items()}
    counting = set(effective.realisation["row"])
    realisation = [row for row in existing["Realisation"] if row["pk"] in counting]
    free, issues = _realisation(reading, frames["Realisation"], effective)
    budget, of_budget = _budget(reading, frames["Budget"], existing["Budget"], effective)
    return Free(
        frames | {"Realisation": free, "Budget": budget},
        {**existing, "Realisation": realisation},
        [*issues, *of_budget],
    )


def _realisation(
    reading: Reading, coming: pl.DataFrame, effective: Effective
) -> tuple[pl.DataFrame, list[Issue]]:
    if effective.held.is_empty():
        return coming, []
    masks = effective.held.group_by(*_KEY).agg(held_months=pl.col("months").bitwise_or())
    beside = with_periods(coming).join(
        masks, on=list(_KEY), how="left", nulls_equal=True, maintain_order="left"
    )
    held = pl.col("months") & pl.col("held_months").fill_null(0)
    free = beside.filter(held == 0).select(coming.columns)
    parted = beside.filter(held != 0, held != pl.col("months")).select(coming.columns)
    whole = beside.filter(held == pl.col("months")).select(coming.columns)
    issues = [
        *(
            issue
            for row in parted.iter_rows(named=True)
            for issue in _said_of(reading, Problem.HELD_IN_PART, "Realisation", "period", row)
        ),
        *_differing(reading, whole, effective),
    ]
    return free, issues


def _differing(reading: Reading, coming: pl.DataFrame, effective: Effective) -> Iterator[Issue]:
    """A warning at each field in which the file says something else than the report."""
    keys = [*_KEY, "period"]
    counting = effective.realisation.iter_rows(named=True)
    said = {tuple(row[name] for name in keys): row for row in counting}
    for row in coming.iter_rows(named=True):
        report = said.get(tuple(row[name] for name in keys), {})
        for name in _ANSWERED:
            if row[name] != report.get(name):
                yield from _said_of(
                    reading, Problem.HELD, "Realisation", name, row, _text(report.get(name))
                )


def _budget(
    reading: Reading, coming: pl.DataFrame, existing: list[Values], effective: Effective
) -> tuple[pl.DataFrame, list[Issue]]:
    """What was spent stays as workbooks wrote it where a report says it by now."""
    versions = effective.versions["Budget"]
    held = {_budget_key(row): row["realised"] for row in existing if row["pk"] in versions}
    if not held:
        return coming, []
    said = {_budget_key(row): row["realised"] for row in effective.budget.iter_rows(named=True)}
    rows: list[Values] = []
    issues: list[Issue] = []
    for row in coming.iter_rows(named=True):
        key = _budget_key(row)
        if key in held:
            if row["realised"] != said[key]:
                issues += _said_of(
                    reading, Problem.HELD, "Budget", "realised", row, _text(said[key])
                )
            row["realised"] = held[key]
        rows.append(row)
    return pl.DataFrame(rows, schema=empty_frame(BY_NAME["Budget"]).schema), issues


def _budget_key(row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in BY_NAME["Budget"].key)


def _said_of(  # noqa: PLR0913, PLR0917 - what of which cell
    reading: Reading,
    problem: Problem,
    sheet: str,
    field: str,
    row: Mapping[str, object],
    report: str | Term = "",
) -> Iterator[Issue]:
    """The problem at the row's cell; a column that the file lacks says nothing."""
    for cell in reading.cells([(sheet, int(str(row["row"])), field)]):
        found = None if cell.value is None else shortened(cell.value)
        yield Issue(problem, cell.sheet, cell.cell, found, (("report", report),))


def _text(value: object) -> str | Term:
    """What the report says, in both languages."""
    match value:
        case None:
            return Term("kosong", "nothing")
        case bool():
            return Term("ya", "yes") if value else Term("tidak", "no")
        case float():
            return Term(*(plain(value, one, _EXACT) for one in (Language.ID, Language.EN)))
    return Term("tidak berlaku", "not applicable")
