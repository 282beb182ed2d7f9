"""What differs between two runs. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kotacerdas.scorecards.traces import TracedRow


class ChangedNumber(NamedTuple):
    """A number by its JSON pointer in both results, None where there is none."""

    pointer: str
    before: float | None
    after: float | None


class ChangedRow(NamedTuple):
    """A row that numbers rest on: all that is known of it, and the fields that differ."""

    sheet: str
    values: Mapping[str, object]
    before: Mapping[str, object]
    after: Mapping[str, object]


def changed_numbers(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[ChangedNumber]:
    """The numbers of two results that are not the same, in the order of the newer."""
    before, after = dict(_numbers(old, "")), dict(_numbers(new, ""))
    return [
        ChangedNumber(pointer, before.get(pointer), after.get(pointer))
        for pointer in {**after, **before}
        if before.get(pointer) != after.get(pointer)
    ]


def _numbers(value: Any, pointer: str) -> Iterator[tuple[str, float]]:
    match value:
        case bool():
            return
        case int() | float():
            yield pointer, value
        case Mapping():
            for name, part in value.items():
                yield from _numbers(part, f"{pointer}/{name}")
        case list():
            for at, part in enumerate(value):
                yield from _numbers(part, f"{pointer}/{at}")


Trace = Mapping[str, list[TracedRow]]


def changed_rows(old: Trace, new: Trace) -> list[ChangedRow]:
    """The rows on which either run's numbers rest and that are not the same in both."""
    before, after = _rows(old), _rows(new)
    found = []
    for key in {**after, **before}:
        was, now = before.get(key, {}), after.get(key, {})
        names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
        if names:
            found.append(
                ChangedRow(
                    key[0],
                    now or was,
                    {name: was.get(name) for name in names},
                    {name: now.get(name) for name in names},
                )
            )
    return found


def _rows(trace: Trace) -> dict[tuple[str, int], dict[str, object]]:
    rows: dict[tuple[str, int], dict[str, object]] = {}
    for traced in trace.values():
        for row in traced:
            rows.setdefault((row.sheet, row.pk), {}).update(row.values)
    return rows
