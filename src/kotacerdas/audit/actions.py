"""Writing the log: within the transaction of what it tells of."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from kotacerdas.audit.hashing import hash_of
from kotacerdas.audit.models import Chain, Entry, Tally, Touch
from kotacerdas.audit.selectors import newest_number, touched
from kotacerdas.core.rows import insert_rows

SITE = "site"


def access_chain(region: str) -> str:
    """The chain of what changes no record of the region: who signed in, and what was taken out.

    A change of records neither waits for it nor is put off by it.
    """
    return f"{region}/access"


def lock_chain(name: str) -> Chain:
    """The chain, held until the transaction ends, so that changes to it come one at a time."""
    Chain.objects.get_or_create(name=name)
    return Chain.objects.select_for_update().get(name=name)


def next_number(chain: str) -> int:
    """Of the entry that is recorded next; the chain is held until then."""
    return newest_number(chain) + 1


def record_entry(  # noqa: PLR0913 - what, who, when and why
    chain: str,
    action: str,
    changes: Sequence[dict[str, Any]],
    *,
    actor: str,
    at: datetime,
    reason: str = "",
    undoes: Entry | None = None,
) -> Entry:
    """Append what was done to the chain, and note of which records it speaks."""
    lock_chain(chain)
    # Without `changes`: the entry before may have been an import of megabytes.
    last = Entry.objects.filter(chain_id=chain).only("number", "hash").order_by("-number").first()
    entry = Entry(
        chain_id=chain,
        number=last.number + 1 if last else 1,
        at=at,
        actor=actor,
        action=action,
        reason=reason,
        **_counts(changes),
        undoes=undoes,
        changes=_text(changes),
        previous_hash=last.hash if last else "",
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    _touch(entry, changes)
    return entry


def _touch(entry: Entry, changes: Sequence[dict[str, Any]]) -> None:
    of = sorted(touched(changes))
    columns: dict[str, list[Any]] = {
        "model": [model for model, _ in of],
        "record": [record for _, record in of],
        "entry_id": [entry.pk] * len(of),
    }
    if of:
        insert_rows(Touch, columns)


def record_access(  # noqa: PLR0913 - what, who, when and why
    region: str, action: str, of: Sequence[object], *, actor: str, at: datetime, reason: str = ""
) -> None:
    """Say that somebody took something out of a region; `of` is a model and a key, as in a change.

    Nothing may be handed on where this fails.
    """
    model, *key = of
    changes: list[dict[str, Any]] = [{"of": [model, None, *key], "before": None, "after": {}}]
    with transaction.atomic():
        record_entry(access_chain(region), action, changes, actor=actor, at=at, reason=reason)


def count_event(action: str, actor: str, hour: datetime) -> None:
    """Count an event; one row is written, whatever chain the count goes to in the end."""
    with transaction.atomic():
        Tally.objects.bulk_create(
            [Tally(action=action, actor=actor, hour=hour)], ignore_conflicts=True
        )
        counted = Tally.objects.filter(action=action, actor=actor, hour=hour)
        counted.update(count=models.F("count") + 1)


def take_counts(action: str, before: datetime) -> list[Tally]:
    """The counts of hours that began before; they are given once, within a transaction."""
    ended = Tally.objects.filter(action=action, hour__lt=before)
    taken = list(ended.select_for_update().order_by("hour", "actor"))
    Tally.objects.filter(pk__in=[one.pk for one in taken]).delete()
    return taken


def _counts(changes: Sequence[dict[str, Any]]) -> dict[str, int]:
    added = sum(change["before"] is None for change in changes)
    removed = sum(change["after"] is None is not change["before"] for change in changes)
    return {"added": added, "changed": len(changes) - added - removed, "removed": removed}


def _text(changes: Sequence[dict[str, Any]]) -> str:
    # Nothing in a change holds itself, so the search for that would be in vain.
    return json.dumps(changes, ensure_ascii=False, check_circular=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} can't stand in the log")
