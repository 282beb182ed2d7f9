"""What the answers of an impact survey come to: mean, spread, shares and 95 % interval."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import cos, pi, sin, sqrt, tan
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from kotacerdas.frameworks.impact_survey import ImpactSurvey

DONT_KNOW, NOT_ANSWERED = "0", "-"  # in the place of a step; neither is one
USED, KNOWN, UNKNOWN = USES = ("2", "1", "0")  # of a programme; "-" where it was not said
FRAME = {"form": pl.Int64, "steps": pl.String, "uses": pl.String}  # the columns that are read

_CERTAINTY = 0.95
_MANY = 300  # degrees of freedom
_CODES = 256  # a character is one byte
_Codes = npt.NDArray[np.uint8]
_Numbers = npt.NDArray[Any]
_Means = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """A sub-dimension in a form, and the codes of its statements."""

    sub_dimension: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A form: its number in the answers, its dimension, and its parts in the order of the steps."""

    form: int
    dimension: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Estimate:
    """Of `n` respondents; the mean is None of too few, what needs two is None of one.

    `counts` has how many answers each step got, from the lowest up.
    """

    n: int
    mean: float | None
    sd: float | None
    low: float | None
    high: float | None
    counts: tuple[int, ...] = ()

    @property
    def shares(self) -> list[float]:
        """Of each step, in percent of all of them; of none an empty list."""
        total = sum(self.counts)
        return [100 * count / total for count in self.counts] if total else []


@dataclass(frozen=True)
class StatementResult:
    code: str
    estimate: Estimate
    dont_know: int


@dataclass(frozen=True)
class SubDimensionResult:
    """`uses` are how many used the programme, only know it, and don't know it."""

    code: str
    form: int
    answers: int
    estimate: Estimate
    statements: tuple[StatementResult, ...]
    uses: tuple[int, int, int]


@dataclass(frozen=True)
class DimensionResult:
    """`level` is what the mean comes to in the impact component; None where there is no mean."""

    code: str
    estimate: Estimate
    level: float | None
    sub_dimensions: tuple[SubDimensionResult, ...]


@dataclass(frozen=True)
class Summary:
    """Of a whole survey; its estimate and level are of the dimensions that have a mean."""

    answers: int
    estimate: Estimate
    level: float | None
    dimensions: tuple[DimensionResult, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every dimension has a mean."""
        return bool(self.dimensions) and all(
            one.estimate.mean is not None for one in self.dimensions
        )


def summary_from(kept: Mapping[str, Any]) -> Summary:
    """The results of which `dataclasses.asdict` made that, also once it was JSON."""
    return Summary(
        kept["answers"],
        _estimate_from(kept["estimate"]),
        kept["level"],
        tuple(
            DimensionResult(
                one["code"],
                _estimate_from(one["estimate"]),
                one["level"],
                tuple(map(_sub_dimension_from, one["sub_dimensions"])),
            )
            for one in kept["dimensions"]
        ),
    )


def _sub_dimension_from(kept: Mapping[str, Any]) -> SubDimensionResult:
    statements = tuple(
        StatementResult(one["code"], _estimate_from(one["estimate"]), one["dont_know"])
        for one in kept["statements"]
    )
    made = {**kept, "estimate": _estimate_from(kept["estimate"]), "statements": statements}
    return SubDimensionResult(**made | {"uses": tuple(kept["uses"])})


def _estimate_from(kept: Mapping[str, Any]) -> Estimate:
    return Estimate(**{**kept, "counts": tuple(kept["counts"])})


def summarise(asked: Sequence[Asked], answers: pl.DataFrame, rules: ImpactSurvey) -> Summary:
    """The results of the forms from their answers, which have the columns of `FRAME`."""
    by_form = dict(_by_form(answers))
    forms = [(one, by_form.get(one.form)) for one in asked]
    dimensions = tuple(
        _dimension(code, [pair for pair in forms if pair[0].dimension == code], rules)
        for code in dict.fromkeys(one.dimension for one in asked)
    )
    estimate = combined([one.estimate for one in dimensions])
    return Summary(answers.height, estimate, _level(estimate, rules), dimensions)


def _by_form(answers: pl.DataFrame) -> Iterable[tuple[int, pl.DataFrame]]:
    for (form,), own in answers.partition_by("form", as_dict=True).items():
        yield int(form), own


@dataclass(frozen=True)
class _Given:
    """What respondents gave of some statements: how many steps each, and what these add up to.

    `counts` has a row for each statement and a column for each character, by its code.
    """

    numbers: _Numbers
    totals: _Numbers
    counts: _Numbers

    def estimate(self, rules: ImpactSurvey) -> Estimate:
        """Each respondent counts once, with the mean of the steps that they gave."""
        has_any = self.numbers > 0
        means = self.totals[has_any] / self.numbers[has_any]
        found = estimate(means, rules.fewest, len(rules.steps))
        steps = self.counts[:, ord("1") : ord("1") + len(rules.steps)].sum(axis=0)
        return replace(found, counts=tuple(int(one) for one in steps))


def _dimension(
    code: str, forms: Sequence[tuple[Asked, pl.DataFrame | None]], rules: ImpactSurvey
) -> DimensionResult:
    subs: list[SubDimensionResult] = []
    of_forms: list[Estimate] = []
    for asked, own in forms:
        steps = _characters(own, "steps", sum(len(part.statements) for part in asked.parts))
        uses = _characters(own, "uses", len(asked.parts))
        at = 0
        parts: list[_Given] = []
        for place, part in enumerate(asked.parts):
            columns = steps[at : at + len(part.statements)]
            parts.append(_given(columns, rules))
            subs.append(_sub_dimension(asked, part, parts[-1], uses[place], rules))
            at += len(part.statements)
        of_forms.append(_together(parts).estimate(rules))
    estimate = of_forms[0] if len(of_forms) == 1 else combined(of_forms)
    return DimensionResult(code, estimate, _level(estimate, rules), tuple(subs))


def _characters(own: pl.DataFrame | None, column: str, width: int) -> _Codes:
    """The codes of the characters: a row for each place, a column for each answer."""
    if own is None:
        return np.empty((width, 0), np.uint8)
    joined = own[column].str.join("").item()
    return np.ascontiguousarray(np.frombuffer(joined.encode(), np.uint8).reshape(-1, width).T)


def _given(codes: _Codes, rules: ImpactSurvey) -> _Given:
    steps = codes - np.uint8(ord("0"))  # what is none becomes 0, or wraps round to a large number
    is_step = steps - np.uint8(1) < len(rules.steps)
    return _Given(
        is_step.sum(axis=0, dtype=np.uint8),
        (steps * is_step).sum(axis=0, dtype=np.uint16),
        np.stack([np.bincount(one, minlength=_CODES) for one in codes]),
    )


def _together(parts: Sequence[_Given]) -> _Given:
    """What was given of all of them."""
    return _Given(
        np.stack([one.numbers for one in parts]).sum(axis=0, dtype=np.uint8),
        np.stack([one.totals for one in parts]).sum(axis=0, dtype=np.uint16),
        np.concatenate([one.counts for one in parts]),
    )


def _sub_dimension(
    asked: Asked, part: Part, given: _Given, uses: _Codes, rules: ImpactSurvey
) -> SubDimensionResult:
    statements = tuple(
        StatementResult(code, _estimate_of_one(counts, rules), int(counts[ord(DONT_KNOW)]))
        for code, counts in zip(part.statements, given.counts, strict=True)
    )
    used, known, unknown = (int(np.count_nonzero(uses == ord(use))) for use in USES)
    return SubDimensionResult(
        part.sub_dimension,
        asked.form,
        len(uses),
        given.estimate(rules),
        statements,
        (used, known, unknown),
    )


def _estimate_of_one(counts: _Numbers, rules: ImpactSurvey) -> Estimate:
    """Of a statement, to which a respondent gives one step: its counts say all of it."""
    steps = np.arange(1, len(rules.steps) + 1)
    own = counts[ord("1") : ord("1") + len(steps)]
    n = int(own.sum())
    mean = float(own @ steps) / n if n else 0.0
    spread = float(own @ (steps - mean) ** 2)
    return replace(
        _estimated(n, mean, spread, rules.fewest, len(steps)),
        counts=tuple(int(one) for one in own),
    )


def estimate(values: _Means | Sequence[float], fewest: int, highest: int) -> Estimate:
    """Of the respondents' values; nothing but their number where there are too few of them."""
    of = np.asarray(values, dtype=np.float64)
    mean = float(of.mean()) if len(of) else 0.0
    return _estimated(len(of), mean, float(((of - mean) ** 2).sum()), fewest, highest)


def _estimated(n: int, mean: float, spread: float, fewest: int, highest: int) -> Estimate:
    """`spread` is the sum of the squares of what each is away from the mean."""
    if n < max(fewest, 1):
        return Estimate(n, None, None, None, None)
    if n == 1:
        return Estimate(n, mean, None, None, None)
    sd = sqrt(spread / (n - 1))
    half = t_quantile(n - 1) * sd / sqrt(n)
    return Estimate(n, mean, sd, max(mean - half, 1.0), min(mean + half, float(highest)))


def combined(parts: Sequence[Estimate]) -> Estimate:
    """The mean of the means of parts that were asked apart, those without a mean left out.

    Its interval follows from the parts' own errors, with the degrees of freedom of the part with
    the fewest respondents; it has none where a part has none.
    """
    n = sum(part.n for part in parts)
    counts = tuple(map(sum, zip(*(part.counts for part in parts if part.counts), strict=True)))
    known = [(part.mean, part) for part in parts if part.mean is not None]
    if not known:
        return Estimate(n, None, None, None, None, counts)
    mean = sum(own for own, _ in known) / len(known)
    sds = [(part.sd, part.n) for _, part in known if part.sd is not None]
    if len(sds) < len(known):
        return Estimate(n, mean, None, None, None, counts)
    error = sqrt(sum(sd * sd / of for sd, of in sds)) / len(sds)
    half = t_quantile(min(of for _, of in sds) - 1) * error
    highest = len(counts) or mean + half
    return Estimate(n, mean, None, max(mean - half, 1.0), min(mean + half, float(highest)), counts)


def _level(of: Estimate, rules: ImpactSurvey) -> float | None:
    return None if of.mean is None else rules.level_of(of.mean)


@cache
def t_quantile(freedom: int) -> float:
    """How many standard errors enclose 95 % of Student's t, both sides together.

    Found by halving, on the series for whole degrees of freedom (Abramowitz & Stegun 26.7.3-4); of
    many by the expansion around the normal distribution (26.7.5), which agrees to nine digits.
    """
    if freedom > _MANY:
        z = NormalDist().inv_cdf((1 + _CERTAINTY) / 2)
        return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    low, high = 0.0, pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < _CERTAINTY else (low, middle)
    return tan(high) * sqrt(freedom)


def _within(angle: float, freedom: int) -> float:
    """The share of Student's t within tan(angle) * sqrt(freedom) of its middle."""
    is_odd = freedom % 2
    term = cos(angle) if is_odd else 1.0
    total = 0.0
    for at in range(2 + is_odd, freedom + 1, 2):
        total += term
        term *= cos(angle) ** 2 * (at - 1) / at
    return 2 / pi * (angle + sin(angle) * total) if is_odd else sin(angle) * total
