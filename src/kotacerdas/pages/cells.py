"""The cells and reports that a number rests on, as they were when its run was made."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from kotacerdas.casework.models import Version, Window
from kotacerdas.core.words import words
from kotacerdas.figures.trace import Trace, TracedRow
from kotacerdas.records.models import SourceFile
from kotacerdas.scorecards.display import cell_display

Field = tuple[TracedRow, str, object]


class Sources(NamedTuple):
    """What rows came from, by primary key."""

    files: Mapping[int, SourceFile]
    versions: Mapping[int, Version]


@dataclass(frozen=True)
class Cell:
    """One cell of a workbook, or a field of a report, as it was when the run was made."""

    file: SourceFile | None  # None for what was typed in
    version: Version | None  # of the report that says it
    sheet: str  # as the file names it; the report
    cell: str  # empty where the file has no such column; the report's programme
    of: tuple[str, str]  # the sheet and the field by their names in the schema
    value: object

    @property
    def field(self) -> str:
        """The field's name, in the language of the moment."""
        return self._displayed[0]

    @property
    def text(self) -> str:
        """The value as it is shown."""
        return self._displayed[1]

    @cached_property
    def _displayed(self) -> tuple[str, str]:  # an annex names thousands without showing them
        return cell_display(*self.of, self.value)


def fields_of(rows: Iterable[TracedRow]) -> list[Field]:
    """Every field of the rows with what it held."""
    return [
        (row, name, value)
        for row in rows
        for name, value in zip(row.fields, row.values, strict=True)
    ]


@dataclass(frozen=True)
class Fields:
    """Those of a number, read as they are asked for: of many thousands the ones of a page."""

    trace: Trace
    indices: Sequence[int]  # of rows in the trace

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def at(self, places: Iterable[int]) -> list[Field]:
        return [self._field(place) for place in places]

    def _field(self, place: int) -> Field:
        nth = bisect_right(self._ends, place)
        [row] = self.trace.rows_at([self.indices[nth]])
        from_its_end = place - self._ends[nth]
        return row, row.fields[from_its_end], row.values[from_its_end]

    @cached_property
    def _ends(self) -> list[int]:
        """How many fields there are up to the end of each row."""
        counts = [len(fields) for _, fields in self.trace.sheets]
        rows = map(self.trace.rows.__getitem__, self.indices)  # of thousands, without a call each
        return list(accumulate(map(counts.__getitem__, map(itemgetter(0), rows))))


def sources_of(rows: Iterable[TracedRow]) -> Sources:
    """The files and the reports that the rows came from, in two queries."""
    rows = list(rows)
    versions = Version.objects.select_related(
        *("submitted_by", "settled_by", "case__standing", "case__region"),
        *("case__window", "case__programme"),
    )
    return Sources(
        SourceFile.objects.select_related("sent_by").in_bulk(
            {row.file for row in rows if row.file is not None}
        ),
        versions.in_bulk({row.version for row in rows if row.version is not None}),
    )


def cells_of(fields: Iterable[Field], sources: Sources) -> list[Cell]:
    return [
        Cell(*place_of(row, name, sources), (row.sheet, name), value) for row, name, value in fields
    ]


def place_of(
    row: TracedRow, field: str, sources: Sources
) -> tuple[SourceFile | None, Version | None, str, str]:
    """The file or the report of a field, what the file calls the sheet, and the cell."""
    if row.version is not None:
        version = sources.versions[row.version]
        return None, version, report_name(version.case.window), version.case.programme.code
    file = None if row.file is None else sources.files[row.file]
    layout = file.layouts.get(row.sheet) if file else None
    if layout is None:
        return file, None, row.sheet, ""
    letter = layout["letters"].get(field)
    return file, None, layout["name"], f"{letter}{row.file_row}" if letter else ""


def report_name(window: Window) -> str:
    """`Laporan Triwulan I 2022`."""
    return words()("number.report", period=words().term("period", window.slug), year=window.year)
