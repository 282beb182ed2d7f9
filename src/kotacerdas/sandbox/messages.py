"""What goes to the process and comes back: one JSON value and some bytes.

No pickle: a process that was fed a hostile file may answer anything, and to unpickle is to run
what the other side says.
"""

import json
import socket
import struct
import time
from dataclasses import dataclass
from typing import Any

_COUNT = struct.Struct("!I")
_SIZE = struct.Struct("!Q")
_MOST_BLOBS = 10_000
_LEAST_S = 0.001  # 0 would mean not to wait at all
MOST_JSON_BYTES = 32_000_000  # it takes some twenty times as much once it is read


class MalformedError(Exception):
    """What came is no message, or larger than it may be."""


class EndError(Exception):
    """The other side has ended."""


@dataclass(frozen=True)
class Message:
    """A JSON value and bytes beside it."""

    value: Any = None
    blobs: tuple[bytes | bytearray | memoryview, ...] = ()


def send(connection: socket.socket, message: Message) -> None:
    """Raises TypeError or ValueError where the value is not JSON, OSError where none listens."""
    value = json.dumps(message.value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    parts = [memoryview(part).cast("B") for part in (value, *message.blobs)]
    sizes = b"".join(_SIZE.pack(part.nbytes) for part in parts)
    connection.sendall(_COUNT.pack(len(parts)) + sizes)
    for part in parts:
        connection.sendall(part)


def receive(connection: socket.socket, most_bytes: int, deadline: float | None = None) -> Message:
    """The next message; `deadline` is on the monotonic clock.

    Raises:
        EndError: there is none any more.
        MalformedError: what came is none.
        OSError: such as TimeoutError.
    """

    def exactly(size: int) -> bytearray:
        return _exactly(connection, size, deadline)

    (count,) = _COUNT.unpack(exactly(_COUNT.size))
    if not 1 <= count <= _MOST_BLOBS:
        raise MalformedError(f"{count} parts")
    sizes = [size for (size,) in _SIZE.iter_unpack(exactly(count * _SIZE.size))]
    if sizes[0] > MOST_JSON_BYTES or sum(sizes) > most_bytes:
        raise MalformedError(f"{sum(sizes):,} bytes")
    value, *blobs = map(exactly, sizes)
    try:
        return Message(json.loads(value.decode("utf-8", "surrogatepass")), tuple(blobs))
    except (ValueError, RecursionError) as error:
        raise MalformedError(str(error)) from error


def _exactly(connection: socket.socket, size: int, deadline: float | None) -> bytearray:
    content = bytearray(size)
    view, at = memoryview(content), 0
    while at < size:
        if deadline is not None:
            connection.settimeout(max(_LEAST_S, deadline - time.monotonic()))
        taken = connection.recv_into(view[at:])
        if not taken:
            raise EndError
        at += taken
    return content
