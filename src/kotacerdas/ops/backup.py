"""Backup: every record and every stored file in one zip that fits either database."""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import Error, connection, connections, transaction
from psycopg import IsolationLevel

from kotacerdas import __version__
from kotacerdas.audit.actions import SITE, record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.stored_files import StoredFileError, opened
from kotacerdas.files.atomic import PRIVATE, replacing
from kotacerdas.ops.backup_format import (
    FILES,
    FORMAT,
    MANIFEST,
    Manifest,
    Table,
    columns,
    lines,
    migrations_in,
    part_of,
    stored_files,
    tables,
)

log = logging.getLogger(__name__)

ROWS_AT_A_TIME = 20  # a row of the log may be megabytes
BYTES_AT_A_TIME = 1_000_000
_SNAPSHOT = "snapshot"
# What makes a transaction see one state throughout and keep nobody from writing. SQLite's is of
# its own kind in WAL; our usual IMMEDIATE would lock everybody else out.
_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {"transaction_mode": "DEFERRED"},
    "postgresql": {"isolation_level": IsolationLevel.REPEATABLE_READ},
}


def backup(file: Path, at: datetime) -> Manifest:
    """Write all that is in the database and the stored files, as they are at one moment.

    The file appears under its name when it is whole, and only its owner can read it: it holds
    what people sign in with.

    Raises:
        RefusedError: the file exists or can't be written, or the database is not migrated.
    """
    if file.exists():
        raise RefusedError("backup.exists", file=file)
    _record(at)
    try:
        with (
            replacing(file, PRIVATE) as out,
            snapshot() as alias,
            ZipFile(out, "w", ZIP_DEFLATED) as archive,
        ):
            manifest = _write_all(archive, alias, at)
    except OSError as error:
        raise RefusedError("backup.cannot_write", file=file, reason=error.strerror) from error
    return manifest


def _record(at: datetime) -> None:
    """Before the backup is made, so that it holds the entry too.

    A database that takes no entry, because its disk is full, needs a backup most of all.
    """
    changes: list[dict[str, Any]] = [{"of": ["ops.backup", None], "before": None, "after": {}}]
    try:
        with transaction.atomic():
            record_entry(SITE, "backup", changes, actor="", at=at)
    except Error as error:
        log.warning("The backup could not be written to the log: %s", error)


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of a second connection, whose reads all see the moment of the first of them."""
    second = connection.copy(_SNAPSHOT)
    options = second.settings_dict.get("OPTIONS", {})
    second.settings_dict["OPTIONS"] = options | _OPTIONS[connection.vendor]
    connections[_SNAPSHOT] = second
    try:
        with transaction.atomic(using=_SNAPSHOT):
            yield _SNAPSHOT
    finally:
        second.close()
        del connections[_SNAPSHOT]


def _write_all(archive: ZipFile, alias: str, at: datetime) -> Manifest:
    migrations = migrations_in(alias)
    parts, missing = {}, []
    for table in tables():
        parts[part_of(table)] = _write(archive, part_of(table), _rows(table, alias), at)
    for name, sha256 in stored_files(alias).items():
        try:
            file = opened(name, sha256, name)
        except StoredFileError:
            missing.append(name)
            continue
        with file:
            chunks = iter(partial(file.read, BYTES_AT_A_TIME), b"")
            parts[FILES + name] = _write(archive, FILES + name, chunks, at)
    manifest = Manifest(FORMAT, __version__, at.isoformat(), migrations, parts, missing)
    _write(archive, MANIFEST, [json.dumps(asdict(manifest), indent=1).encode()], at)
    return manifest


def _write(archive: ZipFile, name: str, chunks: Iterable[bytes], at: datetime) -> str:
    """Write one part; its SHA-256."""
    sha256 = hashlib.sha256()
    info = ZipInfo(name, at.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as part:
        for chunk in chunks:
            sha256.update(chunk)
            part.write(chunk)
    return sha256.hexdigest()


def _rows(table: Table, alias: str) -> Iterator[bytes]:
    names = [field.attname for field in columns(table)]
    rows = table._base_manager.using(alias).order_by("pk").values_list(*names)
    return lines(names, rows.iterator(chunk_size=ROWS_AT_A_TIME))
