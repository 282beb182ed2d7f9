"""What a PDF would do when it is opened. Pure."""

import re
import zlib
from collections.abc import Iterator


def _however_written(name: str) -> str:
    """A pattern of a name of which any letter may be written as its number."""
    return "/" + "".join(f"(?:{letter}|(?i:#{ord(letter):02x}))" for letter in name)


# Each is long enough not to come about by chance in what is packed.
_ACTIVE = re.compile(
    "|".join(map(_however_written, ("JavaScript", "Launch", "EmbeddedFile", "RichMedia"))).encode()
)
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LOOKED_BACK = 400  # bytes in which a stream's dictionary says what it is
MOST_UNPACKED = 50_000_000  # bytes of them all
MOST_PACKED = 20_000
_CHUNK = 65_536


def has_active_content(data: bytes) -> bool:
    """Whether it runs, starts or carries something; also where it hides too much to look at."""
    left, found = MOST_UNPACKED, 0
    if _ACTIVE.search(data):
        return True
    for objects in _packed_objects(data):
        left, found = left - len(objects), found + 1
        if left < 0 or found > MOST_PACKED or _ACTIVE.search(objects):
            return True
    return False


def is_encrypted(data: bytes) -> bool:
    """Whether it can be read only with a password, or by leave of one."""
    return re.search(rb"/Encrypt\s*(\d|<<)", data) is not None


def _packed_objects(data: bytes) -> Iterator[bytes]:
    """The objects that later PDFs keep packed, where a name is not to be seen."""
    for found in _STREAM.finditer(data):
        if b"/ObjStm" in data[max(0, found.start() - _LOOKED_BACK) : found.start()]:
            yield _unpacked(data, found.end())


def _unpacked(data: bytes, start: int) -> bytes:
    """What is packed from there on, as far as it can be unpacked and is not too much."""
    unpacker, found = zlib.decompressobj(), b""
    for at in range(start, len(data), _CHUNK):
        try:
            found += unpacker.decompress(data[at : at + _CHUNK], MOST_UNPACKED + 1)
        except zlib.error:
            break
        if unpacker.eof or len(found) > MOST_UNPACKED:
            break
    return found
