"""The codes of a file that records have no longer: which records it means."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from kotacerdas.exchange.fitting import SHEETS
from kotacerdas.exchange.sides import LABELS, Sides
from kotacerdas.records.identity import former_codes
from kotacerdas.records.inverse import links_of, record_models
from kotacerdas.workbook.reading import Reading
from kotacerdas.workbook.schema import BY_NAME

# The sheets whose rows are known by their codes alone, by the model's label.
_CODED = {label: sheet for label, sheet in SHEETS.items() if BY_NAME[sheet].key == ("code",)}

Codes = Mapping[str, Mapping[str, str]]  # by the model's label: the code of now by the old one


class OldCode(NamedTuple):
    """A record, by the model's label, that the file names by a code which it had once."""

    label: str
    code: str
    current: str


def by_known_codes(sides: Sides, reading: Reading) -> tuple[Reading, list[OldCode]]:
    """The file with codes by which its records are known; and which of these are others by now.

    Those of a file with a base are the codes of then. Without one, a code that no record has any
    more is that of the record that had it last, unless the file holds that record too.
    """
    is_based = sides.base is not None
    codes = _recoded_since(sides) if is_based else _given_up(sides, reading)
    named = [
        OldCode(label, code, codes[label][code])
        for label in codes
        for code in sorted(codes[label].keys() & _named_in(reading, label))
    ]
    if is_based or not named:
        return reading, named
    frames = {sheet: _renamed(sheet, frame, codes) for sheet, frame in reading.frames.items()}
    return replace(reading, frames=frames), named


def _recoded_since(sides: Sides) -> Codes:
    return {
        label: {
            row["code"]: now[pk]["code"]
            for pk, row in (sides.base or {})[label].items()
            if pk in now and now[pk]["code"] != row["code"]
        }
        for label, now in sides.now.items()
        if label in _CODED
    }


def _given_up(sides: Sides, reading: Reading) -> Codes:
    codes: dict[str, dict[str, str]] = {}
    for (label, code), pk in former_codes(sides.region).items():
        row = sides.now[label].get(pk)
        if row is not None:
            codes.setdefault(label, {})[code] = row["code"]
    for label, own in codes.items():
        living = {row["code"] for row in sides.now[label].values()}
        listed = set(reading.frames[_CODED[label]]["code"])
        codes[label] = {
            code: current
            for code, current in own.items()
            if code not in living and current not in listed
        }
    return codes


def _columns(sheet: str) -> Iterator[tuple[str, str]]:
    """The columns of a sheet that hold codes, with the label of the model whose codes they are."""
    label = LABELS.get(sheet)
    if label is None:
        return
    if label in _CODED:
        yield "code", label
    yield from links_of(record_models()[label]).items()


def _named_in(reading: Reading, label: str) -> set[str]:
    """All codes by which the file names records of the model."""
    named: set[str] = set()
    for sheet, frame in reading.frames.items():
        for name, of in _columns(sheet):
            if of == label:
                column = frame[name]
                named |= set(column.explode() if column.dtype == pl.List else column)
    return named


def _renamed(sheet: str, frame: pl.DataFrame, codes: Codes) -> pl.DataFrame:
    renamed = []
    for name, label in _columns(sheet):
        is_list = frame.schema[name] == pl.List
        code = pl.element() if is_list else pl.col(name)
        current = code.replace(dict(codes.get(label, {})))
        renamed.append(pl.col(name).list.eval(current) if is_list else current)
    return frame.with_columns(renamed)
