"""What waits for a verifier, what needs a second look first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Case, State
from kotacerdas.casework.models.windows import WHOLE_YEAR
from kotacerdas.casework.selectors import has_written, written_by
from kotacerdas.core.tables.table import SEARCH
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import REPORTING

# The rest of a case and of what belongs to it would be most of the time of a long queue.
_SHOWN = (
    *("newest__submitted_at", "newest__warnings", "newest__via", "window__year", "window__code"),
    *("programme__code", "programme__name", "agency__code", "agency__name", "region__code"),
    *("process", "revision"),
)
_AROUND = 6  # of a case, on either side
WARNED, WITHOUT_WARNING = "peringatan", "tanpa"  # in an address
NO_WARNING = Q(newest__warnings=[])


@dataclass(frozen=True)
class Filters:
    """What of the queue is asked for: of an agency, a period such as `2022/q1`, a risk,
    and programmes that have a text.
    """

    agency: str = ""
    period: str = ""
    risk: str = ""
    search: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filters":
        """What the query of an address asks for."""
        names = ("opd", "periode", "risiko", SEARCH)
        return cls(*(asked.get(name, "").strip() for name in names))

    @property
    def query(self) -> str:
        """The query of an address, empty where all is asked for."""
        named = {
            "opd": self.agency,
            "periode": self.period,
            "risiko": self.risk,
            SEARCH: self.search,
        }
        filled = {name: value for name, value in named.items() if value}
        return f"?{urlencode(filled)}" if filled else ""


ALL = Filters()


def queue(region: Region, user: User, filters: Filters = ALL) -> QuerySet[Case]:
    """The cases that the user may decide on: the riskiest first, of two the older."""
    shown = _own(region, user).filter(_asked(filters))
    shown = shown.select_related("region", "newest", "window", "programme", "agency").only(*_SHOWN)
    return shown.order_by("-risk", "newest")


def without_warning(found: QuerySet[Case]) -> QuerySet[Case]:
    """Those of a queue that nothing has to be looked at twice of."""
    return found.filter(NO_WARNING)


@dataclass(frozen=True)
class Place:
    """Where a case stands in the queue: how many wait, the neighbours, and some around it."""

    number: int
    total: int
    before: Case | None
    after: Case | None
    around: list[Case]


def place_of(case: Case, region: Region, user: User, filters: Filters) -> Place | None:
    """In two queries; None where the case does not wait in that queue."""
    found = queue(region, user, filters)
    keys = list(found.values_list("pk", flat=True))
    if case.pk not in keys:
        return None
    at = keys.index(case.pk)
    first = max(0, min(at - _AROUND, len(keys) - 2 * _AROUND - 1))
    around = list(found.filter(pk__in=keys[first : first + 2 * _AROUND + 1]))
    before = next((one for one, other in pairwise(around) if other.pk == case.pk), None)
    after = next((other for one, other in pairwise(around) if one.pk == case.pk), None)
    return Place(at + 1, len(keys), before, after, around)


def waiting_in(regions: Iterable[int]) -> QuerySet[Case]:
    """What waits for a verifier of those regions, by primary key."""
    return Case.objects.filter(
        region__in=regions, process=REPORTING, state=State.SUBMITTED, is_due=True
    )


def _own(region: Region, user: User) -> QuerySet[Case]:
    """What waits and the user wrote no part of.

    Few verifiers wrote a part of any report; asking that first spares asking it of each that waits.
    """
    waiting = waiting_in([region.pk])
    return waiting.exclude(written_by(user)) if has_written(user, region) else waiting


def _asked(filters: Filters) -> Q:
    asked = Q()
    if filters.agency:
        asked &= Q(agency__code=filters.agency)
    if filters.period:
        year, _, slug = filters.period.partition("/")
        code = "" if slug == WHOLE_YEAR else slug
        is_year = year.isdecimal() and year.isascii()
        asked &= Q(window__year=int(year[:4]) if is_year else 0, window__code=code[:3])
    if filters.search:
        has = Q(programme__name__icontains=filters.search)
        asked &= has | Q(programme__code__icontains=filters.search)
    if filters.risk in {WARNED, WITHOUT_WARNING}:
        asked &= NO_WARNING if filters.risk == WITHOUT_WARNING else ~NO_WARNING
    return asked
