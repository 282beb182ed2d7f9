"""The fields of a record's form, as the workbook's schema has its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kotacerdas.core.words import language, words
from kotacerdas.frameworks.loading import load, packaged
from kotacerdas.scorecards.display import field_display, word_of
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.cells import LIST_MARK
from kotacerdas.workbook.columns import Column, Kind, Sheet
from kotacerdas.workbook.guide import EXPLANATIONS

LONG = {"description", "vision", "summary", "text", "title"}  # texts of more than a line
_NUMERIC = {Kind.NUMBER: "decimal", Kind.WHOLE: "numeric", Kind.YEAR: "numeric"}


class Named(NamedTuple):
    """A record that others may name."""

    pk: int
    code: str
    name: str


Choices = Mapping[str, Sequence[Named]]  # by sheet


class Choice(NamedTuple):
    value: str
    label: str
    is_chosen: bool


@dataclass
class FieldView:
    """A field as the form has it; `kind` is that of its input.

    `choices` are all that it may be, `suggestions` some of what may be typed. `fixed` says why it
    can't be typed, and `value` what it holds then. `notes` say what somebody else made of it since
    the form was opened.
    """

    name: str
    label: str
    kind: str
    text: str
    is_required: bool = False
    mode: str = ""
    choices: Sequence[Choice] = ()
    suggestions: Sequence[Choice] = ()
    help: str = ""
    fixed: str = ""
    fixed_url: str = ""
    value: str = ""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def field_views(sheet: Sheet, texts: Mapping[str, str], choices: Choices) -> dict[str, FieldView]:
    """The sheet's columns as fields with these texts, by name."""
    return {
        column.name: _field(sheet, column, texts.get(column.name, ""), choices)
        for column in sheet.columns
    }


def _field(sheet: Sheet, column: Column, text: str, choices: Choices) -> FieldView:
    view = FieldView(
        column.name,
        label_of(sheet.name, column.name),
        _kind(column),
        text,
        is_required=not column.optional,
        mode=_NUMERIC.get(column.kind, ""),
        help=_help(sheet, column),
    )
    if view.kind in {"choice", "choices"}:
        chosen = {part.strip() for part in text.split(LIST_MARK)} if text else {""}
        view.choices = [
            Choice(value, name, value in chosen) for value, name in _offered(column, choices)
        ]
        known = {value for value, _, _ in view.choices}
        view.choices = [
            *view.choices,
            *(Choice(value, value, True) for value in sorted(chosen - known - {""})),  # noqa: FBT003
        ]
        view.value = "; ".join(one.label for one in view.choices if one.is_chosen)
    return view


def label_of(sheet: str, name: str) -> str:
    """What a column is called above a field, or in the head of a table."""
    label = field_display(sheet, name, None)[0]
    return label[:1].upper() + label[1:]


def _kind(column: Column) -> str:
    if column.kind is Kind.CODES:
        return "choices"
    is_chosen = column.refers_to or column.kind in {Kind.WORD, Kind.YES_NO}
    if is_chosen or column.name == "framework":
        return "choice"
    if column.kind is Kind.DATE:
        return "date"
    return "area" if column.kind is Kind.TEXTS or column.name in LONG else "text"


def _offered(column: Column, choices: Choices) -> list[tuple[str, str]]:
    """The values and their names; what may be empty begins with that."""
    offered = [] if column.kind is Kind.CODES else [("", "–")]
    if column.refers_to:
        named = choices.get(column.refers_to, ())
        offered += [(one.code, f"{one.code} · {one.name}") for one in named]
    elif column.kind is Kind.YES_NO:
        offered += [("yes", words()("answer.yes")), ("no", words()("answer.no"))]
    elif column.name == "framework":
        offered += [(name, load(name).title) for name in packaged()]
    else:
        offered += [(word, word_of(column, word)) for word in column.words]
    return offered


def _help(sheet: Sheet, column: Column) -> str:
    """What the workbook's instructions say of the column; of a choice the choices say it."""
    if column.refers_to or column.kind is Kind.YES_NO or column.name in {"code", "name"}:
        return ""
    both = EXPLANATIONS.get((sheet.name, column.name), ("", ""))
    return both[0] if language() is Language.ID else both[1]
