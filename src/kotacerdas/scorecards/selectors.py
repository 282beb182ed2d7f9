"""Reading runs. A run never changes, so what was unpacked from one is kept in memory."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

from django.db.models import BigIntegerField, Max, OuterRef, QuerySet, Subquery, Value

from kotacerdas.audit.models import Entry
from kotacerdas.figures.number import Number, numbers
from kotacerdas.figures.trace import Trace
from kotacerdas.frameworks.loading import load
from kotacerdas.innovation.models import TwinSearch
from kotacerdas.outbox.leases import has_failed
from kotacerdas.records.models import Region, StaleYear
from kotacerdas.scorecards import traces
from kotacerdas.scorecards.models import DroppedRun, Publication, Run
from kotacerdas.scoring import years
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.scoring.stored import unpacked
from kotacerdas.scoring.years import Decided, YearState

SCORES = "scores"  # the worker's name for making runs
CONTENTS = ("card", "trace", "result", "identities")
_MOST_IN_MEMORY = 64


class Contents:
    """What a run holds, each part unpacked when first asked for."""

    def __init__(self, run: Run) -> None:
        self.input_sha256 = run.input_sha256
        self.result: Mapping[str, Any] = run.result  # as figures.result.as_dict gives it
        self.identities: Mapping[str, Mapping[str, int]] = run.identities
        self._run = run

    @cached_property
    def card(self) -> Scorecard:
        run = self._run
        return unpacked(
            bytes(run.card),
            Question(run.region.code, run.year, run.as_of, Basis(run.basis)),
            load(run.framework),
            input_sha256=run.input_sha256,
            version=run.version,
        )

    @cached_property
    def numbers(self) -> Mapping[Number, float | None]:
        return numbers(self.result)

    @property
    def trace(self) -> Trace:
        return _trace_of(self)

    @property
    def packed_trace(self) -> bytes:
        return bytes(self._run.trace)


# Fewer than the rest, for unpacked it takes megabytes.
@lru_cache(maxsize=16)
def _trace_of(contents: Contents) -> Trace:
    return traces.unpacked(contents.packed_trace)


# By the run's primary key, the one that was not asked for longest first.
_MEMORY: OrderedDict[int, Contents] = OrderedDict()
_LOCK = Lock()


def contents_of(run: Run) -> Contents:
    """From memory, or else in one query, unless the run came with all of it."""
    with _LOCK:
        known = _MEMORY.get(run.pk)
        # It tells a database that was filled anew from the old one.
        if known is not None and known.input_sha256 == run.input_sha256:
            _MEMORY.move_to_end(run.pk)
            return known
    if missing := run.get_deferred_fields().intersection(CONTENTS):
        run.refresh_from_db(fields=missing)
    known = Contents(run)
    with _LOCK:
        _MEMORY[run.pk] = known
        while len(_MEMORY) > _MOST_IN_MEMORY:
            _MEMORY.popitem(last=False)
    return known


def forget_contents() -> None:
    """For tests, each of which begins with an empty database and the same keys."""
    _MEMORY.clear()


def runs_with(region: Region, *pks: int) -> dict[int, Run]:
    """Those runs of the region; what they hold comes along where it is not in memory."""
    runs = Run.objects.filter(region=region, pk__in=_keys(pks)).select_related("region")
    if all(pk in _MEMORY for pk in pks):
        runs = runs.defer(*CONTENTS)
    return {run.pk: run for run in runs}


def _keys(asked: Iterable[int]) -> list[int]:
    """Those that a database can hold: an address may ask for any number."""
    return [pk for pk in asked if pk <= BigIntegerField.MAX_BIGINT]


def newest_run(region: Region, year: int, basis: Basis) -> Run | None:
    """The newest run of the region-year, without what it holds."""
    runs = Run.objects.filter(region=region, year=year, basis=basis).defer(*CONTENTS)
    return runs.select_related("region").order_by("-pk").first()


def newest_of_years(region: Region, years: Iterable[int], basis: Basis) -> dict[int, Run]:
    """The newest run of each of those years that has one, without what it holds; in one query."""
    of_years = Run.objects.filter(region=region, year__in=list(years), basis=basis)
    newest = of_years.values("year").annotate(newest=Max("pk")).order_by().values("newest")
    runs = Run.objects.filter(pk__in=newest).defer(*CONTENTS).select_related("region")
    return {run.year: run for run in runs}


def newest_by_year(region: Region, basis: Basis) -> dict[int, int]:
    """The primary key of the newest run of every year that has one, the latest year first."""
    newest = Run.objects.filter(region=region, basis=basis).values("year")
    rows = newest.annotate(newest=Max("pk")).order_by("-year")
    return dict(rows.values_list("year", "newest"))


@dataclass(frozen=True)
class Recomputing:
    """Since when a year's newest results no longer agree with the records.

    `has_failed` where making the new ones did: it is tried again, and somebody has to look.
    """

    since: datetime
    has_failed: bool


@dataclass(frozen=True)
class Currency:
    """How current a year's results are: `recomputing` where they no longer agree with the records,
    the number of the log's newest entry, zero where there is none, and that of the newest search
    for likely twins, of which the log says nothing.
    """

    recomputing: Recomputing | None
    entry: int
    twins: int


def currency_of(region: Region, year: int) -> Currency:
    """In one query, unless they are being recomputed."""
    marks = StaleYear.objects.filter(region=OuterRef("pk"), since_year__lte=year)
    entries = Entry.objects.filter(chain=OuterRef("code")).order_by("-number")
    searches = TwinSearch.objects.filter(region=OuterRef("pk"))
    since: datetime | None
    since, entry, twins = (
        Region.objects.filter(pk=region.pk)
        .values_list(
            Subquery(marks.order_by("marked_at").values("marked_at")[:1]),
            Subquery(entries.values("number")[:1]),
            Subquery(searches.values("made")[:1]),
        )
        .get()
    )
    recomputing = (
        None if since is None else Recomputing(since, has_failed(f"{SCORES}/{region.code}"))
    )
    return Currency(recomputing, entry or 0, twins or 0)


@dataclass(frozen=True)
class Decisions:
    """What a region decided on its years: of each that is published the run, and the rest."""

    published: Mapping[int, int]  # the run's primary key by year
    decided: Decided


def decisions_on(region: Region) -> Decisions:
    """As of now, in one query."""
    publications = Publication.objects.filter(region=region, until_entry__isnull=True)
    published = publications.values_list("year", "run_id")
    asked = region.windows.values_list("year", Value(None, BigIntegerField()))
    rows: list[tuple[int, int | None]] = list(published.union(asked))
    runs = {year: run for year, run in rows if run is not None}
    return Decisions(
        runs, Decided(frozenset(runs), frozenset(year for year, run in rows if run is None))
    )


def publication_of(region: Region, year: int) -> Publication | None:
    """The publication that holds."""
    publications = Publication.objects.filter(region=region, year=year, until_entry__isnull=True)
    related = publications.select_related("run", "published_by")
    return related.defer(*(f"run__{name}" for name in CONTENTS)).first()


def published_before(publication: Publication) -> Run | None:
    """The run that was shown when this publication began; None where none was."""
    ended = Publication.objects.filter(
        region=publication.region_id,
        year=publication.year,
        until_entry=publication.from_entry,
    )
    replaced = ended.select_related("run").first()
    return replaced.run if replaced else None


def publications_of(run: Run) -> list[Publication]:
    """All by which the run was shown, the newest first."""
    own = Publication.objects.filter(region=run.region_id, year=run.year, run=run)
    return list(own.select_related("published_by").order_by("-from_entry"))


@lru_cache(maxsize=64)
def innovations_by_year(runs: frozenset[int]) -> dict[int, int]:
    """How many innovations count in each of the runs, by their primary keys, where any does.

    Runs never change, so that a process reads each result once.
    """
    totals = Run.objects.filter(pk__in=runs, result__innovations__total__gt=0)
    return dict(totals.values_list("year", "result__innovations__total"))


def default_year(region: Region) -> int | None:
    """The year that everybody begins with; None where there is no scorecard.

    While nothing at all is reported, the last year there is.
    """
    runs = newest_runs(region, Basis.REPORTED)
    if not runs:
        return None
    decided = decisions_on(region).decided
    return years.default_year(contents_of(runs[-1]).card.years, decided) or runs[-1].year


def closed_years(region: Region) -> frozenset[int]:
    """The years that are complete or published; what their figures rest on is settled."""
    decided = decisions_on(region).decided
    runs = newest_runs(region, Basis.REPORTED)
    history = contents_of(runs[-1]).card.years if runs else []
    complete = {
        row["year"] for row in history if years.state_of(row, decided) is YearState.COMPLETE
    }
    return decided.published | complete


def newest_runs(region: Region, basis: Basis) -> list[Run]:
    """The newest run of every year, the earliest year first, without what they hold."""
    newest = Run.objects.filter(region=region, basis=basis).values("year").annotate(Max("pk"))
    runs = Run.objects.filter(pk__in=newest.values("pk__max")).select_related("region")
    return list(runs.defer(*CONTENTS).order_by("year"))


def last_run_with(region: Region, kind: str, code: str) -> Contents | None:
    """The newest run that knew a record of that kind (`programmes`, `agencies`) by the code."""
    runs = Run.objects.filter(region=region, **{f"identities__{kind}__has_key": code})
    run = runs.select_related("region").defer(*CONTENTS).order_by("-pk").first()
    return None if run is None else contents_of(run)


def runs_of(region: Region, year: int) -> QuerySet[Run]:
    """The runs of a region-year that are kept, the newest first, without what they hold."""
    return Run.objects.filter(region=region, year=year).defer(*CONTENTS).order_by("-pk")


def run_before(region: Region, year: int, basis: Basis, moment: datetime) -> Run | None:
    """The run that was the newest of the year and basis at that moment."""
    runs = Run.objects.filter(region=region, year=year, basis=basis, made_at__lt=moment)
    return runs.select_related("region").defer(*CONTENTS).order_by("-pk").first()


def newest_by_basis(region: Region, year: int) -> dict[str, int]:
    """The primary key of the newest run of each basis."""
    runs = Run.objects.filter(region=region, year=year).values("basis")
    return dict(runs.annotate(newest=Max("pk")).values_list("basis", "newest"))


def dropped_run(region: Region, *pks: int) -> DroppedRun | None:
    """The first of those keys that was a run once and was not kept."""
    return DroppedRun.objects.filter(region=region, pk__in=_keys(pks)).order_by("pk").first()


def following_run(dropped: DroppedRun) -> Run | None:
    """The next run of the same year and basis that is kept."""
    runs = Run.objects.filter(
        region=dropped.region_id, year=dropped.year, basis=dropped.basis, pk__gt=dropped.pk
    )
    return runs.defer(*CONTENTS).order_by("pk").first()


def decided_for(run: Run, now: Decided) -> Decided:
    """What was decided on the years as the run was published or taken away, else as of now."""
    if run.decided is None:
        return now
    return Decided(**{name: frozenset(years) for name, years in run.decided.items()})
