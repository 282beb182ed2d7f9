"""Restore: a backup into an empty database, all or nothing."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.storage import default_storage
from django.core.files.utils import validate_file_name
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DataError, IntegrityError, connection, transaction
from django.db.models import Max

from kotacerdas.audit.models import Touch
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.rows import skip_keys
from kotacerdas.core.stored_files import is_whole, store
from kotacerdas.ops.backup_format import (
    FILES,
    MANIFEST,
    Manifest,
    Table,
    columns,
    manifest_of,
    migrations_in,
    part_of,
    tables,
    values,
)
from kotacerdas.ops.verification import Finding, all_findings

_BYTES_AT_A_TIME = 1_000_000
_MOST_MANIFEST_BYTES = 50_000_000  # it is read at once; that of 100,000 files has 15 MB
# What reading a file that is no backup, or no longer one, comes to.
_DAMAGE = (
    BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    TypeError,
    ValueError,
    OverflowError,
    ValidationError,
    SuspiciousFileOperation,
)
_MISFIT = (IntegrityError, DataError)


class Restored(NamedTuple):
    """What a backup held, and what is wrong with what it held, which is put back all the same.

    Who has nothing else needs the records more than a whole log.
    """

    manifest: Manifest
    findings: list[Finding]


def restore(file: Path) -> Restored:
    """Put back what a backup holds, and verify it; a file that is no whole one changes nothing.

    Raises:
        RefusedError: the file can't be read or is damaged, or the database is not empty or not
            migrated to the state that the backup was made in.
    """
    with _opened(file) as archive:
        manifest = _checked(archive)
        return Restored(manifest, _put_back(archive, manifest))


@contextmanager
def _opened(file: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(file) as archive:
            yield archive
    except _DAMAGE as error:
        raise RefusedError("backup.damaged", file=file) from error
    except _MISFIT as error:
        raise RefusedError("backup.misfit", file=file, reason=str(error).strip()) from error
    except OSError as error:
        raise RefusedError("backup.cannot_read", file=file, reason=error.strerror) from error


def _checked(archive: ZipFile) -> Manifest:
    """The manifest, once every part was read and is what it was when it was written."""
    if archive.getinfo(MANIFEST).file_size > _MOST_MANIFEST_BYTES:
        raise BadZipFile("no manifest is as large")
    manifest = manifest_of(archive.read(MANIFEST))
    if sorted(archive.namelist()) != sorted([MANIFEST, *manifest.parts]):
        raise BadZipFile("a part is missing, or one too many")
    for name, sha256 in manifest.parts.items():
        validate_file_name(name, allow_relative_path=True)
        with archive.open(name) as part:
            found = hashlib.file_digest(part, "sha256")  # type: ignore[arg-type] # it has readinto
            if found.hexdigest() != sha256:
                raise BadZipFile(name)
    return manifest


def _put_back(archive: ZipFile, manifest: Manifest) -> list[Finding]:
    made: list[str] = []
    try:
        with transaction.atomic():
            _require_room(manifest)
            for table in tables():
                with archive.open(part_of(table)) as part:
                    _fill(table, part)
            connection.check_constraints()
            _reset_sequences()
            _put_back_files(archive, manifest, made)
            return all_findings(manifest.missing)
    except BaseException:
        for name in made:
            default_storage.delete(name)
        raise


def _require_room(manifest: Manifest) -> None:
    if migrations_in(DEFAULT_DB_ALIAS) != manifest.migrations:
        raise RefusedError("backup.other_state", version=manifest.version)
    for table in tables():
        if table._base_manager.exists():
            raise RefusedError("backup.not_empty", table=table._meta.label_lower)


def _fill(table: Table, part: Iterable[bytes]) -> None:
    """Insert the rows of a part as they are, past what a model would fill in by itself."""
    quoted = connection.ops.quote_name
    names = [quoted(field.column) for field in columns(table)]
    sql = (
        f"INSERT INTO {quoted(table._meta.db_table)} ({', '.join(names)})"  # noqa: S608 - our names
        f" VALUES ({', '.join(['%s'] * len(names))})"
    )
    with connection.cursor() as cursor:
        for some in _batches(part):
            cursor.executemany(sql, [values(table, line, DEFAULT_DB_ALIAS) for line in some])


def _batches(part: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The lines, about a megabyte at a time."""
    some: list[bytes] = []
    size = 0
    for line in part:
        some.append(line)
        size += len(line)
        if size > _BYTES_AT_A_TIME:
            yield some
            some, size = [], 0
    if some:
        yield some


def _reset_sequences() -> None:
    """Let the next row of each table be numbered after those that came with their numbers.

    And after those that the log speaks of: a removed record may come back with its own.
    """
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(sql)
    known = {table._meta.label_lower: table for table in tables()}
    touched = Touch.objects.values_list("model").annotate(last=Max("record"))
    for label, last in touched.filter(model__in=known):
        skip_keys(known[label], last)


def _put_back_files(archive: ZipFile, manifest: Manifest, made: list[str]) -> None:
    """Store the files, and name in `made` those that were not there already."""
    for part, sha256 in manifest.parts.items():
        name = part.removeprefix(FILES)
        if name == part or _is_there(name, sha256):
            continue
        made.append(name)
        with archive.open(part) as content:
            try:
                store(name, content, sha256)
            except OSError as error:
                values = {"name": name, "reason": error.strerror}
                raise RefusedError("backup.cannot_store", **values) from error


def _is_there(name: str, sha256: str) -> bool:
    """Raises RefusedError where another file has that name."""
    if not default_storage.exists(name):
        return False
    if not is_whole(name, sha256):
        raise RefusedError("backup.other_file", name=name)
    return True
