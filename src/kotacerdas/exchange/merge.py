"""What a workbook changes: the state it was taken out from, what there is now, what it holds.

Field by field the file's change is taken where nobody touched the field since, and what both sides
changed is a conflict (`records.merging`). What a report holds no file writes: another value becomes
a correction that is proposed of the report (`exchange.corrections`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kotacerdas.casework.models import Window
from kotacerdas.exchange.choices import Choices
from kotacerdas.exchange.corrections import Correction, with_cases
from kotacerdas.exchange.file_rows import FileRows
from kotacerdas.exchange.fitting import codes_after, contradicting
from kotacerdas.exchange.old_codes import OldCode, by_known_codes
from kotacerdas.exchange.outcome import (
    Conflict,
    Left,
    change_of,
    digest_of,
    in_order,
    key_of,
    take_out_misfits,
)
from kotacerdas.exchange.plan_after import plan_after, plan_of
from kotacerdas.exchange.sides import Sides
from kotacerdas.plan.models import Programme
from kotacerdas.records.actions import Change
from kotacerdas.records.inverse import NOBODY, CodesByKey, RecordId, by_code
from kotacerdas.records.storage import TYPED_IN
from kotacerdas.reporting.actions.corrections import Asked
from kotacerdas.reporting.asking import due_in
from kotacerdas.reporting.due import Due
from kotacerdas.scoring.question import Basis
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.reading import Reading


@dataclass(frozen=True)
class Merge:
    """What a file does to its region, as it was decided.

    `unlisted` are the rows that a file without a base lacks, by the model's label; `kept` is how
    many records somebody else changed, added or removed since, and stay so, `of_reports` how many
    fields of reports. `issues` stand at cells of the file; with an error nothing is applied.
    `old_codes` are codes of the file that their records have no longer. The `digest` is the same
    while the same would be done.
    """

    changes: list[Change]
    conflicts: list[Conflict]
    corrections: list[Correction]
    left: list[Left]
    unlisted: Mapping[str, int]
    kept: int
    of_reports: int
    issues: list[Issue]
    old_codes: list[OldCode]
    digest: str

    @property
    def needs_reason(self) -> bool:
        """Whether what somebody verified would be overwritten, removed or corrected."""
        is_lost = any((change.before or {}).get("verified") for change in self.changes)
        return is_lost or any(one.is_taken for one in self.corrections)


def merge_of(sides: Sides, reading: Reading, file: int | None, choices: Choices) -> Merge:
    """What the file of that primary key would do now, as it was decided."""
    reading, old_codes = by_known_codes(sides, reading)
    rows = FileRows(sides, reading, file, choices)
    result, corrections = rows.merged(), rows.of_reports.corrections
    if choices.only_added:
        result.values = {
            record: values for record, values in result.values.items() if record[1] < 0
        }
        corrections = []
    misfits = dict(contradicting(sides.present, result.values))
    for record in misfits:
        del result.values[record]
    misfits |= take_out_misfits(sides.present, result.values)
    codes = codes_after(sides.present, result.values)
    changes = in_order(
        change_of(sides.present, record, values, codes, result.origins.get(record, TYPED_IN))
        for record, values in result.values.items()
    )
    left = [Left(record, _key(sides, record, codes), why) for record, why in misfits.items()]
    conflicts = [
        Conflict(
            record,
            _key(sides, record, codes),
            name,
            by_code(record, sides.at_base(record), codes),
            by_code(record, sides.present.values(record), codes),
            by_code(record, wanted, codes),
            None,
            is_taken and not choices.only_added,
        )
        for record, name, wanted, is_taken in result.conflicts
        if record not in misfits
    ]
    proposed, refused = with_cases(corrections, _asked_after(sides, changes))
    decided = [(one.id, one.now, one.wanted, one.is_taken) for one in proposed]
    left += [Left((one.of[0], NOBODY), one.of[1:], why) for one, why in refused]
    return Merge(
        changes,
        conflicts,
        proposed,
        left,
        result.unlisted,
        result.kept,
        rows.of_reports.agreeing,
        rows.of_reports.issues,
        old_codes,
        digest_of(changes, conflicts, left, decided),
    )


def _asked_after(sides: Sides, changes: Sequence[Change]) -> Asked:
    """What reports are asked for by the plan as the file leaves it."""
    plan = cache(lambda: plan_after(sides.region, sides.counting, changes))

    def asked(window: Window, programmes: Sequence[Programme]) -> Mapping[str, Due]:
        own = plan_of(plan(), [one.pk for one in programmes])
        return due_in(window, programmes, own, sides.counting.reports[Basis.REPORTED])

    return asked


def _key(sides: Sides, record: RecordId, codes: CodesByKey) -> tuple[Any, ...]:
    label, pk = record
    row = sides.present.rows[label].get(pk)
    return key_of(label, row or by_code(record, sides.at_base(record), codes) or {})
