"""Rows typed on a page, cell by cell as text: read like those of a file, with the same issues."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from kotacerdas.workbook import numerals
from kotacerdas.workbook.cells import LIST_MARK, typed
from kotacerdas.workbook.columns import Column, Sheet, Unit
from kotacerdas.workbook.issues import Issue, shortened

Texts = Mapping[str, str]  # by column


class Flaw(NamedTuple):
    """What is wrong with a cell; `at` counts the rows from 0."""

    at: int
    name: str
    issue: Issue


class TypedIn(NamedTuple):
    """The rows' values by column, without those that could not be read.

    `marks` are `%` and `Rp` beside figures, by (row from 0, column).
    """

    rows: list[dict[str, Any]]
    flaws: list[Flaw]
    marks: list[tuple[int, str, str]]


def read_rows(sheet: Sheet, rows: Sequence[Texts]) -> TypedIn:
    """What the texts mean, of each row in the columns that it has; what is empty is None.

    A column with a default has that where its text is empty.
    """
    result = TypedIn([{} for _ in rows], [], [])
    for column in sheet.columns:
        places = [at for at, row in enumerate(rows) if column.name in row]
        if not places:
            continue
        cells = [rows[at][column.name] for at in places]
        read = typed(column, cells)
        flawed: set[int] = set()
        for flaw in read.flaws:
            issue = Issue(flaw.problem, found=shortened(flaw.found), parts=flaw.parts)
            result.flaws.append(Flaw(places[flaw.at], column.name, issue))
            if issue.is_error:
                flawed.add(flaw.at)
        result.marks.extend((places[at], column.name, mark) for at, mark in read.marks)
        for place, (at, value) in zip(places, enumerate(read.series.to_list()), strict=True):
            if at not in flawed:
                result.rows[place][column.name] = column.default if value is None else value
    return result


def as_typed(column: Column, value: Any) -> str:
    """A value as somebody would type it, of which `read_rows` makes the same again.

    Money alone has marks of thousands, which are never in doubt there.
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            text = numerals.as_text(float(value)).replace(".", ",")
            is_money = column.unit is Unit.RUPIAH and "," not in text
            return f"{int(text):,}".replace(",", ".") if is_money else text
        case date():
            return value.isoformat()
        case list():
            return f"{LIST_MARK} ".join(value)
    return str(value)


def is_same_text(one: str, other: str) -> bool:
    """Whether a form gave a text back as it was, but for its line ends and margins."""
    return _lines(one) == _lines(other)


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def filled(sheet: Sheet, values: Mapping[str, Any]) -> dict[str, Any]:
    """All columns of the sheet; those that are missing are empty, or have their default."""
    return {column.name: values.get(column.name, column.default) for column in sheet.columns}
