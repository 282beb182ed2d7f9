"""The one way in which records change: all at once, in the log, and with their years marked."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat

from kotacerdas.audit.actions import lock_chain, record_entry
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.rows import new_keys
from kotacerdas.outbox.worker import follow_the_commit
from kotacerdas.records import storage
from kotacerdas.records.models import Alias, Region, StaleYear
from kotacerdas.records.references import remove
from kotacerdas.records.rules import is_region_code


class Change(NamedTuple):
    """A record before and after, each None where there is none; `pk` of what exists.

    `key` are the values that name the record in its region. `origin` says where the values after
    came from, `was` where those before did. A record that is added with a `pk` had it earlier.
    """

    model: type[models.Model]
    key: tuple[object, ...]
    before: storage.Values | None
    after: storage.Values | None
    pk: int | None = None
    origin: storage.Origin = storage.TYPED_IN
    was: storage.Origin = storage.TYPED_IN

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    @property
    def changed(self) -> list[str]:
        """The names of the fields that differ; all that are filled where one side is None."""
        before, after = self.before or {}, self.after or {}
        return [name for name in {**before, **after} if before.get(name) != after.get(name)]


Follower = Callable[[Region, Sequence[Change], Entry | None], None]
_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Call it with the changes of every act and their entry, in the act's transaction; to be said
    once at start-up.

    It may be called twice: where records are removed, also before they are and without an entry,
    while what is to follow them can still let go of them.
    """
    _followers.append(follower)


def ensure_region(code: str) -> tuple[Region, bool]:
    """The region of the code, and whether it is new: without its name and level, so that what
    fills them in stands in the log.

    Raises:
        RefusedError: no region can have that code.
    """
    if not is_region_code(code):
        raise RefusedError("region.no_code", code=code)
    return Region.objects.get_or_create(code=code)


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
    extra_log_entries: Sequence[dict[str, Any]] = (),
    undoes: Entry | None = None,
) -> Entry | None:
    """Write the changes, all or none; the entry of the log, None where there is nothing to write.

    `extra_log_entries` is what else the same act did, for its entry.

    What is added comes first, what is removed last, each model after those that it names in
    `changes`, so that no record ever names one that is not there. A record may take the code that
    another gives up in the same act. A code that a record gives up leads on to it.

    Raises:
        RefusedError: a record would be removed that something speaks of.
    """
    if not changes and not extra_log_entries:
        return None
    with transaction.atomic():
        lock_region(region)
        by_model = _by_model(changes)
        codes = storage.Codes(region)
        for model, own in by_model.items():
            _give_up_codes(model, own, codes)
        for model, own in by_model.items():
            added = [change for change in own if change.before is None]
            _create(model, codes, added)
        for model, own in by_model.items():
            _update(model, codes, [change for change in own if change.before and change.after])
        if any(change.after is None for change in changes):
            _call_followers(region, changes, None)
        for model, own in reversed(by_model.items()):
            remove(model, [change.pk for change in own if change.after is None and change.pk])
        with storage.deferred_fk_check():
            elements = [
                *extra_log_entries,
                *(logged(one) for own in by_model.values() for one in own),
            ]
        entry = record_entry(
            region.code, action, elements, actor=actor, at=at, reason=reason, undoes=undoes
        )
        _keep_old_codes(region, changes, entry)
        _call_followers(region, changes, entry)
        figures = [one for one in changes if getattr(one.model, "has_figures", True)]
        if figures:
            mark_stale(region, _first_year(figures), at)
    return entry


def _create(model: type[models.Model], codes: storage.Codes, changes: Sequence[Change]) -> None:
    keys = [change.pk for change in changes if change.pk is not None]
    rows = [change.after or {} for change in changes]
    storage.create(model, codes, keys, rows, [change.origin for change in changes])


def _update(model: type[models.Model], codes: storage.Codes, changes: Sequence[Change]) -> None:
    """Write the fields in which some of the records differ, and no other."""
    names = {name for change in changes for name in change.changed}
    keys = [change.pk for change in changes if change.pk is not None]
    rows = [change.after or {} for change in changes]
    storage.update(model, codes, keys, rows, [change.origin for change in changes], names)


def _give_up_codes(
    model: type[models.Model], changes: Sequence[Change], codes: storage.Codes
) -> None:
    """Let no record stand in the way of another that takes its code in the same act."""
    recoded = {
        change.pk: change.after["code"]
        for change in changes
        if change.before and change.after and change.before.get("code") != change.after.get("code")
    }
    wanted = {change.after["code"] for change in changes if change.after and "code" in change.after}
    freed = [
        change.pk
        for change in changes
        if change.after is None and (change.before or {}).get("code") in wanted
    ]
    if not recoded and not freed:
        return
    own = model._default_manager.filter(pk__in=[*recoded, *freed])
    own.update(code=Concat(Value(f"{uuid4().hex}-"), Cast("pk", models.CharField())))
    codes[model] |= {code: pk for pk, code in recoded.items()}


def _keep_old_codes(region: Region, changes: Iterable[Change], entry: Entry) -> None:
    """Let every code that a record gave up lead on to it."""
    Alias.objects.bulk_create(
        Alias(region=region, model=model, code=code, record=record, until_entry=entry.number)
        for model, code, record in filter(None, map(_given_up, changes))
    )


def _given_up(change: Change) -> tuple[str, str, int] | None:
    """The model's label, the code and the primary key of a record that has another code now.

    None of what is not named by its code alone.
    """
    before, after = change.before or {}, change.after or {}
    if change.pk is None or len(change.key) > 1 or "code" not in before or "code" not in after:
        return None
    if before["code"] == after["code"]:
        return None
    return change.model._meta.label_lower, before["code"], change.pk


def _call_followers(region: Region, changes: Sequence[Change], entry: Entry | None) -> None:
    for follower in _followers:
        follower(region, changes, entry)


def mark_stale(region: Region, since_year: int, at: datetime) -> None:
    """Say that the scorecards from that year on must be computed anew, which a worker does."""
    StaleYear.objects.create(region=region, since_year=since_year, marked_at=at)
    follow_the_commit()


def _by_model(changes: Iterable[Change]) -> dict[type[models.Model], list[Change]]:
    """The changes of each model; those that are added have their primary keys."""
    by_model: dict[type[models.Model], list[Change]] = {}
    for change in changes:
        by_model.setdefault(change.model, []).append(change)
    return {model: _numbered(model, own) for model, own in by_model.items()}


def _numbered(model: type[models.Model], changes: list[Change]) -> list[Change]:
    keys = iter(new_keys(model, sum(change.pk is None for change in changes)))
    return [
        change if change.pk is not None else change._replace(pk=next(keys)) for change in changes
    ]


def logged(change: Change) -> dict[str, Any]:
    """The change as an element of an entry's `changes`."""
    before, after = change.before, change.after
    element: dict[str, Any] = {"of": [change.model._meta.label_lower, change.pk, *change.key]}
    if before is None:
        return element | {"before": None, "after": after and _filled(after)}
    if after is not None:
        names = change.changed
        before, after = _only(names, before), _only(names, after)
    return element | {"before": before, "after": after, "was": change.was}


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
