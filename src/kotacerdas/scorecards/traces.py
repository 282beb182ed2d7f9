"""A trace as bytes: with what stood in its rows when the run was made, and where they came from."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from kotacerdas.figures.trace import Trace

Origins = Mapping[str, Mapping[int, tuple[int, int]]]


def packed(trace: Trace, frames: Mapping[str, pl.DataFrame], origins: Origins) -> bytes:
    """A record of the trace and `row` of the frames is the record's primary key."""
    records: list[list[int]] = [[] for _ in trace.sheets]
    for kind, record, *_ in trace.rows:
        records[kind].append(record)
    values = [
        {
            record: rest
            for record, *rest in frames[sheet]
            .filter(pl.col("row").is_in(records[kind]))
            .select("row", *fields)
            .iter_rows()
        }
        for kind, (sheet, fields) in enumerate(trace.sheets)
    ]
    rows = [
        (
            kind,
            record,
            *origins[trace.sheets[kind][0]].get(record, (None, None)),
            *values[kind][record],
        )
        for kind, record, *_ in trace.rows
    ]
    stored = json.dumps(vars(replace(trace, rows=rows)), default=_plain, separators=(",", ":"))
    return zlib.compress(stored.encode())


def unpacked(data: bytes) -> Trace:
    """The trace that `packed` was given, each row with its values."""
    return Trace(**json.loads(zlib.decompress(data)))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} can't stand in a trace")
