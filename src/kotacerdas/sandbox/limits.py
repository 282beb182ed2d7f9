"""What a process may take. Where the system knows no such limit, the time limit remains."""

import os
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_MEMORY = Path("/proc/self/statm")
_MOST_WRITTEN_BYTES = 65_536  # what it says on standard error; it writes no files


@dataclass(frozen=True)
class Limits:
    """`wall_s` is long because a busy machine may let a job wait; `cpu_s` is what it works."""

    memory_bytes: int = 900_000_000
    cpu_s: int = 20
    wall_s: int = 60
    answer_bytes: int = 200_000_000


def begin() -> None:
    """The limits of a whole process: no dump of memory, no files."""
    os.umask(0o077)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN_BYTES, _MOST_WRITTEN_BYTES))


def hold(memory_bytes: int, cpu_s: int) -> None:
    """The limits of the next job, beyond what the process has taken already."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + cpu_s)
    if _MEMORY.exists():
        _set(resource.RLIMIT_AS, _address_bytes() + max(0, memory_bytes - resident_bytes()))


def resident_bytes() -> int:
    """What the process holds now; 0 where the system does not say."""
    return _pages(1) if _MEMORY.exists() else 0


def _address_bytes() -> int:
    return _pages(0)


def _pages(column: int) -> int:
    return int(_MEMORY.read_text(encoding="ascii").split()[column]) * os.sysconf("SC_PAGE_SIZE")


def _set(limit: int, soft: int) -> None:
    _, hard = resource.getrlimit(limit)
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(limit, (soft, hard))
