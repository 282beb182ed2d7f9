"""What a workbook changes: the state it was taken out from, what there is now, what it holds.

Field by field the file's change is taken where nobody touched the field since, and what both sides
changed is a conflict (`records.merging`). What a report holds no file writes: another value becomes
a correction that is proposed of the report (`exchange.corrections`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

import polars as pl

from kotacerdas.exchange.corrections import (
    ANSWERED,
    CORRECTION,
    NOTHING,
    Correction,
    Held,
    held_in,
    with_cases,
)
from kotacerdas.exchange.fitting import SHEETS, Present, codes_after, present_in
from kotacerdas.exchange.outcome import (
    Conflict,
    Decisions,
    Left,
    by_code,
    change_of,
    digest_of,
    in_order,
    key_of,
    take_out_misfits,
)
from kotacerdas.monitoring.effective import Effective, effective, submitted_at
from kotacerdas.records.actions import Change
from kotacerdas.records.inverse import (
    NOBODY,
    Keys,
    Kind,
    RecordId,
    inverse,
    linked,
    newest_changes,
    record_models,
)
from kotacerdas.records.merging import WHOLE, Merged, merge
from kotacerdas.records.models import Region
from kotacerdas.records.storage import TYPED_IN, Origin, Values, origin_of, own_values, rows_of
from kotacerdas.scorecards.sheets import MODELS, Counting, counting
from kotacerdas.scoring.question import Basis
from kotacerdas.workbook.issues import Issue, shortened
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.reading import Reading
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.sheets import empty_frame

LABELS = {sheet: label for label, sheet in SHEETS.items()}
REALISATION, BUDGET = LABELS["Realisation"], LABELS["Budget"]

Rows = dict[str, dict[int, Values]]  # by the model's label and the primary key, links by key


class Choices(NamedTuple):
    """What was decided on a preview.

    `removals` are the models, by label, of which what a file without a base lacks is removed;
    `only_added` takes the rows that the file adds and nothing else.
    """

    decisions: Decisions = Decisions()
    removals: frozenset[str] = frozenset()
    only_added: bool = False


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


@dataclass(frozen=True)
class Merge:
    """What a file does to its region.

    `unlisted` are the rows that a file without a base lacks, by the model's label; `kept` is how
    many records somebody else changed, added or removed since, and stay so, `of_reports` how many
    fields of reports. `issues` stand at cells of the file; with an error nothing is applied.
    """

    changes: list[Change]
    conflicts: list[Conflict]
    corrections: list[Correction]
    left: list[Left]
    unlisted: Mapping[str, int]
    kept: int
    of_reports: int
    issues: list[Issue]
    digest: str

    @property
    def needs_reason(self) -> bool:
        """Whether what somebody verified would be overwritten, removed or corrected."""
        is_lost = any((change.before or {}).get("verified") for change in self.changes)
        return is_lost or any(one.is_taken for one in self.corrections)


@dataclass
class _Result:
    """What becomes of each record that would be another; None of one that would be removed."""

    values: dict[RecordId, Values | None] = field(default_factory=dict)
    origins: dict[RecordId, Origin] = field(default_factory=dict)
    conflicts: list[tuple[RecordId, str, Values | None, bool]] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    unlisted: dict[str, int] = field(default_factory=dict)
    kept: int = 0
    of_reports: int = 0
    issues: list[Issue] = field(default_factory=list)


def sides_of(region: Region, base_entry: int | None) -> Sides:
    """Read both; to be called within `one_moment` or a transaction that holds the region."""
    now = counting(region)
    sheets = {sheet: rows_of(columns) for sheet, columns in now.columns.items()}
    present = present_in(region, sheets)
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
    base, keys = _turned_back(region, base_entry, rows, present.keys)
    before = held_in(_effective_at(region, base_entry, base, keys), keys)
    return Sides(region, now, present, rows, base, base_entry, keys, held, before)


def _turned_back(region: Region, base_entry: int, rows: Rows, now: Keys) -> tuple[Rows, Keys]:
    base = {label: dict(own) for label, own in rows.items()}
    for (label, pk), patch in inverse(region, base_entry).items():
        if patch.kind is Kind.GONE:
            base[label].pop(pk, None)
        elif patch.kind is Kind.SET:
            base[label][pk] = patch.values
        else:
            base[label][pk] = rows[label][pk] | patch.values
    keys = {label: {row["code"]: pk for pk, row in base[label].items()} for label in now}
    return base, keys


def _effective_at(region: Region, base_entry: int, base: Rows, keys: Keys) -> Effective:
    """What counted as reported; the rows of workbooks beside it are left out."""
    codes = {label: {pk: code for code, pk in own.items()} for label, own in keys.items()}
    frames = {"Realisation": empty_frame(BY_NAME["Realisation"])}
    for sheet in ("Programmes", "Indicators", "Budget"):
        label, schema = LABELS[sheet], empty_frame(BY_NAME[sheet]).schema
        rows = [
            {"region": region.code, "row": pk} | (by_code((label, pk), values, codes) or {})
            for pk, values in base[label].items()
        ]
        frames[sheet] = pl.DataFrame(rows, schema=schema)
    return effective(region, frames, submitted_at(region, base_entry))


def merge_of(sides: Sides, reading: Reading, file: int | None, choices: Choices) -> Merge:
    """What the file of that primary key would do now, as it was decided.

    The digest is that of the merge in which nothing is decided: the decisions come along with it.
    """
    preset = _merge(sides, reading, file, Choices())
    if choices == Choices():
        return preset
    chosen = _merge(sides, reading, file, choices)
    return Merge(**{**vars(chosen), "digest": preset.digest})


def _merge(sides: Sides, reading: Reading, file: int | None, choices: Choices) -> Merge:
    result = _File(sides, reading, file, choices).merged()
    if choices.only_added:
        result.values = {
            record: values for record, values in result.values.items() if record[1] < 0
        }
        result.corrections = []
    present = sides.present
    misfits = take_out_misfits(present, result.values)
    codes = codes_after(present, result.values)
    changes = in_order(
        change_of(present, record, values, codes, result.origins.get(record, TYPED_IN))
        for record, values in result.values.items()
    )
    left = [Left(record, _key(sides, record, codes), why) for record, why in misfits.items()]
    undecided = [one for one in result.conflicts if one[0] not in misfits]
    later = newest_changes(sides.region, sides.base_entry, [one[:2] for one in undecided])
    conflicts = [
        Conflict(
            record,
            _key(sides, record, codes),
            name,
            by_code(record, (sides.base or {}).get(record[0], {}).get(record[1]), codes),
            by_code(record, present.values(record), codes),
            by_code(record, wanted, codes),
            later.get((record, name)),
            is_taken and not choices.only_added,
        )
        for record, name, wanted, is_taken in undecided
    ]
    corrections, refused = with_cases(result.corrections)
    left += [Left((one.of[0], NOBODY), one.of[1:], why) for one, why in refused]
    proposed = [(one.id, one.now, one.wanted) for one in corrections]
    digest = digest_of(changes, conflicts, left, proposed)
    return Merge(
        changes,
        conflicts,
        corrections,
        left,
        result.unlisted,
        result.kept,
        result.of_reports,
        result.issues,
        digest,
    )


def _key(sides: Sides, record: RecordId, codes: Mapping[str, Mapping[int, str]]) -> tuple[Any, ...]:
    label, pk = record
    row = sides.present.rows[label].get(pk)
    base = (sides.base or {}).get(label, {}).get(pk)
    return key_of(label, row or by_code(record, base, codes) or {})


class _File:
    """The rows of a file beside the records that they speak of."""

    def __init__(self, sides: Sides, reading: Reading, file: int | None, choices: Choices) -> None:
        self.sides, self.reading, self.file, self.choices = sides, reading, file, choices
        self.keys = {label: dict(own) for label, own in sides.keys.items()}
        self.result = _Result()
        self.new = count(-1, -1)

    def merged(self) -> _Result:
        for sheet, model in MODELS.items():
            if sheet in self.reading.layouts:  # a sheet that the file lacks changes nothing
                self._sheet(sheet, model._meta.label_lower)
        return self.result

    def _sheet(self, sheet: str, label: str) -> None:
        names = BY_NAME[sheet].key
        at_base = self.sides.base[label] if self.sides.base is not None else self.sides.now[label]
        pks = {_named(names, row): pk for pk, row in at_base.items()}
        added = {
            _named(names, row): pk for pk, row in self.sides.now[label].items() if pk not in at_base
        }
        model = record_models()[label]
        letters = self.reading.layouts[sheet].letters.keys() | set(names)
        frame = self.reading.frames[sheet].filter(region=self.sides.region.code)
        rows = frame.drop("region", "row").iter_rows(named=True)
        seen: set[int] = set()
        for sheet_row, row in zip(frame["row"], rows, strict=True):
            values = linked(model, row, self.keys)
            key = _named(names, values)
            pk = pks.get(key) or added.get(key) or next(self.new)
            if "code" in values and label in self.keys:
                self.keys[label][values["code"]] = pk
            seen.add(pk)
            self._row((label, pk), values, letters, sheet_row)
        self._missing(label, at_base, seen)

    def _row(
        self, record: RecordId, full: Values, letters: Collection[str], sheet_row: int
    ) -> None:
        label, pk = record
        base, now = self._base(record), self.sides.now[label].get(pk)
        wanted = {name: value for name, value in full.items() if name in letters}
        if label == REALISATION:
            asked = self._held(full, letters, base, sheet_row)
            if asked:
                return
            before = self.sides.held_before.answer(full)
            if before is not None:
                answer = {name: full[name] for name in ANSWERED if name in letters}
                base = _key_values(full) | dict(zip(ANSWERED, before, strict=True))
                if all(base[name] == value for name, value in answer.items()):
                    self.result.of_reports += 1
                    return
                wanted = _key_values(full) | answer
        elif label == BUDGET and "realised" in wanted:
            base = self._spent(record, full, wanted, base)
        if now is None:
            wanted = full if base is None else base | wanted
            if label == REALISATION:
                wanted = full | wanted
        self._take(record, base, now, wanted, (self.file, sheet_row))

    def _base(self, record: RecordId) -> Values | None:
        label, pk = record
        return None if self.sides.base is None else self.sides.base[label].get(pk)

    def _take(
        self,
        record: RecordId,
        base: Values | None,
        now: Values | None,
        wanted: Values | None,
        origin: Origin,
    ) -> None:
        """Without a base what a file brought last may be brought by another, unless decided."""
        if now == wanted:
            return
        row = self.sides.present.rows[record[0]].get(record[1])
        preset = self.sides.base is None and row is not None and origin_of(row)[0] is not None
        merged = merge(base, now, wanted)
        taken = {
            name
            for name in merged.conflicts
            if self.choices.decisions.is_taken(record, name, preset=preset)
        }
        if taken:
            merged = merge(base, now, wanted, taken)
        self.result.conflicts += [
            (record, name, wanted, name in taken) for name in merged.conflicts
        ]
        if _others_stay(merged, now, wanted):
            self.result.kept += 1
        if merged.values == now:
            return
        self.result.values[record] = merged.values
        is_of_file = wanted is not None and all(
            (merged.values or {}).get(name) == value for name, value in wanted.items()
        )
        # Of a row that both sides wrote in, no single row of a file is the source.
        self.result.origins[record] = origin if is_of_file else TYPED_IN

    def _missing(self, label: str, at_base: Mapping[int, Values], seen: set[int]) -> None:
        """What the file lacks of the rows that it could hold."""
        is_based = self.sides.base is not None
        for pk, base in at_base.items():
            if pk in seen or (label == REALISATION and self._is_held(base)):
                continue
            now = self.sides.now[label].get(pk)
            if is_based:
                self._take((label, pk), base, now, None, TYPED_IN)
                continue
            self.result.unlisted[label] = self.result.unlisted.get(label, 0) + 1
            if label in self.choices.removals:
                self.result.values[label, pk] = None
        if is_based:
            self.result.kept += len(self.sides.now[label].keys() - at_base.keys() - seen)

    # What reports hold

    def _is_held(self, row: Values) -> bool:
        """Whether a report holds a month of an imported row, or did at the base."""
        return any(held.overlapping(row) for held in (self.sides.held, self.sides.held_before))

    def _held(
        self, full: Values, letters: Collection[str], base: Values | None, sheet_row: int
    ) -> bool:
        """Whether a report holds a month of the row, which then writes nothing."""
        if not self.sides.held.overlapping(full):
            return False
        version = self.sides.held.version(full)
        now = self.sides.held.answer(full) or NOTHING
        wanted = tuple(
            full[name] if name in letters else value
            for name, value in zip(ANSWERED, now, strict=True)
        )
        before = self._answered_at_base(full, base)
        if wanted in {now, before}:
            self.result.of_reports += 1
        elif version is None:
            self._say(Problem.HELD_IN_PART, "Realisation", "period", sheet_row)
        else:
            name = "realised" if full["programme"] is not None else self._value_field(full)
            self._correct(version, name, REALISATION, full, before, now, wanted)
        return True

    def _answered_at_base(self, full: Values, base: Values | None) -> Any:
        """What the export said; a row that was not in it said nothing."""
        if self.sides.base is None:
            return _UNKNOWN
        answer = self.sides.held_before.answer(full)
        if answer is not None:
            return answer
        return tuple(base[name] for name in ANSWERED) if base else NOTHING

    def _value_field(self, full: Values) -> str:
        codes = {pk: code for code, pk in self.sides.present.keys[LABELS["Indicators"]].items()}
        return f"value:{codes[full['indicator']]}|{full['period'] or ''}"

    def _spent(
        self, record: RecordId, full: Values, wanted: Values, base: Values | None
    ) -> Values | None:
        """The base of a budget row; what was spent leaves `wanted` where a report says it."""
        before = self.sides.held_before.spent.get(record[1])
        if base is not None and before is not None:
            base = base | {"realised": before.realised}
        now = self.sides.held.spent.get(record[1])
        if now is None:
            return base
        value = wanted.pop("realised")
        known = _UNKNOWN if self.sides.base is None else (base or {}).get("realised")
        if value in {now.realised, known}:
            self.result.of_reports += 1
        else:
            name = f"money:{full['source']}"
            self._correct(now.version, name, BUDGET, full, (known,), (now.realised,), (value,))
        return base

    def _correct(  # noqa: PLR0913, PLR0917 - whose field of which row, and its three values
        self,
        version: int,
        name: str,
        label: str,
        row: Values,
        before: Any,
        now: tuple[Any, ...],
        wanted: tuple[Any, ...],
    ) -> None:
        """Preset only where nobody else changed it since the export."""
        record = (CORRECTION, version)
        is_taken = self.choices.decisions.is_taken(record, name, preset=before == now)
        codes = {
            of: {pk: code for code, pk in own.items()}
            for of, own in self.sides.present.keys.items()
        }
        of = (label, *key_of(label, by_code((label, NOBODY), row, codes) or {}))
        base = None if before in _UNKNOWNS else _answer(before)
        correction = Correction(version, name, of, base, _answer(now), _answer(wanted), is_taken)
        self.result.corrections.append(correction)

    def _say(self, problem: Problem, sheet: str, name: str, sheet_row: int) -> None:
        """The problem at the row's cell; a column that the file lacks says nothing."""
        for cell in self.reading.cells([(sheet, sheet_row, name)]):
            content = None if cell.value is None else shortened(cell.value)
            self.result.issues.append(Issue(problem, cell.sheet, cell.cell, content))


_UNKNOWN = "?"  # no answer is this
_UNKNOWNS = (_UNKNOWN, (_UNKNOWN,))


def _answer(values: Any) -> Any:
    """Of (realised, value, status), or of money alone, what is said."""
    return next((one for one in values if one is not None), None)


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
