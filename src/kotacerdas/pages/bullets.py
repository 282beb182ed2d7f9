"""Target against value as a small bar beside the figures of an indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from kotacerdas.scoring.indicators import State

ROOM = 1.15  # beyond the largest figure


@dataclass(frozen=True)
class Bullet:
    """Places in percent of its width: the bar of the value, and where the target begins and ends.

    None where there is no value, or no target; of a target that is one figure both are the same.
    """

    state: str
    begin: float
    width: float | None
    target: float | None
    target_end: float | None

    @property
    def target_width(self) -> float | None:
        if self.target is None or self.target_end is None or self.target == self.target_end:
            return None
        return self.target_end - self.target

    @property
    def is_not_reported(self) -> bool:
        return self.state == State.NOT_REPORTED


def bullet_of(row: Mapping[str, Any]) -> Bullet:
    """An indicator's value and target on a scale of their own that begins at zero or below it."""
    value: float | None = row["value"]
    target: float | None = row["target"]
    upper: float | None = row["target_max"]
    figures = [one for one in (value, target, upper) if one is not None]
    low, high = min([0.0, *figures]), max([0.0, *figures])
    span = (high - low) * ROOM or 1.0

    def place(figure: float) -> float:
        return 100 * (figure - low) / span

    zero = place(0)
    end = zero if value is None else place(value)
    return Bullet(
        state=row["state"],
        begin=min(zero, end),
        width=None if value is None else abs(end - zero),
        target=None if target is None else place(target),
        target_end=None if target is None else place(target if upper is None else upper),
    )


def bullet_html(row: Mapping[str, Any]) -> str:
    """The bar as a cell of a list has it."""
    return render_to_string("pages/bullet.html", {"bullet": bullet_of(row)})
