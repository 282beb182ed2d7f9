"""What an import would do, as its page shows it: packed once, and read page by page."""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder

from kotacerdas.exchange.corrections import Correction
from kotacerdas.exchange.effect import Effect
from kotacerdas.exchange.merge import Choices, Merge
from kotacerdas.exchange.outcome import Conflict, Decisions, Left
from kotacerdas.monitoring.notices import case_url
from kotacerdas.records.actions import logged
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.transfer import packed as to_parts
from kotacerdas.workbook.transfer import unpacked as from_parts

_T = TypeVar("_T")
Element = Mapping[str, Any]


def packed(value: object) -> bytes:
    """A dataclass as bytes, of which `unpacked` makes the same."""
    parts, blobs = to_parts(value)
    head = json.dumps([parts, [len(one) for one in blobs]])
    return zlib.compress(b"\n".join((head.encode(), b"".join(blobs))), level=1)


def unpacked(kind: type[_T], data: bytes) -> _T:
    """Raises TransferError where the data are no such thing."""
    head, _, rest = zlib.decompress(data).partition(b"\n")
    parts, sizes = json.loads(head)
    blobs, at = [], 0
    for size in sizes:
        blobs.append(rest[at : at + size])
        at += size
    return from_parts(kind, parts, blobs)


@dataclass(frozen=True)
class _Issues:
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class Preview:
    """What the page shows.

    `removals` and `changes` are elements as an entry of the log has them, `conflicts`,
    `corrections` and `left` as `_conflict`, `_correction` and `_left` make them, `effects` those
    of `Effect`. `unlisted`, `kept` and `of_reports` are those of `Merge`. `refusal` is the key and
    the values of a sentence where the file can't be brought in at all.
    """

    issues: tuple[Issue, ...] = ()
    removals: Sequence[Element] = ()
    changes: Sequence[Element] = ()
    conflicts: Sequence[Element] = ()
    corrections: Sequence[Element] = ()
    left: Sequence[Element] = ()
    unlisted: Mapping[str, int] = field(default_factory=dict)
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
        return zlib.compress(json.dumps(parts, cls=DjangoJSONEncoder).encode(), level=1)


def loaded(data: bytes) -> Preview:
    """The preview that was dumped."""
    parts = json.loads(zlib.decompress(data))
    return Preview(**parts | {"issues": from_parts(_Issues, parts["issues"], ()).issues})


def preview_of(
    issues: Iterable[Issue], merge: Merge, effects: Sequence[Effect], other_years: Sequence[int]
) -> Preview:
    """`issues` are those of the reading."""
    elements = [logged(change) for change in merge.changes]
    return Preview(
        issues=(*issues, *merge.issues),
        removals=[one for one in elements if one["after"] is None],
        changes=[one for one in elements if one["after"] is not None],
        conflicts=[_conflict(one) for one in merge.conflicts],
        corrections=[_correction(one) for one in merge.corrections],
        left=[_left(one) for one in merge.left],
        unlisted=merge.unlisted,
        kept=merge.kept,
        of_reports=merge.of_reports,
        needs_reason=merge.needs_reason,
        effects=[one._asdict() for one in effects],
        other_years=other_years,
    )


def _conflict(one: Conflict) -> Element:
    later = one.later
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
        "base": one.base,
        "now": one.now,
        "wanted": one.wanted,
        "is_taken": one.is_taken,
        "url": case_url(one.case) if one.case else "",
    }


def _left(one: Left) -> Element:
    return {"of": [one.record[0], None, *one.key], "why": [one.why.key, one.why.values]}


def choices_of(stored: Mapping[str, Any]) -> Choices:
    """What stands in `Import.choices`."""
    if not stored:
        return Choices()
    decisions = Decisions(**stored["decisions"])
    return Choices(decisions, frozenset(stored["removals"]), stored["only_added"])


def as_stored(choices: Choices) -> dict[str, Any]:
    return {
        "decisions": choices.decisions._asdict(),
        "removals": sorted(choices.removals),
        "only_added": choices.only_added,
    }


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
