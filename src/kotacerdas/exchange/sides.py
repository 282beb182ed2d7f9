"""Both sides that a file is merged with: the records as they are, and as they were at its base."""

from collections.abc import Mapping
from dataclasses import dataclass

from kotacerdas.exchange.corrections import Held, held_in
from kotacerdas.exchange.fitting import SHEETS, Present, present_in
from kotacerdas.records.inverse import (
    Keys,
    RecordId,
    Rows,
    inverse,
    linked,
    record_models,
    turned_back,
)
from kotacerdas.records.models import Region
from kotacerdas.records.storage import Values, own_values
from kotacerdas.reporting.effective import Effective, effective, submitted_at
from kotacerdas.scorecards.earlier import frame_then
from kotacerdas.scorecards.sheets import Counting, counting
from kotacerdas.scoring.question import Basis
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.sheets import empty_frame

LABELS = {sheet: label for label, sheet in SHEETS.items()}
REALISATION, BUDGET = LABELS["Realisation"], LABELS["Budget"]


@dataclass(frozen=True)
class Sides:
    """The records as they are and as they were at the base, None where there is no base."""

    region: Region
    counting: Counting
    present: Present
    now: Rows
    base: Rows | None
    base_entry: int
    keys: Keys  # of the codes that the file may name, at the base
    held: Held
    held_before: Held

    def at_base(self, record: RecordId) -> Values | None:
        return None if self.base is None else self.base[record[0]].get(record[1])


def sides_of(region: Region, base_entry: int | None) -> Sides:
    """Read both; to be called within `one_moment` or a transaction that holds the region."""
    now = counting(region)
    present = present_in(region, now.columns)
    models = record_models()
    rows = {
        label: {pk: linked(models[label], own_values(row), present.keys) for pk, row in own.items()}
        for label, own in present.rows.items()
    }
    is_empty = not any(own for label, own in rows.items() if label != LABELS["Region"])
    held = held_in(now.effective[Basis.REPORTED], present.keys)
    if base_entry is None:
        base = rows if is_empty else None
        return Sides(region, now, present, rows, base, 0, present.keys, held, Held())
    base = turned_back(rows, inverse(region, base_entry, present.keys))
    keys = {label: {row["code"]: pk for pk, row in base[label].items()} for label in present.keys}
    before = held_in(_effective_at(region, base_entry, base, keys), keys)
    return Sides(region, now, present, rows, base, base_entry, keys, held, before)


def codes_in(keys: Keys) -> Mapping[str, Mapping[int, str]]:
    """The codes by primary key."""
    return {label: {pk: code for code, pk in own.items()} for label, own in keys.items()}


def _effective_at(region: Region, base_entry: int, base: Rows, keys: Keys) -> Effective:
    """What counted as reported; the rows of workbooks beside it are left out."""
    codes = codes_in(keys)
    frames = {
        sheet: frame_then(sheet, region, base[LABELS[sheet]], codes)
        for sheet in ("Programmes", "Indicators", "Budget")
    }
    frames["Realisation"] = empty_frame(BY_NAME["Realisation"])
    return effective(region, frames, submitted_at(region, base_entry))
