"""A zip that is sent while it is made, of files that are opened one after the other."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

BLOCK = 65_536
# What the format spends on a member, on the end, and on what is beyond its first two gigabytes.
_HEAD, _ENTRY, _END, _FAR_ENTRY, _FAR_END = 30, 46, 22, 12, 76


@dataclass(frozen=True)
class Member:
    path: str
    size: int
    opened: Callable[[], BinaryIO]


def zipped(members: Iterable[Member], at: datetime) -> Iterator[bytes]:
    """The zip in pieces, nothing packed. One member at most is held in memory.

    What opening a member raises ends the zip, so that nobody takes a part for the whole.
    """
    window = _Window()
    with zipfile.ZipFile(window, "w") as archive:
        for one in members:
            entry = zipfile.ZipInfo(one.path, at.timetuple()[:6])
            with one.opened() as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target, BLOCK)
            yield from window.taken()
    yield from window.taken()


def size_of(members: Iterable[Member]) -> int:
    """How many bytes `zipped` makes of them."""
    at = entries = count = 0
    for one in members:
        count += 1
        wide = len(one.path.encode())
        entries += _ENTRY + wide + (_FAR_ENTRY if at > zipfile.ZIP64_LIMIT else 0)
        at += _HEAD + wide + one.size
    is_far = max(at, entries) > zipfile.ZIP64_LIMIT or count > zipfile.ZIP_FILECOUNT_LIMIT
    return at + entries + _END + (_FAR_END if is_far else 0)


class _Window(io.RawIOBase):
    """What was written and not taken yet, as a file.

    A zip goes back to the head of the member it has just written, for its sum and size; so these
    stand where every program looks for them.
    """

    def __init__(self) -> None:
        self._before, self._held = 0, io.BytesIO()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._before + self._held.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        del whence  # a zip that is written only says where
        self._held.seek(offset - self._before)
        return offset

    def write(self, data: bytes, /) -> int:  # type: ignore[override] # a zip writes bytes
        return self._held.write(data)

    def taken(self) -> Iterator[bytes]:
        """All that was written, in blocks; it is held no longer."""
        data = self._held.getvalue()
        self._before += len(data)
        self._held = io.BytesIO()
        for start in range(0, len(data), BLOCK):
            yield data[start : start + BLOCK]
