"""Files that appear under their names whole and on the disk, or not at all."""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PRIVATE = 0o600
SHARED = 0o666  # as far as the umask lets others read
_SUFFIX = ".kotacerdas-part"
_LONGEST_PREFIX = 40  # characters: with what follows a name has at most 255 bytes
_ABANDONED_AFTER_S = 3600


@contextmanager
def replacing(path: Path, mode: int = SHARED) -> Iterator[BinaryIO]:
    """A file to write to. Once the block ends well it stands at `path`, in place of another.

    Whoever reads the other one meanwhile reads it to its end. Where the block or a write fails,
    `path` is as it was. A link at `path` is replaced and never followed. What a killed process
    left in the folder is removed an hour later, by the next that writes there.

    Raises:
        OSError: it can't be written; nothing is left of it.
    """
    _remove_abandoned(path.parent)
    part = path.with_name(f".{path.name[:_LONGEST_PREFIX]}.{secrets.token_hex(8)}{_SUFFIX}")
    try:
        with open(part, "xb", opener=_opener(mode)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    finally:
        with suppress(OSError):  # it has its name by now, or what failed is told
            part.unlink()


def write(path: Path, content: bytes, mode: int = SHARED) -> None:
    """The file with this content, as `replacing` puts it there."""
    with replacing(path, mode) as file:
        file.write(content)


def make_folder(path: Path, mode: int = 0o777) -> None:
    """The folder with those above it, each entered in the one above for good."""
    if path.is_dir():
        return
    make_folder(path.parent, mode)
    path.mkdir(mode, exist_ok=True)
    sync_folder(path.parent)


def replace_folder(path: Path, fresh: Path) -> None:
    """Put a folder with all that is in it at `path`, in place of another.

    Both are on one file system. A process that is killed here leaves the old folder, the new one,
    or none, and never one of which a file is missing or half there.
    """
    for file in fresh.rglob("*"):
        _sync(file)
    _sync(fresh)
    gone = fresh.with_name(f"{fresh.name}.gone")
    with suppress(FileNotFoundError):
        path.rename(gone)
    fresh.rename(path)
    sync_folder(path.parent)
    shutil.rmtree(gone, ignore_errors=True)


def _sync(path: Path) -> None:
    if path.is_dir():
        sync_folder(path)
        return
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make the names in a folder outlive a power failure; Windows has no such call."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _opener(mode: int) -> Callable[[str, int], int]:
    return lambda name, flags: os.open(name, flags, mode)


def _remove_abandoned(folder: Path) -> None:
    for part in folder.glob(f".*{_SUFFIX}"):
        with suppress(OSError):  # another process may remove it just now
            if time.time() - part.stat().st_mtime > _ABANDONED_AFTER_S:
                part.unlink()
