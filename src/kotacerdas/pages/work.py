"""What each role has to do: where everybody starts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import own_agencies
from kotacerdas.casework.models import State, Window
from kotacerdas.casework.workflow import late_since
from kotacerdas.evaluation.waiting import standing_for, waiting_for
from kotacerdas.innovation.minimum import Shortage, due_on, shortages
from kotacerdas.innovation.models import InnovationCase
from kotacerdas.innovation.waiting import to_decide, to_go_on
from kotacerdas.pages.first_steps import FirstSteps, first_steps, is_reported
from kotacerdas.reporting.digests import to_remind
from kotacerdas.reporting.queue import queue
from kotacerdas.reporting.selectors import open_windows
from kotacerdas.reporting.status import AgencyRow, Cell, StatusMap, window_maps, year_map
from kotacerdas.scorecards.selectors import default_year

SHOWN_IN_QUEUE = 5
# What an operator does first.
_ORDER = (State.RETURNED, State.NOT_STARTED, State.DRAFT, State.SUBMITTED, State.VERIFIED)


@dataclass(frozen=True)
class Open:
    """A window that is open, with its map on a day; for an operator of its own agencies, named."""

    window: Window
    map: StatusMap
    today: date
    to_remind: int = 0  # agencies that are late, or soon will be

    @property
    def days(self) -> int:
        return abs((self.window.deadline - self.today).days)

    @property
    def is_over(self) -> bool:
        return self.window.has_passed(self.today)

    @property
    def late_since(self) -> date:
        return late_since(self.window)

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
    windows = open_windows(here.region)
    waiting = queue(here.region, here.user) if Right.VERIFY in here.rights else None
    context = {
        "here": here,
        "today": today,
        "year": default_year(here.region),
        "first": _first_steps(here),
        "own": _own(here, windows, today),
        "windows": _all(windows, today) if Right.REPORTS in here.rights else [],
        "waiting": waiting.count() if waiting is not None else None,
        "queue": waiting[:SHOWN_IN_QUEUE] if waiting is not None else [],
        "evaluation": waiting_for(here, today),
        "standing": standing_for(here, today),
        "to_decide": _to_decide(here),
        "to_go_on": _to_go_on(here),
        "short": _short(here, today),
        "short_since": due_on(today.year),
    }
    return render(request, "pages/work.html", context)


@in_region(Right.READ)
def count(request: HttpRequest, here: Here) -> HttpResponse:
    """How many things wait for the reader, as the menu shows it; empty for none."""
    today = timezone.localdate()
    windows = open_windows(here.region)
    waiting = sum(len(cells) for one in _own(here, windows, today) for _, cells in one.to_do)
    if Right.VERIFY in here.rights:
        waiting += queue(here.region, here.user).count()
    waiting += waiting_for(here, today).count()
    waiting += _to_decide(here).count() + _to_go_on(here).count()
    waiting += _has_first_steps(here)
    if Right.PERIODS in here.rights:
        waiting += sum(len(one.map.late_rows) for one in _all(windows, today))
    if not waiting:
        return HttpResponse("")
    return render(request, "pages/work_count.html", {"count": waiting})


def _to_decide(here: Here) -> QuerySet[InnovationCase]:
    """Nothing, without a query, of who decides nothing; so is what follows."""
    if not {Right.SCREEN, Right.VERIFY} & here.rights:
        return InnovationCase.objects.none()
    return to_decide(here.region, here.user, here.rights)


def _to_go_on(here: Here) -> QuerySet[InnovationCase]:
    own = own_agencies(here.appointments, here.region)
    return to_go_on(here.region, own) if own else InnovationCase.objects.none()


def _short(here: Here, today: date) -> list[Shortage]:
    """The own agencies that have fewer innovations than they are asked for."""
    own = own_agencies(here.appointments, here.region)
    if not own:
        return []
    return [one for one in shortages(here.region, today.year, today) if one.agency in own]


def _first_steps(here: Here) -> FirstSteps | None:
    if not _has_first_steps(here):
        return None
    return first_steps(here.region, timezone.now())


def _has_first_steps(here: Here) -> bool:
    """For a coordinator, until there is a report to show."""
    return Right.PERIODS in here.rights and not is_reported(here.region)


def _all(windows: Iterable[Window], today: date) -> list[Open]:
    maps = [one for of_year in _by_year(windows) for one in year_map(of_year, today).each()]
    return [
        Open(one.windows[0], one, today, near)
        for one, near in zip(maps, to_remind(maps, today), strict=True)
    ]


def _own(here: Here, windows: Iterable[Window], today: date) -> list[Open]:
    """What the user reports for agencies of the region."""
    own = own_agencies(here.appointments, here.region)
    if not own:
        return []
    return [
        Open(one.windows[0], one, today)
        for of_year in _by_year(windows)
        for one in window_maps(of_year, today, Q(agency__in=own))
        if one.rows
    ]


def _by_year(windows: Iterable[Window]) -> list[list[Window]]:
    """Since the maps of a year's windows take as many queries as one."""
    return [list(of_year) for _, of_year in groupby(windows, key=lambda window: window.year)]
