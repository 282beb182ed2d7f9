"""The rows of a file beside the records that they speak of, field by field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from kotacerdas.exchange.choices import Choices
from kotacerdas.exchange.corrections import ANSWERED
from kotacerdas.exchange.report_fields import ReportFields
from kotacerdas.exchange.sides import BUDGET, REALISATION, Sides
from kotacerdas.records.inverse import RecordId, linked, record_models
from kotacerdas.records.merging import WHOLE, Merged, merge
from kotacerdas.records.storage import TYPED_IN, Origin, Values, origin_of
from kotacerdas.scorecards.sheets import MODELS
from kotacerdas.workbook.reading import Reading
from kotacerdas.workbook.schema import BY_NAME


@dataclass
class MergedRows:
    """What becomes of each record that would be another; None of one that would be removed.

    `conflicts` are a record, a field, what the file wants of the record, and whether it is taken.
    """

    values: dict[RecordId, Values | None] = field(default_factory=dict)
    origins: dict[RecordId, Origin] = field(default_factory=dict)
    conflicts: list[tuple[RecordId, str, Values | None, bool]] = field(default_factory=list)
    unlisted: dict[str, int] = field(default_factory=dict)
    kept: int = 0


class FileRows:
    """The rows of a file that are merged with both sides, sheet by sheet."""

    def __init__(self, sides: Sides, reading: Reading, file: int | None, choices: Choices) -> None:
        self.of_reports = ReportFields(sides, reading, choices.decisions)
        self._sides, self._reading, self._file, self._choices = sides, reading, file, choices
        self._keys = {label: dict(own) for label, own in sides.keys.items()}
        self._result = MergedRows()
        self._new = count(-1, -1)

    def merged(self) -> MergedRows:
        for sheet, model in MODELS.items():
            if sheet in self._reading.layouts:  # a sheet that the file lacks changes nothing
                self._sheet(sheet, model._meta.label_lower)
        return self._result

    def _sheet(self, sheet: str, label: str) -> None:
        names = BY_NAME[sheet].key
        now = self._sides.now[label]
        at_base = now if self._sides.base is None else self._sides.base[label]
        pks = {_named(names, row): pk for pk, row in at_base.items()}
        added = {_named(names, row): pk for pk, row in now.items() if pk not in at_base}
        model = record_models()[label]
        letters = self._reading.layouts[sheet].letters.keys() | set(names)
        frame = self._reading.frames[sheet].filter(region=self._sides.region.code)
        rows = frame.drop("region", "row").iter_rows(named=True)
        seen: set[int] = set()
        for sheet_row, row in zip(frame["row"], rows, strict=True):
            values = linked(model, row, self._keys)
            key = _named(names, values)
            pk = pks.get(key) or added.get(key) or next(self._new)
            if "code" in values and label in self._keys:
                self._keys[label][values["code"]] = pk
            seen.add(pk)
            self._row((label, pk), values, letters, sheet_row)
        self._missing(label, at_base, seen)

    def _row(
        self, record: RecordId, full: Values, letters: Collection[str], sheet_row: int
    ) -> None:
        label, pk = record
        base, now = self._sides.at_base(record), self._sides.now[label].get(pk)
        wanted = {name: value for name, value in full.items() if name in letters}
        if label == REALISATION:
            if self.of_reports.take(full, letters, base, sheet_row):
                return
            before = self._sides.held_before.answer(full)
            if before is not None:
                answer = {name: full[name] for name in ANSWERED if name in letters}
                base = _key_values(full) | dict(zip(ANSWERED, before, strict=True))
                if all(base[name] == value for name, value in answer.items()):
                    self.of_reports.agreeing += 1
                    return
                wanted = _key_values(full) | answer
        elif label == BUDGET and "realised" in wanted:
            base = self.of_reports.take_spent(pk, full, wanted, base)
        if now is None:
            wanted = full if base is None else base | wanted
            if label == REALISATION:
                wanted = full | wanted
        self._take(record, base, wanted, (self._file, sheet_row))

    def _take(
        self, record: RecordId, base: Values | None, wanted: Values | None, origin: Origin
    ) -> None:
        """Without a base what a file brought last may be brought by another, unless decided."""
        now = self._sides.now[record[0]].get(record[1])
        if now == wanted:
            return
        row = self._sides.present.rows[record[0]].get(record[1])
        preset = self._sides.base is None and row is not None and origin_of(row)[0] is not None
        merged = merge(base, now, wanted)
        taken = {
            name
            for name in merged.conflicts
            if self._choices.decisions.is_taken(record, name, preset=preset)
        }
        if taken:
            merged = merge(base, now, wanted, taken)
        self._result.conflicts += [
            (record, name, wanted, name in taken) for name in merged.conflicts
        ]
        if _others_stay(merged, now, wanted):
            self._result.kept += 1
        if merged.values == now:
            return
        self._result.values[record] = merged.values
        is_of_file = wanted is not None and all(
            (merged.values or {}).get(name) == value for name, value in wanted.items()
        )
        # Of a row that both sides wrote in, no single row of a file is the source.
        self._result.origins[record] = origin if is_of_file else TYPED_IN

    def _missing(self, label: str, at_base: Mapping[int, Values], seen: set[int]) -> None:
        """What the file lacks of the rows that it could hold."""
        is_based = self._sides.base is not None
        for pk, base in at_base.items():
            if pk in seen or (label == REALISATION and self.of_reports.holds(base)):
                continue
            if is_based:
                self._take((label, pk), base, None, TYPED_IN)
                continue
            self._result.unlisted[label] = self._result.unlisted.get(label, 0) + 1
            if label in self._choices.removals:
                self._result.values[label, pk] = None
        if is_based:
            self._result.kept += len(self._sides.now[label].keys() - at_base.keys() - seen)


def _named(names: Collection[str], values: Values) -> tuple[Any, ...]:
    return tuple([values[name] for name in names])


def _key_values(row: Values) -> Values:
    return {name: row[name] for name in BY_NAME["Realisation"].key}


def _others_stay(merged: Merged, now: Values | None, wanted: Values | None) -> bool:
    """Whether something stays that is not as the file has it, and is no conflict."""
    if merged.conflicts == [WHOLE]:
        return False
    if now is None or wanted is None:
        return merged.values == now
    values = merged.values or {}
    return any(
        values[name] != value for name, value in wanted.items() if name not in merged.conflicts
    )
