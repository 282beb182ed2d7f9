"""A trace as bytes: with what stood in its rows when the run was made, and where they came from."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from kotacerdas.figures.trace import Trace
from kotacerdas.scorecards.sheets import Origins


def packed(
    trace: Trace,
    frames: Mapping[str, pl.DataFrame],
    origins: Origins,
    versions: Mapping[str, Mapping[int, int]],
) -> bytes:
    """A record of the trace and `row` of the frames is the record's primary key, a negative one
    that of a row which a report says; `versions` as in `reporting.effective.Effective`.
    """
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
    reports = [
        versions.get(sheet, {}) if sheet != "Budget" or tuple(fields) == ("realised",) else {}
        for sheet, fields in trace.sheets
    ]
    rows = [
        (kind, record, *_source(record, origins[sheet], reports[kind]), *values[kind][record])
        for kind, record, *_ in trace.rows
        for sheet in (trace.sheets[kind][0],)
    ]
    stored = json.dumps(vars(replace(trace, rows=rows)), default=_plain, separators=(",", ":"))
    return zlib.compress(stored.encode())


def _source(
    record: int, origins: Mapping[int, tuple[int, int]], versions: Mapping[int, int]
) -> tuple[int | None, int | None, int | None]:
    """The file, its row, and the report's version: of what is typed in none."""
    version = versions.get(record)
    file, row = (None, None) if version is not None else origins.get(record, (None, None))
    return file, row, version


def unpacked(data: bytes) -> Trace:
    """The trace that `packed` was given, each row with its values."""
    return Trace(**json.loads(zlib.decompress(data)))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} can't stand in a trace")
