"""What is due in a period: which programmes, and which values of their indicators. Pure."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kotacerdas.scoring.periods import YEAR_MONTHS, span

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class DueValue:
    """A value that is asked for: of an indicator, for the period of its target.

    `previous` is the value of the period before that is as long, `last_year` that of the same
    period of the year before; `so_far` the sum of the values
    of the year's other periods and `year_target` that of all its targets, both for `sum` only.
    """

    indicator: str
    period: str
    name: str
    unit: str
    polarity: str
    aggregation: str
    target: float
    target_max: float | None
    previous: float | None
    so_far: float | None
    year_target: float | None
    last_year: float | None = None

    @property
    def key(self) -> str:
        return f"{self.indicator}|{self.period}"


@dataclass(frozen=True)
class DueMoney:
    """What of a source was spent since the year began; `previous` as far as was told before.

    `last_year` is what a report says of the same period of the year before.
    """

    source: str
    ceiling: float
    previous: float | None
    last_year: float | None = None


class Holder(NamedTuple):
    """The report that holds a value: its period, and the programme where that is another."""

    period: str
    programme: str = ""


@dataclass(frozen=True)
class Due:
    """All that a programme's report of a period is asked for.

    `previous_pct` is how far the work was by the last report of the year before this period.
    `elsewhere` are the keys of values that this report would be asked for if another report of the
    year did not hold them.
    """

    programme: str
    values: list[DueValue] = field(default_factory=list)
    money: list[DueMoney] = field(default_factory=list)
    previous_pct: float | None = None
    elsewhere: Mapping[str, Holder] = field(default_factory=dict)


def is_due(period: str, target_period: str) -> bool:
    """Whether a target of the same year ends within the period."""
    last, length = span(period)
    ends, _ = span(target_period)
    return last - length < ends <= last


def overlap(one: str, other: str) -> bool:
    """Whether two periods of the same year share a month."""
    (last, length), (ends, long) = span(one), span(other)
    return max(last - length, ends - long) < min(last, ends)


def before(year: int, period: str) -> tuple[int, str]:
    """The period of the same length just before."""
    last, length = span(period)
    if not period:
        return year - 1, ""
    number = (last - length if last > length else YEAR_MONTHS) // length
    code = f"{period[0]}{number:02}" if period[0] == "m" else f"{period[0]}{number}"
    return (year if last > length else year - 1), code


def due_values(
    year: int, period: str, indicator: Mapping[str, Any], targets: Rows, reported: Rows
) -> list[DueValue]:
    """What is asked of an indicator in a period.

    A value is asked for the target's own period. The workbook allows no whole year beside its
    parts: where the target is of the whole year and the year's values come in parts already, it
    is asked for the reporting period instead; where the year was told as a whole, no part is
    asked. Nor is a part of a sum that other parts hold already, for it would count twice.

    `targets` and `reported` (year, period, value) are the indicator's.
    """
    values = {(row["year"], row["period"] or ""): row["value"] for row in reported}
    own = {row["period"] or "": row for row in targets if row["year"] == year}
    so_far = {code for of, code in values if of == year}
    is_sum = indicator["aggregation"] == "sum"
    asked = [
        (as_told, row)
        for code, row in own.items()
        if (as_told := _asked(period, code, so_far, is_sum=is_sum)) is not None
    ]
    return [
        _due_value(year, code, indicator, row, list(own.values()), values)
        for code, row in sorted(asked, key=lambda one: span(one[0]))
    ]


def _asked(period: str, code: str, so_far: AbstractSet[str], *, is_sum: bool) -> str | None:
    """The period for which a target's value is asked; None where it is not.

    `so_far` are the periods of the year of which something was told.
    """
    parts = so_far - {""}
    if code:
        return code if "" not in so_far and is_due(period, code) else None
    if not parts:
        return code if is_due(period, code) else None
    is_told = is_sum and any(overlap(period, part) for part in parts - {period})
    return period if period and not is_told else None


def _due_value(  # noqa: PLR0913, PLR0917 - all that a value is seen beside
    year: int,
    code: str,
    indicator: Mapping[str, Any],
    row: Mapping[str, Any],
    own: list[Mapping[str, Any]],
    values: Mapping[tuple[int, str], float | None],
) -> DueValue:
    is_sum = indicator["aggregation"] == "sum"
    others = [
        value
        for (of, other), value in values.items()
        if of == year and other != code and value is not None
    ]
    return DueValue(
        indicator=indicator["code"],
        period=code,
        name=indicator["name"],
        unit=indicator["unit"],
        polarity=indicator["polarity"],
        aggregation=indicator["aggregation"],
        target=row["target"],
        target_max=row["target_max"],
        previous=values.get(before(year, code)),
        so_far=sum(others) if is_sum and code else None,
        year_target=sum(one["target"] for one in own) if is_sum and code else None,
        last_year=values.get((year - 1, code)),
    )
