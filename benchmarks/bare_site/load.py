"""Many readers of one address at once, each on a connection that stays open."""

import asyncio
import time
from collections.abc import Mapping

WARM_UP = 4  # answers of each connection that are not counted


def seconds_of(
    port: int, path: str, headers: Mapping[str, str], readers: int, total: int
) -> list[float]:
    """The seconds of each answer; all are of the status that `headers` calls for."""
    return asyncio.run(_all(port, _request(path, headers), _status(headers), readers, total))


def _request(path: str, headers: Mapping[str, str]) -> bytes:
    fields = {"Host": "127.0.0.1", **headers}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _status(headers: Mapping[str, str]) -> bytes:
    return b"304" if "If-None-Match" in headers else b"200"


async def _all(port: int, request: bytes, status: bytes, readers: int, total: int) -> list[float]:
    each = [_reader(port, request, status, total // readers) for _ in range(readers)]
    return [taken for own in await asyncio.gather(*each) for taken in own]


async def _reader(port: int, request: bytes, status: bytes, answers: int) -> list[float]:
    stream, sink = await asyncio.open_connection("127.0.0.1", port)
    taken = []
    for _ in range(WARM_UP + answers):
        began = time.perf_counter()
        sink.write(request)
        head = await stream.readuntil(b"\r\n\r\n")
        await stream.readexactly(_length(head))
        taken.append(time.perf_counter() - began)
        assert head.split(b" ", 2)[1] == status, head
    sink.close()
    return taken[WARM_UP:]


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
