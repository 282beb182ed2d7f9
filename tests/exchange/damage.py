"""What may happen to a stored file while nobody looks."""

import os
from pathlib import Path

from django.core.files.storage import default_storage

OUTSIDE = b"no stored file"


def path_of(name: str) -> Path:
    return Path(default_storage.path(name))


def _change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def _replace(path: Path) -> None:
    path.unlink()
    path.write_bytes(b"lain sama sekali")


def _link(path: Path) -> None:
    """To the very same content, which is still no file of ours."""
    other = path.with_name("lain")
    path.rename(other)
    path.symlink_to(other)


def _link_outside(path: Path) -> None:
    other = path.parent.parent.parent / "outside"
    other.write_bytes(OUTSIDE)
    path.unlink()
    path.symlink_to(other)


def _make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _make_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


CHANGED = {
    "a byte changed": _change_a_byte,
    "cut off": _cut_off,
    "empty": _empty,
    "appended to": _append,
    "replaced": _replace,
    "a link to the same": _link,
    "a link outside": _link_outside,
    "a link to itself": _loop,
    "a folder": _make_a_folder,
    "a pipe": _make_a_pipe,
}
DAMAGES = CHANGED | {"missing": Path.unlink}
