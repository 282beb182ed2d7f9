"""Timing of one thing against its floor, in turns, so that a noisy machine hits both."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Ratio:
    """A question, what was measured in seconds, its floor, and the ratio that is allowed."""

    question: str
    measured_s: float
    floor_s: float
    aim: float
    at_most: float

    @property
    def ratio(self) -> float:
        return self.measured_s / self.floor_s

    @property
    def holds(self) -> bool:
        return self.ratio <= self.at_most

    def __str__(self) -> str:
        verdict = "ok" if self.holds else "TOO SLOW"
        return (
            f"{self.question}: {self.measured_s:.3f} s, floor {self.floor_s:.3f} s, "
            f"ratio {self.ratio:.2f} (aim {self.aim:g}, at most {self.at_most:g}) {verdict}"
        )


@dataclass(frozen=True)
class Limit:
    """A question that must not take longer than so many seconds."""

    question: str
    measured_s: float
    at_most_s: float

    @property
    def holds(self) -> bool:
        return self.measured_s <= self.at_most_s

    def __str__(self) -> str:
        verdict = "ok" if self.holds else "TOO SLOW"
        return f"{self.question}: {self.measured_s:.3f} s (at most {self.at_most_s:g} s) {verdict}"


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turns(*works: Callable[[], object], runs: int = 5) -> list[float]:
    """The median seconds of each, after one warm-up of all."""
    for work in works:
        work()
    taken = [[seconds(work) for work in works] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def peak_memory_mb() -> float:
    """The most that this process has held so far."""
    peak = getattr(psutil.Process().memory_info(), "peak_wset", None)
    if peak is None:
        import resource  # noqa: PLC0415 - there is none on Windows

        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak = kilobytes * (1 if sys.platform == "darwin" else 1024)
    return float(peak) / 1e6


def report(*answers: Ratio | Limit) -> None:
    """Print each and end with 1 when one is above its limit."""
    for answer in answers:
        print(answer)
    print(f"peak memory {peak_memory_mb():,.0f} MB")
    sys.exit(0 if all(answer.holds for answer in answers) else 1)
