"""What charts over time say, in one sentence each; only like is compared with like."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kotacerdas.scoring.indicators import State
from kotacerdas.scoring.quarters import Absorption
from kotacerdas.wording.catalogue import Catalogue
from kotacerdas.wording.numbers import (
    MOST_DECIMALS,
    Language,
    number,
    percent,
    plain,
    round_half_up,
)

Row = Mapping[str, Any]
REACHED_PCT = 100


class Slope(NamedTuple):
    """A dimension's achievement in two complete years, in percent."""

    code: str
    name: str
    before_pct: float
    now_pct: float

    @property
    def change_points(self) -> float:
        return self.now_pct - self.before_pct


def indicator(years: Sequence[Row], year: int, unit: str, say: Catalogue) -> str:
    """Whether the year's target was reached, and how the value moved since the year before."""
    by_year = {row["year"]: row for row in years}
    row = by_year[year]
    if row["state"] != State.SCORED:
        return _not_scored(row, unit, say)
    return say(
        f"over_time.{_reached(row)}",
        year=year,
        value=_measured(row["value"], unit, say),
        target=_target(row, unit, say),
        moved=_moved(by_year.get(year - 1), row, say),
    )


def _reached(row: Row) -> str:
    if not row["is_complete"]:
        return "so_far"
    return "reached" if row["achievement_pct"] >= REACHED_PCT else "missed"


def _not_scored(row: Row, unit: str, say: Catalogue) -> str:
    has_value = row["state"] == State.NO_TARGET and row["value"] is not None
    return say(
        "over_time.no_target_but_value" if has_value else f"over_time.{row['state']}",
        year=row["year"],
        value=_measured(row["value"], unit, say),
        target=_target(row, unit, say),
    )


def _moved(before: Row | None, now: Row, say: Catalogue) -> str:
    """`; naik dari 78 pada 2021`; nothing where one of the years is not complete or not scored."""
    are_alike = before is not None and before["is_complete"] and now["is_complete"]
    if before is None or not are_alike or before["state"] != State.SCORED:
        return ""
    change = float(round_half_up(now["value"] - before["value"], MOST_DECIMALS))
    return say(
        f"over_time.{_direction(change)}_from",
        value=plain(before["value"], say.language),
        year=before["year"],
    )


def slopes(rows: Sequence[Slope], years: tuple[int, int], say: Catalogue) -> str:
    """Where it rose and fell most between two complete years."""
    before, _ = years
    if not rows:
        return say("over_time.no_pairs")
    best = max(rows, key=lambda one: one.change_points)
    worst = min(rows, key=lambda one: one.change_points)
    is_up, is_down = _tenths(best.change_points) > 0, _tenths(worst.change_points) < 0
    if not is_up and not is_down:
        return say("over_time.all_same", before=before)
    key = "up_and_down" if is_up and is_down else "only_up" if is_up else "only_down"
    return say(
        f"over_time.{key}",
        before=before,
        best=best.name,
        worst=worst.name,
        up=number(best.change_points, 1, say.language),
        down=number(-worst.change_points, 1, say.language),
    )


def index_years(
    years: Sequence[tuple[int, float]], decimals: int, say: Catalogue, name: str = ""
) -> str:
    """The newest value of an index, and the one before it; the smart-city index has no `name`."""
    name = name or say("over_time.smart_city_index")
    if not years:
        return say("over_time.index_none")
    year, value = years[-1]
    said = number(value, decimals, say.language)
    if len(years) == 1:
        return say("over_time.index_first", name=name, year=year, value=said)
    before, earlier = years[-2]
    change = float(round_half_up(value - earlier, decimals))
    return say(
        f"over_time.index_{_direction(change)}",
        name=name,
        year=year,
        value=said,
        before=before,
        earlier=number(earlier, decimals, say.language),
        points=number(abs(change), decimals, say.language),
    )


def quarters(absorption: Absorption, year: int, say: Catalogue) -> str:
    """How far the money was absorbed at the last quarter and at the first."""
    known = [one for one in absorption.quarters if one.absorption_pct is not None]
    if not known:
        return say("over_time.no_quarters", year=year)
    first, last = known[0], known[-1]
    said = {
        "year": year,
        "period": say.term("period", last.period),
        "pct": percent(last.absorption_pct, say.language),
        "first": say.term("period", first.period),
        "first_pct": percent(first.absorption_pct, say.language),
    }
    key = "over_time.one_quarter" if first == last else "over_time.quarters"
    return say.count(key, absorption.programmes, **said)


def _direction(change: float) -> str:
    return "same" if change == 0 else "up" if change > 0 else "down"


def _tenths(points: float) -> float:
    return float(round_half_up(points, 1))


def _measured(value: float | None, unit: str, say: Catalogue) -> str:
    """`82 orang`, never broken between the two; `82%` as percent has it in each language."""
    gap = "" if unit == "%" and say.language is Language.EN else "\u00a0"
    return f"{plain(value, say.language)}{gap}{unit}" if unit else plain(value, say.language)


def _target(row: Row, unit: str, say: Catalogue) -> str:
    if row["target_max"] is None:
        return _measured(row["target"], unit, say)
    return f"{plain(row['target'], say.language)}–{_measured(row['target_max'], unit, say)}"
