"""The text of a CSV file to rows of cells, strictly: what can be read in two ways is refused.

A lenient reader takes an unclosed quotation mark for a long cell and loses the rows inside, which
gives a wrong figure that looks right.
"""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from kotacerdas.wording.matching import normalised
from kotacerdas.workbook.archive import MAX_UNPACKED_BYTES
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.report_sheets import REPORT_SHEETS
from kotacerdas.workbook.schema import REGION_COLUMN, SHEETS

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # Excel's own, above the titles
_LINES_LOOKED_AT = 20
_FEWEST_MARKS = 3  # a line of text may hold fewer delimiters by chance
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class CsvError(Exception):
    """A file that can't be read in one way only; carries its first problem.

    `line` counts the lines of the text and `row` the rows of a spreadsheet, both from 1; a row
    whose cells hold line breaks has several lines.
    """

    def __init__(self, problem: Problem, line: int, row: int) -> None:
        super().__init__(problem.name)
        self.problem, self.line, self.row = problem, line, row


class CsvRows(NamedTuple):
    """The rows of a file, the line on which each begins, and the rows that may hold others.

    In a doubtful row a cell has a line that would be a row by itself: a quotation mark may have
    been forgotten there and closed by another one further down.
    """

    cells: list[list[str]]
    lines: list[int]
    doubtful: list[int]


def rows_of(data: bytes) -> CsvRows:
    """The rows of a CSV file in UTF-8 or UTF-16; its delimiter is detected.

    Raises:
        CsvError: it is no such text, or its quotation marks don't match.
    """
    lines = _LINE.findall(_decoded(data))
    first, delimiter = _delimiter(lines)
    csv.field_size_limit(MAX_UNPACKED_BYTES)
    parsed = CsvRows([], [], [])
    cell = rf'"(?:[^"]|"")*"|[^"{re.escape(delimiter)}\r\n]*'
    whole = re.compile(rf"(?:{cell})(?:{re.escape(delimiter)}(?:{cell}))*(?:\r\n|\r|\n)?")
    for number, (begins, ends, row) in enumerate(_numbered(lines, first, delimiter), 1):
        text = lines[begins - 1 : ends]
        if any('"' in cell for cell in row) and not whole.fullmatch("".join(text)):
            raise CsvError(Problem.STRAY_QUOTE, begins, number)
        if len(row) > _FEWEST_MARKS and _may_hold_rows(text, delimiter, len(row) - 1):
            parsed.doubtful.append(number)
        parsed.cells.append(row)
        parsed.lines.append(begins)
    return parsed


def _may_hold_rows(text: Sequence[str], delimiter: str, marks: int) -> bool:
    """Whether a line inside a cell of a row has the delimiters of a row; the last, most of them."""
    if len(text) == 1:
        return False
    last = text[-1].partition('"')[0]
    return last.count(delimiter) > marks // 2 or any(
        line.count(delimiter) >= marks for line in text[1:-1]
    )


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CsvError(Problem.NOT_UTF8, line, line) from error
    if (at := text.find("\0")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise CsvError(Problem.NUL_CHARACTER, line, line)
    return text


def _delimiter(lines: Sequence[str]) -> tuple[int, str]:
    """How many lines stand before the rows, and what parts the cells."""
    if lines and (match := _SEPARATOR_LINE.fullmatch(lines[0])):
        return 1, match[1]
    looked_at = lines[:_LINES_LOOKED_AT]
    known = {
        delimiter: max((_known_titles(line, delimiter) for line in looked_at), default=0)
        for delimiter in _DELIMITERS
    }
    if any(known.values()):
        return 0, max(_DELIMITERS, key=lambda delimiter: known[delimiter])
    return 0, max(_DELIMITERS, key=(lines[0] if lines else "").count)


def _known_titles(line: str, delimiter: str) -> int:
    titles = {normalised(cell.strip().strip('"')) for cell in line.split(delimiter)}
    return len(titles & _titles())


@cache
def _titles() -> frozenset[str]:
    return frozenset(
        normalised(name)
        for column in (
            REGION_COLUMN,
            *(column for sheet in (*SHEETS, *REPORT_SHEETS) for column in sheet.columns),
        )
        for name in (column.name, column.alias)
    )


def _numbered(
    lines: Sequence[str], first: int, delimiter: str
) -> Iterator[tuple[int, int, list[str]]]:
    """Each row with the lines, counted from 1, on which it begins and ends."""
    reader = csv.reader(lines[first:], delimiter=delimiter, strict=True)
    begins, number = first + 1, 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CsvError(Problem.UNCLOSED_QUOTE, begins, number) from error
        ends = first + reader.line_num
        yield begins, ends, row
        begins, number = ends + 1, number + 1
