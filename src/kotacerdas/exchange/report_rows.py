"""A report's fields, filled in as text by their names, as rows of the reporting workbook. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kotacerdas.reporting.content import meaning
from kotacerdas.reporting.due import Due, DueValue
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import numerals
from kotacerdas.workbook.report_reading import ReportsReading
from kotacerdas.workbook.report_sheets import INPUTS

Row = dict[str, Any]
Typed = dict[str, str]

NOT_APPLICABLE = {Language.ID: "tidak berlaku", Language.EN: "not applicable"}


@dataclass(frozen=True)
class Entry:
    """What a cell fills in: a field of a programme's report. Empty text takes it back."""

    programme: str
    name: str
    text: str
    sheet: str
    column: str
    row: int


@dataclass(frozen=True)
class Difference:
    """A field whose meaning changes; None where there is nothing on that side."""

    name: str
    before: str | None
    after: str | None


# In: rows to fields


def entries(reading: ReportsReading, language: Language) -> Iterator[Entry]:
    """What the workbook fills in; a row or column that it lacks fills in nothing."""
    for sheet, columns in INPUTS.items():
        here = [name for name in columns if sheet in reading.sheets and reading.has(sheet, name)]
        for row in reading.rows(sheet):
            for column in here:
                text = _text(row[column], language, is_figure=sheet == "Values")
                name = _name(sheet, column, row)
                yield Entry(row["programme"], name, text, sheet, column, row["row"])


def _name(sheet: str, column: str, row: Row) -> str:
    match sheet:
        case "Values":
            return f"value:{row['indicator']}|{row['period'] or ''}"
        case "Money":
            return f"money:{row['source']}"
        case "Answers":
            return f"answer:{row['rule']}|{row['key'] or ''}"
    return column


def _text(value: object, language: Language, *, is_figure: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return _with_marks(numerals.as_text(value), language)
        case "not_applicable" if is_figure:
            return NOT_APPLICABLE[language]
        case str() if is_figure:
            return _with_marks(value, language)
    return str(value)


def _with_marks(number: str, language: Language) -> str:
    return number.replace(".", ",") if language is Language.ID else number


def merged(filled: Mapping[str, str], given: Iterable[Entry]) -> Typed:
    """What is filled in once the entries are: where one means the same, it stays as it stands."""
    typed = dict(filled)
    for entry in given:
        if meaning(entry.name, entry.text) == meaning(entry.name, typed.get(entry.name, "")):
            continue
        if entry.text:
            typed[entry.name] = entry.text
        else:
            typed.pop(entry.name, None)
    return typed


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    return [
        Difference(name, before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


# Out: fields to rows


def report_row(code: str, name: str, filled: Mapping[str, str]) -> Row:
    row = {column: _cell(column, filled) for column in INPUTS["Reports"]}
    return {"programme": code, "name": name} | row


def value_rows(due: Due, filled: Mapping[str, str]) -> list[Row]:
    return [
        {
            "programme": due.programme,
            "indicator": one.indicator,
            "period": one.period or None,
            "name": one.name,
            "unit": one.unit,
            "target": _target(one),
            "previous": one.previous,
            "value": _cell(f"value:{one.key}", filled),
        }
        for one in due.values
    ]


def _target(one: DueValue) -> object:
    if one.target_max is None:
        return one.target
    return f"{numerals.plain(one.target)}–{numerals.plain(one.target_max)}"


def money_rows(due: Due, filled: Mapping[str, str]) -> list[Row]:
    return [
        {
            "programme": due.programme,
            "source": one.source,
            "ceiling": one.ceiling,
            "previous": one.previous,
            "realised": _cell(f"money:{one.source}", filled),
        }
        for one in due.money
    ]


def answer_row(code: str, rule: str, key: str, warning: str, filled: Mapping[str, str]) -> Row:
    return {
        "programme": code,
        "rule": rule,
        "key": key or None,
        "warning": warning,
        "answer": _cell(f"answer:{rule}|{key}", filled),
    }


def _cell(name: str, filled: Mapping[str, str]) -> object:
    """The typed value where there is one, what was typed otherwise, None where it is empty."""
    found = meaning(name, filled.get(name, ""))
    return None if found == "" else found
