"""Timing of one thing against its floor, in pairs, so that a noisy machine hits both."""

import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Limit:
    """A question that must not take longer than so many seconds, or more of another unit."""

    question: str
    measured: float
    at_most: float
    unit: str = "s"

    @property
    def holds(self) -> bool:
        return self.measured <= self.at_most

    def __str__(self) -> str:
        verdict = "ok" if self.holds else "TOO MUCH"
        written = f"{self.measured:.3f} {self.unit} (at most {self.at_most:g} {self.unit})"
        return f"{self.question}: {written} {verdict}"


@dataclass(frozen=True)
class Pairs:
    """A question answered by the median of the ratios of pairs, each taken within one moment.

    On a busy machine a pair's two halves suffer alike, and the median leaves out the pairs in which
    they did not; `low` and `high` hold the true median in 95 of 100 cases.
    """

    question: str
    ratios: tuple[float, ...]
    aim: float
    at_most: float

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def spread(self) -> tuple[float, float]:
        """The order statistics that enclose the median by the binomial distribution."""
        ordered, count = sorted(self.ratios), len(self.ratios)
        out = max(0, int((count - _TWO_SIDED_95 * math.sqrt(count)) / 2) - 1)
        return ordered[out], ordered[-1 - out]

    @property
    def is_known(self) -> bool:
        """Whether more pairs would hardly change the verdict."""
        low, high = self.spread
        return high < self.at_most or low > self.at_most or high - low < _NARROW * self.ratio

    @property
    def holds(self) -> bool:
        return self.ratio <= self.at_most

    def __str__(self) -> str:
        low, high = self.spread
        verdict = "ok" if self.holds else "TOO SLOW"
        return (
            f"{self.question}: ratio {self.ratio:.2f} ({low:.2f} to {high:.2f} in "
            f"{len(self.ratios)} pairs; aim {self.aim:g}, at most {self.at_most:g}) {verdict}"
        )


_TWO_SIDED_95 = 1.96
_NARROW = 0.1


def in_pairs(  # noqa: PLR0913 - the question, both sides, the bar and how long to ask
    question: str,
    measured: Callable[[], object],
    floor: Callable[[], object],
    *,
    aim: float,
    at_most: float,
    fewest: int = 9,
    most: int = 60,
) -> Pairs:
    """Measured against its floor, again and again until the verdict is known."""
    measured(), floor()
    ratios: list[float] = []
    while True:
        first, second = (measured, floor) if len(ratios) % 2 else (floor, measured)
        one, other = seconds(first), seconds(second)
        ratios.append(one / other if first is measured else other / one)
        answer = Pairs(question, tuple(ratios), aim, at_most)
        if len(ratios) >= fewest and (answer.is_known or len(ratios) >= most):
            return answer


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def peak_memory_mb() -> float:
    """The most that this process has held so far."""
    peak = getattr(psutil.Process().memory_info(), "peak_wset", None)
    if peak is None:
        import resource  # noqa: PLC0415 - there is none on Windows

        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak = kilobytes * (1 if sys.platform == "darwin" else 1024)
    return float(peak) / 1e6


def report(*answers: Pairs | Limit) -> None:
    """Print each and end with 1 when one is above its limit."""
    for answer in answers:
        print(answer)
    print(f"peak memory {peak_memory_mb():,.0f} MB")
    sys.exit(0 if all(answer.holds for answer in answers) else 1)
