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
REPORT, EXTENSION = "reporting.report", "casework.extension"
# What was sent in of a case, of any process.
VERSIONS = frozenset({REPORT, "innovation.step", "evaluation.answer", "evaluation.finding_answer"})
APPOINTMENT = "accounts.appointment"
_AGENCY, _PERIOD = "records.agency", "reporting.period"
# The fields that name another record by its code, and its model, by the model of the record.
Links = Mapping[str, Mapping[str, str]]
Codes = Mapping[str, Mapping[str, str]]
# Besides those of the workbook's rows.
LINKS: Links = {
    APPOINTMENT: {"agency": _AGENCY},
    "survey.topic": {"programme": "plan.programme"},
    "evaluation.cycle": {"home": _AGENCY},
    "evaluation.item": {"agency": _AGENCY},
    "evaluation.finding": {"agency": _AGENCY},
}
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


def replay(
    entries: Iterable[Logged], links: Links | None = None
) -> tuple[dict[Of, Record], list[Leap]]:
    """Every record that the log speaks of, by its identity; and where the log misfits itself.

    `links` are the fields that name another record by its code, which may become another.
    """
    records: dict[Of, Record] = {}
    leaps: list[Leap] = []
    for entry in entries:
        elements = list(_elements(entry))
        codes = _recoded(elements)
        if codes and links:
            _follow_codes(records, links, codes)
        for of, before, after in elements:
            if codes and links and before:
                before = _with_codes(before, links.get(of[0], {}), codes)  # noqa: PLW2901
            leaps += _apply(records, of, before, after, entry.number)
    return records, leaps


def _recoded(elements: Iterable[tuple[Of, Values | None, Values | None]]) -> Codes:
    """The codes that became others, by model: the new one by the old one."""
    codes: dict[str, dict[str, str]] = {}
    for of, before, after in elements:
        if before and after and before.get("code") and after.get("code"):
            codes.setdefault(of[0], {})[before["code"]] = after["code"]
    return codes


def _follow_codes(records: dict[Of, Record], links: Links, codes: Codes) -> None:
    """Let what names a record that was recoded name it by its new code."""
    agencies = codes.get(_AGENCY, {})
    for key, record in list(records.items()):
        record.values = _with_codes(record.values, links.get(key[0], {}), codes)
        if key[0] == EXTENSION and key[-2] in agencies:  # it has no primary key
            del records[key]
            record.of = (*key[:-2], agencies[key[-2]], key[-1])
            records[record.of] = record


def _with_codes(values: Values, links: Mapping[str, str], codes: Codes) -> Values:
    renamed = dict(values)
    for name, model in links.items():
        own, named = codes.get(model, {}), values.get(name)
        if isinstance(named, list):
            renamed[name] = [own.get(code, code) for code in named]
        elif isinstance(named, str):
            renamed[name] = own.get(named, named)
    return renamed


def _elements(entry: Logged) -> Iterator[tuple[Of, Values | None, Values | None]]:
    """The changes of an entry, those told in a way of their own as if they were records."""
    for change in json.loads(entry.changes):
        of, before, after = tuple(change["of"]), change["before"], change["after"]
        if of[0] in VERSIONS and after:
            yield of, *_move(before, after, entry.actor)
        elif of[0] == _PERIOD and "agency" in (named := after or before or {}):
            extension = EXTENSION, None, *of[2:], named["agency"], named["until"]
            yield extension, None if after else {}, {} if after else None
        elif of[0] == APPOINTMENT:
            yield of, before and _in_utc(before), _in_utc(after)
        else:
            yield of, before, after


def _move(before: Values | None, after: Values, actor: str) -> tuple[Values | None, Values]:
    """A step of a case: sending in says all that is in it, and undoing leaves nothing decided."""
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
