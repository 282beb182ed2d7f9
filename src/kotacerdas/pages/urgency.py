"""In which order programmes ask for somebody."""

from collections.abc import Iterable
from typing import Any

URGENCY = ("not_realised", "behind", "not_reported", "on_track", "not_due", "realised")


def by_urgency(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What needs somebody first."""
    return sorted(rows, key=lambda row: URGENCY.index(row["status"]))
