"""Bars beside figures, as SVG; the figures say it too, so that nobody has to read a bar.

Put together here: a template takes ten times as long, for each row of a list.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from kotacerdas.scoring.indicators import State

ROOM = 1.15  # beyond the largest figure of a bullet
MIDDLE = 9  # pixels below the top
MARK = 2  # pixels a mark is wide
BEYOND = 6  # pixels a mark is higher than its bar
BULLET = 8  # pixels a bullet is high


def share_bar(
    share: float | None, mark: float | None = None, look: str = "", height: int = 10
) -> SafeString:
    """A share in percent, None of nothing, and a mark where another one ends; `look` is a class."""
    parts = [_track(height)]
    if share is not None:
        parts.append(_stretch("value", 0, share, height, rx=3))
    if mark is not None:
        parts.append(_mark("last", mark, height))
    return _bar(look, parts)


def money_bar(sources: Iterable[Mapping[str, Any]]) -> SafeString:
    """What was spent of all ceilings, by source of funds: where each begins, and how long it is."""
    parts = [_stretch(f"f-{one['at']}", one["x"], one["width"], 10) for one in sources]
    return _bar("", [_track(10), *parts])


def bullet(row: Mapping[str, Any]) -> SafeString:
    """An indicator's value and target on a scale of their own that begins at zero or below it.

    A target that is a range is an area.
    """
    value: float | None = row["value"]
    target: float | None = row["target"]
    upper: float | None = row["target_max"]
    figures = [0.0, *(one for one in (value, target, upper) if one is not None)]
    low = min(figures)
    span = (max(figures) - low) * ROOM or 1.0

    def place(figure: float) -> float:
        return 100 * (figure - low) / span

    parts = [_track(BULLET, "is-missing" if row["state"] == State.NOT_REPORTED else "")]
    is_range = target is not None and upper is not None and target != upper
    if target is not None and upper is not None and is_range:
        begin = place(target)
        parts.append(_stretch("aim-range", begin, place(upper) - begin, BULLET + BEYOND))
    if value is not None:
        begin, end = sorted((place(0), place(value)))
        parts.append(_stretch("value", begin, end - begin, BULLET, rx=3))
    if target is not None and not is_range:
        parts.append(_mark("aim", place(target), BULLET))
    return _bar("bullet", parts)


def grade_bars(grades: Iterable[float | None]) -> SafeString:
    """Upright bars of 0 to 4 side by side; a place without one where there is no grade."""
    parts = []
    for at, grade in enumerate(grades):
        track = f'<rect class="track" x="{11 * at}" y="0" width="8" height="16" rx="2"/>'
        parts.append(track if grade is not None else "")
        high = 4 * (grade or 0)
        parts.append(
            f'<rect class="value" x="{11 * at}" y="{16 - high:.1f}" width="8"'
            f' height="{high:.1f}" rx="2"/>'
        )
    return _bar("grades", parts)


def attribute(value: float) -> str:
    """A number inside SVG, in whatever language the page is."""
    return f"{value:.2f}"


def _bar(look: str, parts: Iterable[str]) -> SafeString:
    """Of numbers and of names of ours alone, so that nothing needs to be escaped."""
    css = f"bar {look}" if look else "bar"
    return SafeString(f'<svg class="{css}" aria-hidden="true">{"".join(parts)}</svg>')


def _track(height: int, look: str = "") -> str:
    return _stretch(f"track {look}" if look else "track", 0, 100, height, rx=3)


def _stretch(css: str, begin: float, width: float, height: int, rx: int = 0) -> str:
    """`begin` and `width` are percent of the bar, the others pixels."""
    return (
        f'<rect class="{css}" x="{begin:.2f}%" y="{MIDDLE - height // 2}" width="{width:.2f}%"'
        f' height="{height}" rx="{rx}"/>'
    )


def _mark(css: str, place: float, height: int) -> str:
    """A mark on a bar of that height, kept inside its right end."""
    whole = height + BEYOND
    return (
        f'<rect class="{css}" x="{min(place, 99.5):.2f}%" y="{MIDDLE - whole // 2}"'
        f' width="{MARK}" height="{whole}"/>'
    )
