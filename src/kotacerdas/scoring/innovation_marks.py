"""Marks of the regional innovation index, of the region or of its innovations; methodology, 11."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kotacerdas.frameworks.innovation_index import InnovationEdition, InnovationIndicator

REGION = ""  # the unit of the marks of indicators 1 to 15

_NO_INDICATOR, _NO_INNOVATION = "there is no such indicator", "there is no such innovation"


class State(IntEnum):
    """What a mark says; only scored ones bring points."""

    NOT_REPORTED = 0
    ZERO = 1
    UNPROVEN = 2
    SCORED = 3


# To ask an enumeration for a member takes as long as to add twenty numbers.
_ZERO, _SCORED = np.int8(State.ZERO), np.int8(State.SCORED)


class Mark(NamedTuple):
    """What is said of one indicator; a parameter of None is not reported."""

    indicator: str
    parameter: int | None
    has_evidence: bool = False
    is_verified: bool = False


class MarkError(ValueError):
    """A mark that can't be: says of which unit and indicator, and why."""

    def __init__(self, unit: str, indicator: str, reason: str) -> None:
        super().__init__(f"{unit or 'region'}: indicator {indicator}: {reason}")
        self.unit, self.indicator, self.reason = unit, indicator, reason


class Points(NamedTuple):
    """Points in whole parts of 1/`edition.parts`: of all that is claimed, and of what is verified.

    Exact, so that a sum is the same in whatever order it came about.
    """

    claimed: int = 0
    verified: int = 0

    def plus(self, other: "Points") -> "Points":
        return Points(self.claimed + other.claimed, self.verified + other.verified)

    def minus(self, other: "Points") -> "Points":
        return Points(self.claimed - other.claimed, self.verified - other.verified)


@dataclass(frozen=True, eq=False)
class Marks:
    """All marks of some units, as arrays of units x indicators in the order of both."""

    units: Sequence[str]
    indicators: Sequence[InnovationIndicator]
    highest: int  # that a parameter can be
    weights: NDArray[np.int32]  # of the indicators, in the parts of Points
    parameters: NDArray[np.int8]  # 0 where not reported, as its state says
    states: NDArray[np.int8]  # of State
    is_verified: NDArray[np.bool_]

    @cached_property
    def claimed(self) -> NDArray[np.int32]:
        """The points of each mark, in parts."""
        points: NDArray[np.int32] = self.parameters * (self.states == _SCORED) * self.weights
        return points

    @cached_property
    def verified(self) -> NDArray[np.int32]:
        """Those of them whose evidence is verified."""
        return self.claimed * self.is_verified

    @property
    def points(self) -> Points:
        """Of all units together."""
        return Points(int(self.claimed.sum()), int(self.verified.sum()))

    def place(self, unit: str) -> int:
        return self._places[unit]

    def points_of(self, unit: str) -> Points:
        at = self.place(unit)
        return Points(sum(self.claimed[at].tolist()), sum(self.verified[at].tolist()))

    @property
    def is_lacking(self) -> NDArray[np.bool_]:
        """Which indicators are without points."""
        lacking: NDArray[np.bool_] = self.states != State.SCORED
        return lacking

    @property
    def is_mandatory(self) -> NDArray[np.bool_]:
        """By indicator."""
        return np.array([one.is_mandatory for one in self.indicators])

    def state(self, unit: str, indicator: str) -> State:
        return State(self.states[self.place(unit), self._codes.index(indicator)])

    def lacking(self, unit: str) -> list[str]:
        """The unit's indicators without points, in their order."""
        places = np.flatnonzero(self.is_lacking[self.place(unit)])
        return [self._codes[place] for place in places]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {unit: at for at, unit in enumerate(self.units)}

    @cached_property
    def _codes(self) -> list[str]:
        return [one.code for one in self.indicators]


def marks_of_region(marks: Sequence[Mark], edition: InnovationEdition) -> Marks:
    """Those of the region itself.

    Raises:
        MarkError: a mark that can't be.
    """
    return _of_few(REGION, marks, edition.government, edition)


def marks_of_one(innovation: str, marks: Sequence[Mark], edition: InnovationEdition) -> Marks:
    """Those of one innovation, in a hundredth of the time that all of them take.

    Raises:
        MarkError: a mark that can't be.
    """
    return _of_few(innovation, marks, edition.innovation, edition)


def innovation_marks(
    innovations: pl.Series, frame: pl.DataFrame, edition: InnovationEdition
) -> Marks:
    """Those of the innovations, in the order of their codes.

    `frame` has innovation, indicator (text), parameter (null is not reported), has_evidence and
    is_verified (of the evidence), neither of them null.

    Raises:
        MarkError: a mark that can't be.
    """
    codes = [one.code for one in edition.innovation]
    at = _places(innovations, frame["innovation"])
    place = frame["indicator"].cast(pl.Enum(codes), strict=False).to_physical()
    for is_unknown, reason in (
        (at < 0, _NO_INNOVATION),
        (place.is_null().to_numpy(), _NO_INDICATOR),
    ):
        if is_unknown.any():
            first = int(is_unknown.argmax())
            raise MarkError(frame["innovation"][first], frame["indicator"][first], reason)
    columns = _Columns(
        at * len(codes) + place.to_numpy(),
        frame["parameter"].fill_null(0).to_numpy(),
        frame["parameter"].is_not_null().to_numpy(),
        frame["has_evidence"].to_numpy(),
        frame["is_verified"].to_numpy(),
    )
    return _marks(innovations.to_list(), edition.innovation, edition, columns)


class _Columns(NamedTuple):
    """What marks say, a row each; `cell` counts those of units x indicators row by row."""

    cell: NDArray[np.int64]
    parameter: NDArray[np.integer[Any]]  # 0 where not reported
    is_reported: NDArray[np.bool_]
    has_evidence: NDArray[np.bool_]
    is_verified: NDArray[np.bool_]


def _of_few(
    unit: str,
    marks: Sequence[Mark],
    indicators: Sequence[InnovationIndicator],
    edition: InnovationEdition,
) -> Marks:
    places = {one.code: place for place, one in enumerate(indicators)}
    for mark in marks:
        if mark.indicator not in places:
            raise MarkError(unit, mark.indicator, _NO_INDICATOR)
    columns = _Columns(
        np.array([places[mark.indicator] for mark in marks], np.int64),
        np.array([mark.parameter or 0 for mark in marks], np.int64),
        np.array([mark.parameter is not None for mark in marks], np.bool_),
        np.array([mark.has_evidence for mark in marks], np.bool_),
        np.array([mark.is_verified for mark in marks], np.bool_),
    )
    return _marks([unit], indicators, edition, columns)


def _places(units: pl.Series, named: pl.Series) -> NDArray[np.int64]:
    """The place of each name among the units; -1 of one that isn't among them.

    Marks usually come unit by unit, so that to look up the runs of a name saves most of the work.
    """
    runs = named.rle().struct.unnest()
    known = pl.DataFrame({"value": units}).with_row_index("place")
    place = runs.join(known, on="value", how="left", maintain_order="left")["place"]
    return np.repeat(place.cast(pl.Int64).fill_null(-1).to_numpy(), runs["len"].to_numpy())


def _marks(
    units: list[str],
    indicators: Sequence[InnovationIndicator],
    edition: InnovationEdition,
    columns: _Columns,
) -> Marks:
    cell, parameter, *_ = columns
    width, highest = len(indicators), edition.highest_parameter

    def error(wrong: NDArray[Any], reason: str) -> MarkError:
        at, column = divmod(int(wrong[0]), width)
        return MarkError(units[at], indicators[column].code, reason)

    is_outside = (parameter > highest) | (parameter < 0)
    if np.count_nonzero(is_outside):
        reason = f"the parameter must be from 0 to {highest}, not {parameter[is_outside][0]}"
        raise error(cell[is_outside], reason)
    is_twice = np.bincount(cell, minlength=len(units) * width) > 1
    if np.count_nonzero(is_twice):
        raise error(np.flatnonzero(is_twice), "is marked twice")
    shape = len(units), width
    return Marks(
        units,
        indicators,
        highest,
        np.array([edition.weights[one.code] for one in indicators], np.int32),
        _spread(cell, parameter.astype(np.int8), shape),
        _spread(cell, _states(columns), shape),
        _spread(cell, columns.is_verified, shape),
    )


def _states(columns: _Columns) -> NDArray[np.int8]:
    """Each condition that is met leads one state on, from ZERO."""
    is_claimed = columns.parameter > 0
    on = is_claimed.astype(np.int8) + (is_claimed & columns.has_evidence) + _ZERO
    return on * columns.is_reported  # else NOT_REPORTED, which is 0


def _spread(cell: NDArray[np.int64], values: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    """Zero where nothing is said: not reported, nor verified."""
    cells = np.zeros(shape[0] * shape[1], values.dtype)
    cells[cell] = values
    return cells.reshape(shape)
