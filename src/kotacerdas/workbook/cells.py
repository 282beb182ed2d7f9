"""Raw cells to typed values, a whole column at a time.

Columns of one plain type, nearly all of a real workbook, are converted by polars; in the others
each distinct cell is parsed once.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from math import inf, isfinite
from typing import NamedTuple, cast

import polars as pl

from kotacerdas.wording.matching import FORMAT_CHARACTERS, composed
from kotacerdas.workbook import numerals
from kotacerdas.workbook.columns import Column, Kind, Unit
from kotacerdas.workbook.problems import Parts, Problem, Term
from kotacerdas.workbook.schema import LARGEST, MAX_CODE_LENGTH
from kotacerdas.workbook.vocabulary import moved_to, word_of, yes_no

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

_LARGEST_WHOLE = 2**53  # beyond it a float no longer holds every whole number
MAX_TEXT_LENGTH = 32_767  # what a cell of a spreadsheet holds
_LINE_END = re.compile(r"\r\n?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Percent(float):
    """A number that its cell shows as percent: 85, where the file holds 0.85."""

    @classmethod
    def of(cls, stored: float) -> "Percent":
        return cls(Decimal(repr(float(stored))) * 100)


class _Flaw(Exception):  # noqa: N818 - it is a finding about a cell more than an error
    def __init__(self, problem: Problem, **parts: str | Term) -> None:
        super().__init__(problem.name)
        self.problem, self.parts = problem, tuple(parts.items())


class _Noted(NamedTuple):
    """A value with what is to be said of its cell, or the mark that stands beside it."""

    value: object
    problem: Problem | None = None
    mark: str = ""


@dataclass(frozen=True)
class FlawedCell:
    """A cell whose content is not what its column holds; `at` counts the column's cells from 0."""

    at: int
    problem: Problem
    found: object
    parts: Parts = ()


class Typed(NamedTuple):
    """A column's values, null where empty or flawed; `marks` are `%` and `Rp` by cell from 0.

    They are kept of figures in the unit of their row only, where they may be wrong.
    """

    series: pl.Series
    flaws: list[FlawedCell]
    marks: list[tuple[int, str]]


def typed(column: Column, cells: Sequence[object]) -> Typed:
    """The cells as a series of the column's type, and what is to be said of them."""
    fast = _whole_column(column.kind, cells)
    if fast is not None:
        return Typed(fast.alias(column.name), [], [])
    parse = _parser(column)
    keys = list(zip(map(type, cells), cells, strict=True))  # True and 1 are equal, but differ here
    parsed = {key: _parsed(parse, key[1]) for key in set(keys)}
    flaws: list[FlawedCell] = []
    marks: list[tuple[int, str]] = []
    if any(isinstance(value, _Flaw | _Noted) for value in parsed.values()):
        for at, key in enumerate(keys):
            match parsed[key]:
                case _Flaw() as flaw:
                    flaws.append(FlawedCell(at, flaw.problem, key[1], flaw.parts))
                case _Noted(problem=Problem() as problem):
                    flaws.append(FlawedCell(at, problem, key[1]))
                case _Noted(mark=mark):
                    marks.append((at, mark))
        parsed = {key: _value(value) for key, value in parsed.items()}
    series = pl.Series(column.name, [parsed[key] for key in keys], dtype=DTYPES[column.kind])
    return Typed(series, flaws, marks)


def _value(parsed: object) -> object:
    match parsed:
        case _Flaw():
            return None
        case _Noted(value):
            return value
    return parsed


def _whole_column(kind: Kind, cells: Sequence[object]) -> pl.Series | None:
    """The cells converted at once, where they are all of the plain type; None otherwise."""
    types = set(map(type, cells))
    if kind is Kind.NUMBER and types == {float}:
        numbers = pl.Series(cells, dtype=pl.Float64)
        return numbers if numbers.is_finite().all() else None
    if kind in (Kind.TEXT, Kind.CODE) and types == {str}:
        texts = cast("Sequence[str]", cells)
        if kind is Kind.TEXT:
            return _whole_texts(texts, MAX_TEXT_LENGTH)
        if not any("." in text and _DOTS.search(text) for text in texts):
            return _whole_texts(texts, MAX_CODE_LENGTH)
    return None


def _whole_texts(cells: Sequence[str], longest: int) -> pl.Series | None:
    """Texts without margins, None for empty ones; None where one is too long or is odd.

    What is printable in Python's sense holds no odd character; asking that first, and polars once
    a column, costs a tenth of asking polars each question.
    """
    joined = "".join(cells)
    text = pl.col("text")
    frame = pl.DataFrame({"text": pl.Series(cells, dtype=pl.String)})
    if max(map(len, cells)) > longest:
        return None
    if not joined.isprintable() and frame.select(text.str.contains(_ODD).any()).item():
        return None
    stripped = text.str.strip_chars()
    in_one_form = stripped if joined.isascii() else stripped.str.normalize("NFC")
    return frame.select(in_one_form.replace("", None)).to_series()


# Steps that a browser takes out of the address of a page: `.`, `..`, `a/../b`.
_DOTS = re.compile(r"(?:\A\s*|/)\.\.?(?:/|\s*\Z)")
_CONTROL_POLARS = r"[\x00-\x08\x0b-\x1f\x7f]"
_ODD = rf"{_CONTROL_POLARS}|[\ufffe\uffff]|{FORMAT_CHARACTERS}"


def _parsed(parse: Callable[[object], object], cell: object) -> object:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        value = parse(cell)
    except _Flaw as flaw:
        return flaw
    return None if value == "" else value  # what held nothing but unprintable characters


def _parser(column: Column) -> Callable[[object], object]:
    if column.kind in _PLAIN_PARSERS:
        return _PLAIN_PARSERS[column.kind]
    parse = _PARSERS[column.kind]
    return lambda cell: parse(column, cell)


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


def _noted_if_dated(cell: object, value: object) -> object:
    """1/3 becomes the first of March as it is typed, and 10.30 a time; the text is lost."""
    return _Noted(value, Problem.DATE_AS_TEXT) if isinstance(cell, date | time) else value


def printable(text: str) -> str:
    """`text` as a cell gives it back: no control characters, one kind of line end, no margins.

    In Unicode's composed form, without format characters that mean nothing.
    """
    return composed(_CONTROL.sub("", _LINE_END.sub("\n", text))).strip()


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
        case date() | time():
            raise _Flaw(Problem.DATE_AS_CODE)
    raise _Flaw(Problem.NUMBER_AS_CODE)


def _codes(text: str) -> list[str] | None:
    """A record named twice in one cell is named once."""
    return [_checked_code(item) for item in dict.fromkeys(_items(text) or [])] or None


def is_code(text: str) -> bool:
    """Whether a text can be the code of a record: not empty nor too long, and fit for addresses."""
    is_odd = text != text.strip() or not text.isprintable()
    return bool(text) and len(text) <= MAX_CODE_LENGTH and not (is_odd or _DOTS.search(text))


def _checked_code(code: str) -> str:
    if len(code) > MAX_CODE_LENGTH:
        raise _Flaw(Problem.CODE_TOO_LONG, most=str(MAX_CODE_LENGTH))
    if _DOTS.search(code):
        raise _Flaw(Problem.CODE_OF_DOTS)
    return code


def _items(text: str) -> list[str] | None:
    return [item for part in text.split(LIST_MARK) if (item := part.strip())] or None


def _figure(column: Column, cell: object) -> object:
    """A number in the unit of its column, with its mark where that is another's to judge."""
    most = inf if column.at_most is None else column.at_most
    value, mark = _marked(cell, most, is_money=column.unit is Unit.RUPIAH)
    if mark and column.unit is Unit.OWN:
        return _Noted(value, mark=mark)
    if mark and mark != column.unit:
        raise _Flaw(Problem.NOT_A_NUMBER)
    return value


def _number(cell: object) -> float:
    value, mark = _marked(cell)
    if mark:
        raise _Flaw(Problem.NOT_A_NUMBER)
    return value


def _marked(cell: object, at_most: float = inf, *, is_money: bool = False) -> numerals.Figure:
    match cell:
        case bool():
            raise _Flaw(Problem.NOT_A_NUMBER)
        case Percent():
            return numerals.Figure(float(cell), numerals.PERCENT)
        case int() | float() if isfinite(cell):
            return numerals.Figure(float(cell), "")
        case str():
            return _from_text(printable(cell), at_most, is_money=is_money)
    raise _Flaw(Problem.NOT_A_NUMBER)


def _from_text(text: str, at_most: float, *, is_money: bool) -> numerals.Figure:
    try:
        if is_money:
            return numerals.Figure(numerals.rupiah(text), "")
        return numerals.figure(text, at_most)
    except numerals.AmbiguousNumberError as error:
        raise _Flaw(
            Problem.AMBIGUOUS_NUMBER,
            **dict(zip(("one", "other"), map(_said, error.readings), strict=True)),
        ) from None
    except numerals.ThreeDecimalsError:
        raise _Flaw(Problem.THREE_DECIMALS) from None
    except ValueError:
        raise _Flaw(Problem.NOT_A_NUMBER) from None


def _said(number: float) -> Term:
    text = numerals.plain(number)
    return Term(text.replace(".", ","), text)


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
        case str() if (answer := yes_no(cell)) is not None:
            return answer
    raise _Flaw(Problem.NOT_YES_NO)


def _figure_text(column: Column, cell: object) -> str:
    """A word, or a number as text that is never ambiguous, because a column has one type."""
    if isinstance(cell, str) and (word := word_of(column, cell)) is not None:
        return word
    value, mark = _marked(cell)
    if abs(value) > LARGEST:
        raise _Flaw(Problem.OUT_OF_BOUNDS, bounds=f"<= {LARGEST:,.0f}")
    text = numerals.as_text(value)
    return f"{text} %" if mark == numerals.PERCENT else f"{mark}{text}"


def _word(column: Column, cell: object) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = f"{cell:g}"  # some words are numbers
    word = word_of(column, cell) if isinstance(cell, str) else None
    if word is None and isinstance(cell, str) and (place := moved_to(column, cell)) is not None:
        if place:
            raise _Flaw(Problem.WORD_MOVED, other=place)
        raise _Flaw(Problem.WORD_UNDECIDED, words=_words(column))
    if word is None:
        raise _Flaw(Problem.NOT_A_WORD, words=_words(column))
    return word


def _words(column: Column) -> Term:
    both = "; ".join(
        word if word == alias else f"{word} ({alias})" for word, alias in column.words.items()
    )
    return Term("; ".join(column.words.values()), both)


_PARSERS: dict[Kind, Callable[[Column, object], object]] = {
    Kind.NUMBER: _figure,
    Kind.FIGURE: _figure_text,
    Kind.WORD: _word,
}
_PLAIN_PARSERS: dict[Kind, Callable[[object], object]] = {
    Kind.TEXT: lambda cell: _noted_if_dated(cell, _text(cell)),
    Kind.TEXTS: lambda cell: _noted_if_dated(cell, _items(_text(cell))),
    Kind.CODES: lambda cell: _codes(_code(cell)),
    Kind.CODE: lambda cell: _checked_code(_code(cell)),
    Kind.WHOLE: _whole,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
}
