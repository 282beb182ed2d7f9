"""Records and changes as pages show them: names of records and fields, and values in words."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone

from kotacerdas.core.words import language, words
from kotacerdas.frameworks.loading import DEFAULT, load, packaged
from kotacerdas.scorecards.sheets import MODELS
from kotacerdas.wording.dates import clock, long_date
from kotacerdas.wording.numbers import NOTHING, Language, plain
from kotacerdas.workbook.columns import Column, Kind
from kotacerdas.workbook.schema import BY_NAME, sheet_of

# A log outlives editions: a code of any of them may stand in it.
_EDITIONS = [load(name) for name in sorted(packaged(), key=lambda name: name != DEFAULT)]
_SHEETS = {
    model._meta.label_lower: sheet_of(BY_NAME[sheet], _EDITIONS) for sheet, model in MODELS.items()
}
_DIMENSIONS = {one.code: one for edition in reversed(_EDITIONS) for one in edition.dimensions}
_OF_STAGES = {"evaluation", "panel"}  # whose records are of a stage, the others' of a period
_SUB_DIMENSIONS = {
    sub.code: sub
    for edition in reversed(_EDITIONS)
    for dimension in edition.dimensions
    for sub in dimension.sub_dimensions
}
_SUB_DIMENSION = "sub_dimension"  # whose names the editions have
# The table of words for the codes of a logged field that is no column of a sheet.
_TABLES = {
    "accounts.access": {"by": "access_method"},
    "accounts.user": {"language": "language"},
    "accounts.appointment": {"role": "role"},
    "casework.evidence": {
        "grade": "evidence_grade",
        "kind": "evidence_kind",
        "seen_by": "evidence_seen",
    },
    "evaluation.answer": {"state": "item_state"},
    "evaluation.cycle": {"phase": "cycle_phase"},
    "evaluation.finding": {"origin": "finding_origin"},
    "evaluation.finding_answer": {"state": "finding_state"},
    "evaluation.incoming": {"state": "incoming_state"},
    "innovation.step": {"state": "innovation_state"},
    "innovation.twindecision": {"verdict": "twin_verdict"},
    "reporting.report": {"realised": "answer", "state": "report_state"},
    "survey.form": {"sub_dimensions": _SUB_DIMENSION},
    "survey.survey": {"state": "survey_state"},
}
_A_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AN_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")  # as the log writes it
_EXACT = 12  # a log rounds nothing that was typed


class FieldView(NamedTuple):
    """A field before and after the change."""

    name: str
    before: str
    after: str


class ChangeView(NamedTuple):
    """What became of one record; `kind` is added, changed or removed.

    `pk` is the record's primary key, None of what is no row in the database.
    """

    kind: str
    record: str
    model: str
    pk: int | None
    fields: list[FieldView]


def change_view(change: Mapping[str, Any]) -> ChangeView:
    """An element of an entry's `changes`."""
    model, record, *key = change["of"]
    before, after = change["before"], change["after"]
    tables = _TABLES.get(model, {})
    kind = "added" if before is None else "removed" if after is None else "changed"
    columns = {name: _column(model, name) for name in {**(before or {}), **(after or {})}}
    fields = [
        FieldView(
            _name_of(column, name),
            *(
                _value_of(column, (side or {}).get(name), tables.get(name, ""))
                for side in (before, after)
            ),
        )
        for name, column in columns.items()
    ]
    return ChangeView(kind, record_name(model, key), model, record, fields)


def record_name(model: str, key: Iterable[object]) -> str:
    """`Target IK-01 · 2022 · Triwulan I`."""
    parts = " · ".join(_part_of(model, str(part)) for part in key if part not in {None, ""})
    return f"{words().term('log_model', model)} {parts}"


def _part_of(model: str, part: str) -> str:
    room = model.partition(".")[0]
    if room == "survey" and part in _DIMENSIONS:
        return _DIMENSIONS[part].name(language())
    if room in _OF_STAGES:
        return words().term("cycle_stage", part)
    return words().term("period", part)


def _column(model: str, name: str) -> Column | None:
    return _SHEETS[model].by_name.get(name) if model in _SHEETS else None


_ABBREVIATED = {word: word.upper() for word in ("opd", "sipd", "url")}


def field_display(sheet: str, name: str, value: object) -> tuple[str, str]:
    """The name and the value of a sheet's field."""
    column = _column(MODELS[sheet]._meta.label_lower, name)
    return _name_of(column, name), _value_of(column, value)


def cell_display(sheet: str, name: str, value: object) -> tuple[str, str]:
    """The name and the value of a sheet's field as a cell of the workbook has them."""
    column = BY_NAME[sheet].by_name.get(name)
    if column is None or not isinstance(value, str):
        return field_display(sheet, name, value)
    is_own = language() is Language.ID
    return _name_of(column, name), column.words.get(value, value) if is_own else value


def row_name(sheet: str, values: Mapping[str, object]) -> str:
    """The name of a record by what is known of its key."""
    key = [values.get(name) for name in BY_NAME[sheet].key]
    return record_name(MODELS[sheet]._meta.label_lower, key)


def _name_of(column: Column | None, name: str) -> str:
    if column is None:
        return words().term("log_field", name)
    name = column.alias if language() is Language.ID else column.name
    return " ".join(_ABBREVIATED.get(word, word) for word in name.split("_"))


def _value_of(column: Column | None, value: Any, table: str = "") -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return words()("answer.yes" if value else "answer.no")
    if isinstance(value, list):
        return "; ".join(_value_of(column, one, table) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_value_of(None, one, table)}" for name, one in value.items())
    if isinstance(value, float) or (column and column.kind is Kind.WHOLE):
        return plain(float(value), language(), _EXACT)
    return word_of(column, str(value)) if column else _text_of(table, str(value))


def _text_of(table: str, value: str) -> str:
    if _AN_INSTANT.match(value):
        at = timezone.localtime(datetime.fromisoformat(value))
        return f"{long_date(at.date(), language())} {clock(at, language())}"
    if _A_DAY.fullmatch(value):
        return long_date(date.fromisoformat(value), language())
    if table == _SUB_DIMENSION and value in _SUB_DIMENSIONS:
        return _SUB_DIMENSIONS[value].name(language())
    return words().term(table, value)


def word_of(column: Column, word: str) -> str:
    """A word of the column's vocabulary as the pages call it; any other text as it is."""
    if word in column.labels:
        return column.labels[word][list(Language).index(language())]
    if word not in column.words:
        return word
    term = words().term(column.name, word)
    is_unknown = term == word and language() is Language.ID
    return column.words[word] if is_unknown else term
