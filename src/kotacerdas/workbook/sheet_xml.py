"""What only a sheet's XML shows: hidden rows, merged cells, formulas without result, far cells.

The fast reader gives the values of a sheet and nothing else. Each pattern here passes over the XML
once, whatever stands in it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl.utils import column_index_from_string, get_column_letter

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*?\bref="([^"<>]+)"')
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])([^<>]*)>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^<>]*)>")
_ROW_NUMBER = re.compile(rb'\sr="(\d+)"')
_CELL_PLACE = re.compile(rb'\sr="([A-Za-z]+)(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f(?=[\s/>])")
_STORED = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>[^<]")
_HOLDS = re.compile(rb"\s*<[^/]")
_FAILED = re.compile(rb'\st="e"')
# A place beyond column Z or row 99,999. It and the marks below find in a fraction of the time that
# a sheet, as nearly every one, has nothing that the patterns above would have to look at.
_FAR = re.compile(rb' r="(?:[A-Za-z]{2}|[A-Za-z]?\d{6})')
_FORMULA_MARKS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")


class _Cell(NamedTuple):
    row: int
    column: int
    attributes: bytes
    content: bytes

    @property
    def name(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


def merged_cells(xml: bytes) -> tuple[str, ...]:
    if b"mergeCell" not in xml:
        return ()
    return tuple(ref.decode(errors="replace") for ref in _MERGED.findall(xml))


def hidden_rows(xml: bytes) -> frozenset[int]:
    if b"hidden=" not in xml:
        return frozenset()
    hidden, number = set(), 0
    for row in _ROW.finditer(xml):
        number = _number(row[1], number)
        if _HIDDEN.search(row[1]):
            hidden.add(number)
    return frozenset(hidden)


def unfit_cells(xml: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """Cells that the fast reader shows as empty: formulas without result, and error values."""
    if not any(mark in xml for mark in (*_FORMULA_MARKS, b't="e"')):
        return frozenset(), frozenset()
    uncached, failed = set(), set()
    for cell in _cells(xml):
        if _FAILED.search(cell.attributes):
            failed.add(cell.name)
        elif (
            _FORMULA.search(cell.content)
            and not _STORED.search(cell.content)
            and b't="str"' not in cell.attributes  # a formula may give an empty text
        ):
            uncached.add(cell.name)
    return frozenset(uncached), frozenset(failed)


def last_cell(xml: bytes) -> tuple[int, int]:
    """The last row and column with content; 0, 0 where the sheet is plainly a small one.

    Raises:
        ValueError: a cell's name is none.
    """
    if not _FAR.search(xml) and _are_all_placed(xml):
        return 0, 0
    row = column = 0
    for cell in _cells(xml):
        if _HOLDS.match(cell.content):
            row, column = max(row, cell.row), max(column, cell.column)
    return row, column


def _are_all_placed(xml: bytes) -> bool:
    """Whether every cell's tag is the plain `<c r=`."""
    is_plain = b":c" not in xml and b"<c>" not in xml and b"<c/" not in xml
    return is_plain and xml.count(b"<c ") == xml.count(b'<c r="')


def _cells(xml: bytes) -> Iterator[_Cell]:
    """Every cell with its place, counted on from the cell before where the file leaves it out."""
    end = xml.rfind(b"sheetData>")  # extensions behind it have formulas of their own
    row = column = 0
    last: re.Match[bytes] | None = None
    for tag in _ROW_OR_CELL.finditer(xml, 0, max(end, 0)):
        if last:
            yield _Cell(row, column, last[2], xml[last.end() : tag.start()])
        last = tag if tag[1] == b"c" else None
        if last is None:
            row, column = _number(tag[2], row), 0
        elif place := _CELL_PLACE.search(tag[2]):
            row, column = int(place[2]), column_index_from_string(place[1].decode())
        else:
            column += 1
    if last:
        yield _Cell(row, column, last[2], xml[last.end() : end])


def _number(attributes: bytes, before: int) -> int:
    """The number of a row; a row without one follows on the one before."""
    match = _ROW_NUMBER.search(attributes)
    return int(match[1]) if match else before + 1
