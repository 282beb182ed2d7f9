"""The folder with the site's database and files, which is nobody else's to read."""

import fcntl
import os
import shutil
import stat
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def opened(folder: Path) -> Path:
    """The folder, made where there is none, with all that is directly in it closed to others.

    What this process makes from now on is closed to them, too.

    Raises:
        ImproperlyConfigured: it can't be closed, or is one that all share, as /tmp is.
    """
    os.umask(_OTHERS)
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_mode & stat.S_ISVTX:
        raise ImproperlyConfigured(f"KOTACERDAS_DATA={folder} is shared: give a folder of its own.")
    try:
        for path in (folder, *folder.iterdir()):
            _close(path)
    except PermissionError as error:
        raise ImproperlyConfigured(
            f"KOTACERDAS_DATA={folder} belongs to somebody else ({error})."
        ) from error
    return folder


def _close(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return  # the database takes away its log when it is closed
    if mode & _OTHERS and not stat.S_ISLNK(mode):
        path.chmod(stat.S_IMODE(mode) & ~_OTHERS)


def emptied(folder: Path) -> None:
    """Take away what uploads left that were cut off."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()


def taken(folder: Path) -> bool:
    """Take the folder for this process, and for the program it turns into, until that ends.

    False where a server has it already: both would clear away each other's uploads, and make the
    accounts of a demonstration anew.
    """
    lock = os.open(folder / "in-use.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return False
    os.set_inheritable(lock, True)  # noqa: FBT003 - it takes no names
    return True
