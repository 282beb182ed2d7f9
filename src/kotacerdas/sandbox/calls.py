"""Call a function in a process of its own, with limits on memory and time.

Never by fork, which polars does not survive. Starting Python and importing what reads takes most of
a second, so one process that has done so waits for the next job; it is replaced when a job ended
it, after many jobs, and when one left it large. It knows none of the starter's variables or open
files. It is no jail: what takes it over by a flaw of a library has the rights of the program's
account, without its secrets.
"""

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kotacerdas.sandbox.errors import (
    DiedError,
    JobError,
    MemoryLimitError,
    SandboxError,
    TimeLimitError,
)
from kotacerdas.sandbox.limits import Limits
from kotacerdas.sandbox.messages import EndError, MalformedError, Message, receive, send

MOST_AT_ONCE = 2  # further calls wait for their turn
DEFAULT = Limits()

_ENDING_S = 5
_REASON_BYTES = 2_000
_OUT_OF_MEMORY = ("memory allocation of", "MemoryError", "bad_alloc", "can't start new thread")
_KEPT_VARIABLES = ("LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
# Address space is what the limit counts: threads and their arenas reserve a lot of it.
_FEW_THREADS = {"POLARS_MAX_THREADS": "2", "MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}
# A compiled module, cut off at the size that may be written, would pass for a whole one later.
_PYTHON = {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def call(
    job: Callable[..., Any], *blobs: bytes, limits: Limits = DEFAULT, **options: object
) -> Message:
    """`job(*blobs, **options)` in another process: what it returned, a Message or a JSON value.

    `job` stands at the top of its module, which is imported there; no Django is set up for it.
    `options` are JSON. Safe in threads; at most `MOST_AT_ONCE` run at a time.

    Raises:
        SandboxError: it died, took more memory or time than it may, or raised.
    """
    request = Message(
        {
            "module": job.__module__,
            "name": job.__qualname__,
            "options": options,
            "memory_bytes": limits.memory_bytes,
            "cpu_s": limits.cpu_s,
        },
        blobs,
    )
    return _the_pool().answer(request, limits)


def close() -> None:
    """End the processes that wait for a job."""
    _the_pool().close()


class _Process:
    """One process and the line to it."""

    def __init__(self) -> None:
        self._connection, theirs = socket.socketpair()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-X", "faulthandler", "-m", "kotacerdas.sandbox.worker"],
                stdin=theirs.fileno(),
                stdout=self._said,
                stderr=self._said,
                cwd=Path(os.sep),
                env=_environment(),
                start_new_session=True,  # Ctrl+C is for the starter
            )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def answer(self, request: Message, limits: Limits) -> tuple[Message, bool]:
        """The answer, and whether the process ends after it. Raises SandboxError."""
        deadline = time.monotonic() + limits.wall_s
        try:
            self._connection.settimeout(limits.wall_s)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # told of below
                send(self._connection, request)
            reply = receive(self._connection, limits.answer_bytes, deadline)
            is_spent, value = reply.value
        except TimeoutError:
            raise TimeLimitError(f"no answer within {limits.wall_s} s") from None
        except MalformedError as error:
            raise MemoryLimitError(f"the answer was not taken: {error}") from error
        except (EndError, OSError):
            raise self._why_it_ended() from None
        except (TypeError, ValueError) as error:
            raise DiedError("the answer is none") from error
        if isinstance(value, dict) and "failed" in value:
            reason = str(value["failed"])[-_REASON_BYTES:]
            raise MemoryLimitError(reason) if _is_of_memory(reason) else JobError(reason)
        return Message(value, reply.blobs), bool(is_spent)

    def _why_it_ended(self) -> SandboxError:
        try:
            code = self._process.wait(_ENDING_S)
        except subprocess.TimeoutExpired:
            return DiedError("it closed the connection")
        size = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, size - _REASON_BYTES))
        said = self._said.read().decode(errors="replace")
        reason = f"exit code {code}: {said}"
        if code == -getattr(signal, "SIGXCPU", 0):
            return TimeLimitError(reason)
        # Without a word of its own it is the system that ended it, and does so for memory alone.
        if code == -getattr(signal, "SIGKILL", 0) or _is_of_memory(said):
            return MemoryLimitError(reason)
        return DiedError(reason)

    def end(self) -> None:
        self._connection.close()
        self._said.close()
        self._process.kill()
        self._process.wait()


def _is_of_memory(reason: str) -> bool:
    return any(mark in reason for mark in _OUT_OF_MEMORY)


class _Pool:
    """At most so many processes at once, one of which is kept when it has nothing to do."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._lock = threading.Lock()
        self._waiting: _Process | None = None

    def answer(self, request: Message, limits: Limits) -> Message:
        if not self._turns.acquire(timeout=limits.wall_s):
            raise TimeLimitError(f"none came free within {limits.wall_s} s")
        try:
            return self._answered(request, limits)
        finally:
            self._turns.release()

    def _answered(self, request: Message, limits: Limits) -> Message:
        process = self._taken()
        try:
            answer, is_spent = process.answer(request, limits)
        except BaseException:
            process.end()
            raise
        self._put_back(process, is_spent=is_spent)
        return answer

    def _taken(self) -> _Process:
        process = self._swapped(None)
        if process is not None and not process.is_alive:
            process.end()
            process = None
        return process or _Process()

    def _put_back(self, process: _Process, *, is_spent: bool) -> None:
        surplus = process if is_spent else self._swapped(process)
        if surplus is not None:
            surplus.end()

    def _swapped(self, process: _Process | None) -> _Process | None:
        with self._lock:
            self._waiting, before = process, self._waiting
        return before

    def close(self) -> None:
        process = self._swapped(None)
        if process is not None:
            process.end()


_pool = _Pool()


def _the_pool() -> _Pool:
    """This process's own: one that was forked must not talk on its starter's lines."""
    global _pool  # noqa: PLW0603 - one for each process is what it is
    if _pool.owner != os.getpid():
        _pool = _Pool()
    return _pool


def _environment() -> dict[str, str]:
    """None of the starter's secrets, but the places that it imports from."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    places = os.pathsep.join(str(Path(place).absolute()) for place in sys.path)
    return kept | _FEW_THREADS | _PYTHON | {"PYTHONPATH": places}


atexit.register(close)
