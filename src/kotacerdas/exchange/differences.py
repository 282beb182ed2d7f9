"""What a workbook would change: record by record, field by field. Pure."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl
from django.db import models

from kotacerdas.records.actions import Change
from kotacerdas.records.storage import Values, origin_of, own_values
from kotacerdas.workbook.schema import BY_NAME


def differences(
    sheet: str,
    model: type[models.Model],
    existing: Iterable[Values],
    coming: pl.DataFrame,
    file: int | None = None,
) -> list[Change]:
    """What is added and changed in the order of `coming`, then what is removed.

    `existing` are records of the database, `coming` a sheet's frame of a reading of `file`, which
    is given by its primary key.
    """
    names = BY_NAME[sheet].key
    known = {_key(names, record): record for record in existing}
    changes: list[Change] = []
    rows = coming.drop("region", "row", strict=False).iter_rows(named=True)
    for sheet_row, after in zip(coming["row"], rows, strict=True):
        key, origin = _key(names, after), (file, sheet_row)
        record = known.pop(key, None)
        if record is None:
            changes.append(Change(model, key, None, after, origin=origin))
        elif (before := own_values(record)) != after:
            was = origin_of(record)
            changes.append(Change(model, key, before, after, record["pk"], origin, was))
    return changes + [
        Change(model, key, own_values(record), None, record["pk"], was=origin_of(record))
        for key, record in known.items()
    ]


def loses_verified(change: Change) -> bool:
    """Whether what somebody verified would be overwritten or removed."""
    return bool(change.before and change.before.get("verified"))


def _key(names: Sequence[str], values: Mapping[str, object]) -> tuple[object, ...]:
    return tuple([values[name] for name in names])
