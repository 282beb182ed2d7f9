"""The map of a period or a year: agencies, and where each of their reports stands."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

from django.db.models import Aggregate, Q, QuerySet, TextField
from django.db.models.functions import Cast

from kotacerdas.monitoring.models import Period, Report, State
from kotacerdas.monitoring.selectors import extended_until, programmes_due
from kotacerdas.monitoring.workflow import IMPORTED, NOT_REPORTED
from kotacerdas.plan.models import Programme, Realisation

# In the order in which they are counted and explained: what was sent in and did not come back,
# and what is missing.
_TOLD = (State.VERIFIED.value, State.SUBMITTED.value, IMPORTED)
STATES = (*_TOLD, State.RETURNED.value, State.DRAFT.value, NOT_REPORTED)


class Group(NamedTuple):
    """An agency's reports of a period."""

    counts: tuple[int, ...]  # how many are in each of the `STATES`
    is_over: bool  # the deadline has passed, and what longer the agency was given

    @property
    def due(self) -> int:
        return sum(self.counts)

    @property
    def told(self) -> int:
        """How many were sent in and did not come back."""
        return sum(self.counts[: len(_TOLD)])

    @property
    def late(self) -> int:
        return self.due - self.told if self.is_over else 0


class Cell(NamedTuple):
    """A programme and where its report of a period stands."""

    code: str
    name: str
    state: str


@dataclass(frozen=True)
class AgencyRow:
    """An agency's reports, counted by period; in the map of a single period they are named."""

    pk: int
    code: str
    name: str
    groups: list[Group]
    cells: list[Cell] = field(default_factory=list)

    @cached_property
    def due(self) -> int:
        return sum(group.due for group in self.groups)

    @cached_property
    def told(self) -> int:
        return sum(group.told for group in self.groups)

    @cached_property
    def late(self) -> int:
        return sum(group.late for group in self.groups)


@dataclass(frozen=True)
class StatusMap:
    """Where the reports of some periods of one year stand on a day."""

    periods: list[Period]
    rows: list[AgencyRow]

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
        return self.due - sum(row.told for row in self.rows)

    def each(self) -> list["StatusMap"]:
        """The map of each of its periods."""
        return [
            StatusMap([period], [replace(row, groups=[row.groups[place]]) for row in self.rows])
            for place, period in enumerate(self.periods)
        ]

    @property
    def late_rows(self) -> list[AgencyRow]:
        return [row for row in self.rows if row.late]


def year_map(periods: list[Period], today: date) -> StatusMap:
    """Where the reports of the periods, all of one region and year, stand; in four queries."""
    if not periods:
        return StatusMap([], [])
    longer, places = extended_until(periods), list(zip(periods, _states(periods), strict=True))
    agencies = _due(periods[0]).values_list("agency", "agency__code", "agency__name")
    rows = []
    for pk, code, name, joined in agencies.annotate(programmes=_joined("pk")):
        programmes, groups = joined.split(","), []
        for period, states in places:
            found = list(map(states.get, programmes, repeat(NOT_REPORTED)))
            groups.append(_group(found, period, longer.get((period.pk, pk)), today))
        rows.append(AgencyRow(pk, code, name, groups))
    return StatusMap(periods, rows)


def period_maps(periods: list[Period], today: date, *only: Q) -> list[StatusMap]:
    """Of each of the periods, all of one region and year: its reports by name; in four queries.

    With the programmes `only`.
    """
    if not periods:
        return []
    longer, due = extended_until(periods), _due(periods[0]).filter(*only)
    agencies: dict[tuple[int, str, str], dict[str, tuple[str, str]]] = {}
    named = due.order_by("agency__name", "code").values_list(
        "agency", "agency__code", "agency__name", "pk", "code", "name"
    )
    for pk, agency_code, agency_name, programme, code, name in named:
        programmes = agencies.setdefault((pk, agency_code, agency_name), {})
        programmes[str(programme)] = code, name
    maps = []
    for period, states in zip(periods, _states(periods), strict=True):
        rows = []
        for agency, programmes in agencies.items():
            cells = [Cell(*of, states.get(pk, NOT_REPORTED)) for pk, of in programmes.items()]
            found = [cell.state for cell in cells]
            group = _group(found, period, longer.get((period.pk, agency[0])), today)
            rows.append(AgencyRow(*agency, [group], cells))
        maps.append(StatusMap([period], rows))
    return maps


def _group(states: list[str], period: Period, longer: date | None, today: date) -> Group:
    is_over = period.has_passed(today) and (longer is None or longer < today)
    return Group(tuple(map(states.count, STATES)), is_over)


def _due(period: Period) -> QuerySet[Programme]:
    """What is due in the period, and in all others of the year, for they are of one kind."""
    due = programmes_due(period.region, period.year, period.code)
    return due.select_related(None).order_by("agency__name")


class _Joined(Aggregate):
    """The programmes of many rows in a text: one row is fetched faster than thousands."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **more)


def _joined(key: str) -> _Joined:
    return _Joined(Cast(key, TextField()))


def _states(periods: list[Period]) -> list[dict[str, str]]:
    """Of each period: where the newest version stands, by the programmes' primary keys as text.

    A report that was never filled in here is where a workbook says that the programme is.
    """
    joined = _joined("programme")
    first, pks = periods[0], [one.pk for one in periods]
    imported = Realisation.objects.filter(
        region=first.region, year=first.year, programme__isnull=False, realised__isnull=False
    )
    found: dict[int, dict[str, str]] = {one.pk: {} for one in periods}
    by_code = {one.code: found[one.pk] for one in periods}
    rows = imported.values_list("period", "verified").annotate(programmes=joined)
    for code, is_verified, programmes in rows.order_by():
        if code in by_code:
            by_code[code].update(dict.fromkeys(_parted(programmes), imported_state(is_verified)))
    versions = Report.objects.filter(period__in=pks).values_list("period", "number", "state")
    for of, _, state, programmes in versions.annotate(programmes=joined).order_by("number"):
        found[of].update(dict.fromkeys(_parted(programmes), state))
    return list(found.values())


def imported_state(is_verified: bool) -> str:  # noqa: FBT001 - a value of the row
    """Where a workbook's row of a period says that its report stands."""
    return State.VERIFIED.value if is_verified else IMPORTED


def _parted(programmes: str | None) -> list[str]:
    return programmes.split(",") if programmes else []
