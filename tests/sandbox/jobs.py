"""What the tests have done in another process."""

import ctypes
import os
import resource
import socket
import sys
import time
from pathlib import Path

from kotacerdas.sandbox.messages import Message


def echo(*blobs: bytes, **options: object) -> Message:
    return Message(options, blobs)


def number(_data: bytes = b"") -> int:
    return os.getpid()


def around(secret: str) -> dict[str, object]:
    """What the process sees of its surroundings."""
    umask = os.umask(0o077)
    return {
        "secret": os.environ.get(secret),
        "umask": umask,
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "descriptors": len([fd for fd in range(3, 200) if _is_socket_or_file(fd)]),
        "modules": [name for name in sys.modules if name.partition(".")[0] == "django"],
        "folder": str(Path.cwd()),
        "writes_bytecode": not sys.dont_write_bytecode,
    }


def _is_socket_or_file(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def hoard(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


def hoard_in_polars(megabytes: int) -> int:
    import polars as pl  # noqa: PLC0415 - only this job needs it

    return pl.repeat(1, megabytes * 125_000, eager=True, dtype=pl.Int64).len()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def spin() -> None:
    while True:
        pass


def crash() -> None:
    ctypes.string_at(0)


def leave(code: int) -> None:
    os._exit(code)


def be_killed(signal: int) -> None:
    os.kill(os.getpid(), signal)


def fail() -> None:
    raise LookupError("nothing of the kind")


def exit_politely() -> None:
    sys.exit(3)


def answer_a_lot(megabytes: int) -> Message:
    return Message(None, (bytes(megabytes * 1_000_000),))


def answer_what_is_no_json() -> object:
    return object()


def write_a_file(path: str) -> None:
    Path(path).write_bytes(bytes(1_000_000))


def babble() -> str:
    sys.stderr.write("x" * 10_000_000)
    sys.stderr.flush()
    return "still here"


def forge(reply: str) -> None:
    """Answer past the protocol, as a process that was taken over would."""
    for descriptor in range(3, 100):
        try:
            line = socket.socket(fileno=descriptor)
            line.sendall(bytes.fromhex(reply))
        except OSError:
            continue
    time.sleep(60)
