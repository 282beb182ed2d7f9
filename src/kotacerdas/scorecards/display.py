"""Records and changes as pages show them: names of records and fields, and values in words."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from kotacerdas.core.words import language, words
from kotacerdas.scorecards.sheets import MODELS
from kotacerdas.wording.dates import clock, long_date
from kotacerdas.wording.numbers import NOTHING, Language, plain
from kotacerdas.workbook.columns import Column, Kind
from kotacerdas.workbook.schema import BY_NAME

_SHEETS = {model._meta.label_lower: BY_NAME[sheet] for sheet, model in MODELS.items()}
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
    kind = "added" if before is None else "removed" if after is None else "changed"
    columns = {name: _column(model, name) for name in {**(before or {}), **(after or {})}}
    fields = [
        FieldView(
            _name_of(column, name),
            _value_of(column, (before or {}).get(name)),
            _value_of(column, (after or {}).get(name)),
        )
        for name, column in columns.items()
    ]
    return ChangeView(kind, record_name(model, key), model, record, fields)


def record_name(model: str, key: Iterable[object]) -> str:
    """`Target IK-01 · 2022 · Triwulan I`."""
    say = words()
    parts = " · ".join(say.term("period", str(part)) for part in key if part not in {None, ""})
    return f"{say.term('log_model', model)} {parts}"


def _column(model: str, name: str) -> Column | None:
    return _SHEETS[model].by_name.get(name) if model in _SHEETS else None


def field_display(sheet: str, name: str, value: object) -> tuple[str, str]:
    """The name and the value of a sheet's field."""
    column = BY_NAME[sheet].by_name.get(name)
    return _name_of(column, name), _value_of(column, value)


def row_name(sheet: str, values: Mapping[str, object]) -> str:
    """The name of a record by what is known of its key."""
    key = [values.get(name) for name in BY_NAME[sheet].key]
    return record_name(MODELS[sheet]._meta.label_lower, key)


def _name_of(column: Column | None, name: str) -> str:
    if column is None:
        return words().term("log_field", name)
    return (column.alias if language() is Language.ID else column.name).replace("_", " ")


def _value_of(column: Column | None, value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return words()("answer.yes" if value else "answer.no")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, float) or (column and column.kind is Kind.WHOLE):
        return plain(float(value), language(), _EXACT)
    return _text_of(column, str(value))


def _text_of(column: Column | None, value: str) -> str:
    if column is None and _AN_INSTANT.match(value):
        at = timezone.localtime(datetime.fromisoformat(value))
        return f"{long_date(at.date(), language())} {clock(at, language())}"
    if column and language() is Language.ID:
        return column.words.get(value, value)
    return value
