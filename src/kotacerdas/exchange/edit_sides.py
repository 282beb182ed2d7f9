"""Both sides that a form is merged with: the records as they are, and as the form gave them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.exchange.corrections import Spent, held_in
from kotacerdas.exchange.fitting import Present, present_in
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.records.inverse import (
    NOBODY,
    Keys,
    Kind,
    Patch,
    RecordId,
    by_code,
    inverse,
)
from kotacerdas.records.models import Region
from kotacerdas.records.storage import Values
from kotacerdas.scorecards.sheets import MODELS, Counting, counting
from kotacerdas.scoring.question import Basis
from kotacerdas.workbook.columns import Sheet
from kotacerdas.workbook.schema import sheets_of
from kotacerdas.workbook.typed_in import Texts, as_typed


@dataclass(frozen=True)
class Sides:
    """The records as they are, and what turns those that changed since back into the base."""

    region: Region
    counting: Counting
    present: Present
    patches: Mapping[RecordId, Patch]
    keys: Keys  # of the codes of now and of the base
    newest: int  # the entry of the log after which they are as they are

    def at_base(self, record: RecordId) -> Values | None:
        patch, now = self.patches.get(record), self.present.values(record)
        if patch is None:
            return now
        if patch.kind is Kind.GONE:
            return None
        return patch.values if patch.kind is Kind.SET else (now or {}) | patch.values

    def texts(self, sheet: Sheet, values: Values) -> Texts:
        """The record as it is typed, what it names by its code of now."""
        label = MODELS[sheet.name]._meta.label_lower
        named = by_code((label, NOBODY), values, self.codes) or {}
        return {column.name: as_typed(column, named[column.name]) for column in sheet.columns}

    @cached_property
    def codes(self) -> Mapping[str, Mapping[int, str]]:
        return {of: {pk: code for code, pk in own.items()} for of, own in self.present.keys.items()}

    @cached_property
    def spent(self) -> Mapping[int, Spent]:
        """What reports hold of the budget, by the primary key of its row."""
        effective = self.counting.effective[Basis.REPORTED]
        return held_in(effective, self.present.keys).spent


def newest_entry(region: Region) -> int:
    """The number of the newest entry of the region's log."""
    newest = Entry.objects.filter(chain_id=region.code).order_by("-number")
    return newest.values_list("number", flat=True).first() or 0


def sides_of(region: Region, base_entry: int) -> Sides:
    """To be read within `one_moment` or a transaction that holds the region.

    Raises:
        RefusedError: there is no such entry.
    """
    newest = newest_entry(region)
    if not 0 <= base_entry <= newest:
        raise RefusedError("edit.no_base")
    now = counting(region)
    present = present_in(region, now.columns)
    if base_entry == newest:
        return Sides(region, now, present, {}, present.keys, newest)
    patches = inverse(region, base_entry, present.keys)
    keys = {label: dict(own) for label, own in present.keys.items()}
    for (label, pk), patch in patches.items():
        if label in keys and "code" in patch.values:
            keys[label][patch.values["code"]] = pk
    return Sides(region, now, present, patches, keys, newest)


def spent_in(region: Region) -> Mapping[int, Spent]:
    """What reports hold of the budget, by the primary key of its row; as `sides_of`."""
    return sides_of(region, newest_entry(region)).spent


def sheet_in(sides: Sides, name: str) -> Sheet:
    """A sheet with the words of the region's edition."""
    own = sides.present.rows[Region._meta.label_lower][sides.region.pk]
    return next(one for one in sheets_of(load(own["framework"] or DEFAULT)) if one.name == name)
