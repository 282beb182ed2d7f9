"""What a workbook would change: record by record, field by field. Pure."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl
from django.db import models

from kotacerdas.records.actions import Change
from kotacerdas.records.storage import Values
from kotacerdas.workbook.schema import BY_NAME

_PLACES = {"pk", "origin", "origin_row"}


def differences(
    sheet: str,
    model: type[models.Model],
    there: Iterable[Values],
    coming: pl.DataFrame,
) -> list[Change]:
    """What is added and changed in the order of `coming`, then what is removed.

    `there` are records of the database, `coming` a sheet's frame of a reading.
    """
    names = BY_NAME[sheet].key
    known = {_key(names, record): record for record in there}
    found: list[Change] = []
    rows = coming.drop("region", "row", strict=False).iter_rows(named=True)
    for place, after in zip(coming["row"], rows, strict=True):
        key = _key(names, after)
        record = known.pop(key, None)
        if record is None:
            found.append(Change(model, key, None, after, origin_row=place))
        elif (before := _values(record)) != after:
            found.append(Change(model, key, before, after, record["pk"], place))
    return found + [
        Change(model, key, _values(record), None, record["pk"]) for key, record in known.items()
    ]


def loses_verified(change: Change) -> bool:
    """Whether what somebody verified would be overwritten or removed."""
    return bool(change.before and change.before.get("verified"))


def _key(names: Sequence[str], values: Mapping[str, object]) -> tuple[object, ...]:
    return tuple([values[name] for name in names])


def _values(record: Values) -> Values:
    return {name: value for name, value in record.items() if name not in _PLACES}
