"""Workbooks in: read once, looked at, decided, then written all or nothing."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.core.errors import RefusedError, Word
from kotacerdas.exchange.bases import base_of
from kotacerdas.exchange.choices import PRESET, Choices
from kotacerdas.exchange.corrections import proposals
from kotacerdas.exchange.looking import Looked, look, refused_region
from kotacerdas.exchange.merge import Merge, merge_of
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.packing import packed
from kotacerdas.exchange.sides import Sides, sides_of
from kotacerdas.records.actions import apply_changes, ensure_region, lock_region
from kotacerdas.records.files import Storing, storing
from kotacerdas.records.models import Region, SourceFile
from kotacerdas.reporting.actions.corrections import Proposal, propose_correction
from kotacerdas.workbook.isolated import read_bytes
from kotacerdas.workbook.reading import Reading

ACTION = "import"


@dataclass(frozen=True)
class Applied:
    """What came of an import, which did nothing where `sent.applied_at` is None.

    Not `is_new` where it had been applied before.
    """

    sent: Import
    is_new: bool


class ChangedMeanwhileError(RefusedError):
    """What would be done is not what was seen."""

    def __init__(self) -> None:
        super().__init__("import.changed_meanwhile")


def send_file(region: Region, name: str, data: bytes, by: User, at: datetime) -> Looked:
    """Read a workbook and say what it would do; the same content is stored once.

    Raises:
        NotAllowedError: `by` may not bring workbooks in there.
    """
    require(by, region, Right.IMPORT, at)  # before the work of reading is done for nobody
    reading = read_bytes(data)
    with storing(SourceFile) as store, transaction.atomic():
        lock_region(region)
        require(by, region, Right.IMPORT, at)
        sent = _sent(store, region, name, data, reading, by, at)
    return look(sent, PRESET, at)


def _sent(  # noqa: PLR0913, PLR0917 - all that is known of a file
    store: Storing,
    region: Region,
    name: str,
    data: bytes,
    reading: Reading,
    by: User | None,
    at: datetime,
) -> Import:
    """Sent again by the same person, and not applied, it is the same import."""
    file = _file(store, region, name, data, reading, by, at)
    base = base_of(region, reading)
    waiting = Import.objects.filter(region=region, file=file, sent_by=by, applied_at=None)
    sent = waiting.first() or Import(region=region, file=file, sent_by=by)
    sent.base_entry, sent.no_base, sent.sent_at = base.entry, base.why, at
    sent.reading, sent.result, sent.choices = packed(reading), b"", {}
    sent.workbook = reading
    sent.save()
    return sent


def _file(  # noqa: PLR0913, PLR0917 - all that is known of a file
    store: Storing,
    region: Region,
    name: str,
    data: bytes,
    reading: Reading,
    by: User | None,
    at: datetime,
) -> SourceFile:
    lock_region(region)  # the same file may be sent twice at once
    sha256 = reading.sha256 or hashlib.sha256(data).hexdigest()
    content = f"workbooks/{region.pk}-{sha256}"
    known = SourceFile.objects.filter(region=region, sha256=sha256).first()
    store(region, str(known.content) if known else content, data, sha256)
    if known is not None:
        return known
    return SourceFile.objects.create(
        region=region,
        sha256=sha256,
        name=name[-255:],
        content=content,
        layouts={sheet: asdict(layout) for sheet, layout in reading.layouts.items()},
        sent_by=by,
        sent_at=at,
    )


def apply_import(  # noqa: PLR0913 - who, when and why, and what was seen
    sent: Import,
    choices: Choices,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    digest: str | None = None,
    confirmed: bool = False,
) -> Applied:
    """Write what the file changes, and propose the corrections, all or nothing.

    None as `by` is the server's maintainer. `digest` is that of the preview which was confirmed,
    where there was one; `confirmed` says that the figures it asks about are right.

    Raises:
        NotAllowedError: `by` may not bring workbooks in there.
        ChangedMeanwhileError: it would not do what was seen in the preview, for the records or
            the choices are others.
        OtherFormatError: it was read by another version of the program.
        RefusedError: it has errors, asks about figures that nobody confirmed, overwrites what is
            verified without a reason, or proposes corrections in nobody's name.
    """
    reading = sent.workbook if sent.applied_at is None else None
    with transaction.atomic():
        lock_region(sent.region)
        if by is not None:
            require(by, sent.region, Right.IMPORT, at)
        sent = (
            Import.objects.defer("result", "reading")
            .select_related("region", "file")
            .get(pk=sent.pk)
        )
        if sent.applied_at is not None or reading is None:
            return Applied(sent, is_new=False)
        merge = _applicable(sent, reading, choices)
        if digest not in {None, merge.digest}:
            raise ChangedMeanwhileError
        if any(issue.asks for issue in reading.issues) and not confirmed:
            raise RefusedError("import.needs_confirmation")
        if merge.needs_reason and not reason.strip():
            raise RefusedError("import.needs_reason")
        _write(sent, merge, by, at, reason.strip())
    return Applied(sent, is_new=True)


def _applicable(sent: Import, reading: Reading, choices: Choices) -> Merge:
    """What it does now, once nothing forbids it."""
    if not reading.is_ok:
        raise RefusedError("import.has_errors")
    if sent.region.code not in reading.regions:
        raise refused_region(reading)
    sides: Sides = sides_of(sent.region, sent.base_entry)
    merge = merge_of(sides, reading, sent.file_id, choices)
    if merge.issues:
        raise RefusedError("import.has_errors")
    return merge


def _write(sent: Import, merge: Merge, by: User | None, at: datetime, reason: str) -> None:
    wanted = proposals(merge.corrections)
    if not merge.changes and not wanted:
        return
    actor = by.email if by is not None else ""
    try:
        entry = apply_changes(sent.region, merge.changes, ACTION, actor=actor, at=at, reason=reason)
    except IntegrityError as error:
        raise RefusedError("undo.misfit") from error
    if wanted and by is None:
        raise RefusedError("import.corrections_need_somebody")
    for one in wanted:
        if by is not None:
            _propose(one, by, at, reason)
    SourceFile.objects.filter(pk=sent.file_id).update(applied_at=at)
    sent.applied_by, sent.applied_at = by, at
    sent.entry = entry.number if entry is not None else None
    sent.changes = len(merge.changes)
    sent.corrections = sum(one.is_taken for one in merge.corrections)
    Import.objects.filter(pk=sent.pk).update(
        applied_by=by,
        applied_at=at,
        entry=sent.entry,
        changes=sent.changes,
        corrections=sent.corrections,
        reading=b"",
    )


def _propose(one: Proposal, by: User, at: datetime, reason: str) -> None:
    """The plan is by now what the file makes of it. Raises RefusedError, naming the report."""
    try:
        propose_correction(one, by=by, at=at, reason=reason)
    except RefusedError as error:
        window = one.case.window
        raise RefusedError(
            "import.correction_refused",
            programme=one.case.programme.name,
            period=Word("period", window.slug),
            year=window.year,
            why=error,
        ) from error


def begin_region(  # noqa: PLR0913 - as `apply_import`
    data: bytes,
    name: str,
    at: datetime,
    *,
    reading: Reading | None = None,
    confirmed: bool = False,
    choices: Choices = PRESET,
    reason: str = "",
) -> Region:
    """A region from its workbook, a new one or one that is there; what `load` does.

    `reading` is what was read of the data, where that was done already.

    Raises:
        RefusedError: the workbook has errors, asks about figures that nobody confirmed, holds more
            than one region, or gives it a code that is none; and as `apply_import`.
    """
    reading = reading or read_bytes(data)
    if not reading.is_ok:
        raise RefusedError("import.has_errors")
    if len(reading.regions) != 1:
        raise RefusedError("import.one_region", found=", ".join(reading.regions))
    own = reading.frames["Region"].row(0, named=True)
    with storing(SourceFile) as store, transaction.atomic():
        region, _ = ensure_region(own["code"])
        sent = _sent(store, region, name, data, reading, None, at)
        apply_import(sent, choices, by=None, at=at, reason=reason, confirmed=confirmed)
    region.refresh_from_db()
    return region
