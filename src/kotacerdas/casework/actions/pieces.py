"""What all acts on evidence do alike: keep a file by its content, and say so in the log."""

import hashlib
from datetime import datetime
from typing import Any, Protocol

from kotacerdas.accounts.models import User
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.caseless import caseless
from kotacerdas.casework.evidence_rules import key_of
from kotacerdas.casework.judging import Judgement
from kotacerdas.casework.models import Evidence, StoredFile
from kotacerdas.casework.pictures import copy_kind
from kotacerdas.records.files import Storing
from kotacerdas.records.models import Region


class Act(Protocol):
    """Who does something, and when."""

    @property
    def by(self) -> User: ...

    @property
    def at(self) -> datetime: ...


def stored(store: Storing, region: Region, data: bytes, judgement: Judgement) -> StoredFile:
    """The file by its content, written where it is not there whole, a picture with its copy.

    The region is locked.
    """
    file = stored_as(store, region, data, judgement.kind, judgement.pages)
    if judgement.copy and file.copy is None:
        file.copy = stored_as(store, region, judgement.copy, copy_kind(judgement.kind), 0)
        file.save(update_fields=["copy"])
    return file


def stored_as(store: Storing, region: Region, data: bytes, kind: str, pages: int) -> StoredFile:
    """The file by its content, said to be of that kind. The region is locked."""
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"evidence/{region.pk}-{sha256}"
    store(region, name, data, sha256)
    values = {"kind": kind, "size": len(data), "pages": pages, "content": name}
    return StoredFile.objects.get_or_create(region=region, sha256=sha256, defaults=values)[0]


def logged(one: Evidence) -> dict[str, Any]:
    """What the log says of a piece: neither title nor address, for the log forgets nothing and is
    read by more people than may see every piece.
    """
    return {
        "kind": one.file.kind if one.file else "link",
        "seen_by": one.seen_by,
        "is_personal": one.is_personal,
        "redacted_of": one.redacted_of_id,
        **({} if one.case_id else caseless().records(one)),
    }


def change_of(
    one: Evidence, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, Any]:
    """An element of an entry."""
    of = ["casework.evidence", one.pk, *key_of(one), one.pk]
    return {"of": of, "before": before, "after": after}


def record(act: Act, region: Region, action: str, said: list[dict[str, Any]]) -> None:
    """Put it in the log. No figure rests on evidence, so none follows."""
    record_entry(region.code, action, said, actor=act.by.email, at=act.at)
