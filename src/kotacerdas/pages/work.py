"""What each role has to do: where everybody starts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.monitoring.access import own_agencies
from kotacerdas.monitoring.digests import to_remind
from kotacerdas.monitoring.models import Period, State
from kotacerdas.monitoring.queue import queue
from kotacerdas.monitoring.selectors import open_periods
from kotacerdas.monitoring.status import AgencyRow, Cell, StatusMap, period_maps, year_map
from kotacerdas.monitoring.workflow import NOT_REPORTED, late_since
from kotacerdas.scorecards.selectors import default_year

SHOWN_IN_QUEUE = 5
# What an operator does first.
_ORDER = (State.RETURNED, NOT_REPORTED, State.DRAFT, State.SUBMITTED, State.VERIFIED)


@dataclass(frozen=True)
class Open:
    """A period that is open, with its map on a day; for an operator of its own agencies, named."""

    period: Period
    map: StatusMap
    today: date
    to_remind: int = 0  # agencies that are late, or soon will be

    @property
    def days(self) -> int:
        return abs((self.period.deadline - self.today).days)

    @property
    def is_over(self) -> bool:
        return self.period.has_passed(self.today)

    @property
    def late_since(self) -> date:
        return late_since(self.period)

    @property
    def to_do(self) -> list[tuple[AgencyRow, list[Cell]]]:
        """What is left for each agency, what came back first."""
        return [
            (row, sorted(left, key=lambda cell: _ORDER.index(cell.state)))
            for row in self.map.rows
            if (left := [cell for cell in row.cells if cell.state in _ORDER[:3]])
        ]


@in_region(Right.READ)
def work(request: HttpRequest, here: Here) -> HttpResponse:
    today = timezone.localdate()
    periods = open_periods(here.region)
    waiting = queue(here.region, here.user) if Right.VERIFY in here.rights else None
    context = {
        "here": here,
        "today": today,
        "year": default_year(here.region),
        "own": _own(here, periods, today),
        "periods": _all(periods, today) if Right.REPORTS in here.rights else [],
        "waiting": waiting.count() if waiting is not None else None,
        "queue": waiting[:SHOWN_IN_QUEUE] if waiting is not None else [],
    }
    return render(request, "pages/work.html", context)


@in_region(Right.READ)
def count(request: HttpRequest, here: Here) -> HttpResponse:
    """How many things wait for the reader, as the menu shows it; empty for none."""
    today = timezone.localdate()
    periods = open_periods(here.region)
    found = sum(len(cells) for one in _own(here, periods, today) for _, cells in one.to_do)
    if Right.VERIFY in here.rights:
        found += queue(here.region, here.user).count()
    if Right.PERIODS in here.rights:
        found += sum(len(one.map.late_rows) for one in _all(periods, today))
    if not found:
        return HttpResponse("")
    return render(request, "pages/work_count.html", {"count": found})


def _all(periods: Iterable[Period], today: date) -> list[Open]:
    maps = [one for of_year in _by_year(periods) for one in year_map(of_year, today).each()]
    return [
        Open(one.periods[0], one, today, near)
        for one, near in zip(maps, to_remind(maps, today), strict=True)
    ]


def _own(here: Here, periods: Iterable[Period], today: date) -> list[Open]:
    """What the user reports for agencies of the region."""
    own = own_agencies(here.appointments, here.region)
    if not own:
        return []
    return [
        Open(one.periods[0], one, today)
        for of_year in _by_year(periods)
        for one in period_maps(of_year, today, Q(agency__in=own))
        if one.rows
    ]


def _by_year(periods: Iterable[Period]) -> list[list[Period]]:
    """Since the maps of a year's periods take as many queries as one."""
    return [list(found) for _, found in groupby(periods, key=lambda period: period.year)]
