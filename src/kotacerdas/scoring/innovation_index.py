"""The regional innovation index (IID) in exact arithmetic, and what raises it; methodology, 11."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl

from kotacerdas.frameworks.framework import Band
from kotacerdas.frameworks.innovation_index import InnovationEdition, Minimum
from kotacerdas.scoring.innovation_marks import (
    REGION,
    Mark,
    Marks,
    Points,
    State,
    innovation_marks,
    marks_of_region,
)

RAISE, PROVE, ENTER = "raise", "prove", "enter"


class Part(NamedTuple):
    """What one innovation adds: its points, and its affair of basic service or None."""

    points: Points
    affair: str | None


@dataclass(frozen=True)
class Totals:
    """All that the index of a region depends on; `affairs` counts innovations by affair."""

    government: Points
    innovations: Points
    count: int
    affairs: Mapping[str, int]

    def after(self, was: Part | None, now: Part | None) -> "Totals":
        """These, after an innovation that added `was` adds `now`; None where it isn't entered."""
        points, count, affairs = self.innovations, self.count, dict(self.affairs)
        if was is not None:
            points, count = points.minus(was.points), count - 1
            if was.affair is not None:
                affairs[was.affair] -= 1
        if now is not None:
            points, count = points.plus(now.points), count + 1
            if now.affair is not None:
                affairs[now.affair] = affairs.get(now.affair, 0) + 1
        return Totals(self.government, points, count, affairs)


@dataclass(frozen=True)
class Score:
    """The points that the index consists of; `innovations` is their sum over the divisor."""

    government: Fraction
    innovations: Fraction
    count: Fraction
    maximum: Fraction

    @property
    def of_innovations(self) -> Fraction:
        """SID; `government` is SPD."""
        return self.innovations + self.count

    @property
    def value(self) -> Fraction:
        """The index, 0 to 100."""
        return 100 * (self.government + self.of_innovations) / self.maximum


@dataclass(frozen=True)
class InnovationIndex:
    """The index of `totals` by an edition, with what it asks on the day."""

    totals: Totals
    edition: InnovationEdition
    minimum: Minimum

    def after(self, was: Part | None, now: Part | None) -> "InnovationIndex":
        """The index after one innovation changed, as `Totals.after`, without reading the others.

        Nothing asks for it but the benchmark of one change, which shows that the index is a sum.
        """
        return replace(self, totals=self.totals.after(was, now))

    @property
    def claimed(self) -> Score:
        """Of all marks with evidence: the index, and the upper end of its interval."""
        return self._score(self.totals.government.claimed, self.totals.innovations.claimed)

    @property
    def verified(self) -> Score:
        """Of marks with verified evidence alone: the lower end."""
        return self._score(self.totals.government.verified, self.totals.innovations.verified)

    @property
    def band(self) -> Band:
        return self.edition.band(float(self.claimed.value))

    @property
    def divisor(self) -> int:
        return max(self.minimum.innovations, self.totals.count)

    @property
    def missing_affairs(self) -> tuple[str, ...]:
        """The affairs of basic service without an innovation, in their order."""
        covered = self.totals.affairs
        return tuple(one.code for one in self.edition.affairs if not covered.get(one.code, 0))

    @property
    def affairs_lacking(self) -> int:
        """How many more have to be covered before the number of innovations counts."""
        covered = len(self.edition.affairs) - len(self.missing_affairs)
        return max(0, self.minimum.affairs - covered)

    def _score(self, government: int, innovations: int) -> Score:
        parts = self.edition.parts
        return Score(
            Fraction(government, parts),
            Fraction(innovations, parts * self.divisor),
            Fraction(0) if self.affairs_lacking else self.edition.count_score(self.totals.count),
            self.edition.maximum.total,
        )


@dataclass(frozen=True)
class Step:
    """One thing to do, and by how much it raises the index (0 to 100) of the region.

    `raise` reaches `parameter` of the indicator, `prove` gives evidence for it; both are of the
    region where `innovation` is None. `enter` adds an innovation, of `affair` where that matters.
    """

    kind: str
    gain: Fraction
    innovation: str | None = None
    indicator: str | None = None
    parameter: int | None = None
    affair: str | None = None


@dataclass(frozen=True)
class Readiness:
    """The index with the marks that it rests on."""

    index: InnovationIndex
    region: Marks
    marks: Marks
    affair_texts: pl.Series  # of the innovations, as they are entered

    @cached_property
    def innovations(self) -> pl.DataFrame:
        """By innovation: affair, its maturity (claimed and verified), and how much it lacks.

        The affair is the code of one of basic service, or null.
        """
        edition = self.index.edition
        codes = [edition.affair(text) for text in self.affair_texts]
        parts = edition.parts
        lacks = self.marks.is_lacking
        return pl.DataFrame(
            {
                "innovation": pl.Series(self.marks.units, dtype=pl.String),
                "affair": pl.Series(codes, dtype=pl.String),
                "claimed": self.marks.claimed.sum(axis=1) / parts,
                "verified": self.marks.verified.sum(axis=1) / parts,
                "lacking": lacks.sum(axis=1),
                "mandatory_lacking": (lacks & self.marks.is_mandatory).sum(axis=1),
            }
        )

    def part(self, innovation: str) -> Part:
        """What that innovation adds."""
        affair = self.index.edition.affair(self.affair_texts[self.marks.place(innovation)])
        return Part(self.marks.points_of(innovation), affair)

    def steps(self, at_most: int | None = None) -> list[Step]:
        """The single steps that gain most, from the first down; all where nothing is said."""
        steps = [
            *marked_steps(self.index, self.region, at_most),
            *marked_steps(self.index, self.marks, at_most),
            *_entering(self.index),
        ]
        # Sorting leaves equal ones in their order.
        return sorted(steps, key=lambda step: step.gain, reverse=True)[:at_most]


def readiness(
    region: Sequence[Mark],
    innovations: pl.DataFrame,
    marks: pl.DataFrame,
    edition: InnovationEdition,
    day: date,
) -> Readiness:
    """The index of a region on that day, from scratch.

    `innovations` has innovation (its code) and affair (text), `marks` what `innovation_marks` says.

    Raises:
        MarkError: a mark that can't be.
        ValueError: the edition doesn't hold on that day.
    """
    of_region = marks_of_region(region, edition)
    of_innovations = innovation_marks(innovations["innovation"], marks, edition)
    totals = Totals(
        of_region.points,
        of_innovations.points,
        innovations.height,
        _covered(innovations["affair"], edition),
    )
    index = InnovationIndex(totals, edition, edition.minimum_on(day))
    return Readiness(index, of_region, of_innovations, innovations["affair"])


def _covered(texts: pl.Series, edition: InnovationEdition) -> dict[str, int]:
    """How many innovations each affair of basic service has; none of those that have none."""
    covered: Counter[str] = Counter()
    for text, count in texts.value_counts().iter_rows():
        affair = edition.affair(text)
        if affair is not None:
            covered[affair] += count
    return dict(covered)


def marked_steps(index: InnovationIndex, marks: Marks, at_most: int | None = None) -> list[Step]:
    """The steps of raising and proving these marks, of the region or of some innovations.

    Those that gain most, from the first down; equal ones in the order of units and indicators.
    """
    whole = index.edition.maximum.total * index.edition.parts
    part = 100 / (whole if marks.units == [REGION] else whole * index.divisor)
    is_unproven = marks.states == State.UNPROVEN
    is_raised = marks.parameters < marks.highest
    parts = np.where(is_unproven, marks.parameters, is_raised) * marks.weights
    flat = parts.ravel()
    best = np.argsort(-flat, kind="stable")[:at_most]
    best = best[flat[best] > 0]
    gains = {own: own * part for own in np.unique(flat[best]).tolist()}
    return [_marked_step(marks, cell, gains[int(flat[cell])]) for cell in best.tolist()]


def _marked_step(marks: Marks, cell: int, gain: Fraction) -> Step:
    at, column = divmod(cell, len(marks.indicators))
    proves = marks.states[at, column] == State.UNPROVEN
    parameter = int(marks.parameters[at, column])
    return Step(
        PROVE if proves else RAISE,
        gain,
        marks.units[at] or None,
        marks.indicators[column].code,
        parameter if proves else parameter + 1,
    )


def _entering(index: InnovationIndex) -> Iterator[Step]:
    affairs = index.missing_affairs if index.affairs_lacking else (None,)
    for affair in affairs:
        gain = index.after(None, Part(Points(), affair)).claimed.value - index.claimed.value
        if gain > 0:
            yield Step(ENTER, gain, affair=affair)
