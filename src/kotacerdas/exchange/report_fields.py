"""The rows of a file beside reports: what a report holds no file writes."""

from collections.abc import Collection
from typing import Any

from kotacerdas.exchange.corrections import ANSWERED, CORRECTION, NOTHING, Correction
from kotacerdas.exchange.outcome import Decisions, key_of
from kotacerdas.exchange.sides import BUDGET, LABELS, REALISATION, Sides, codes_in
from kotacerdas.records.inverse import NOBODY, RecordId, by_code
from kotacerdas.records.storage import Values
from kotacerdas.workbook.issues import Issue, shortened
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.reading import Reading

_UNKNOWN = "?"  # no answer is this


class ReportFields:
    """What of a file's rows reports hold; another value becomes a correction of the report.

    `agreeing` is how many fields the file leaves as the reports have them, `issues` stand at cells
    of the file.
    """

    def __init__(self, sides: Sides, reading: Reading, decisions: Decisions) -> None:
        self.corrections: list[Correction] = []
        self.agreeing = 0
        self.issues: list[Issue] = []
        self._sides, self._reading, self._decisions = sides, reading, decisions
        self._codes = codes_in(sides.present.keys)

    def holds(self, row: Values) -> bool:
        """Whether a report holds a month of an imported row, or did at the base."""
        sides = self._sides
        return any(held.overlapping(row) for held in (sides.held, sides.held_before))

    def take(
        self, full: Values, letters: Collection[str], base: Values | None, sheet_row: int
    ) -> bool:
        """Whether a report holds a month of a row of the sheet Realisation, which writes nothing
        then.
        """
        held = self._sides.held
        if not held.overlapping(full):
            return False
        version = held.version(full)
        now = held.answer(full) or NOTHING
        wanted = tuple(
            full[name] if name in letters else value
            for name, value in zip(ANSWERED, now, strict=True)
        )
        if wanted in {now, self._at_base(full, base)}:
            self.agreeing += 1
        elif version is None:
            self._say(Problem.HELD_IN_PART, "Realisation", "period", sheet_row)
        else:
            name = "realised" if full["programme"] is not None else self._value_field(full)
            is_preset = self._at_base(full, base) == now
            self._correct(version, name, (REALISATION, full), now, wanted, is_preset=is_preset)
        return True

    def take_spent(
        self, pk: int, full: Values, wanted: Values, base: Values | None
    ) -> Values | None:
        """The base of a row of the sheet Budget; what was spent leaves `wanted` where a report
        says it.
        """
        before = self._sides.held_before.spent.get(pk)
        if base is not None and before is not None:
            base = base | {"realised": before.realised}
        now = self._sides.held.spent.get(pk)
        if now is None:
            return base
        value = wanted.pop("realised")
        known = _UNKNOWN if self._sides.base is None else (base or {}).get("realised")
        if value in {now.realised, known}:
            self.agreeing += 1
        else:
            name, is_preset = f"money:{full['source']}", known == now.realised
            self._correct(
                now.version, name, (BUDGET, full), (now.realised,), (value,), is_preset=is_preset
            )
        return base

    def _at_base(self, full: Values, base: Values | None) -> Any:
        """What the export said; a row that was not in it said nothing."""
        if self._sides.base is None:
            return _UNKNOWN
        answer = self._sides.held_before.answer(full)
        if answer is not None:
            return answer
        return tuple(base[name] for name in ANSWERED) if base else NOTHING

    def _value_field(self, full: Values) -> str:
        code = self._codes[LABELS["Indicators"]][full["indicator"]]
        return f"value:{code}|{full['period'] or ''}"

    def _correct(  # noqa: PLR0913 - which field of which row, and both its values
        self,
        version: int,
        name: str,
        row: tuple[str, Values],
        now: tuple[Any, ...],
        wanted: tuple[Any, ...],
        *,
        is_preset: bool,
    ) -> None:
        """Preset only where nobody else changed it since the export."""
        record: RecordId = (CORRECTION, version)
        is_taken = self._decisions.is_taken(record, name, preset=is_preset)
        label, values = row
        of = (label, *key_of(label, by_code((label, NOBODY), values, self._codes) or {}))
        self.corrections.append(
            Correction(version, name, of, _answer(now), _answer(wanted), is_taken)
        )

    def _say(self, problem: Problem, sheet: str, name: str, sheet_row: int) -> None:
        """The problem at the row's cell; a column that the file lacks says nothing."""
        for cell in self._reading.cells([(sheet, sheet_row, name)]):
            content = None if cell.value is None else shortened(cell.value)
            self.issues.append(Issue(problem, cell.sheet, cell.cell, content))


def _answer(values: Any) -> Any:
    """Of (realised, value, status), or of money alone, what is said."""
    return next((one for one in values if one is not None), None)
