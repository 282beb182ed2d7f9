"""The smart-city index of the annual evaluation, in exact arithmetic; methodology, section 4."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from kotacerdas.frameworks.framework import Framework


@dataclass(frozen=True)
class Score:
    """One assessor's score of a component, optionally of one dimension where it allows that."""

    component: str
    dimension: str | None
    assessor: str | None
    score: float | Fraction


@dataclass(frozen=True)
class ComponentResult:
    """The mean over assessors, exact; spread is None where fewer than two scored."""

    score: Fraction | None
    weight: Fraction
    spread: Fraction | None


@dataclass(frozen=True)
class IndexResult:
    """The index, or None with the names of what is missing."""

    value: Fraction | None
    missing: tuple[str, ...]
    components: Mapping[str, ComponentResult]
    impact_dimensions: Mapping[str, Fraction]
    previous: Fraction | None

    @property
    def improvement(self) -> Fraction | None:
        """The index minus last year's; None without either."""
        if self.value is None or self.previous is None:
            return None
        return self.value - self.previous


def exact(number: float | Fraction) -> Fraction:
    """The decimal that `number` is written as: 3.84 is 384/100, not its binary neighbour."""
    return number if isinstance(number, Fraction) else Fraction(str(number))


def index(
    scores: Iterable[Score], framework: Framework, previous: Fraction | None = None
) -> IndexResult:
    """The weighted sum of the component means.

    A missing component or dimension gives no value and is named: weights are never rescaled.
    """
    given: dict[tuple[str, str | None], dict[str | None, Fraction]] = {}
    for score in scores:
        by_assessor = given.setdefault((score.component, score.dimension), {})
        by_assessor[score.assessor] = exact(score.score)
    split, dimensions = framework.component_by_dimension, framework.dimension_codes
    by_dimension = {
        code: given[split, code] for code in dimensions if split and (split, code) in given
    }
    components = {
        name: _component(given.get((name, None), {}), weight)
        for name, weight in framework.weights.items()
    }
    missing = [name for name, part in components.items() if part.score is None]
    if split and by_dimension:
        components[split] = _of_dimensions(by_dimension, framework.weights[split], len(dimensions))
        missing.remove(split)
        missing += [code for code in dimensions if code not in by_dimension]
    return IndexResult(
        value=None if missing else _weighted_sum(components),
        missing=tuple(missing),
        components=components,
        impact_dimensions={
            code: mean(list(by_assessor.values())) for code, by_assessor in by_dimension.items()
        },
        previous=previous,
    )


def _component(by_assessor: Mapping[str | None, Fraction], weight: Fraction) -> ComponentResult:
    scores = list(by_assessor.values())
    return ComponentResult(mean(scores) if scores else None, weight, _spread(scores))


def _of_dimensions(
    by_dimension: Mapping[str, Mapping[str | None, Fraction]], weight: Fraction, planned: int
) -> ComponentResult:
    """A component from its dimensions: the plain mean of their means, once all are there.

    The spread compares the assessors' own means, of those who scored every dimension.
    """
    if len(by_dimension) < planned:
        return ComponentResult(None, weight, None)
    means = [mean(list(scores.values())) for scores in by_dimension.values()]
    everywhere = set.intersection(*(set(scores) for scores in by_dimension.values()))
    own_means = [
        mean([scores[assessor] for scores in by_dimension.values()]) for assessor in everywhere
    ]
    return ComponentResult(mean(means), weight, _spread(own_means))


def _weighted_sum(components: Mapping[str, ComponentResult]) -> Fraction:
    return sum(
        (part.score * part.weight for part in components.values() if part.score is not None),
        Fraction(0),
    )


def mean(values: Sequence[Fraction]) -> Fraction:
    """Of whole numbers over one denominator: fractions added one by one take five times as long."""
    common = lcm(*(one.denominator for one in values))
    total = sum(one.numerator * (common // one.denominator) for one in values)
    return Fraction(total, common * len(values))


def _spread(scores: Sequence[Fraction]) -> Fraction | None:
    return max(scores) - min(scores) if len(scores) > 1 else None
