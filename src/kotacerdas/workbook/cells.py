"""Raw cells to typed values, a whole column at a time.

Columns of one plain type, nearly all of a real workbook, are converted by polars; in the others
each distinct cell is parsed once.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import isfinite

import polars as pl

from kotacerdas.wording.matching import normalised
from kotacerdas.workbook import numerals
from kotacerdas.workbook.issues import Problem
from kotacerdas.workbook.schema import LARGEST, MAX_CODE_LENGTH, Column, Kind

DTYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.CODE: pl.String(),
    Kind.WORD: pl.String(),
    Kind.FIGURE: pl.String(),
    Kind.NUMBER: pl.Float64(),
    Kind.WHOLE: pl.Int64(),
    Kind.YEAR: pl.Int64(),
    Kind.DATE: pl.Date(),
    Kind.YES_NO: pl.Boolean(),
    Kind.TEXTS: pl.List(pl.String()),
    Kind.CODES: pl.List(pl.String()),
}
LIST_MARK = ";"

_YES = {"yes", "ya", "true", "1"}
_NO = {"no", "tidak", "false", "0"}
_LARGEST_WHOLE = 2**53  # beyond it a float no longer holds every whole number
MAX_TEXT_LENGTH = 32_767  # what a cell of a spreadsheet holds
_LINE_END = re.compile(r"\r\n?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class _Flaw(Exception):  # noqa: N818 - it is a finding about a cell more than an error
    def __init__(self, problem: Problem, **parts: str) -> None:
        super().__init__(problem.name)
        self.problem, self.parts = problem, tuple(parts.items())


@dataclass(frozen=True)
class FlawedCell:
    """A cell whose content is not what its column holds; `at` counts the column's cells from 0."""

    at: int
    problem: Problem
    found: object
    parts: tuple[tuple[str, str], ...]


def typed(column: Column, cells: Sequence[object]) -> tuple[pl.Series, list[FlawedCell]]:
    """The cells as a series of the column's type, null where empty or flawed, and the flaws."""
    dtype = DTYPES[column.kind]
    fast = _whole_column(column.kind, cells)
    if fast is not None:
        return fast.alias(column.name), []
    parse = _parser(column)
    keys = list(zip(map(type, cells), cells, strict=True))  # True and 1 are equal, but differ here
    parsed = {key: _parsed(parse, key[1]) for key in set(keys)}
    flaws: list[FlawedCell] = []
    if any(isinstance(value, _Flaw) for value in parsed.values()):
        for at, key in enumerate(keys):
            flaw = parsed[key]
            if isinstance(flaw, _Flaw):
                flaws.append(FlawedCell(at, flaw.problem, key[1], flaw.parts))
        parsed = {k: None if isinstance(v, _Flaw) else v for k, v in parsed.items()}
    return pl.Series(column.name, [parsed[key] for key in keys], dtype=dtype), flaws


def _whole_column(kind: Kind, cells: Sequence[object]) -> pl.Series | None:
    """The cells converted at once, where they are all of the plain type; None otherwise."""
    types = set(map(type, cells))
    if kind is Kind.NUMBER and types == {float}:
        numbers = pl.Series(cells, dtype=pl.Float64)
        return numbers if numbers.is_finite().all() else None
    if kind in (Kind.TEXT, Kind.CODE) and types == {str}:
        texts = pl.Series(cells, dtype=pl.String).str.strip_chars().replace("", None)
        longest = MAX_CODE_LENGTH if kind is Kind.CODE else MAX_TEXT_LENGTH
        is_odd = texts.str.contains(_CONTROL_POLARS) | (texts.str.len_chars() > longest)
        return None if is_odd.any() else texts
    return None


_CONTROL_POLARS = r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]"


def _parsed(parse: Callable[[object], object], cell: object) -> object:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        value = parse(cell)
    except _Flaw as flaw:
        return flaw
    return None if value == "" else value  # what held nothing but unprintable characters


def _parser(column: Column) -> Callable[[object], object]:
    match column.kind:
        case Kind.WORD | Kind.FIGURE:
            return _word_parser(column) if column.kind is Kind.WORD else _figure_parser(column)
        case Kind.NUMBER if column.is_money:
            return _money
        case Kind.TEXTS:
            return lambda cell: _items(_text(cell))
        case Kind.CODES:
            return lambda cell: _codes(_code(cell))
        case Kind.CODE:
            return lambda cell: _checked_code(_code(cell))
        case kind:
            return _PARSERS[kind]


def _text(cell: object) -> str:
    match cell:
        case str():
            return _checked_text(printable(cell))
        case bool():
            return "yes" if cell else "no"
        case int() | float():
            return numerals.plain(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
    raise _Flaw(Problem.NOT_TEXT)


def printable(text: str) -> str:
    """`text` as a cell gives it back: no control characters, one kind of line end, no margins."""
    return _CONTROL.sub("", _LINE_END.sub("\n", text)).strip()


def _checked_text(text: str) -> str:
    if len(text) > MAX_TEXT_LENGTH:
        raise _Flaw(Problem.TEXT_TOO_LONG, most=str(MAX_TEXT_LENGTH))
    return text


def _code(cell: object) -> str:
    match cell:
        case str():
            return _text(cell)
        case bool():
            raise _Flaw(Problem.NUMBER_AS_CODE)
        case int() | float() if float(cell).is_integer() and abs(cell) < _LARGEST_WHOLE:
            return f"{cell:.0f}"
    raise _Flaw(Problem.NUMBER_AS_CODE)


def _codes(text: str) -> list[str] | None:
    """A record named twice in one cell is named once."""
    return [_checked_code(item) for item in dict.fromkeys(_items(text) or [])] or None


def _checked_code(code: str) -> str:
    if len(code) > MAX_CODE_LENGTH:
        raise _Flaw(Problem.CODE_TOO_LONG, most=str(MAX_CODE_LENGTH))
    return code


def _items(text: str) -> list[str] | None:
    return [item for part in text.split(LIST_MARK) if (item := part.strip())] or None


def _number(cell: object) -> float:
    match cell:
        case bool():
            raise _Flaw(Problem.NOT_A_NUMBER)
        case int() | float() if isfinite(cell):
            return float(cell)
        case str():
            return _number_from_text(cell)
    raise _Flaw(Problem.NOT_A_NUMBER)


def _number_from_text(text: str) -> float:
    try:
        return numerals.parse(text)
    except numerals.AmbiguousNumberError as error:
        one, other = map(numerals.plain, error.readings)
        readings = {"one": one, "other": other, "other_id": other.replace(".", ",")}
        raise _Flaw(Problem.AMBIGUOUS_NUMBER, **readings) from None
    except ValueError:
        raise _Flaw(Problem.NOT_A_NUMBER) from None


def _money(cell: object) -> float:
    if not isinstance(cell, str):
        return _number(cell)
    text = cell.strip().removeprefix("Rp")
    try:
        return numerals.parse(text)
    except numerals.AmbiguousNumberError as error:
        return error.readings[0]
    except ValueError:
        raise _Flaw(Problem.NOT_A_NUMBER) from None


def _whole(cell: object) -> int:
    value = _number(cell)
    if not value.is_integer() or abs(value) > _LARGEST_WHOLE:
        raise _Flaw(Problem.NOT_WHOLE)
    return int(value)


def _year(cell: object) -> int:
    try:
        return _whole(cell)
    except _Flaw:
        raise _Flaw(Problem.NOT_A_YEAR) from None


def _date(cell: object) -> date:
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case str():
            try:
                return datetime.fromisoformat(cell.strip()).date()
            except ValueError:
                pass
    raise _Flaw(Problem.NOT_A_DATE)


def _yes_no(cell: object) -> bool:
    match cell:
        case bool():
            return cell
        case int() | float() if cell in (0, 1):
            return cell == 1
        case str() if (word := normalised(cell)) in _YES | _NO:
            return word in _YES
    raise _Flaw(Problem.NOT_YES_NO)


def _meanings(column: Column) -> dict[str, str]:
    return {
        normalised(name): word
        for word, alias in column.words.items()
        for name in (word, alias, f"{column.prefix}{word}")
    }


def _figure_parser(column: Column) -> Callable[[object], object]:
    """Numbers as text that is never ambiguous, because one column has one type."""
    meanings = _meanings(column)

    def figure(cell: object) -> str:
        if isinstance(cell, str) and normalised(cell) in meanings:
            return meanings[normalised(cell)]
        value = _number(cell)
        if abs(value) > LARGEST:
            raise _Flaw(Problem.OUT_OF_BOUNDS, bounds=f"<= {LARGEST:,.0f}")
        return numerals.as_text(value)

    return figure


def _word_parser(column: Column) -> Callable[[object], object]:
    meanings = _meanings(column)

    def word(cell: object) -> str:
        meaning = meanings.get(normalised(cell)) if isinstance(cell, str) else None
        if meaning is None:
            words = "; ".join(
                word if word == alias else f"{word} ({alias})"
                for word, alias in column.words.items()
            )
            raise _Flaw(Problem.NOT_A_WORD, words=words)
        return meaning

    return word


_PARSERS: dict[Kind, Callable[[object], object]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
}
