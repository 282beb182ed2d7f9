"""What checks find between cells and rows, before its place has the name of a cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from kotacerdas.workbook.issues import shortened
from kotacerdas.workbook.problems import Parts, Problem

Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Finding:
    """A problem at one row and column of a sheet.

    A part `name` is a column of the sheet, `key` several, `sheet` another sheet: by the names of
    the schema, until the file's own are known.
    """

    sheet: str
    field: str
    row: int
    problem: Problem
    parts: Parts = ()
    rests_on: tuple[str, ...] = ()  # further columns: where their cell is flawed, it is no finding


def at(
    rows: pl.DataFrame,
    sheet: str,
    field: str,
    problem: Problem,
    *parts: str,
    rests_on: tuple[str, ...] = (),
) -> Iterator[Finding]:
    """A finding for each of `rows`; `parts` are columns whose values the message needs."""
    if not rows.height:
        return
    for row in rows.select("row", *parts).iter_rows(named=True):
        said = tuple((part, shortened(row[part])) for part in parts)
        yield Finding(sheet, field, row["row"], problem, said, rests_on)
