"""A trace as bytes: the rows each number rests on, what stood in them, and where they came from."""

import json
import zlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import polars as pl

from kotacerdas.scoring.trace import Trace

Origins = Mapping[str, Mapping[int, tuple[int, int]]]


class TracedRow(NamedTuple):
    """The fields of one record that a number rests on; file and row where it came from one."""

    sheet: str
    pk: int
    values: dict[str, object]
    file: int | None
    row: int | None


def packed(trace: Trace, frames: Mapping[str, pl.DataFrame], origins: Origins) -> bytes:
    """The rows once, and for each number the places of its rows among them.

    `row` of the trace and of the frames is the record's primary key.
    """
    rows: dict[tuple[str, int, tuple[str, ...]], int] = {}
    places: dict[int, list[int]] = {}  # by the list's identity: many numbers rest on the same
    for refs in trace.values():
        if id(refs) in places:
            continue
        # A dictionary's keys are fields that stand once and in order.
        grouped: defaultdict[tuple[str, int], dict[str, None]] = defaultdict(dict)
        for sheet, pk, field in refs:
            grouped[sheet, pk][field] = None
        places[id(refs)] = [
            rows.setdefault((sheet, pk, tuple(fields)), len(rows))
            for (sheet, pk), fields in grouped.items()
        ]
    known = {
        name: frame.rows_by_key("row", named=True, unique=True) for name, frame in frames.items()
    }
    told = [
        TracedRow(
            sheet,
            pk,
            {field: known[sheet][pk][field] for field in fields},
            *origins[sheet].get(pk, (None, None)),
        )
        for sheet, pk, fields in rows
    ]
    paths = {path: places[id(refs)] for path, refs in trace.items()}
    return zlib.compress(json.dumps({"rows": told, "paths": paths}, default=_plain).encode())


def unpacked(data: bytes) -> dict[str, list[TracedRow]]:
    """For each number, by its JSON pointer in the result, the rows it rests on."""
    stored = json.loads(zlib.decompress(data))
    rows = [TracedRow(*row) for row in stored["rows"]]
    return {path: [rows[at] for at in places] for path, places in stored["paths"].items()}


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} can't stand in a trace")
