"""Files of what rows of workbooks call their evidence: brought by name, given, taken away.

What waits is nobody's and is discarded; what a row has is taken away from it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, current_appointments, require
from kotacerdas.casework.access import sides_of
from kotacerdas.casework.actions.evidence import LONGEST_TITLE
from kotacerdas.casework.actions.pieces import change_of, logged, record, stored
from kotacerdas.casework.evidence_rules import subject_of
from kotacerdas.casework.judging import judged
from kotacerdas.casework.models import Evidence, StoredFile
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.safe_names import safe_name, safe_text
from kotacerdas.casework.selectors import pieces_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.plan.models import Innovation, InnovationMark, Realisation, RegionMark
from kotacerdas.records.actions import lock_region
from kotacerdas.records.files import storing
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import Row, RowEvidence, RowKind
from kotacerdas.reporting.named_rows import NamedRow, owners, row_of

_RECORDS: Mapping[RowKind, QuerySet[Any]] = {  # with all that the log calls them by
    RowKind.REALISATION: Realisation.objects.select_related("programme", "indicator"),
    RowKind.INNOVATION: Innovation.objects.all(),
    RowKind.REGION_MARK: RegionMark.objects.all(),
    RowKind.INNOVATION_MARK: InnovationMark.objects.select_related("innovation"),
}


@dataclass(frozen=True)
class RowCommand:
    """Who does what with evidence of a region's rows, and when."""

    region: Region
    by: User
    at: datetime


@dataclass(frozen=True)
class Visibility:
    """Who may see what is brought."""

    seen_by: Seen = Seen.AGENCY
    is_personal: bool = False

    @classmethod
    def of(cls, piece: Evidence) -> "Visibility":
        return cls(Seen(piece.seen_by), piece.is_personal)

    def with_care_of(self, other: "Visibility") -> "Visibility":
        """The more careful of both in each respect."""
        seen_by = min(self.seen_by, other.seen_by, key=list(Seen).index)
        return Visibility(seen_by, self.is_personal or other.is_personal)


class Came(StrEnum):
    """What became of a file that was brought."""

    GIVEN = "given"  # to the rows of one programme, innovation or region, and year
    MANY = "many"  # several of them, or years, name it: it waits
    NONE = "none"  # no row names it: it waits
    TAKEN = "taken"  # the row has another file of that name: it waits
    KNOWN = "known"  # it is there already, or waits already


@dataclass(frozen=True)
class Outcome:
    """What became of one file; `same_as` is the title of another piece with the same content."""

    name: str
    came: Came
    rows: Sequence[NamedRow] = ()
    same_as: str = ""


def bring_file(
    command: RowCommand, name: str, data: bytes, found: Sequence[NamedRow], shown: Visibility
) -> Outcome:
    """Keep a file, and give it to the rows that name it where they are of one owner and year.

    `found` is what its name means; else it waits until somebody says whose it is. What waits and
    is brought again is shown to no more people than either time it was to be.

    Raises:
        NotAllowedError: `by` imports no workbooks.
        RefusedError: the file is refused, or personal data would be public.
    """
    require(command.by, command.region, Right.IMPORT, command.at)  # before it is opened for nobody
    _refuse_public(shown)
    judgement = judged(safe_text(name)[-LONGEST_TITLE:], data)
    with storing(StoredFile) as store, transaction.atomic():
        region = _locked(command)
        file = stored(store, region, data, judgement)
        title = safe_name(name, judgement.kind)
        present = list(_present(region).filter(file=file))
        records = _still_named(found)
        rows = list(records)
        came = _came(region, file, rows, present)
        waiting = next((one for one in present if _place_of(one) is None), None)
        if waiting is not None:
            shown = shown.with_care_of(Visibility.of(waiting))
        own = {(row.kind, row.row) for row in rows}
        others = (one.title for one in present if _place_of(one) not in own)
        more = {"file": file, "title": title, **vars(shown)}
        match came:
            case Came.KNOWN:
                if waiting is not None:
                    _show(command, waiting, shown)
                said = []
            case Came.GIVEN:
                said = _given(command, records, present, more)
            case _:
                made = Evidence.objects.create(**_values(command, more))
                said = [_addition(made)]
        if said:
            record(command, region, "evidence.add", said)
    return Outcome(title, came, rows, next(others, ""))


def _came(
    region: Region, file: StoredFile, rows: Sequence[NamedRow], present: Iterable[Evidence]
) -> Came:
    places, own = {_place_of(one) for one in present}, {(row.kind, row.row) for row in rows}
    if own and own <= places:
        return Came.KNOWN
    if owners(rows) == 1 and not _others(region, rows, file):
        return Came.GIVEN
    if None in places:  # it waits already
        return Came.KNOWN
    if not rows:
        return Came.NONE
    return Came.MANY if owners(rows) > 1 else Came.TAKEN


def _given(
    command: RowCommand,
    records: Mapping[NamedRow, Row],
    present: Iterable[Evidence],
    more: dict[str, Any],
) -> list[dict[str, Any]]:
    """The rows get the file, those that have it keep it, and it waits no longer."""
    by_place = {_place_of(one): one for one in present}
    waiting = by_place.pop(None, None)
    said = _removed(command, [waiting] if waiting else [])
    without = {row: own for row, own in records.items() if (row.kind, row.row) not in by_place}
    return said + _made(command, more, without)


def assign(command: RowCommand, piece: Evidence, rows: Sequence[NamedRow]) -> list[str]:
    """Give a file that waits to rows; the titles of what they had under that name, now taken away.

    Raises:
        NotAllowedError: `by` imports no workbooks.
        RefusedError: it was given or taken away meanwhile, or the rows no longer have that name.
    """
    with transaction.atomic():
        region = _locked(command)
        held = _held(region, piece)
        if row_of(held) is not None:
            raise RefusedError("named_files.given_since", title=held.title)
        known = _still_named(rows)
        if not known or len(known) < len({(row.kind, row.row) for row in rows}):
            raise RefusedError("named_files.rows_changed", title=held.title)
        replaced = _others(region, list(known), None)
        said = _removed(command, replaced)
        first = next(iter(known))
        own = _at_row(held, first, known.pop(first))
        own.save(force_insert=True)
        given = dict([own.place])
        said.append(change_of(held, dict.fromkeys(given), given))
        more = {name: getattr(held, name) for name in ("file", "title", "seen_by", "is_personal")}
        said += _made(command, more, known)
        record(command, region, "evidence.assign", said)
        return [one.title for one in replaced]


def take_away(command: RowCommand, piece: Evidence) -> None:
    """Take a file away from its row; taking it away again changes nothing.

    Raises:
        NotAllowedError: `by` imports no workbooks.
    """
    with transaction.atomic():
        region = _locked(command)
        own = _present(region).filter(pk=piece.pk)
        said = _removed(command, own.filter(of_row__isnull=False))
        if said:
            record(command, region, "evidence.take_away", said)


def discard(command: RowCommand, piece: Evidence) -> None:
    """Discard a file that waits, which is nobody's.

    Raises:
        NotAllowedError: `by` imports no workbooks.
        RefusedError: it was given to a row or discarded meanwhile.
    """
    with transaction.atomic():
        region = _locked(command)
        held = _held(region, piece)
        if row_of(held) is not None:
            raise RefusedError("named_files.given_since", title=held.title)
        record(command, region, "evidence.discard", _removed(command, [held]))


def show_to(command: RowCommand, piece: Evidence, shown: Visibility) -> None:
    """Say who may see a row's file, and whether it shows personal data.

    Raises:
        NotAllowedError: `by` neither imports workbooks nor is of the agency or a verifier.
        RefusedError: personal data would be public, or it was taken away.
    """
    with transaction.atomic():
        lock_region(command.region)
        held = _held(command.region, piece)
        _require_owner(command, held)
        _refuse_public(shown)
        _show(command, held, shown)


def _show(command: RowCommand, held: Evidence, shown: Visibility) -> None:
    wanted = {"seen_by": shown.seen_by.value, "is_personal": shown.is_personal}
    before = {name: getattr(held, name) for name in wanted}
    if before == wanted:
        return
    for name, value in wanted.items():
        setattr(held, name, value)
    held.save(update_fields=[*wanted])
    record(command, command.region, "evidence.visibility", [change_of(held, before, wanted)])


def may_change(here: Here, piece: Evidence) -> bool:
    """Whether the reader says who may see a row's file."""
    subject = subject_of(piece)
    is_side = subject is not None and sides_of(here.appointments, subject)
    return bool(is_side) or Right.IMPORT in here.rights


def _require_owner(command: RowCommand, held: Evidence) -> None:
    subject = subject_of(held)
    own = current_appointments(command.by, command.at)
    if subject is None or not sides_of(own, subject):
        require(command.by, command.region, Right.IMPORT, command.at)


def _refuse_public(shown: Visibility) -> None:
    if shown.is_personal and shown.seen_by is Seen.PUBLIC:
        raise RefusedError("evidence.personal_is_never_public")


def _locked(command: RowCommand) -> Region:
    """The region, held for somebody who may import into it now."""
    lock_region(command.region)
    require(command.by, command.region, Right.IMPORT, command.at)
    return command.region


def _present(region: Region) -> Any:
    """What there is of rows, and what waits."""
    return pieces_of(region).filter(case__isnull=True)


def _held(region: Region, piece: Evidence) -> Evidence:
    held: Evidence | None = _present(region).filter(pk=piece.pk).first()
    if held is None:
        raise RefusedError("evidence.gone")
    return held


def _place_of(one: Evidence) -> tuple[str, int] | None:
    of = row_of(one)
    return of.place if of else None


def _still_named(rows: Iterable[NamedRow]) -> dict[NamedRow, Row]:
    """Those that have the name now that the region is locked, each row once, with its record."""
    rows = list(rows)
    records: dict[tuple[RowKind, int], Row] = {}
    for kind, own in _RECORDS.items():
        pks = {row.row for row in rows if row.kind is kind}
        if pks:
            records |= {(kind, one.pk): one for one in own.filter(pk__in=pks)}
    known: dict[NamedRow, Row] = {}
    for row in rows:
        record = records.get((row.kind, row.row))
        if record is not None and row.name in record.evidence:
            known[row] = record
            del records[row.kind, row.row]
    return known


def _others(region: Region, rows: Sequence[NamedRow], file: StoredFile | None) -> list[Evidence]:
    """What the rows have under those names, apart from that file."""
    places = {(row.kind, row.row, row.name) for row in rows}
    found = _present(region).filter(of_row__named__in={row.name for row in rows})
    return [
        one
        for one in found
        if (*one.of_row.place, one.of_row.named) in places and one.file_id != _pk(file)
    ]


def _pk(file: StoredFile | None) -> int | None:
    return None if file is None else file.pk


def _removed(command: RowCommand, pieces: Iterable[Evidence]) -> list[dict[str, Any]]:
    gone = list(pieces)
    RowEvidence.objects.filter(evidence__in=gone).delete()
    Evidence.objects.filter(pk__in=[one.pk for one in gone]).update(removed_at=command.at)
    return [change_of(one, logged(one), None) for one in gone]


def _made(
    command: RowCommand, more: dict[str, Any], records: Mapping[NamedRow, Row]
) -> list[dict[str, Any]]:
    """A piece for each of the rows, in as many queries for many as for one."""
    made = Evidence.objects.bulk_create(Evidence(**_values(command, more)) for _ in records)
    RowEvidence.objects.bulk_create(
        _at_row(one, *row) for one, row in zip(made, records.items(), strict=True)
    )
    return [_addition(one) for one in made]


def _values(command: RowCommand, more: dict[str, Any]) -> dict[str, Any]:
    return {"region": command.region, "added_by": command.by, "added_at": command.at, **more}


def _addition(one: Evidence) -> dict[str, Any]:
    return change_of(one, None, logged(one) | {"sha256": one.file.sha256 if one.file else ""})


def _at_row(one: Evidence, row: NamedRow, of: Row) -> RowEvidence:
    """That the piece is the row's, under the name that the row has for it."""
    return RowEvidence(evidence=one, named=row.name, **{row.kind: of})
