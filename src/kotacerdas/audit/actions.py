"""Writing the log: within the transaction of what it tells of."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from kotacerdas.audit.hashing import hash_of
from kotacerdas.audit.models import Chain, Entry

SITE = "site"


def lock_chain(name: str) -> Chain:
    """The chain, held until the transaction ends, so that changes to it come one at a time."""
    Chain.objects.get_or_create(name=name)
    return Chain.objects.select_for_update().get(name=name)


def record_entry(  # noqa: PLR0913 - what, who, when and why
    chain: str,
    action: str,
    changes: Sequence[dict[str, Any]],
    *,
    actor: str,
    at: datetime,
    reason: str = "",
) -> Entry:
    """Append what was done to the chain."""
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
        changes=_text(changes),
        previous_hash=last.hash if last else "",
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    return entry


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
