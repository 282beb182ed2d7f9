"""The map of a window or a year: agencies, and where each of their reports stands."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from kotacerdas.casework.models import Case, State, Window
from kotacerdas.casework.selectors import extended_until
from kotacerdas.plan.models import Realisation
from kotacerdas.reporting.process import IMPORTED

# In the order in which they are counted and explained: what was sent in and did not come back,
# and what is missing.
_SENT = (State.VERIFIED.value, State.SUBMITTED.value, IMPORTED)
STATES = (*_SENT, State.RETURNED.value, State.DRAFT.value, State.NOT_STARTED.value)
# What of an agency is asked for, in the order of its row.
_AGENCY = ("agency", "agency__code", "agency__name", "agency__retired_on")
Agency = tuple[int, str, str, date | None]


class Group(NamedTuple):
    """An agency's reports of a window."""

    counts: tuple[int, ...]  # how many are in each of the `STATES`
    is_over: bool  # the deadline has passed, and what longer the agency was given

    @property
    def due(self) -> int:
        return sum(self.counts)

    @property
    def received(self) -> int:
        """How many were sent in and did not come back."""
        return sum(self.counts[: len(_SENT)])

    @property
    def late(self) -> int:
        return self.due - self.received if self.is_over else 0


class Cell(NamedTuple):
    """A programme and where its report of a window stands."""

    code: str
    name: str
    state: str


@dataclass(frozen=True)
class AgencyRow:
    """An agency's reports, counted by window; in the map of a single window they are named."""

    pk: int
    code: str
    name: str
    retired_on: date | None
    groups: list[Group]
    cells: list[Cell] = field(default_factory=list)

    @cached_property
    def due(self) -> int:
        return sum(group.due for group in self.groups)

    @cached_property
    def received(self) -> int:
        return sum(group.received for group in self.groups)

    @cached_property
    def late(self) -> int:
        return sum(group.late for group in self.groups)


@dataclass(frozen=True)
class StatusMap:
    """Where the reports of some windows of one year stand on a day.

    `longer` is the last day of each agency's extension, by window and agency.
    """

    windows: list[Window]
    rows: list[AgencyRow]
    longer: Mapping[tuple[int, int], date]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many reports are in each state."""
        groups = [group.counts for row in self.rows for group in row.groups]
        return [
            (state, sum(counts[place] for counts in groups)) for place, state in enumerate(STATES)
        ]

    @property
    def due(self) -> int:
        return sum(row.due for row in self.rows)

    @property
    def missing(self) -> int:
        """How many were not sent in, or came back."""
        return self.due - sum(row.received for row in self.rows)

    def each(self) -> list["StatusMap"]:
        """The map of each of its windows."""
        return [
            StatusMap(
                [window],
                [replace(row, groups=[row.groups[place]]) for row in self.rows],
                self.longer,
            )
            for place, window in enumerate(self.windows)
        ]

    @property
    def late_rows(self) -> list[AgencyRow]:
        return [row for row in self.rows if row.late]


def year_map(windows: list[Window], today: date) -> StatusMap:
    """Where the reports of the windows, all of one region and year, stand; in two queries."""
    longer = extended_until(windows) if windows else {}
    counted = _cases(windows).values_list(*_AGENCY, "window", "now")
    agencies: dict[Agency, dict[int, Counter[str]]] = {}
    for *agency, window, state, count in counted.annotate(count=Count("pk")).order_by(
        "agency__name", "agency"
    ):
        states = agencies.setdefault(tuple(agency), defaultdict(Counter))
        states[window][state] = count
    rows = [
        AgencyRow(
            *agency,
            [
                _group(states[one.pk], one, longer.get((one.pk, agency[0])), today)
                for one in windows
            ],
        )
        for agency, states in agencies.items()
    ]
    return StatusMap(windows, rows, longer)


def window_maps(windows: list[Window], today: date, *only: Q) -> list[StatusMap]:
    """Of each of the windows, all of one region and year: its reports by name; in two queries.

    With the cases `only`.
    """
    longer = extended_until(windows) if windows else {}
    named = _cases(windows).filter(*only).order_by("agency__name", "agency", "programme__code")
    agencies: dict[Agency, dict[int, list[Cell]]] = {}
    for *agency, window, code, name, state in named.values_list(
        *_AGENCY, "window", "programme__code", "programme__name", "now"
    ):
        cells = agencies.setdefault(tuple(agency), defaultdict(list))
        cells[window].append(Cell(code, name, state))
    return [
        StatusMap(
            [one],
            [
                _named_row(agency, cells[one.pk], one, longer.get((one.pk, agency[0])), today)
                for agency, cells in agencies.items()
            ],
            longer,
        )
        for one in windows
    ]


def _named_row(
    agency: Agency,
    cells: list[Cell],
    window: Window,
    longer: date | None,
    today: date,
) -> AgencyRow:
    states = Counter(cell.state for cell in cells)
    return AgencyRow(*agency, [_group(states, window, longer, today)], cells)


def _group(states: Counter[str], window: Window, longer: date | None, today: date) -> Group:
    is_over = window.has_passed(today) and (longer is None or longer < today)
    return Group(tuple(states[state] for state in STATES), is_over)


def _cases(windows: list[Window]) -> QuerySet[Any]:
    """What is due in the windows, each with `now`, where it stands on a map.

    What nobody began here is where a workbook says that it is.
    """
    imported = Realisation.objects.filter(
        programme=OuterRef("programme"),
        year=OuterRef("window__year"),
        period=OuterRef("window__code"),
        realised__isnull=False,
    ).annotate(state=models.Case(When(verified=True, then=_VERIFIED), default=_IMPORTED))
    now = models.Case(
        When(
            state=State.NOT_STARTED,
            then=Coalesce(Subquery(imported.values("state")[:1]), F("state")),
        ),
        default=F("state"),
    )
    return Case.objects.filter(window__in=windows, is_due=True).annotate(now=now)


_VERIFIED, _IMPORTED = Value(State.VERIFIED.value), Value(IMPORTED)


def imported_state(is_verified: bool) -> str:  # noqa: FBT001 - a value of the row
    """Where a workbook's row of a period says that its report stands."""
    return State.VERIFIED.value if is_verified else IMPORTED
