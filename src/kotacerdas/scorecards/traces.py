"""A trace as bytes: the rows each number rests on, and the file and row each came from."""

import json
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from kotacerdas.scoring.trace import Trace

Origins = Mapping[str, Mapping[int, tuple[int, int]]]


class TracedRow(NamedTuple):
    """The fields of one record that a number rests on; file and row where it came from one."""

    sheet: str
    pk: int
    fields: tuple[str, ...]
    file: int | None
    row: int | None


def packed(trace: Trace, origins: Origins) -> bytes:
    """The rows once, and for each number the places of its rows among them."""
    rows: dict[tuple[str, int, tuple[str, ...]], int] = {}
    paths: dict[str, list[int]] = {}
    for path, refs in trace.items():
        grouped: dict[tuple[str, int], dict[str, None]] = {}
        for ref in refs:
            grouped.setdefault((ref.sheet, ref.row), {})[ref.field] = None
        paths[path] = [
            rows.setdefault((sheet, pk, tuple(fields)), len(rows))
            for (sheet, pk), fields in grouped.items()
        ]
    told = [
        [sheet, pk, fields, *origins[sheet].get(pk, (None, None))] for sheet, pk, fields in rows
    ]
    return zlib.compress(json.dumps({"rows": told, "paths": paths}).encode())


def unpacked(data: bytes) -> dict[str, list[TracedRow]]:
    """For each number, by its JSON pointer in the result, the rows it rests on."""
    stored = json.loads(zlib.decompress(data))
    rows = [TracedRow(row[0], row[1], tuple(row[2]), row[3], row[4]) for row in stored["rows"]]
    return {path: [rows[at] for at in places] for path, places in stored["paths"].items()}
