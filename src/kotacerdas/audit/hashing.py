"""What an entry's hash is taken over, and what a broken chain looks like."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol


class Hashed(Protocol):
    """What of an entry the hash covers."""

    chain_id: str
    number: int
    at: datetime
    actor: str
    action: str
    reason: str
    added: int
    changed: int
    removed: int
    undoes_id: int | None
    changes: str
    previous_hash: str
    hash: str


def hash_of(entry: Hashed) -> str:
    """SHA-256 over the entry's fields and the hash of the one before, in hexadecimal.

    `changes`, which can be megabytes, goes in by its own SHA-256.
    """
    covered = [
        entry.chain_id,
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.action,
        entry.reason,
        entry.added,
        entry.changed,
        entry.removed,
        entry.undoes_id,
        _sha256(entry.changes),
        entry.previous_hash,
    ]
    return _sha256(json.dumps(covered, ensure_ascii=False))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def breaks(entries: Iterable[Hashed]) -> list[int]:
    """The numbers at which a chain, given in order, is broken; empty when it is whole.

    A changed entry breaks at itself or, where its own hash was made anew, at the one that follows;
    a removed or inserted one at the entry that follows. An end that was cut off leaves no break:
    that shows only beside a head kept elsewhere.
    """
    found = []
    number, previous = 0, ""
    for entry in entries:
        number += 1
        is_whole = (
            entry.number == number
            and entry.previous_hash == previous
            and entry.hash == hash_of(entry)
        )
        if not is_whole:
            found.append(entry.number)
        number, previous = entry.number, entry.hash
    return found
