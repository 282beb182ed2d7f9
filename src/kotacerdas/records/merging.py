"""Merging two changes of the same records, field by field. Pure.

`base` is what both began with, `now` what there is, `wanted` what the other side made of it: an
undo turns the state after an entry into the one before it, a file turns the state it was exported
from into what it holds.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

Values = Mapping[str, Any]
_UNKNOWN = object()
WHOLE = ""  # where a conflict is not about a field, but about whether there is a record


class Outcome(StrEnum):
    """What becomes of a field."""

    NOTHING = "nothing"  # both sides agree
    KEEP = "keep"  # only what there is was changed
    TAKE = "take"  # only the other side changed it
    CONFLICT = "conflict"  # both did, not alike


class Merged(NamedTuple):
    """`values` is the record that comes of it, None where there is none.

    `conflicts` are the fields that both sides changed, or `WHOLE` where one of them removed the
    record; of these `values` holds what was decided.
    """

    values: dict[str, Any] | None
    conflicts: list[str]


def outcome(base: object, now: object, wanted: object) -> Outcome:
    """What becomes of a field that was `base`."""
    if now == wanted:
        return Outcome.NOTHING
    if wanted == base:
        return Outcome.KEEP
    return Outcome.TAKE if now == base else Outcome.CONFLICT


def merge(
    base: Values | None, now: Values | None, wanted: Values | None, taken: Collection[str] = ()
) -> Merged:
    """What becomes of a record, each None where there is none.

    `base` and `wanted` may hold only the fields that the other side looked at; the others stay as
    they are. `taken` are the conflicts in which the other side is to win; else what there is does.
    """
    if now is not None and wanted is not None:
        return _by_field(base or {}, now, wanted, taken)
    if base is None:  # added on one side only
        added = wanted if now is None else now
        return Merged(None if added is None else dict(added), [])
    remaining = wanted if now is None else now
    if remaining is None or _is_unchanged(base, remaining):
        return Merged(None, [])  # removed, and left alone by whoever did not remove it
    result = wanted if WHOLE in taken else now
    return Merged(None if result is None else dict(result), [WHOLE])


def _by_field(base: Values, now: Values, wanted: Values, taken: Collection[str]) -> Merged:
    merged, conflicts = dict(now), []
    for name, value in wanted.items():
        became = outcome(base.get(name, _UNKNOWN), now.get(name), value)
        if became is Outcome.CONFLICT:
            conflicts.append(name)
        if became is Outcome.TAKE or (became is Outcome.CONFLICT and name in taken):
            merged[name] = value
    return Merged(merged, conflicts)


def _is_unchanged(base: Values, values: Values) -> bool:
    return all(values[name] == base[name] for name in base.keys() & values.keys())
