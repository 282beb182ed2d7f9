"""The process that does the jobs: `python -m kotacerdas.sandbox.worker`, started by `calls`.

It ends when its starter ends: a thread waits for the next request and finds the connection closed,
even while a job runs. A job that lets no other thread run is ended by its limit of CPU time.
(Linux could tie it to its starter, but means the thread that started it, and those of a server
come and go.)
"""

import gc
import importlib
import os
import socket
import threading
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from kotacerdas.sandbox import limits
from kotacerdas.sandbox.messages import EndError, Message, receive, send

MOST_JOBS = 500
MOST_KEPT_BYTES = 350_000_000  # a process that holds more after a job is not used again
_MOST_REQUEST_BYTES = 2**40  # the starter is trusted


def main() -> None:
    limits.begin()
    gc.disable()  # a job makes many things and is short
    connection = _connection()
    requests: SimpleQueue[Message] = SimpleQueue()
    threading.Thread(target=_listen, args=(connection, requests), daemon=True).start()
    for number in range(1, MOST_JOBS + 1):
        answer, is_fine = _answered(requests.get())
        is_spent = not is_fine or number == MOST_JOBS or limits.resident_bytes() > MOST_KEPT_BYTES
        _reply(connection, answer, is_spent=is_spent)
        if is_spent:
            return
        gc.collect()  # nobody waits for it now
        gc.freeze()


def _connection() -> socket.socket:
    """The starter's end of the line, which takes the place of standard input."""
    connection = socket.socket(fileno=os.dup(0))
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a file descriptor is wanted
        os.dup2(nothing.fileno(), 0)
    return connection


def _listen(connection: socket.socket, requests: SimpleQueue[Message]) -> None:
    try:
        while True:
            requests.put(receive(connection, _MOST_REQUEST_BYTES))
    except (EndError, OSError):
        os._exit(0)


def _answered(request: Message) -> tuple[Message, bool]:
    """What the job answers, and whether it is an answer: otherwise it is what it raised."""
    try:
        job = _job(request.value["module"], request.value["name"])
        limits.hold(request.value["memory_bytes"], request.value["cpu_s"])
        answer = job(*map(bytes, request.blobs), **request.value["options"])
    except MemoryError:
        return Message({"failed": "MemoryError"}), False
    except BaseException as error:  # noqa: BLE001 - polars' panics are no Exception
        reason = "".join(traceback.format_exception(error, limit=-5))
        return Message({"failed": reason}), False
    return (answer if isinstance(answer, Message) else Message(answer)), True


def _job(module: str, name: str) -> Callable[..., Any]:
    job = getattr(importlib.import_module(module), name)
    if not callable(job):
        raise TypeError(name)
    return job  # type: ignore[no-any-return]


def _reply(connection: socket.socket, answer: Message, *, is_spent: bool) -> None:
    send(connection, Message([is_spent, answer.value], answer.blobs))


if __name__ == "__main__":
    main()
    os._exit(0)  # nothing is left to be tidied, and the thread still waits
