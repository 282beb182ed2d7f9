"""The results of a year in a list: each with the one before it on the same basis, and its cause."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from kotacerdas.audit.models import Entry
from kotacerdas.records.models import Region
from kotacerdas.scorecards.models import Publication, Run
from kotacerdas.scorecards.selectors import CONTENTS, runs_of
from kotacerdas.scoring.question import Basis

# Acts that change no figure, by how their names begin; and those that change none of what is
# verified.
_CHANGE_NOTHING = (
    "publish",
    "appointment.",
    "account.",
    "profile.",
    "period.",
    "report.comment",
    "reminder.",
    "evidence.",
)
_WAIT_FOR_A_VERIFIER = ("report.submit", "report.propose", "report.withdraw")


class Reason(StrEnum):
    """What else than an act made a new result, a phrase of `cause`."""

    FIRST = "first"
    VERSION = "version"
    EDITION = "edition"
    DAY = "day"
    UNKNOWN = "unknown"


class Act(NamedTuple):
    """An entry of the log."""

    number: int
    action: str
    actor: str


@dataclass(frozen=True)
class Result:
    """A run, the one before it of its basis, and the acts since that one, or why else it came."""

    run: Run
    before: Run | None
    acts: Sequence[Act]

    @property
    def change_points(self) -> float | None:
        """Of the achievement, from the result before."""
        if self.before is None or self.before.achievement_pct is None:
            return None
        after = self.run.achievement_pct
        return None if after is None else after - self.before.achievement_pct

    @property
    def actions(self) -> list[tuple[str, int]]:
        """How many acts of each kind, the most frequent first."""
        return Counter(act.action for act in self.acts).most_common()

    @property
    def reason(self) -> Reason | None:
        """None where acts explain it."""
        run, before = self.run, self.before
        if before is None:
            return Reason.FIRST
        if self.acts:
            return None
        if run.version != before.version:
            return Reason.VERSION
        if run.framework != before.framework:
            return Reason.EDITION
        return Reason.DAY if run.as_of != before.as_of else Reason.UNKNOWN


def results_in(region: Region, year: int) -> QuerySet[Run]:
    """The newest first, without what they hold; `was_published`, once or now, is null or true."""
    published = Exists(Publication.objects.filter(run=OuterRef("pk")))
    was_published = Case(When(published, then=Value(value=True)))
    return runs_of(region, year).annotate(was_published=was_published)


def results_of(region: Region, runs: Iterable[Run]) -> list[Result]:
    """Of a few runs, in two queries."""
    own = list(runs)
    before = _before(own)
    acts = _acts(region, [(before[run.pk].entry, run.entry) for run in own if run.pk in before])
    return [_result(run, before.get(run.pk), acts) for run in own]


def _result(run: Run, before: Run | None, acts: Collection[Act]) -> Result:
    if before is None:
        return Result(run, None, ())
    waiting = _WAIT_FOR_A_VERIFIER if run.basis == Basis.VERIFIED else ()
    passed_over = (*_CHANGE_NOTHING, *waiting)
    since = [
        act
        for act in acts
        if before.entry < act.number <= run.entry and not act.action.startswith(passed_over)
    ]
    return Result(run, before, since)


def _before(runs: Sequence[Run]) -> Mapping[int, Run]:
    """The run before each of its year and basis, by the primary key of the later one."""
    earlier = Run.objects.filter(
        region=OuterRef("region"),
        year=OuterRef("year"),
        basis=OuterRef("basis"),
        pk__lt=OuterRef("pk"),
    )
    newest = Subquery(earlier.order_by("-pk").values("pk")[:1])
    own = Run.objects.filter(pk__in=[run.pk for run in runs]).annotate(before=newest)
    known = list(Run.objects.filter(pk__in=own.values("before")).defer(*CONTENTS).order_by("pk"))
    of = {run.pk: (run.year, run.basis) for run in (*known, *runs)}
    return {
        run.pk: before
        for run in runs
        for before in known
        if before.pk < run.pk and of[before.pk] == of[run.pk]
    }


def _acts(region: Region, spans: Iterable[tuple[int, int]]) -> list[Act]:
    within = Q(pk__in=())
    for first, last in spans:
        within |= Q(number__gt=first, number__lte=last)
    entries = Entry.objects.filter(within, chain_id=region.code).order_by("number")
    return [Act(*row) for row in entries.values_list("number", "action", "actor")]
