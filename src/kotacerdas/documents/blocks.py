"""The building blocks of the report's data: tables and their cells, as Typst reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
Cell = str | Block


@dataclass(frozen=True)
class Column:
    """One column: its width as Typst writes it (`1fr`, `40pt`), and whether it holds figures."""

    title: str
    width: str = "1fr"
    is_figure: bool = False


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    total: int = 0,
    *,
    is_dense: bool = False,
) -> Block:
    """A table; the last `total` rows are set off as sums. A dense one is for long lists."""
    return {
        "columns": [
            {"title": each.title, "width": each.width, "figure": each.is_figure} for each in columns
        ],
        "rows": [list(row) for row in rows],
        "total": total,
        "dense": is_dense,
    }


def marked(status: str, word: str) -> Block:
    """A status: its shape and colour, and its word."""
    return {"mark": status, "text": word}


def two_lines(first: str, second: str) -> Block:
    return {"text": first, "small": second}


def shares(counts: Mapping[str, int], statuses: Sequence[str], largest: int) -> Block:
    """A bar in as many parts as there are statuses, its length in parts of `largest`."""
    parts = [[status, counts[status]] for status in statuses]
    return {"shares": parts, "largest": max(largest, 1)}


def meter(value: float, top: float, colour: str) -> Block:
    """A bar of `value` on a track of `top`, in one of the status colours."""
    return {"meter": min(value / top, 1.0) if top > 0 else 0.0, "colour": colour}
