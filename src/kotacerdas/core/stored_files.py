"""The files that people sent: stored whole, and opened only while they are what was stored."""

import errno
import hashlib
import io
import logging
import os
import shutil
import stat
from pathlib import Path
from typing import IO, BinaryIO

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

from kotacerdas.core.errors import RefusedError
from kotacerdas.files import atomic

log = logging.getLogger(__name__)

_OWNERS_FOLDER = 0o700


class StoredFileError(RefusedError):
    """A stored file is gone, is another than was stored, or can't be read."""


def opened(name: str, sha256: str, title: str) -> BinaryIO:
    """The stored file, at its beginning, once its content is known to be what was stored.

    `title` is what people call the file.

    Raises:
        StoredFileError: it is not, which stands in the operator's log too.
    """
    try:
        return _opened(name, sha256)
    except FileNotFoundError as error:
        raise _told("missing", name, title, error) from error
    except _ChangedError as error:
        raise _told("changed", name, title, error) from error
    except OSError as error:
        raise _told("unreadable", name, title, error) from error


def read(name: str, sha256: str, title: str) -> bytes:
    """All of the file. Raises as `opened`."""
    with opened(name, sha256, title) as file:
        return file.read()


def is_whole(name: str, sha256: str) -> bool:
    """Whether the file is there with that content."""
    try:
        _opened(name, sha256).close()
    except OSError:
        return False
    return True


def store(name: str, content: bytes | IO[bytes], sha256: str) -> None:
    """Store the file unless it is there already; one that was damaged is whole again.

    Raises:
        OSError: it can't be written; what was there still is.
    """
    if is_whole(name, sha256):
        return
    path = Path(default_storage.path(name))
    atomic.make_folder(path.parent, _OWNERS_FOLDER)
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    with atomic.replacing(path, atomic.PRIVATE) as file:
        shutil.copyfileobj(source, file)


class _ChangedError(OSError):
    """Something else is in the file's place."""


def _opened(name: str, sha256: str) -> BinaryIO:
    try:
        file = open(default_storage.path(name), "rb", opener=_without_following)  # noqa: SIM115 - the caller's to close
    except (SuspiciousFileOperation, ValueError) as error:
        raise _ChangedError(f"no name of a stored file: {error}") from error
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.ENOTDIR}:
            raise _ChangedError(f"no file of ours: {error.strerror}") from error
        raise
    try:
        _require_content(file, sha256)
    except BaseException:
        file.close()
        raise
    return file


def _require_content(file: BinaryIO, sha256: str) -> None:
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        raise _ChangedError("no regular file")
    actual = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # it has readinto
    if actual != sha256:
        raise _ChangedError(f"its SHA-256 is {actual}")
    file.seek(0)


def _without_following(name: str, flags: int) -> int:
    """Opens no link, and waits for nobody at the other end of a pipe."""
    return os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _told(kind: str, name: str, title: str, error: OSError) -> StoredFileError:
    log.error("The stored file %s is %s: %s", name, kind, error)
    return StoredFileError(f"stored_file.{kind}", title=title)
