"""The editions of the regional innovation index (IID): indicators, weights, minimums, bands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, cached_property
from itertools import pairwise
from math import lcm
from pathlib import Path
from typing import Any

from kotacerdas.frameworks.framework import Band, Named, Wording
from kotacerdas.frameworks.keys import Keys, each, file_of, layers, packaged_in
from kotacerdas.wording.matching import normalised
from kotacerdas.wording.numbers import Language, round_half_up

DIRECTORY = Path(__file__).parent / "innovation"
DECIMALS = 2  # in which the index is published, and which its bands are given in

_CODE = re.compile(r"[0-9]+[a-z]?")


@dataclass(frozen=True)
class InnovationIndicator(Named):
    """An indicator of the region (1 to 15) or of an innovation (16 to 35).

    `steps` says in both languages what reaches each parameter from 1 on; empty for the region's.
    """

    variable: str
    weight: Fraction
    is_mandatory: bool
    steps: tuple[tuple[str, str], ...] = ()

    def step(self, parameter: int, language: Language) -> str:
        """What reaches that parameter, from 1 on."""
        return self.steps[parameter - 1][list(Language).index(language)]


@dataclass(frozen=True)
class Minimum:
    """What is asked from a day on: the least divisor, and the affairs that must be covered."""

    from_day: date
    innovations: int
    affairs: int


@dataclass(frozen=True)
class Maximum:
    """The most points that each part can bring; `total` divides the score."""

    government: Fraction
    innovation: Fraction
    count: Fraction
    total: Fraction


@dataclass(frozen=True)
class InnovationEdition:
    """The rules of one edition, from the first of its minimums until the day `until`."""

    id: str
    title: Wording
    source: Wording
    until: date
    highest_parameter: int
    count_factor: Fraction
    count_up_to: int
    description_words: int  # fewest, or the ministry's system refuses an innovation
    maximum: Maximum
    minimums: tuple[Minimum, ...]  # from the first day on
    bands: tuple[Band, ...]  # from the highest down
    affairs: tuple[Named, ...]  # those of basic service
    variables: tuple[Named, ...]
    government: tuple[InnovationIndicator, ...]
    innovation: tuple[InnovationIndicator, ...]

    @property
    def from_day(self) -> date:
        return self.minimums[0].from_day

    @cached_property
    def parts(self) -> int:
        """The whole number by which every weight becomes one, so that points add up exactly."""
        return lcm(*(one.weight.denominator for one in (*self.government, *self.innovation)))

    @cached_property
    def weights(self) -> dict[str, int]:
        """Of every indicator, times `parts`."""
        indicators = (*self.government, *self.innovation)
        return {one.code: int(one.weight * self.parts) for one in indicators}

    def minimum_on(self, day: date) -> Minimum:
        """What is asked on that day.

        Raises:
            ValueError: the edition doesn't hold on it.
        """
        if not self.from_day <= day <= self.until:
            raise ValueError(f"{self.id} holds from {self.from_day} to {self.until}, not on {day}")
        return next(one for one in reversed(self.minimums) if one.from_day <= day)

    def count_score(self, innovations: int) -> Fraction:
        """The points for so many innovations, where enough affairs are covered."""
        return self.count_factor * min(innovations, self.count_up_to)

    def band(self, value: float) -> Band:
        """The band of an index, as it is published: by its value with two decimals."""
        rounded = float(round_half_up(value, DECIMALS))
        return next((band for band in self.bands if rounded >= band.from_pct), self.bands[-1])

    def affair(self, text: str | None) -> str | None:
        """The code of the affair of basic service of that code or name; None for another."""
        return self._affairs.get(normalised(text)) if text else None

    @cached_property
    def _affairs(self) -> dict[str, str]:
        return {
            normalised(name): affair.code
            for affair in self.affairs
            for name in (affair.code, affair.name_id, affair.name_en)
        }


def packaged() -> list[str]:
    """The ids of the editions that come with the program."""
    return packaged_in(DIRECTORY)


def load(name: str) -> InnovationEdition:
    """The edition of that id, or the one in the TOML file at that path.

    Raises:
        FrameworkError: no such edition, or its file breaks a rule.
    """
    path = file_of(name, DIRECTORY)
    return _packaged(path) if path.parent == DIRECTORY else _read(path)


@cache
def _packaged(path: Path) -> InnovationEdition:
    """It never changes while the program runs."""
    return _read(path)


def _read(path: Path) -> InnovationEdition:
    merged: dict[str, Any] = {}
    for own in layers(path, DIRECTORY):
        merged |= own
    return _edition(Keys(merged, path.name))


def edition_on(day: date) -> InnovationEdition | None:
    """The packaged edition that holds on that day; None where its rules are not known."""
    editions = (load(name) for name in packaged())
    return next((one for one in editions if one.from_day <= day <= one.until), None)


def edition_of_year(year: int) -> InnovationEdition:
    """The packaged edition that holds at the end of that year, or else the nearest one."""
    day = date(year, 12, 31)
    editions = (load(name) for name in packaged())
    return min(editions, key=lambda one: max(one.from_day - day, day - one.until, timedelta()))


def every_indicator() -> Mapping[str, tuple[InnovationIndicator, ...]]:
    """Those of the packaged editions, `government` and `innovation`, each once and in its order."""
    editions = [load(name) for name in packaged()]
    return {
        unit: tuple(
            {one.code: one for edition in editions for one in getattr(edition, unit)}.values()
        )
        for unit in ("government", "innovation")
    }


def _edition(keys: Keys) -> InnovationEdition:
    highest = keys.whole("highest_parameter")
    maximum = keys.table("maximum")
    edition = InnovationEdition(
        id=keys.text("id"),
        title=keys.wording("title"),
        source=keys.wording("source"),
        until=keys.day("until"),
        highest_parameter=highest,
        count_factor=keys.weight("count_factor"),
        count_up_to=keys.whole("count_up_to"),
        description_words=keys.whole("description_words"),
        maximum=Maximum(
            *(maximum.weight(key) for key in ("government", "innovation", "count", "total"))
        ),
        minimums=_minimums(keys),
        bands=keys.bands(),
        affairs=_named(keys, "affairs"),
        variables=_named(keys, "variables"),
        government=_indicators(keys, "government", 0),
        innovation=_indicators(keys, "innovation", highest),
    )
    maximum.nothing_left()
    keys.nothing_left()
    _check(edition, keys, maximum)
    return edition


def _check(edition: InnovationEdition, keys: Keys, maximum: Keys) -> None:
    """That the parts of an edition agree with each other."""
    for key in ("government", "innovation"):
        weights = sum(one.weight for one in getattr(edition, key))
        points = edition.highest_parameter * weights
        _require(maximum, key, getattr(edition.maximum, key), points, "the weights come to")
    count = edition.count_score(edition.count_up_to)
    _require(maximum, "count", edition.maximum.count, count, "count_factor x count_up_to is")
    parts = edition.maximum.government + edition.maximum.innovation + count
    _require(maximum, "total", edition.maximum.total, parts, "the three parts add up to")
    indicators = [*edition.government, *edition.innovation]
    keys.require_unique("innovation", [one.code for one in indicators])
    variables = {one.code for one in edition.variables}
    for one in indicators:
        if one.variable not in variables:
            raise keys.refuse(f"{one.code}.variable", f"no variable is called {one.variable}")
    if edition.minimums[-1].from_day > edition.until:
        raise keys.refuse("until", "must not be before the last of the minimums")
    if any(one.affairs > len(edition.affairs) for one in edition.minimums):
        raise keys.refuse("minimums", f"there are only {len(edition.affairs)} affairs to cover")
    if edition.bands[-1].from_pct > 0:
        raise keys.refuse("bands", "the lowest must begin at 0")


def _require(maximum: Keys, key: str, stated: Fraction, found: Fraction, why: str) -> None:
    if stated != found:
        raise maximum.refuse(key, f"says {float(stated):g}, but {why} {float(found):g}")


def _minimums(keys: Keys) -> tuple[Minimum, ...]:
    minimums = tuple(each(keys.tables("minimums"), _minimum))
    if any(one.from_day >= other.from_day for one, other in pairwise(minimums)):
        raise keys.refuse("minimums", "must run from the first day on")
    return minimums


def _minimum(keys: Keys) -> Minimum:
    minimum = Minimum(keys.day("from"), keys.whole("innovations"), keys.whole("affairs"))
    if minimum.innovations == 0:
        raise keys.refuse("innovations", "must be at least 1, for it divides")
    return minimum


def _named(keys: Keys, key: str) -> tuple[Named, ...]:
    parts = tuple(each(keys.tables(key), lambda one: Named(*one.code_and_names())))
    keys.require_unique(key, [part.code for part in parts])
    return parts


def _indicators(keys: Keys, key: str, steps: int) -> tuple[InnovationIndicator, ...]:
    """The indicators of a unit, each with so many sentences of what reaches its parameters."""
    return tuple(each(keys.tables(key), lambda one: _indicator(one, steps)))


def _indicator(keys: Keys, steps: int) -> InnovationIndicator:
    return InnovationIndicator(
        code=keys.matching("code", _CODE, "a number, and a letter where it has parts"),
        name_id=keys.text("name_id"),
        name_en=keys.text("name_en"),
        variable=keys.text("variable"),
        weight=keys.weight("weight"),
        is_mandatory=keys.flag("mandatory"),
        steps=_steps(keys, steps) if steps else (),
    )


def _steps(keys: Keys, count: int) -> tuple[tuple[str, str], ...]:
    pairs: Sequence[object] = keys.take("steps", list, "a list of sentences in both languages")
    if len(pairs) != count:
        raise keys.refuse("steps", f"must be {count}, one for each parameter, not {len(pairs)}")
    found = []
    for at, pair in enumerate(pairs):
        match pair:
            case [str(said_id), str(said_en)] if said_id.strip() and said_en.strip():
                found.append((said_id, said_en))
            case _:
                raise keys.refuse(f"steps[{at}]", "must be a sentence in Indonesian and English")
    return tuple(found)
