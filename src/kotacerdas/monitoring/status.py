"""The map of a period or a year: agencies, their programmes, and where each report stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Aggregate, TextField, Value
from django.db.models.functions import Cast, Concat

from kotacerdas.monitoring.models import Period, Realisation, Report, State
from kotacerdas.monitoring.selectors import extended_until, programmes_due
from kotacerdas.monitoring.workflow import MISSING, NOT_REPORTED
from kotacerdas.regions.models import Region

# In the order in which they are counted and explained.
STATES = (State.VERIFIED, State.SUBMITTED, State.RETURNED, State.DRAFT, NOT_REPORTED)


class Cell(NamedTuple):
    """A programme's report of a period."""

    code: str
    name: str
    state: str
    is_late: bool


@dataclass(frozen=True)
class AgencyRow:
    """An agency's reports, in the order of `periods` and then of its programmes."""

    pk: int
    code: str
    name: str
    cells: list[list[Cell]]  # by period

    @property
    def due(self) -> int:
        return sum(map(len, self.cells))

    @property
    def told(self) -> int:
        """How many were sent in and did not come back."""
        return sum(cell.state in {State.SUBMITTED, State.VERIFIED} for cell in self.all)

    @property
    def late(self) -> int:
        return sum(cell.is_late for cell in self.all)

    @property
    def all(self) -> list[Cell]:
        return [cell for cells in self.cells for cell in cells]


@dataclass(frozen=True)
class StatusMap:
    """Where the reports of some periods of one year stand on a day."""

    periods: list[Period]
    rows: list[AgencyRow]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many reports are in each state."""
        found = Counter(cell.state for row in self.rows for cell in row.all)
        return [(str(state), found[state]) for state in STATES]

    @property
    def due(self) -> int:
        return sum(row.due for row in self.rows)

    def each(self) -> list["StatusMap"]:
        """The map of each of its periods."""
        return [
            StatusMap([period], [replace(row, cells=[row.cells[place]]) for row in self.rows])
            for place, period in enumerate(self.periods)
        ]

    @property
    def late_rows(self) -> list[AgencyRow]:
        return [row for row in self.rows if row.late]


def status_map(region: Region, periods: list[Period], today: date) -> StatusMap:
    """Where the reports of the periods, all of one year, stand; in four queries.

    A report that was never filled in here is verified where a workbook said so of the programme.
    """
    if not periods:
        return StatusMap([], [])
    year = periods[0].year
    states, imported, longer = _states(periods), _imported(region, year), extended_until(periods)
    places = [(one.pk, one.code, one.has_passed(today)) for one in periods]
    rows: dict[int, AgencyRow] = {}
    found = (
        programmes_due(region, year, periods[0].code)
        .select_related(None)
        .order_by("agency__name", "code")
        .values_list("pk", "code", "name", "agency", "agency__code", "agency__name")
    )
    for pk, code, name, agency, agency_code, agency_name in found:
        row = rows.get(agency)
        if row is None:
            row = rows[agency] = AgencyRow(agency, agency_code, agency_name, [[] for _ in periods])
        for cells, (of, part, has_passed) in zip(row.cells, places, strict=True):
            state = states.get((of, pk))
            if state is None:
                state = State.VERIFIED if (pk, part) in imported else NOT_REPORTED
            late = has_passed and state in MISSING and longer.get((of, agency), date.min) < today
            cells.append(Cell(code, name, state, late))
    return StatusMap(periods, list(rows.values()))


class _Joined(Aggregate):
    """Texts of many rows in one, joined by commas.

    To fetch thousands of short rows takes longer than to part a few hundred long ones again.
    """

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **more)


def _states(periods: Iterable[Period]) -> dict[tuple[int, int], str]:
    """By period and programme: the state of the newest version."""
    parts = [Cast(name, TextField()) for name in ("number", "period_id")]
    told = Concat(parts[0], Value(":"), parts[1], Value(":"), "state", output_field=TextField())
    rows = Report.objects.filter(period__in=periods).values_list("programme")
    found: dict[tuple[int, int], str] = {}
    newest: dict[tuple[int, int], int] = {}
    for pk, text in rows.annotate(told=_Joined(told)).order_by():
        for version in text.split(","):
            number, of, state = version.split(":")
            key, at = (int(of), pk), int(number)
            if at > newest.get(key, 0):
                newest[key], found[key] = at, state
    return found


def _imported(region: Region, year: int) -> set[tuple[int | None, str]]:
    """What a workbook brought in as verified, by programme and period."""
    rows = Realisation.objects.filter(
        region=region, year=year, programme__isnull=False, verified=True
    )
    return set(rows.values_list("programme", "period"))
