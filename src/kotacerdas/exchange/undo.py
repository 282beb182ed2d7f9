"""Taking back what an entry of the log did to the rows of the workbook.

What it changed is merged with what there is now (`records.merging`): the state after the entry is
what both sides began with, the state before it is what is wanted.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kotacerdas.accounts.actions import APPOINTMENT
from kotacerdas.accounts.models import User
from kotacerdas.accounts.moves import Move, moves_of, take_back
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.exchange.fitting import Present, codes_after, present_of
from kotacerdas.exchange.outcome import (
    Conflict,
    Decisions,
    Left,
    change_of,
    digest_of,
    in_order,
    take_out_misfits,
)
from kotacerdas.records.actions import Change, apply_changes, lock_region
from kotacerdas.records.inverse import Later, RecordId, Turn, by_code, record_models, turns_of
from kotacerdas.records.merging import merge
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.storage import Origin, Values, fields_of, origin_of

ACTION = "undo"
PUBLICATION = "scorecards.publication"


@dataclass(frozen=True)
class Undo:
    """What taking an entry back would do; `digest` is the same while it would do the same.

    The digest is that of the undo in which every conflict keeps what there is now: the decisions
    come along with it. Of roles that the entry moved, `moves` are taken back; `staying` are not,
    for their agency stays retired.
    """

    entry: Entry
    changes: list[Change]
    conflicts: list[Conflict]
    left: list[Left]
    moves: Sequence[Move] = ()
    staying: Sequence[Move] = ()
    digest: str = ""


@dataclass
class _Result:
    """What becomes of each record that would be another; None of one that would be removed."""

    turns: dict[RecordId, Turn] = field(default_factory=dict)
    values: dict[RecordId, Values | None] = field(default_factory=dict)
    conflicts: list[tuple[Turn, str, Values | None, bool]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def refusal(changes: Iterable[Mapping[str, Any]]) -> RefusedError | None:
    """Why an entry with these changes can't be taken back from the log; None where it can."""
    labels = {change["of"][0] for change in changes}
    if labels == {PUBLICATION}:
        return RefusedError("undo.publication")
    records = labels & record_models().keys()
    # A merger of agencies moves operators too, and taking it back moves them back.
    if not records or not labels - records <= {APPOINTMENT}:
        return RefusedError("undo.otherwise")
    return None


def undo_of(region: Region, entry: Entry, at: datetime, decisions: Decisions | None = None) -> Undo:
    """What taking the entry back would change now.

    Raises:
        RefusedError: the entry is of a kind that is not taken back from the log, or moved roles
            and was taken back already.
    """
    elements = json.loads(entry.changes)
    refused = refusal(elements)
    if refused is not None:
        raise refused
    moves = moves_of(region, elements, at)
    if any(element["of"][0] == APPOINTMENT for element in elements):
        _refuse_undone(entry)
    present = present_of(region)
    turns, since = turns_of(region, entry)
    preset = _undo(entry, present, turns, since, Decisions())
    digest = digest_of(preset.changes, preset.conflicts, preset.left, _as_digested(moves))
    undo = preset
    if decisions is not None and preset.conflicts:
        undo = _undo(entry, present, turns, since, decisions)
    retired = _retired_after(present, undo.changes, timezone.localdate(at))
    staying = [one for one in moves if any(agency.pk in retired for agency in one.back_to)]
    returning = [one for one in moves if one not in staying]
    return replace(undo, moves=returning, staying=staying, digest=digest)


def _refuse_undone(entry: Entry) -> None:
    """What people hold is not in the records that are merged, so that it moves back once.

    Raises:
        RefusedError: the entry was taken back before.
    """
    undoing = entry.undone_by.order_by("-number").first()
    if undoing is not None:
        raise RefusedError("undo.undone_already", number=undoing.number)


def _as_digested(moves: Iterable[Move]) -> list[object]:
    return [
        [(one.pk, one.to_at) for one in (*move.begun, *(ended for ended, _ in move.ended))]
        for move in moves
    ]


def _retired_after(present: Present, changes: Iterable[Change], day: date) -> set[int]:
    """The agencies that are retired on the day once the changes are made."""
    label = Agency._meta.label_lower
    days = {pk: row["retired_on"] for pk, row in present.rows[label].items()}
    for one in changes:
        if one.model is Agency and one.pk is not None:
            days[one.pk] = one.after and one.after["retired_on"]
    return {pk for pk, retired_on in days.items() if retired_on is not None and retired_on <= day}


def undo_entry(  # noqa: PLR0913 - who, when and why, and what was seen
    region: Region,
    number: int,
    decisions: Decisions,
    *,
    by: User | None,
    at: datetime,
    reason: str,
    digest: str | None = None,
) -> Undo:
    """Take an entry back, all or nothing; None as `by` is the server's maintainer.

    `digest` is that of the preview which was confirmed, where there was one.

    Raises:
        NotAllowedError: `by` may not take entries back there.
        RefusedError: no reason is given, there is no such entry or nothing of it to take back, or
            it would not do what was seen in the preview.
    """
    with transaction.atomic():
        lock_region(region)
        if by is not None:
            require(by, region, Right.UNDO, at)
        if not reason.strip():
            raise RefusedError("undo.needs_reason")
        entry = Entry.objects.filter(chain_id=region.code, number=number).first()
        if entry is None:
            raise RefusedError("undo.no_entry", number=number)
        undo = undo_of(region, entry, at, decisions)
        if digest not in {None, undo.digest}:
            raise RefusedError("undo.changed_meanwhile")
        if not undo.changes and not undo.moves:
            raise RefusedError("undo.nothing_left")
        actor = by.email if by is not None else ""
        moves = take_back(undo.moves, at)
        try:
            apply_changes(
                region,
                undo.changes,
                ACTION,
                actor=actor,
                at=at,
                reason=reason.strip(),
                extra_log_entries=moves,
                undoes=entry,
            )
        except IntegrityError as error:
            raise RefusedError("undo.misfit") from error
    return undo


def _undo(
    entry: Entry,
    present: Present,
    turns: Iterable[Turn],
    since: Mapping[RecordId, Mapping[str, Later]],
    decisions: Decisions,
) -> Undo:
    result = _merged(present, turns, decisions)
    for record, why in take_out_misfits(present, result.values).items():
        result.left.append(Left(record, result.turns[record].key, why))
    codes = codes_after(present, result.values)
    changes = [
        change_of(
            present,
            record,
            values,
            codes,
            _origin(present, result.turns[record], is_last=record not in since),
        )
        for record, values in result.values.items()
    ]
    left = {one.record for one in result.left}
    conflicts = [
        Conflict(
            turn.record,
            turn.key,
            name,
            by_code(turn.record, turn.after, codes),
            by_code(turn.record, present.values(turn.record), codes),
            by_code(turn.record, wanted, codes),
            _newest(since.get(turn.record, {}), name),
            is_taken,
        )
        for turn, name, wanted, is_taken in result.conflicts
        if turn.record not in left
    ]
    return Undo(entry, in_order(changes), conflicts, result.left)


def _merged(present: Present, turns: Iterable[Turn], decisions: Decisions) -> _Result:
    result = _Result()
    for turn in turns:
        record = turn.record
        result.turns[record] = turn
        now, base, wanted = present.values(record), turn.after, turn.before
        if turn.before is None and turn.after is not None:
            names = [one.name for one in fields_of(record_models()[record[0]])]
            base = dict.fromkeys(names) | turn.after
        if now is None and turn.before is not None and turn.after is not None:
            result.left.append(Left(record, turn.key, RefusedError("undo.gone")))
            continue
        merged = merge(base, now, wanted)
        taken = {name for name in merged.conflicts if decisions.is_taken(record, name)}
        if taken:
            merged = merge(base, now, wanted, taken)
        result.conflicts += [(turn, name, wanted, name in taken) for name in merged.conflicts]
        if merged.values != now:
            result.values[record] = merged.values
    return result


def _newest(since: Mapping[str, Later], name: str) -> Later | None:
    if name in since:
        return since[name]
    return max(since.values(), default=None)


def _origin(present: Present, turn: Turn, *, is_last: bool) -> Origin:
    """`is_last` says that no entry since spoke of the record: its values go back where they were.

    Else they came from whoever changed it last.
    """
    label, pk = turn.record
    row = present.rows[label].get(pk)
    return turn.was if is_last or row is None else origin_of(row)
