"""What reports are asked for, made by hand for the tests of the pure rules."""

from dataclasses import replace
from typing import Any

from kotacerdas.reporting.due import Due, DueMoney, DueValue

I1 = DueValue(
    indicator="i1",
    period="q2",
    name="Layanan daring",
    unit="layanan",
    polarity="higher",
    aggregation="sum",
    target=10,
    target_max=None,
    previous=None,
    so_far=None,
    year_target=None,
)


def due_of(*, spent: float | None = None, previous_pct: float | None = None, **more: Any) -> Due:
    """One value and one source of money of a million rupiah, of which `spent` was told before."""
    money = [DueMoney("apbd", 1_000_000, spent)]
    return Due("p1", [replace(I1, **more)], money, previous_pct)
