"""The sheet of instructions, which says the format's version and whose reporting workbook it is."""

from collections.abc import Iterable

from kotacerdas.wording.matching import normalised
from kotacerdas.workbook.naming import possible_names
from kotacerdas.workbook.report_sheets import ABOUT, About
from kotacerdas.workbook.schema import INSTRUCTIONS
from kotacerdas.workbook.tables import RawFile, RawTable

_NAMES = frozenset(map(normalised, INSTRUCTIONS))


def is_instructions(table: RawTable, *, is_text: bool) -> bool:
    return not _NAMES.isdisjoint(possible_names(table.name, is_text=is_text))


def about_of(file: RawFile) -> tuple[About | None, dict[str, tuple[str, str]]]:
    """Whose reporting workbook it is, and where that stands; None where it is none."""
    parts = {normalised(title): part for part, titles in ABOUT.items() for title in titles}
    values: dict[str, str] = {}
    cells: dict[str, tuple[str, str]] = {}
    for table in file.tables:
        if not is_instructions(table, is_text=file.is_text):
            continue
        for part, number, text in _lines(table, parts):
            if part not in values:
                values[part], cells[part] = text, (table.name, f"B{number}")
    return (About(**values) if set(values) == set(ABOUT) else None), cells


def _lines(table: RawTable, parts: dict[str, str]) -> Iterable[tuple[str, int, str]]:
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        part = parts.get(normalised(str(row[0]))) if len(row) > 1 else None
        if part is not None:
            yield part, number, str(row[1]).strip()
