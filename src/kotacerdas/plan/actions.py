"""What becomes of a record as such: seen before, with a reason, and done as it was seen."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet

from kotacerdas.accounts.actions import Logged
from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.moves import move_operators
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import operators_of
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.plan.changes import Record, recode, rename, retire, revive
from kotacerdas.plan.mergers import merge
from kotacerdas.records.actions import Change, apply_changes, lock_region, logged
from kotacerdas.records.models import Agency


class Succession(Protocol):
    """What else goes on in another agency as one is merged into it, in the same transaction."""

    def __call__(
        self, agency: Agency, into: Agency, *, by: User, at: datetime, reason: str
    ) -> None: ...


_successions: list[Succession] = []


def register_succession(succession: Succession) -> None:
    """To be said once at start-up."""
    _successions.append(succession)


class Act(StrEnum):
    """What can be done to a record as such, as the log calls it."""

    RECODE = "record.recode"
    RENAME = "record.rename"
    RETIRE = "record.retire"
    REVIVE = "record.revive"
    MERGE = "record.merge"


OF_MANY = (Act.RETIRE, Act.REVIVE)  # what can be done to many records at once


@dataclass(frozen=True)
class Asked:
    """An act with what it is given; an act looks only at what it needs.

    `last` is a year or, of an agency, a day; `into` is the primary key of another agency.
    """

    act: Act
    code: str = ""
    name: str = ""
    last: int | date | None = None
    into: int | None = None
    from_year: int | None = None


@dataclass(frozen=True)
class Planned:
    """What an act would do: the changes, and of a merger the operators who move to an agency."""

    changes: list[Change]
    into: Agency | None = None
    operators: Sequence[Appointment] = ()

    @property
    def digest(self) -> str:
        """The same as long as the act would do the same."""
        parts = [
            [logged(one) for one in self.changes],
            self.into and self.into.pk,
            [(one.pk, one.from_at, one.to_at) for one in self.operators],
        ]
        text = json.dumps(parts, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def planned(records: Sequence[Record], asked: Asked, at: datetime) -> Planned:
    """What the act would do to the records of one kind now; only `OF_MANY` are for several.

    Raises:
        RefusedError: what it is given will not do.
    """
    match asked.act:
        case Act.RETIRE:
            return Planned(retire(records, asked.last))
        case Act.REVIVE:
            return Planned(revive(records, asked.last))
    [record] = records
    match asked.act:
        case Act.RECODE:
            return Planned(recode(record, asked.code))
        case Act.RENAME:
            return Planned(rename(record, asked.name))
    agency, into = _merging(record, asked.into)
    return Planned(merge(agency, into, asked.from_year), into, operators_of([agency], at))


def _merging(record: Record, into: int | None) -> tuple[Agency, Agency]:
    """Raises RefusedError: none of the region's agencies is chosen."""
    chosen = Agency.objects.filter(region=record.region, pk=into or 0).first()
    if chosen is None or not isinstance(record, Agency):
        raise RefusedError("identity.no_agency")
    return record, chosen


def apply_act(  # noqa: PLR0913 - who, when and why, and what was seen
    records: Sequence[Record], asked: Asked, *, by: User, at: datetime, reason: str, digest: str
) -> Entry | None:
    """Do what a preview showed, in one entry; `digest` is that preview's.

    Raises:
        NotAllowedError: `by` may not.
        RefusedError: one of the records is gone, no reason is given, nothing would change, what
            the act is given will not do, or it would do something else than was seen.
    """
    region, model = records[0].region, type(records[0])
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.RECORDS, at)
        if not reason.strip():
            raise RefusedError("identity.needs_reason")
        known: QuerySet[Any] = model._default_manager.filter(pk__in=[one.pk for one in records])
        current = list(known)
        gone = [one.name for one in records if one not in current]
        if gone:
            raise RefusedError("identity.gone", name=", ".join(gone))
        plan = planned(current, asked, at)
        if not plan.changes and not plan.operators:
            raise RefusedError("identity.nothing")
        if digest != plan.digest:
            raise RefusedError("identity.changed_meanwhile")
        moves: Logged = []
        if plan.into is not None:
            moves = move_operators(current[0], plan.into, at)
        entry = apply_changes(
            region,
            plan.changes,
            asked.act,
            actor=by.email,
            at=at,
            reason=reason.strip(),
            extra_log_entries=moves,
        )
        if plan.into is not None:
            for go_on in _successions:
                go_on(current[0], plan.into, by=by, at=at, reason=reason.strip())
        return entry
