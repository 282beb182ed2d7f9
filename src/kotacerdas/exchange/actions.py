"""Workbooks in: kept by their content, looked at, then written all or nothing."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.selectors import heads
from kotacerdas.core import stored_files
from kotacerdas.core.errors import RefusedError
from kotacerdas.exchange.differences import differences, loses_verified
from kotacerdas.exchange.held import not_held
from kotacerdas.records.actions import Change, apply_changes, lock_region
from kotacerdas.records.files import Storing, storing
from kotacerdas.records.models import Region, SourceFile
from kotacerdas.records.rules import is_region_code
from kotacerdas.records.storage import rows_of
from kotacerdas.scorecards.sheets import MODELS, counting
from kotacerdas.scoring.question import Basis
from kotacerdas.workbook.isolated import read_bytes
from kotacerdas.workbook.reading import Reading


@dataclass(frozen=True)
class Preview:
    """What a file would do to its region: nothing while it has issues that are errors.

    `head` is the hash of the newest entry in the region's log: with another one, the file may do
    something else.
    """

    file: SourceFile
    reading: Reading
    changes: list[Change]
    head: str

    @property
    def is_applicable(self) -> bool:
        return self.reading.is_ok and bool(self.changes)

    @property
    def asks(self) -> bool:
        """Whether somebody has to confirm figures that look wrong."""
        return any(issue.asks for issue in self.reading.issues)

    @property
    def needs_reason(self) -> bool:
        return any(map(loses_verified, self.changes))


def keep_file(region: Region, name: str, data: bytes, by: User, at: datetime) -> SourceFile:
    """Store a workbook for its region; the same content is the same file.

    Raises:
        NotAllowedError: `by` may not bring workbooks in there.
    """
    require(by, region, Right.IMPORT, at)  # before the work of reading is done for nobody
    reading = read_bytes(data)
    with storing(SourceFile) as store, transaction.atomic():
        lock_region(region)
        require(by, region, Right.IMPORT, at)
        return _kept(store, region, name, data, reading, by, at)


def _kept(  # noqa: PLR0913, PLR0917 - all that is known of a file
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


def preview(file: SourceFile) -> Preview:
    """What the file would change now.

    Raises:
        RefusedError: it is not the file that was sent, or is of another region.
    """
    return _previewed(file, _read(file))


def _read(file: SourceFile) -> Reading:
    return read_bytes(stored_files.read(str(file.content), file.sha256, file.name))


def _previewed(file: SourceFile, reading: Reading) -> Preview:
    region = file.region
    head = "".join(found.hash for found in heads([region.code]))  # older than the records
    if not reading.is_ok:
        return Preview(file, reading, [], head)
    if region.code not in reading.regions:
        raise RefusedError("import.other_region", found=", ".join(reading.regions))
    now = counting(region)
    existing = {sheet: rows_of(columns) for sheet, columns in now.columns.items()}
    free = not_held(reading, region.code, existing, now.effective[Basis.REPORTED])
    reading = replace(reading, issues=(*reading.issues, *free.issues))
    if not reading.is_ok:
        return Preview(file, reading, [], head)
    changes = [
        change
        for sheet, model in MODELS.items()
        for change in differences(sheet, model, free.existing[sheet], free.frames[sheet], file.pk)
    ]
    return Preview(file, reading, changes, head)


def import_file(  # noqa: PLR0913 - who, when and why, and what was seen
    file: SourceFile,
    by: User,
    at: datetime,
    reason: str = "",
    head: str | None = None,
    *,
    confirmed: bool = False,
) -> list[Change]:
    """Write what the file changes, all or nothing.

    `head` is that of the preview that was confirmed, where there was one; `confirmed` says that
    the figures it asks about are right.

    Raises:
        NotAllowedError: `by` may not bring workbooks in there.
        RefusedError: it has errors, asks about figures that nobody confirmed, overwrites what is
            verified without a reason, or would not do what was seen in the preview.
    """
    require(by, file.region, Right.IMPORT, at)  # before the work of reading is done for nobody
    reading = _read(file)
    with transaction.atomic():
        lock_region(file.region)
        require(by, file.region, Right.IMPORT, at)
        return _imported(file, reading, by.email, at, reason, head, confirmed=confirmed)


def _imported(  # noqa: PLR0913, PLR0917 - who, when and why belong to every change
    file: SourceFile,
    reading: Reading,
    actor: str,
    at: datetime,
    reason: str,
    head: str | None = None,
    *,
    confirmed: bool,
) -> list[Change]:
    with transaction.atomic():
        lock_region(file.region)
        found = _previewed(file, reading)
        if not found.reading.is_ok:
            raise RefusedError("import.has_errors")
        if found.changes and found.asks and not confirmed:
            raise RefusedError("import.needs_confirmation")
        if found.changes and head not in {None, found.head}:
            raise RefusedError("import.changed_meanwhile")
        if found.needs_reason and not reason.strip():
            raise RefusedError("import.needs_reason")
        apply_changes(
            file.region,
            found.changes,
            "import",
            actor=actor,
            at=at,
            reason=reason.strip(),
        )
        SourceFile.objects.filter(pk=file.pk).update(applied_at=at)
    return found.changes


def begin_region(data: bytes, name: str, at: datetime, *, confirmed: bool = False) -> Region:
    """A new region from its first workbook; what the command `load` does for a maintainer.

    Raises:
        RefusedError: the workbook has errors, asks about figures that nobody confirmed, holds more
            than one region, or gives it a code that is none.
    """
    reading = read_bytes(data)
    if not reading.is_ok:
        raise RefusedError("import.has_errors")
    if len(reading.regions) != 1:
        raise RefusedError("import.one_region", found=", ".join(reading.regions))
    own = reading.frames["Region"].row(0, named=True)
    if not is_region_code(own["code"]):
        raise RefusedError("import.region_code", code=own["code"])
    with storing(SourceFile) as store, transaction.atomic():
        # Without its name and level, so that the import writes them and the log tells of them.
        region, _ = Region.objects.get_or_create(code=own["code"])
        file = _kept(store, region, name, data, reading, None, at)
        _imported(file, reading, "", at, "", confirmed=confirmed)
    region.refresh_from_db()
    return region
