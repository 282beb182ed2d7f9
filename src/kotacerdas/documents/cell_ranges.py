"""Many cells said in few words: `B2`, `B3`, `C2`, `C3` are `B2:C3`."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


def ranges(cells: Iterable[str]) -> list[str]:
    """The rectangles that cover exactly `cells`; an address of another form stands as it is."""
    rows_by_column: dict[str, set[int]] = {}
    others = []
    for cell in cells:
        column, row = _parts(cell)
        if row:
            rows_by_column.setdefault(column, set()).add(row)
        else:
            others.append(cell)
    runs = (
        (column, list(_runs(rows))) for column, rows in sorted(rows_by_column.items(), key=_place)
    )
    return [*_rectangles(runs), *dict.fromkeys(others)]


@lru_cache(maxsize=65_536)
def _parts(cell: str) -> tuple[str, int]:
    match = _CELL.fullmatch(cell)
    return (match[1], int(match[2])) if match else ("", 0)


def _place(item: tuple[str, set[int]]) -> tuple[int, str]:
    return len(item[0]), item[0]


def _runs(rows: set[int]) -> Iterator[tuple[int, int]]:
    """Consecutive rows as (first, last)."""
    first = last = 0
    for row in sorted(rows):
        if row == last + 1 and first:
            last = row
            continue
        if first:
            yield first, last
        first = last = row
    if first:
        yield first, last


def _rectangles(columns: Iterable[tuple[str, list[tuple[int, int]]]]) -> Iterator[str]:
    """Neighbouring columns with the same rows become one block of rectangles."""
    block: tuple[str, str, list[tuple[int, int]]] | None = None
    for column, runs in columns:
        if block and block[2] == runs and _number(column) == _number(block[1]) + 1:
            block = (block[0], column, runs)
            continue
        if block:
            yield from _named(block)
        block = (column, column, runs)
    if block:
        yield from _named(block)


def _named(block: tuple[str, str, list[tuple[int, int]]]) -> Iterator[str]:
    left, right, runs = block
    for first, last in runs:
        start, end = f"{left}{first}", f"{right}{last}"
        yield start if start == end else f"{start}:{end}"


def _number(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
