"""What is kept of an import between its preview and its confirmation, as bytes.

Another version of the program may have written it: what does not bear the number of this format is
refused, and the file is uploaded again.
"""

import json
import zlib
from typing import TypeVar

from kotacerdas.core.errors import RefusedError
from kotacerdas.workbook.transfer import packed as to_parts
from kotacerdas.workbook.transfer import unpacked as from_parts

FORMAT = 1  # one more with every change of what a reading or a preview holds
_T = TypeVar("_T")


class OtherFormatError(RefusedError):
    """It was written by another version of the program."""

    def __init__(self) -> None:
        super().__init__("import.upload_again")


def sealed(content: bytes) -> bytes:
    """The content compressed, with the number of the format before it."""
    return b"%d\n" % FORMAT + zlib.compress(content, level=1)


def opened(data: bytes) -> bytes:
    """What was sealed. Raises: OtherFormatError."""
    number, _, content = data.partition(b"\n")
    if number != b"%d" % FORMAT:
        raise OtherFormatError
    return zlib.decompress(content)


def packed(value: object) -> bytes:
    """A dataclass as bytes, of which `unpacked` makes the same."""
    parts, blobs = to_parts(value)
    head = json.dumps([parts, [len(one) for one in blobs]])
    return sealed(b"\n".join((head.encode(), b"".join(blobs))))


def unpacked(kind: type[_T], data: bytes) -> _T:
    """Raises OtherFormatError, and TransferError where the data are no such thing."""
    head, _, rest = opened(data).partition(b"\n")
    parts, sizes = json.loads(head)
    blobs, at = [], 0
    for size in sizes:
        blobs.append(rest[at : at + size])
        at += size
    return from_parts(kind, parts, blobs)
