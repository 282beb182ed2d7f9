"""What a log says that there is, read from its first entry to its last. Pure.

Two things can't follow from it: what it never spoke of (drafts, notices, titles of evidence,
passwords), and a record's fields before the first entry that names them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

Of = tuple[Any, ...]  # a model, a record's primary key and what names it, as `of` in the log
Values = dict[str, Any]
REPORT, EXTENSION = "monitoring.report", "monitoring.extension"
APPOINTMENT = "accounts.appointment"
_NOTHING_YET: tuple[object, ...] = (None, False, "", [])


def identity(of: Of) -> Of:
    """What of a record stays the same: its model and primary key, or all that names it."""
    return of if of[1] is None else of[:2]


class Logged(Protocol):
    """What of an entry is read here."""

    number: int
    actor: str
    changes: str


@dataclass
class Record:
    """A record by the log: its values, the entry that set each, and the one that spoke last.

    `of` is what that entry calls it. `is_known` says whether it was made within the log, so that
    what is not named is empty.
    """

    of: Of
    entry: int
    is_known: bool = False
    is_gone: bool = False
    values: Values = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)

    def set(self, values: Mapping[str, Any], entry: int) -> None:
        self.values |= values
        self.entries |= dict.fromkeys(values, entry)

    def agrees(self, name: str, value: object) -> bool:
        """Whether the field may hold that value."""
        if name in self.values:
            return bool(self.values[name] == value)
        return not self.is_known or any(
            type(value) is type(empty) and value == empty for empty in _NOTHING_YET
        )


class Leap(NamedTuple):
    """An entry that found a field other than the log had left it."""

    of: Of
    name: str
    entry: int
    value: object
    earlier: int
    expected: object


def replay(entries: Iterable[Logged]) -> tuple[dict[Of, Record], list[Leap]]:
    """Every record that the log speaks of, by its identity; and where the log misfits itself."""
    records: dict[Of, Record] = {}
    leaps: list[Leap] = []
    for entry in entries:
        for of, before, after in _elements(entry):
            leaps += _apply(records, of, before, after, entry.number)
    return records, leaps


def _elements(entry: Logged) -> Iterator[tuple[Of, Values | None, Values | None]]:
    """The changes of an entry, those told in a way of their own as if they were records."""
    for change in json.loads(entry.changes):
        of, before, after = tuple(change["of"]), change["before"], change["after"]
        if of[0] == REPORT and after:
            yield of, *_move(before, after, entry.actor)
        elif of[0] == "monitoring.period" and after and "agency" in after:
            yield (EXTENSION, None, *of[2:], after["agency"], after["until"]), None, {}
        elif of[0] == APPOINTMENT:
            yield of, before and _in_utc(before), _in_utc(after)
        else:
            yield of, before, after


def _move(before: Values | None, after: Values, actor: str) -> tuple[Values | None, Values]:
    """A report's step: sending in says all that is in it, and undoing leaves nothing decided."""
    if after.get("state") != "submitted":
        return before, after | {"settled_by": actor}
    if before == {"state": "verified"}:
        return before, after | {"settled_by": None}
    return None, after | {"submitted_by": actor}


def _apply(
    records: dict[Of, Record], of: Of, before: Values | None, after: Values | None, entry: int
) -> list[Leap]:
    record = records.get(identity(of))
    leaps = []
    if record is None or (before is None and after is not None):
        record = records[identity(of)] = Record(of, entry, is_known=before is None)
        record.set(before or {}, entry)
    else:
        leaps = [
            Leap(
                of,
                name,
                entry,
                value,
                record.entries.get(name, record.entry),
                record.values.get(name),
            )
            for name, value in (before or {}).items()
            if not record.agrees(name, value)
        ]
    record.of, record.entry, record.is_gone = of, entry, after is None
    record.set(after or {}, entry)
    return leaps


def _in_utc(values: Values) -> Values:
    return {name: instant(value) for name, value in values.items()}


def instant(value: Any) -> Any:
    """A moment as the log has it, in UTC whatever zone it was told in; anything else as it is."""
    if not isinstance(value, str) or "T" not in value:
        return value
    try:
        return datetime.fromisoformat(value).astimezone(UTC).isoformat()
    except ValueError:
        return value
