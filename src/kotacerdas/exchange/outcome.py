"""What comes of a merge, for an undo as for an import: decisions, conflicts, what is left."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

from kotacerdas.core.errors import RefusedError
from kotacerdas.exchange.fitting import SHEETS, Present, misfits
from kotacerdas.records.actions import Change, logged
from kotacerdas.records.inverse import CodesByKey, Later, RecordId, by_code, record_models
from kotacerdas.records.storage import TYPED_IN, Origin, Values, origin_of, own_values
from kotacerdas.workbook.schema import BY_NAME


class Decisions(NamedTuple):
    """In which conflicts the other side wins, by `Conflict.id`.

    `sheets` is for all of a model that are not in `by_id`, by the model's label, `others` for all
    the rest; None leaves them as they are preset.
    """

    by_id: Mapping[str, bool] = {}
    sheets: Mapping[str, bool] = {}
    others: bool | None = None

    def is_taken(self, record: RecordId, name: str, *, preset: bool = False) -> bool:
        decided = self.by_id.get(conflict_id(record, name))
        if decided is None:
            decided = self.sheets.get(record[0], self.others)
        return preset if decided is None else decided


@dataclass(frozen=True)
class Conflict:
    """A field of a record that both sides changed, or removed with it (`name` is `WHOLE`).

    `base`, `now` and `wanted` are the record as both found it, as it is, and as the other side
    wants it, each None where there is none; `later` is who changed it since.
    """

    record: RecordId
    key: Sequence[Any]
    name: str
    base: Values | None
    now: Values | None
    wanted: Values | None
    later: Later | None
    is_taken: bool

    @property
    def id(self) -> str:
        return conflict_id(self.record, self.name)


@dataclass(frozen=True)
class Left:
    """A record that stays as it is, and why."""

    record: RecordId
    key: Sequence[Any]
    why: RefusedError


def conflict_id(record: RecordId, name: str) -> str:
    return "/".join((*map(str, record), name))


def take_out_misfits(
    present: Present, results: dict[RecordId, Values | None]
) -> dict[RecordId, RefusedError]:
    """Take from `results` what does not fit the rest, until all of it does; why, by record."""
    left: dict[RecordId, RefusedError] = {}
    while found := dict(misfits(present, results)):
        for record in found:
            del results[record]
        left |= found
    return left


def change_of(
    present: Present,
    record: RecordId,
    values: Values | None,
    codes: CodesByKey,
    origin: Origin,
) -> Change:
    """The record becomes `values`, which came from `origin`; a negative key is none yet."""
    label, pk = record
    row = present.rows[label].get(pk)
    before = None if row is None else own_values(row)
    after = by_code(record, values, codes)
    was = TYPED_IN if row is None else origin_of(row)
    key = key_of(label, before or after or {})
    return Change(record_models()[label], key, before, after, pk if pk > 0 else None, origin, was)


def key_of(label: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple([values.get(name) for name in BY_NAME[SHEETS[label]].key])


def in_order(changes: Iterable[Change]) -> list[Change]:
    """By sheet; what is there already by age, what is new after it, in the order it came in."""
    places = {label: place for place, label in enumerate(SHEETS)}
    return sorted(
        changes, key=lambda one: (places[one.model._meta.label_lower], one.pk is None, one.pk or 0)
    )


def digest_of(
    changes: Iterable[Change], conflicts: Iterable[Conflict], left: Iterable[Left], *more: object
) -> str:
    """The same while the same would be done, and decided."""
    parts = [
        [logged(change) for change in changes],
        [(one.id, one.now, one.wanted) for one in conflicts],
        [(one.record, one.why.key) for one in left],
        *more,
    ]
    text = json.dumps(parts, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
