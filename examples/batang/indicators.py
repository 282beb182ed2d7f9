"""The indicators of the example, and the yearly targets and values that follow from their lines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random

from plan import (
    HISTORY,
    PROGRAMMES,
    REPORTED,
    Row,
    chance,
    has_failed,
    is_unreported,
    is_verified,
    split,
    years_of,
)

LAST_TARGET = 2023
QUARTERS = {"q1": 0.18, "q2": 0.25, "q3": 0.27, "q4": 0.30}  # of a year's sum
NO_BENDS = (0.0, 0.0, 0.0, 0.0)
BENDS = ((-0.04, 0.03, -0.01, 0.02), (0.03, -0.05, 0.01, 0.01), (0.02, 0.01, -0.05, 0.02))
SHARE_QUARTERLY, SHARE_FAR_OFF, SHARE_SILENT = 0.17, 0.05, 0.02
SMALLEST_SUM_BY_QUARTER = 16
AFTERWARDS = 0.15  # of a yearly step: how far the target of the year after goes on
LAG = 0.01  # by how much the values of each year further back fall short

Counted = Callable[[str, int], float | None]


@dataclass(frozen=True)
class Indicator:
    """One line of a programme's indicators (its columns: programmes-governance.toml)."""

    programme: str
    number: int
    line: str

    @cached_property
    def code(self) -> str:
        return f"{self.programme}-{self.number}"

    @cached_property
    def parts(self) -> list[str]:
        return split(self.line)

    @cached_property
    def way(self) -> list[str]:
        """Polarity, aggregation and level."""
        return self.parts[2].split()

    @cached_property
    def baseline(self) -> float:
        return float(self.parts[3])

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """The final target; twice the same unless it is a range."""
        low, _, high = self.parts[4].partition("..")
        return float(low), float(high or low)

    @cached_property
    def base_year(self) -> int:
        return int(PROGRAMMES[self.programme]["years"][0]) - 1

    @cached_property
    def is_quarterly(self) -> bool:
        """Whether the last reported year's targets are given by quarter."""
        polarity, aggregation, _ = self.way
        if self.code in HISTORY["quarterly"]["missing"]:
            return True
        if self.code in HISTORY["quarterly"]["values_only"] or polarity == "range":
            return False
        if aggregation == "sum" and self.bounds[0] < SMALLEST_SUM_BY_QUARTER:
            return False
        return chance(self.code, "by quarter").random() < SHARE_QUARTERLY

    def rounded(self, value: float) -> float:
        """With the decimals of the target as written, and never beyond what the unit can be."""
        decimals = len(self.parts[4].partition("..")[0].partition(".")[2])
        most = HISTORY["limits"].get(self.parts[1], float("inf"))
        kept: float = min(max(value, 0.0), most)
        return round(kept, decimals)

    def target(self, year: int) -> float:
        """On a line from the baseline to the final target, then a little further."""
        final, way = self.bounds[0], self.bounds[0] - self.baseline
        horizon = min(REPORTED, PROGRAMMES[self.programme]["years"][1])
        step = way / (horizon - self.base_year)
        if self.way[0] == "range":
            return final
        if year > horizon:
            return self.rounded(final + step * AFTERWARDS)
        return self.rounded(self.baseline + step * (year - self.base_year))

    def value(self, year: int) -> float:
        """What is known, or near the target, or far from it where the programme failed."""
        known = HISTORY["known"].get(str(year), {}).get(self.code)
        if known is not None:
            return float(known)
        draw, (polarity, aggregation, _), target = (
            chance(self.code, year),
            self.way,
            self.target(year),
        )
        is_far_off = has_failed(self.programme, year) or draw.random() < SHARE_FAR_OFF
        lag = LAG * (REPORTED - year)
        if year == REPORTED and self.code in HISTORY["far_off"]:
            ratio = HISTORY["far_off"][self.code]["pct"] / 100
        elif polarity == "range":
            return self._value_by_range(draw, is_low=is_far_off)
        elif aggregation != "sum" and is_far_off:
            before = self.before(year, self.value)
            return self.rounded(before + (target - before) * draw.uniform(0.05, 0.4))
        elif aggregation != "sum":
            way_made = draw.triangular(0.72, 1.12, 0.98) - lag
            return self.rounded(self.baseline + (target - self.baseline) * way_made)
        else:
            ratio = draw.uniform(0.5, 0.8) if is_far_off else draw.triangular(0.88, 1.09, 1.0) - lag
        return self.rounded(target * (2 - ratio if polarity == "lower" else ratio))

    def before(self, year: int, figure: Callable[[int], float]) -> float:
        """The figure of the year before, or the baseline in a programme's first year."""
        return self.baseline if year - 1 == self.base_year else figure(year - 1)

    def _value_by_range(self, draw: Random, *, is_low: bool) -> float:
        low, high = self.bounds
        if is_low:
            return self.rounded(low * draw.uniform(0.5, 0.8))
        return self.rounded(low + (high - low) * draw.random())

    def by_quarter(
        self, year: float, before: float, bends: tuple[float, ...] = NO_BENDS
    ) -> dict[str, float]:
        """A year's figure by quarter: a sum is shared out, a state climbs, a mean stays.

        `bends` make it uneven; the year's figure stays what it is.
        """
        if self.way[1] == "sum":
            shares = {
                q: self.rounded(year * share * (1 + bend))
                for (q, share), bend in zip(QUARTERS.items(), bends, strict=True)
            }
            rest = year - sum(share for q, share in shares.items() if q != "q4")
            return shares | {"q4": self.rounded(rest)}
        if self.way[1] == "mean":
            return {
                q: self.rounded(year * (1 + bend)) for q, bend in zip(QUARTERS, bends, strict=True)
            }
        step = (year - before) / len(QUARTERS)
        return {q: self.rounded(year - step * (4 - n)) for n, q in enumerate(QUARTERS, 1)}


INDICATORS = [
    Indicator(programme, number, line)
    for programme, row in PROGRAMMES.items()
    for number, line in enumerate(row["indicators"].strip().splitlines(), 1)
]


def indicators() -> Iterator[Row]:
    for one in INDICATORS:
        polarity, aggregation, level = one.way
        lead = PROGRAMMES[one.programme]["agencies"].partition(";")[0]
        yield {
            "code": one.code,
            "programme": one.programme,
            "name": one.parts[0],
            "level": level,
            "unit": one.parts[1],
            "polarity": polarity,
            "aggregation": aggregation,
            "baseline_year": one.base_year,
            "baseline": one.baseline,
            "data_source": f"Laporan {lead} (ilustratif)",
            "standard": one.parts[5] if len(one.parts) > 5 else None,  # noqa: PLR2004
        }


def targets() -> Iterator[Row]:
    for one in INDICATORS:
        for year in years_of(one.programme, LAST_TARGET):
            row: Row = {"indicator": one.code, "year": year}
            if year == REPORTED and one.is_quarterly:
                quarters = one.by_quarter(one.target(year), one.before(year, one.target))
                yield from (row | {"period": q, "target": value} for q, value in quarters.items())
            elif one.way[0] == "range":
                yield row | {"target": one.bounds[0], "target_max": one.bounds[1]}
            else:
                yield row | {"target": one.target(year)}


def indicator_values(counted: Counted) -> Iterator[Row]:
    """The values by year; `counted` gives those that another sheet of the workbook shows."""
    for one in INDICATORS:
        for year in years_of(one.programme):
            if year == REPORTED and one.code in HISTORY["not_applicable"]:
                note = HISTORY["not_applicable"][one.code]
                yield _row(one, year) | {"status": "not_applicable", "note": note}
            elif not _is_silent(one, year, known := counted(one.code, year)):
                yield from _values(one, year, known)


def _values(one: Indicator, year: int, counted: float | None) -> Iterator[Row]:
    value = one.value(year) if counted is None else counted
    story = HISTORY["far_off"].get(one.code, {}) if year == REPORTED else {}
    row = _row(one, year) | {"note": story.get("note")}
    is_split = one.is_quarterly or one.code in HISTORY["quarterly"]["values_only"]
    if year < REPORTED or not is_split:
        yield row | {"value": value}
        return
    bends = chance(one.code, year, "bends").choice(BENDS)
    for quarter, part in one.by_quarter(value, one.before(year, one.value), bends).items():
        if HISTORY["quarterly"]["missing"].get(one.code) != quarter:
            yield row | {"period": quarter, "value": part}


def _row(one: Indicator, year: int) -> Row:
    draw = chance(one.code, year, "evidence")
    is_checked = year < REPORTED or draw.random() > SHARE_FAR_OFF
    return {
        "indicator": one.code,
        "year": year,
        "verified": is_checked and is_verified(one.programme, year),
        "evidence": [f"bukti/{year}/{one.code.lower()}-data.xlsx"],
    }


def _is_silent(one: Indicator, year: int, counted: float | None) -> bool:
    """Whether no value came: with a programme that reported nothing, or here and there."""
    if is_unreported(one.programme, year):
        return True
    if one.code in HISTORY["counted"] and counted is None:
        return True
    if year == REPORTED:
        return one.code in HISTORY["value_missing"]["indicators"]
    return chance(one.code, year, "silent").random() < SHARE_SILENT
