"""Every call that writes, to a folder or to the database, counted; one of them fails."""

import builtins
import errno
import io
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

import psycopg
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

KINDS = {
    errno.ENOSPC: "database or disk is full",
    errno.EIO: "disk I/O error",
}
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|COPY)\b", re.IGNORECASE)
_TO_WRITE = set("wax+")


class Writes:
    """How many there were; `failed` names the call that was made to fail, empty where none was."""

    def __init__(self, folder: Path, fail_at: int, number: int) -> None:
        self.folder, self.fail_at, self.number = folder, fail_at, number
        self.count = 0
        self.failed = ""

    def _is_next(self, call: str) -> bool:
        self.count += 1
        if self.count == self.fail_at:
            self.failed = call
        return self.count == self.fail_at

    def to_folder(self, call: str, path: object) -> None:
        if Path(os.fspath(path)).is_relative_to(self.folder) and self._is_next(call):
            raise OSError(self.number, os.strerror(self.number), str(path))

    def to_database(self, call: str) -> None:
        if self._is_next(call):
            raise OperationalError(KINDS[self.number])


class _File:
    """An open file whose writes are counted."""

    def __init__(self, file: Any, path: object, writes: Writes) -> None:
        self._file, self._path, self._writes = file, path, writes

    def write(self, data: Any) -> int:
        self._writes.to_folder("write", self._path)
        written: int = self._file.write(data)
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


@contextmanager
def failing(folder: Path, fail_at: int, number: int) -> Iterator[Writes]:
    """Within, the call that is the `fail_at`-th to write fails with the errno; no other does."""
    writes = Writes(folder, fail_at, number)
    with ExitStack() as stack:
        for owner, name, replacement in (
            (builtins, "open", _opening(writes)),
            (io, "open", _opening(writes)),
            (os, "fsync", _syncing(writes)),
            (os, "replace", _calling(writes, os.replace)),
            (os, "mkdir", _calling(writes, os.mkdir)),
            (BaseDatabaseWrapper, "_commit", _committing(writes)),
            (psycopg.Cursor, "copy", _copying(writes)),
        ):
            stack.enter_context(patch.object(owner, name, replacement))
        stack.enter_context(connection.execute_wrapper(_executing(writes)))
        yield writes


def _opening(writes: Writes) -> Callable[..., Any]:
    original = open

    def call(path: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if not _TO_WRITE & set(mode) or isinstance(path, int):
            return original(path, mode, *args, **kwargs)
        writes.to_folder("open", path)
        return _File(original(path, mode, *args, **kwargs), path, writes)

    return call


def _syncing(writes: Writes) -> Callable[[int], None]:
    original = os.fsync

    def call(handle: int) -> None:
        writes.to_folder("fsync", Path(f"/proc/self/fd/{handle}").readlink())
        original(handle)

    return call


def _calling(writes: Writes, original: Callable[..., None]) -> Callable[..., None]:
    def call(path: Any, *args: Any, **kwargs: Any) -> None:
        writes.to_folder(original.__name__, path)
        original(path, *args, **kwargs)

    return call


def _committing(writes: Writes) -> Callable[..., Any]:
    original = BaseDatabaseWrapper._commit

    def call(self: BaseDatabaseWrapper) -> Any:
        writes.to_database("commit")
        return original(self)

    return call


def _copying(writes: Writes) -> Callable[..., Any]:
    original = psycopg.Cursor.copy

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        writes.to_database("copy")
        return original(self, *args, **kwargs)

    return call


def _executing(writes: Writes) -> Callable[..., Any]:
    def call(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        if _WRITES.match(sql):
            writes.to_database(sql.split(maxsplit=1)[0].lower())
        return execute(sql, params, many, context)

    return call
