"""What an import would do, as its page shows it: packed once, and read page by page."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from kotacerdas.casework.processes import case_url
from kotacerdas.core.errors import RefusedError, Word
from kotacerdas.exchange.choices import Choices
from kotacerdas.exchange.corrections import Correction
from kotacerdas.exchange.effect import Effect
from kotacerdas.exchange.merge import Merge
from kotacerdas.exchange.outcome import Conflict, Left
from kotacerdas.exchange.packing import opened, sealed
from kotacerdas.records.actions import logged
from kotacerdas.records.inverse import Later, RecordId
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.transfer import packed as to_parts
from kotacerdas.workbook.transfer import unpacked as from_parts

Element = Mapping[str, Any]


@dataclass(frozen=True)
class _Issues:
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class Preview:
    """What the page shows.

    `removals` and `changes` are elements as an entry of the log has them, `conflicts`,
    `corrections` and `left` as `_conflict`, `_correction` and `_left` make them, `effects` those
    of `Effect`. `unlisted`, `old_codes`, `kept` and `of_reports` are those of `Merge`. `refusal`
    is what `refusal_parts` makes of why the file can't be brought in at all, empty where it can.
    """

    issues: tuple[Issue, ...] = ()
    removals: Sequence[Element] = ()
    changes: Sequence[Element] = ()
    conflicts: Sequence[Element] = ()
    corrections: Sequence[Element] = ()
    left: Sequence[Element] = ()
    unlisted: Mapping[str, int] = field(default_factory=dict)
    old_codes: Sequence[Sequence[str]] = ()
    kept: int = 0
    of_reports: int = 0
    needs_reason: bool = False
    effects: Sequence[Element] = ()
    other_years: Sequence[int] = ()
    refusal: Sequence[Any] = ()

    @property
    def is_ok(self) -> bool:
        return not self.refusal and not any(issue.is_error for issue in self.issues)

    @property
    def asks(self) -> bool:
        """Whether somebody has to confirm figures that look wrong."""
        return any(issue.asks for issue in self.issues)

    @property
    def number(self) -> int:
        """Of the changes, and of the corrections that are taken."""
        return len(self.removals) + len(self.changes) + self.proposed

    @property
    def proposed(self) -> int:
        return sum(one["is_taken"] for one in self.corrections)

    @property
    def is_empty(self) -> bool:
        """Whether nothing could come of it, however it is decided."""
        return not (self.number or self.conflicts or self.corrections)

    def dumped(self) -> bytes:
        parts = vars(self) | {"issues": to_parts(_Issues(self.issues))[0]}
        return sealed(json.dumps(parts, cls=DjangoJSONEncoder).encode())

    def shows(self, choices: Choices) -> bool:
        """Whether all that was decided one by one is in it as it was decided."""
        taken = {one["id"]: one["is_taken"] for one in (*self.conflicts, *self.corrections)}
        by_id = choices.decisions.by_id.items()
        return all(taken.get(name, is_taken) == is_taken for name, is_taken in by_id)


def loaded(data: bytes) -> Preview:
    """The preview that was dumped. Raises: OtherFormatError."""
    parts = json.loads(opened(data))
    return Preview(**parts | {"issues": from_parts(_Issues, parts["issues"], ()).issues})


def preview_of(
    issues: Iterable[Issue],
    merge: Merge,
    later: Mapping[tuple[RecordId, str], Later],
    effects: Sequence[Effect],
    other_years: Sequence[int],
) -> Preview:
    """`issues` are those of the reading, `later` says who changed the fields of conflicts since."""
    elements = [logged(change) for change in merge.changes]
    return Preview(
        issues=(*issues, *merge.issues),
        removals=[one for one in elements if one["after"] is None],
        changes=[one for one in elements if one["after"] is not None],
        conflicts=[_conflict(one, later.get((one.record, one.name))) for one in merge.conflicts],
        corrections=[_correction(one) for one in merge.corrections],
        left=[_left(one) for one in merge.left],
        unlisted=merge.unlisted,
        old_codes=merge.old_codes,
        kept=merge.kept,
        of_reports=merge.of_reports,
        needs_reason=merge.needs_reason,
        effects=[one._asdict() for one in effects],
        other_years=other_years,
    )


def _conflict(one: Conflict, later: Later | None) -> Element:
    return {
        "id": one.id,
        "of": [one.record[0], one.record[1], *one.key],
        "name": one.name,
        "base": _shown(one.base, one.name),
        "now": _shown(one.now, one.name),
        "wanted": _shown(one.wanted, one.name),
        "later": later and {"number": later.number, "actor": later.actor, "at": later.at},
        "is_taken": one.is_taken,
    }


def _shown(values: Mapping[str, Any] | None, name: str) -> Mapping[str, Any] | None:
    """A conflict shows one field; of a whole record it is enough whether there is one."""
    if values is None:
        return None
    return {name: values.get(name)} if name else {}


def _correction(one: Correction) -> Element:
    return {
        "id": one.id,
        "of": [one.of[0], None, *one.of[1:]],
        "name": one.name,
        "now": one.now,
        "wanted": one.wanted,
        "is_taken": one.is_taken,
        "url": case_url(one.case) if one.case else "",
    }


def _left(one: Left) -> Element:
    return {"of": [one.record[0], None, *one.key], "why": refusal_parts(one.why)}


def refusal_parts(why: RefusedError) -> list[Any]:
    """What is stored of a refusal; a `Word` in it becomes a list."""
    return [why.key, why.values]


def refusal_of(parts: Sequence[Any]) -> RefusedError:
    """The refusal of which these are the parts, once they were stored."""
    key, values = parts
    return RefusedError(key, **{name: _with_words(value) for name, value in values.items()})


def _with_words(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [Word(*one) for one in value] if isinstance(value[0], list) else Word(*value)


def differing(before: Preview, after: Preview) -> list[Sequence[Any]]:
    """The records, as `of`, with which one would do something else than the other."""
    of: dict[str, Sequence[Any]] = {}
    sides: list[set[str]] = []
    for one in (before, after):
        parts = (one.removals, one.changes, one.conflicts, one.corrections)
        elements = {_text(element): element["of"] for part in parts for element in part}
        of |= elements
        sides.append(set(elements))
    records = {_text(of[text]): of[text] for text in sorted(sides[0] ^ sides[1])}
    return list(records.values())


def _text(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)
