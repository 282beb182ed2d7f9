"""Making runs anew where records changed, and publishing one."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from threading import Lock

import polars as pl
from django.db import transaction
from django.utils import timezone

from kotacerdas import __version__
from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.regions.actions import lock_region
from kotacerdas.regions.models import Region
from kotacerdas.scorecards import traces
from kotacerdas.scorecards.models import Publication, Run
from kotacerdas.scorecards.selectors import newest_run
from kotacerdas.scorecards.sheets import frames_of, origins, progress_of, records_of
from kotacerdas.scoring import progress
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.framework import Framework, load
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.scoring.result import as_dict
from kotacerdas.scoring.stored import packed
from kotacerdas.scoring.trace import trace

Frames = Mapping[str, pl.DataFrame]

# By region: one thread of a process makes its runs at a time.
_MAKING: dict[int, Lock] = defaultdict(Lock)


def refresh_scorecards(region: Region, at: datetime) -> list[Run]:
    """Make the runs that changed records call for; doing it again makes none.

    Whoever waited for another's runs, which tell of all that had changed when they were begun,
    may find nothing left to do. Where a mark is gone, somebody else, in another process, made runs
    meanwhile, maybe of newer records than these, which must not stand above them: these are
    dropped. What changed since they were begun has a mark of its own, and somebody to follow it.
    """
    with _MAKING[region.pk]:
        while stale := _stale(region):
            made = _runs(region, min(stale.values()), at)
            with transaction.atomic():
                lock_region(region)
                if stale.keys() <= _stale(region).keys():
                    Run.objects.bulk_create(made)
                    region.stale_years.filter(pk__in=stale).delete()
                    return made
    return []


def _stale(region: Region) -> dict[int, int]:
    """The marks that there are now: the first year of each, by its primary key."""
    return dict(region.stale_years.values_list("pk", "since_year"))


def _runs(region: Region, since_year: int, at: datetime) -> list[Run]:
    today = timezone.localdate(at)
    records = records_of(region)
    frames = frames_of(region, records) | {progress.SHEET: progress_of(region, since_year)}
    framework = load()
    made = []
    for year in _years(frames, today):
        if year < since_year:
            continue
        known = _up_to(frames, year)
        sha256 = _hash(known)
        for basis in Basis:
            question = Question(region.code, year, min(today, year_end(year)), basis)
            if not _is_known(newest_run(region, year, basis), question, framework, sha256):
                made.append(_run(region, question, framework, known, sha256, origins(records), at))
    return made


def _years(frames: Frames, today: date) -> range:
    """From the first planned year to the last that is planned and has begun or has reports."""
    programmes, reports = frames["Programmes"], frames["Realisation"]
    first, last = programmes["start_year"].min(), programmes["end_year"].max()
    if first is None or last is None:
        return range(0)
    told = reports["year"].max() or today.year
    return range(int(first), min(int(last), max(today.year, int(told))) + 1)  # type: ignore[arg-type] # a year is a number


def _up_to(frames: Frames, year: int) -> dict[str, pl.DataFrame]:
    """Without the rows of later years, on which no figure of this one rests."""
    return {
        name: frame.filter(pl.col("year") <= year)
        if "year" in frame.columns and name != "Regulations"
        else frame
        for name, frame in frames.items()
    }


def _hash(frames: Frames) -> str:
    """SHA-256 over all values, whatever file and row they came from."""
    found = hashlib.sha256()
    for name in sorted(frames):
        found.update(name.encode())
        found.update(frames[name].drop("row").write_ndjson().encode())
    return found.hexdigest()


def _is_known(run: Run | None, question: Question, framework: Framework, sha256: str) -> bool:
    return run is not None and (run.as_of, run.framework, run.version, run.input_sha256) == (
        question.as_of,
        framework.id,
        __version__,
        sha256,
    )


def _run(  # noqa: PLR0913, PLR0917 - all that a run is made of
    region: Region,
    question: Question,
    framework: Framework,
    frames: Frames,
    sha256: str,
    known_origins: traces.Origins,
    at: datetime,
) -> Run:
    card = evaluate(frames, question, framework, input_sha256=sha256, version=__version__)
    return Run(
        region=region,
        year=question.year,
        basis=question.basis,
        as_of=question.as_of,
        framework=framework.id,
        version=__version__,
        input_sha256=sha256,
        made_at=at,
        result=as_dict(card),
        card=packed(card),
        trace=traces.packed(trace(card), frames, known_origins),
    )


def publish_run(run: Run, by: User, at: datetime, reason: str = "") -> Publication:
    """Point the public pages of the run's region-year at it.

    Raises:
        NotAllowedError: `by` may not publish there.
        RefusedError: the run does not rest on verified rows.
    """
    with transaction.atomic():
        lock_region(run.region)
        require(by, run.region, Right.PUBLISH, at)
        if run.basis != Basis.VERIFIED:
            raise RefusedError("publish.only_verified")
        before = Publication.objects.filter(region=run.region, year=run.year).first()
        published, _ = Publication.objects.update_or_create(
            region=run.region,
            year=run.year,
            defaults={"run": run, "published_by": by, "published_at": at},
        )
        change = {
            "of": ["scorecards.publication", run.year],
            "before": {"run": str(before.run)} if before else None,
            "after": {"run": str(run)},
        }
        record_entry(run.region.code, "publish", [change], actor=by.email, at=at, reason=reason)
    return published


def refresh_all(regions: Iterable[Region], at: datetime) -> list[Run]:
    """What the periodic command does for whatever was left when a process died."""
    return [run for region in regions for run in refresh_scorecards(region, at)]
