"""What was read, as JSON and Arrow: how it comes back from the process that read it.

The types of the fields say how each is packed and what it may be when it is unpacked, so that a
reading has no second description, and a process that was taken over can send nothing else.
"""

import io
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache, partial
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import polars as pl

from kotacerdas.workbook.sheets import RawCells

_T = TypeVar("_T")
Blobs = list[bytes]
Pack = Callable[[Any, Blobs], Any]
Unpack = Callable[[Any, Sequence[Any]], Any]


class TransferError(Exception):
    """What came is not what it should be."""


def packed(value: object) -> tuple[Any, tuple[bytes, ...]]:
    """A dataclass as a JSON value and blobs."""
    blobs: Blobs = []
    kind: Any = type(value)
    pack, _ = _codec(kind)
    return pack(value, blobs), tuple(blobs)


def unpacked(kind: type[_T], value: object, blobs: Sequence[Any]) -> _T:
    """The dataclass again. Raises: TransferError."""
    hint: Any = kind
    _, unpack = _codec(hint)
    try:
        return cast(_T, unpack(value, blobs))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, pl.exceptions.PolarsError,
            pl.exceptions.PanicException) as error:  # fmt: skip
        raise TransferError(str(error)) from error


@cache
def _codec(hint: Any) -> tuple[Pack, Unpack]:
    """How values of a type are packed and unpacked."""
    return _class_codec(hint) if get_origin(hint) is None else _generic_codec(hint)


def _class_codec(kind: Any) -> tuple[Pack, Unpack]:
    if kind in _TABLES:
        return _TABLES[kind]
    if kind in _PLAIN:
        return _as_it_is, partial(_checked, kind)
    if issubclass(kind, Enum):
        return (lambda value, _: value.name), (lambda name, _: kind[name])
    return _record(kind)


def _generic_codec(hint: Any) -> tuple[Pack, Unpack]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return _union(arguments)
    if issubclass(origin, Mapping):
        return _mapping(arguments)
    if origin is tuple and arguments[-1] is not Ellipsis:
        return _tuple(arguments)
    return _many(origin, arguments[0])


_PLAIN = frozenset({str, int, float, bool, type(None)})


def _as_it_is(value: Any, _: Blobs) -> Any:
    return value


def _checked(kind: type, value: Any, _: Sequence[Any]) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{type(value)} is no {kind}")
    return value


def _record(kind: Any) -> tuple[Pack, Unpack]:
    """A dataclass or a named tuple, as the list of its fields."""
    names = [one.name for one in fields(kind)] if is_dataclass(kind) else kind._fields
    hints = get_type_hints(kind)
    codecs = [(name, *_codec(hints[name])) for name in names]

    def pack(value: Any, blobs: Blobs) -> Any:
        return [pack_one(getattr(value, name), blobs) for name, pack_one, _ in codecs]

    def unpack(value: Any, blobs: Sequence[Any]) -> Any:
        return kind(*(one(part, blobs) for part, (_, _, one) in zip(value, codecs, strict=True)))

    return pack, unpack


def _union(kinds: Sequence[Any]) -> tuple[Pack, Unpack]:
    """The number of the type, and the value as that type."""
    codecs = [(get_origin(kind) or kind, *_codec(kind)) for kind in kinds]

    def pack(value: Any, blobs: Blobs) -> Any:
        for at, (kind, pack_one, _) in enumerate(codecs):
            if isinstance(value, kind):
                return [at, pack_one(value, blobs)]
        raise TypeError(f"{type(value)} is none of {kinds}")

    def unpack(value: Any, blobs: Sequence[Any]) -> Any:
        at, inner = value
        return codecs[at][2](inner, blobs)

    return pack, unpack


def _mapping(kinds: Sequence[Any]) -> tuple[Pack, Unpack]:
    pack_items, unpack_items = _many(list, types.GenericAlias(tuple, tuple(kinds)))
    return (
        lambda value, blobs: pack_items(value.items(), blobs),
        lambda value, blobs: dict(unpack_items(value, blobs)),
    )


def _tuple(kinds: Sequence[Any]) -> tuple[Pack, Unpack]:
    codecs = [_codec(kind) for kind in kinds]
    return (
        lambda value, blobs: [
            pack(part, blobs) for part, (pack, _) in zip(value, codecs, strict=True)
        ],
        lambda value, blobs: tuple(
            unpack(part, blobs) for part, (_, unpack) in zip(value, codecs, strict=True)
        ),
    )


def _many(origin: type, kind: Any) -> tuple[Pack, Unpack]:
    pack, unpack = _codec(kind)
    made = origin if origin in {tuple, frozenset, set} else list
    return (
        lambda value, blobs: [pack(one, blobs) for one in value],
        lambda value, blobs: made(unpack(one, blobs) for one in value),
    )


# Tables


def _pack_frame(frame: pl.DataFrame, blobs: Blobs) -> int:
    stream = io.BytesIO()
    frame.write_ipc(stream)
    blobs.append(stream.getvalue())
    return len(blobs) - 1


def _unpack_frame(at: Any, blobs: Sequence[Any]) -> pl.DataFrame:
    return pl.read_ipc(io.BytesIO(blobs[at]))


def _pack_cells(cells: RawCells, blobs: Blobs) -> Any:
    """Columns of one plain type as a table, the others cell by cell."""
    plain, mixed = {}, {}
    for name, column in cells.columns.items():
        series = _as_series(name, column)
        if series is None:
            mixed[name] = [_pack_cell(cell) for cell in column]
        else:
            plain[name] = series
    rows = pl.Series(_ROWS, cells.row_numbers, dtype=pl.Int64)
    at = _pack_frame(pl.DataFrame([rows, *plain.values()]), blobs)
    return [at, list(cells.columns), mixed]


def _unpack_cells(value: Any, blobs: Sequence[Any]) -> RawCells:
    at, names, mixed = value
    frame = _unpack_frame(at, blobs)
    columns = {
        name: [_unpack_cell(cell) for cell in mixed[name]]
        if name in mixed
        else frame[name].to_list()
        for name in names
    }
    return RawCells(frame[_ROWS].to_list(), columns)


_ROWS = "#"  # no field is called so
_PLAIN_CELLS = {str: pl.String, float: pl.Float64, bool: pl.Boolean}


def _as_series(name: str, column: Sequence[object]) -> pl.Series | None:
    kinds = set(map(type, column))
    dtype = _PLAIN_CELLS.get(kinds.pop()) if len(kinds) == 1 else None
    try:
        return None if dtype is None else pl.Series(name, column, dtype=dtype)
    except UnicodeEncodeError:  # half a character
        return None


def _pack_cell(cell: object) -> Any:
    if isinstance(cell, timedelta):
        return ["timedelta", cell.total_seconds()]
    if isinstance(cell, date | time):  # a datetime is a date
        return [type(cell).__name__, cell.isoformat()]
    return cell


def _unpack_cell(cell: Any) -> object:
    if not isinstance(cell, list):
        return cell
    kind, value = cell
    return _CELLS[kind](value)


_CELLS: Mapping[str, Callable[[Any], object]] = {
    "timedelta": lambda seconds: timedelta(seconds=seconds),
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


_TABLES: Mapping[Any, tuple[Pack, Unpack]] = {
    pl.DataFrame: (_pack_frame, _unpack_frame),
    RawCells: (_pack_cells, _unpack_cells),
}
