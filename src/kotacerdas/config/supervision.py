"""The two processes of a site: the server that answers, and beside it the worker.

A small program of its own, without Django, into which `serve` turns once all is prepared.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import NoReturn

LOOKS_EVERY_S = 0.2
# For both to end what they have begun. Whatever is cut off then is done again at the next start.
PATIENCE_S = 4
LONGEST_WAIT_S = 60
_SET_PARENT_DEATH_SIGNAL = 1  # of prctl

Call = Sequence[str]


def _start(call: Call) -> "subprocess.Popen[bytes]":
    """A fresh process, not a fork: polars does not survive one.

    In a group of its own, so that Ctrl+C comes to it from here alone, and once. It is told to end
    where this process dies without a chance to tell it.
    """
    tie = partial(_end_with, os.getpid())
    return subprocess.Popen(call, process_group=0, preexec_fn=tie)  # noqa: S603, PLW1509 - our own programs, started by the only thread


def _end_with(parent: int) -> None:
    """On Linux; elsewhere only the worker looks for its parent, by itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != parent:  # it died before that was asked for
            os._exit(0)


class Restarted:
    """A process that is started again whenever it died: after a second, and later after longer."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._wait_s = 1.0
        self._begin()

    def _begin(self) -> None:
        self.process = _start(self._call)
        self._began = time.monotonic()
        self._ended: float | None = None

    def look(self, now: float) -> None:
        """Start it again where it is time to."""
        if self.process.poll() is None:
            return
        if self._ended is None:
            self._ended = now
            if now - self._began > LONGEST_WAIT_S:
                self._wait_s = 1.0
            message = f"The worker ended ({self.process.returncode}); again in {self._wait_s:g} s."
            sys.stderr.write(f"{message}\n")
        if now - self._ended >= self._wait_s:
            self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)
            self._begin()


def become(server: Call, worker: Call | None) -> NoReturn:
    """Turn this process into the one that watches over both."""
    program = [sys.executable, "-m", __name__, json.dumps([server, worker])]
    os.execv(sys.executable, program)  # noqa: S606 - our own program


def supervise(server: Call, worker: Call | None) -> int:
    """Run both until the server ends or this process is told to; the exit code of the server.

    SIGTERM and SIGINT are passed on, and both processes awaited.
    """
    signals: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _: signals.append(got))
    web = _start(server)
    restarted = Restarted(worker) if worker else None
    while not signals and web.poll() is None:
        if restarted is not None:
            restarted.look(time.monotonic())
        time.sleep(LOOKS_EVERY_S)
    processes = [web, *([restarted.process] if restarted is not None else [])]
    for process in processes:
        process.terminate()  # nothing, where it has ended
    until = time.monotonic() + PATIENCE_S
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0, until - time.monotonic()))
        with suppress(ProcessLookupError):  # what it started may outlive it, held by a slow sender
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return 0 if signals else web.returncode


if __name__ == "__main__":
    sys.exit(supervise(*json.loads(sys.argv[1])))
