"""The one way in which records change: all at once, in the log, and with their years marked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models, transaction

from kotacerdas.audit.actions import lock_chain, record_entry
from kotacerdas.outbox.worker import follow_the_commit
from kotacerdas.records import storage
from kotacerdas.records.models import Region, StaleYear


class Change(NamedTuple):
    """A record before and after, each None where there is none; `pk` of what exists.

    `key` are the values that name the record in its region.
    """

    model: type[models.Model]
    key: tuple[object, ...]
    before: storage.Values | None
    after: storage.Values | None
    pk: int | None = None
    origin_row: int | None = None

    @property
    def changed(self) -> list[str]:
        """The names of the fields that differ; all that are filled where one side is None."""
        before, after = self.before or {}, self.after or {}
        return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def lock_region(region: Region) -> None:
    """Let changes of this region come one at a time until the transaction ends."""
    lock_chain(region.code)


def apply_changes(  # noqa: PLR0913 - who, when and why belong to every change
    region: Region,
    changes: Sequence[Change],
    action: str,
    *,
    actor: str,
    at: datetime,
    reason: str = "",
    origin: int | None = None,
    beside: Sequence[dict[str, Any]] = (),
) -> None:
    """Write the changes, all or none. A record may name only what stands before it in `changes`.

    `beside` is what else the same act did, for its entry in the log.

    What is added comes first in the given order, what is removed last in the opposite one, so
    that no record ever names one that is not there.
    """
    if not changes and not beside:
        return
    with transaction.atomic():
        lock_region(region)
        by_model = _by_model(changes)
        codes = storage.Codes(region)
        for model, own in by_model.items():
            added = [change for change in own if change.before is None]
            rows = [change.after or {} for change in added]
            storage.create(model, codes, rows, origin, [change.origin_row for change in added])
        for model, own in by_model.items():
            kept = [change for change in own if change.before and change.after]
            storage.update(model, codes, [_row(change) for change in kept], origin)
        for model, own in reversed(by_model.items()):
            gone = [change.pk for change in own if change.after is None]
            if gone:
                model._default_manager.filter(pk__in=gone).delete()
        with storage.checked_meanwhile():
            told = [*beside, *map(logged, changes)]
        record_entry(region.code, action, told, actor=actor, at=at, reason=reason)
        if changes:
            mark_stale(region, _first_year(changes), at)


def mark_stale(region: Region, since_year: int, at: datetime) -> None:
    """Say that the scorecards from that year on must be computed anew, which a worker does."""
    StaleYear.objects.create(region=region, since_year=since_year, marked_at=at)
    follow_the_commit()


def _by_model(changes: Iterable[Change]) -> dict[type[models.Model], list[Change]]:
    found: dict[type[models.Model], list[Change]] = {}
    for change in changes:
        found.setdefault(change.model, []).append(change)
    return found


def _row(change: Change) -> storage.Values:
    return {**(change.after or {}), "pk": change.pk, "origin_row": change.origin_row}


def logged(change: Change) -> dict[str, Any]:
    """The change as an element of an entry's `changes`.

    With only what differs of a changed record, and what is filled of another.
    """
    before, after = change.before, change.after
    if before and after:
        names = change.changed
        before, after = _only(names, before), _only(names, after)
    else:
        before, after = before and _filled(before), after and _filled(after)
    return {
        "of": [change.model._meta.label_lower, *change.key],
        "before": before,
        "after": after,
    }


def _only(names: Iterable[str], values: storage.Values) -> storage.Values:
    return {name: values[name] for name in names if name in values}


def _filled(values: storage.Values) -> storage.Values:
    return {name: value for name, value in values.items() if value is not None}


def _first_year(changes: Iterable[Change]) -> int:
    """The first year whose figures they can touch; zero when it may be any."""
    years: set[int] = set()
    for change in changes:
        for values in (change.before, change.after):
            if values is not None and "year" not in values:
                return 0
            if values is not None:
                years.add(int(values["year"]))
    return min(years)
