"""What differs between two results: which numbers, and because of which rows."""

from collections.abc import Mapping
from math import isclose
from typing import NamedTuple

from kotacerdas.figures.number import Number
from kotacerdas.figures.trace import Trace
from kotacerdas.scoring.levels import BAND_TOLERANCE_PCT as SAME_PCT
from kotacerdas.scoring.scorecard import Scorecard

Numbers = Mapping[Number, float | None]
# The records that codes of a kind stand for, by their keys, which outlive a code.
Identities = Mapping[str, Mapping[str, int]]


class ChangedNumber(NamedTuple):
    """A number as the newer result names it; as the older does, where the newer has none.

    Without a value is not the same as not there.
    """

    number: Number
    before: float | None
    after: float | None
    was_there: bool
    is_there: bool


class ChangedRow(NamedTuple):
    """A row that numbers rest on: all that is known of it, and the fields that differ."""

    sheet: str
    values: Mapping[str, object]
    before: Mapping[str, object]
    after: Mapping[str, object]


def identities(card: Scorecard) -> dict[str, dict[str, int]]:
    """`row` of what has numbers of its own: `{"programmes": {"GOV-17": 3}, "agencies": {...}}`."""
    return {
        kind: dict(frame.select("code", "row").iter_rows())
        for kind, frame in (("programmes", card.programmes), ("agencies", card.agencies))
    }


def changed_numbers(
    old: Numbers, new: Numbers, old_identities: Identities, new_identities: Identities
) -> list[ChangedNumber]:
    """The numbers that are not the same, in the order of the newer; those that are gone follow.

    What both results know the record of is joined by it, everything else by its code.
    """
    renamed = {
        kind: _renamed(codes, new_identities.get(kind, {}))
        for kind, codes in old_identities.items()
    }
    before: dict[Number, float | None] = {}
    gone = []
    for number, value in old.items():
        code = renamed.get(number.kind, {}).get(number.code, number.code)
        now = None if code is None else number._replace(code=code)
        if now is None or now not in new:
            gone.append(ChangedNumber(number, value, None, was_there=True, is_there=False))
        else:
            before[now] = value
    in_new = (
        ChangedNumber(number, before.get(number), value, number in before, is_there=True)
        for number, value in new.items()
    )
    return [one for one in in_new if not one.was_there or _differ(one.before, one.after)] + gone


def _differ(one: float | None, other: float | None) -> bool:
    """The last bits of a sum may depend on the rows beside it; a figure does not."""
    if one is None or other is None:
        return one is not other
    return not isclose(one, other, rel_tol=1e-12, abs_tol=SAME_PCT)


def _renamed(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, str | None]:
    """What each code of the older result is in the newer; None where it means another record now.

    A record that the newer doesn't know keeps its code.
    """
    codes = {record: code for code, record in new.items()}
    known = set(old.values())
    return {
        code: codes.get(record, None if new.get(code) in known else code)
        for code, record in old.items()
    }


def changed_rows(old: Trace, new: Trace) -> list[ChangedRow]:
    """The rows on which either result's numbers rest and that are not the same in both."""
    before, after = _records(old), _records(new)
    changes = []
    for key in {**after, **before}:
        was, now = before.get(key, {}), after.get(key, {})
        names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
        if names:
            changes.append(
                ChangedRow(
                    key[0],
                    now or was,
                    {name: was.get(name) for name in names},
                    {name: now.get(name) for name in names},
                )
            )
    return changes


def _records(trace: Trace) -> dict[tuple[str, int], dict[str, object]]:
    records: dict[tuple[str, int], dict[str, object]] = {}
    for row in trace.all_rows():
        values = dict(zip(row.fields, row.values, strict=True))
        records.setdefault((row.sheet, row.record), {}).update(values)
    return records
