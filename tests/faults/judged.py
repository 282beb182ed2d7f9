"""What every fault test asks: an answer in words, soon, and a starter that nothing happened to."""

import os
import re
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psutil

from kotacerdas.sandbox.calls import call
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.issues import Issue

MOST_CPU_S = 5.0  # waiting is the machine's affair, and it may be doing other things
HANGS_S = 100
MOST_BYTES = 1_000_000_000
MOST_GROWTH_BYTES = 200_000_000


class Judged(Protocol):
    """What a reader says of a file."""

    @property
    def issues(self) -> tuple[Issue, ...]: ...

    @property
    def is_ok(self) -> bool: ...


class Watch:
    """Reads file after file; keeps an eye on the time of each and the memory of both processes."""

    def __init__(self) -> None:
        self._own = psutil.Process()
        self._before = self._own.memory_info().rss
        self._used: list[float] = call(used).value
        self.answers: list[str] = []

    def read(self, reader: Callable[[bytes], Judged], data: bytes, name: object = "") -> Judged:
        """An answer: what is wrong, in both languages, or nothing is."""
        began = time.monotonic()
        found = reader(data)
        assert time.monotonic() - began < HANGS_S, name
        for issue in found.issues[:50]:
            for language in Language:
                assert " " in issue.message(language)
                assert issue.expected(language)
        assert found.is_ok or found.issues
        self.answers.append("" if found.is_ok else found.issues[0].problem.name)
        self._look(name)
        return found

    def _look(self, name: object) -> None:
        before, self._used = self._used, call(used).value
        process, cpu_s, peak = self._used
        assert peak < MOST_BYTES, name
        assert cpu_s - (before[1] if process == before[0] else 0) < MOST_CPU_S, name
        assert self._own.memory_info().rss - self._before < MOST_GROWTH_BYTES, name


def used() -> list[float]:
    """The process, the seconds it worked and the most bytes it held; called in there."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return [os.getpid(), usage.ru_utime + usage.ru_stime, most_bytes()]


def most_bytes() -> int:
    """The most that this process has held; `ru_maxrss` would count what its starter held."""
    status = Path("/proc/self/status").read_text("ascii")
    [kilobytes] = re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(kilobytes) * 1024
