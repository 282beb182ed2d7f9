"""Reading runs. A run never changes, so what was unpacked from one is kept in memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Max, Min

from kotacerdas.frameworks.framework import load
from kotacerdas.outbox.leases import has_failed
from kotacerdas.regions.models import Region, StaleYear
from kotacerdas.scorecards import traces
from kotacerdas.scorecards.models import Publication, Run
from kotacerdas.scoring import years
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.scoring.stored import unpacked
from kotacerdas.scoring.years import Decided

SCORES = "scores"  # the worker's name for making runs
_BLOBS = ("card", "trace")


def newest_run(region: Region, year: int, basis: Basis) -> Run | None:
    """The newest run of the region-year, without its card, trace and result."""
    runs = Run.objects.filter(region=region, year=year, basis=basis).defer(*_BLOBS, "result")
    return runs.order_by("-pk").first()


def years_with_runs(region: Region) -> list[int]:
    """The years there is a scorecard of, the latest first."""
    return list(
        Run.objects.filter(region=region)
        .order_by("-year")
        .values_list("year", flat=True)
        .distinct()
    )


@dataclass(frozen=True)
class Recomputing:
    """Since when a year's newest results no longer agree with the records.

    `has_failed` where making the new ones did: it is tried again, and somebody has to look.
    """

    since: datetime
    has_failed: bool


def recomputing(region: Region, year: int) -> Recomputing | None:
    """None where the year's newest results agree with the records; in one query then."""
    marks = StaleYear.objects.filter(region=region, since_year__lte=year)
    since: datetime | None = marks.aggregate(since=Min("marked_at"))["since"]
    if since is None:
        return None
    return Recomputing(since, has_failed(f"{SCORES}/{region.code}"))


@lru_cache(maxsize=64)
def card_of(run_pk: int) -> Scorecard:
    """The scorecard of a run."""
    run = Run.objects.select_related("region").defer("trace", "result").get(pk=run_pk)
    question = Question(run.region.code, run.year, run.as_of, Basis(run.basis))
    return unpacked(
        bytes(run.card),
        question,
        load(run.framework),
        input_sha256=run.input_sha256,
        version=run.version,
    )


@lru_cache(maxsize=64)
def result_of(run_pk: int) -> Mapping[str, Any]:
    """The numbers of a run, as scoring.result.as_dict gives them."""
    result: Mapping[str, Any] = Run.objects.only("result").get(pk=run_pk).result
    return result


@lru_cache(maxsize=16)
def trace_of(run_pk: int) -> dict[str, list[traces.TracedRow]]:
    """For each number of a run's result, by its JSON pointer, the rows it rests on."""
    return traces.unpacked(bytes(Run.objects.only("trace").get(pk=run_pk).trace))


def published_runs(region: Region) -> dict[int, int]:
    """The primary key of the run that is published for each year that has one."""
    return dict(Publication.objects.filter(region=region).values_list("year", "run_id"))


def decided_on(region: Region, published: Collection[int]) -> Decided:
    """What the region decided on its years, given those that are published."""
    asked = region.periods.values_list("year", flat=True).distinct()
    return Decided(frozenset(published), frozenset(asked))


def default_year(region: Region) -> int | None:
    """The year that everybody begins with; None where there is no scorecard.

    While nothing at all is reported, the last year there is.
    """
    runs = newest_runs(region, Basis.REPORTED)
    if not runs:
        return None
    decided = decided_on(region, published_runs(region))
    return years.default_year(card_of(runs[-1].pk).years, decided) or runs[-1].year


def newest_runs(region: Region, basis: Basis) -> list[Run]:
    """The newest run of every year, the earliest year first, without card, trace and result."""
    newest = Run.objects.filter(region=region, basis=basis).values("year").annotate(Max("pk"))
    pks = [row["pk__max"] for row in newest]
    return list(Run.objects.filter(pk__in=pks).defer(*_BLOBS, "result").order_by("year"))


def runs_of(region: Region, year: int) -> list[Run]:
    """All runs of a region-year, the newest first, without card and trace."""
    return list(Run.objects.filter(region=region, year=year).defer(*_BLOBS).order_by("-pk"))
