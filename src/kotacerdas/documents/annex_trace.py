"""The trace: every number of the result, and the cells of the workbook it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from kotacerdas.documents.annex_tables import COUNT, NUMBER, Column, Sheet
from kotacerdas.documents.cell_ranges import ranges
from kotacerdas.documents.facts import Facts
from kotacerdas.figures.number import Number, numbers
from kotacerdas.figures.result import as_dict

RANGES_A_ROW = 25


class TracedCell(Protocol):
    """A cell of the workbook that was read."""

    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...
    @property
    def value(self) -> object: ...


def trace_sheet(facts: Facts, trace: Mapping[Number, Sequence[TracedCell]]) -> Sheet:
    """A row for each number and sheet; the value where it rests on a single cell of it."""
    say = facts.say
    columns = [
        Column(say("annex.number"), 58),
        Column(say("annex.figure"), 18, NUMBER),
        Column(say("annex.sheet"), 18),
        Column(say("annex.cells"), 60),
        Column(say("annex.cell_count"), 12, COUNT),
        Column(say("annex.cell_value"), 24),
    ]
    return Sheet(say("annex.trace"), columns, _rows(facts, trace))


def _rows(facts: Facts, trace: Mapping[Number, Sequence[TracedCell]]) -> Iterator[list[object]]:
    for number, figure in numbers(as_dict(facts.scorecard)).items():
        if figure is None or (number.is_of_complete_years and not facts.is_complete):
            continue
        by_sheet: dict[str, list[TracedCell]] = {}
        for cell in trace.get(number, ()):
            by_sheet.setdefault(cell.sheet, []).append(cell)
        if not by_sheet:
            yield [str(number), figure, facts.say("annex.no_cell"), None, None, None]
        for sheet, cells in by_sheet.items():
            yield from _sheet_rows(str(number), figure, sheet, cells)


def _sheet_rows(
    name: str, figure: float, sheet: str, cells: Sequence[TracedCell]
) -> Iterator[list[object]]:
    """Usually one row; more where the cells lie so far apart that one could not be read."""
    value = cells[0].value if len(cells) == 1 else None
    cell_ranges = ranges(cell.cell for cell in cells)
    count: int | None = len({cell.cell for cell in cells})
    for start in range(0, len(cell_ranges), RANGES_A_ROW):
        yield [
            name,
            figure,
            sheet,
            ", ".join(cell_ranges[start : start + RANGES_A_ROW]),
            count,
            value,
        ]
        count = None
