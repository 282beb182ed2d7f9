"""A pass of a region: the runs that its changed records call for, each saved at once."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

import polars as pl
from django.db import transaction
from django.utils import timezone

from kotacerdas import __version__
from kotacerdas.audit.selectors import newest_number
from kotacerdas.core.one_moment import one_moment
from kotacerdas.figures.comparison import identities
from kotacerdas.figures.result import as_dict
from kotacerdas.figures.trace import trace
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.outbox.handlers import Clock, Handler
from kotacerdas.outbox.handlers import register as register_handler
from kotacerdas.outbox.leases import Held
from kotacerdas.records.models import Region, StaleYear
from kotacerdas.scorecards import traces
from kotacerdas.scorecards.line import Line, Pair
from kotacerdas.scorecards.models import DroppedRun, Run
from kotacerdas.scorecards.selectors import SCORES, newest_run
from kotacerdas.scorecards.sheets import NO_FIGURES, Counting, counting
from kotacerdas.scoring import progress
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.scoring.stored import packed

OVERALL = ("planned", "realised", "achievement_pct")  # what stands in columns, too
Frames = Mapping[str, pl.DataFrame]


def register() -> None:
    register_handler(Handler(SCORES, _due, make_runs))


def _due(at: datetime) -> list[str]:
    """The codes of the regions whose records changed."""
    del at
    codes = StaleYear.objects.values_list("region__code", flat=True)
    return list(codes.distinct().order_by("region__code"))


def make_runs(code: str, held: Held, now: Clock) -> Iterator[Run | None]:
    """Make the runs that the region's marks call for, in steps of one; None where nothing changed.

    A mark that comes meanwhile causes a new reading and joins the line: the pass does not begin
    again, and every run rests on the newest reading.
    """
    region = Region.objects.get(code=code)
    line, reading = Line(), None
    while True:
        if reading is None or _marks(region).keys() - line.asked.keys():
            reading = read(region, now())
            line.join(reading.marks, reading.years)
        if not line.waiting:
            _settle(region, line)
            return
        pair = line.waiting[0]
        run = reading.run(pair, now())
        with transaction.atomic():
            held.keep(now())
            if run is not None:
                run.save(force_insert=True)
            line.made(pair)
            _settle(region, line)
        yield run


def _marks(region: Region) -> dict[int, int]:
    """The marks that there are now: the first year of each, by its primary key."""
    return dict(region.stale_years.values_list("pk", "since_year"))


def _settle(region: Region, line: Line) -> None:
    """Move the marks on to the first year that they still wait for; those that are over go."""
    marks = region.stale_years
    marks.filter(pk__in=line.take_over()).delete()
    by_year: dict[int, list[int]] = defaultdict(list)
    for pk, year in line.since().items():
        by_year[year].append(pk)
    for year, pks in by_year.items():
        marks.filter(pk__in=pks, since_year__lt=year).update(since_year=year)


class Inputs(NamedTuple):
    """All that a run of a year and basis follows from."""

    as_of: date
    framework: str
    version: str
    input_sha256: str


def inputs_of(run: Run | DroppedRun) -> Inputs:
    return Inputs(run.as_of, run.framework, run.version, run.input_sha256)


@dataclass
class Reading:
    """The records of a region at one moment, and the marks that stood beside them.

    `entry` is the number of the log's newest entry then.
    """

    region: Region
    today: date
    entry: int
    marks: dict[int, int]
    counting: Counting
    _cut: dict[tuple[int, int], tuple[pl.DataFrame, bytes]] = field(default_factory=dict)

    @property
    def years(self) -> range:
        """From the first planned year to the last that is planned and has begun or has reports."""
        frames = self.counting.frames[Basis.REPORTED]
        programmes, reports = frames["Programmes"], frames["Realisation"]
        first, last = programmes["start_year"].min(), programmes["end_year"].max()
        if first is None or last is None:
            return range(0)
        reported = reports["year"].max() or self.today.year
        return range(int(first), min(int(last), max(self.today.year, int(reported))) + 1)  # type: ignore[arg-type] # a year is a number

    def run(self, pair: Pair, at: datetime) -> Run | None:
        """A run that is not saved; None where the newest there is has the same inputs."""
        newest, inputs = newest_run(self.region, *pair), self.inputs(pair)
        return None if newest and inputs == inputs_of(newest) else self.evaluated(pair, at)

    def inputs(self, pair: Pair) -> Inputs:
        year, basis = pair
        _, sha256 = self._up_to(year, basis)
        as_of = min(self.today, year_end(year))
        return Inputs(as_of, self._framework.id, __version__, sha256)

    def evaluated(self, pair: Pair, at: datetime) -> Run:
        """A run that is not saved, whatever the newest one has."""
        year, basis = pair
        (frames, sha256), inputs = self._up_to(year, basis), self.inputs(pair)
        question = Question(self.region.code, year, inputs.as_of, basis)
        card = evaluate(
            frames, question, self._framework, input_sha256=sha256, version=inputs.version
        )
        result = as_dict(card)
        versions = self.counting.effective[basis].versions
        return Run(
            region=self.region,
            year=year,
            basis=basis,
            **inputs._asdict(),
            made_at=at,
            entry=self.entry,
            result=result,
            **{name: result["overall"][name] for name in OVERALL},
            identities=identities(card),
            card=packed(card),
            trace=traces.packed(trace(card), frames, self.counting.origins, versions),
        )

    @cached_property
    def _framework(self) -> Framework:
        named = self.counting.frames[Basis.REPORTED]["Region"]["framework"].item()
        return load(named or DEFAULT)

    def _up_to(self, year: int, basis: Basis) -> tuple[Frames, str]:
        """The rows on which figures of the year rest, and the SHA-256 over all their values,
        whatever file and row they came from.
        """
        frames: dict[str, pl.DataFrame] = {}
        digest = hashlib.sha256()
        for name, frame in sorted(self.counting.frames[basis].items()):
            if name in NO_FIGURES:
                continue
            known = year, id(frame)  # both bases share most frames
            if known not in self._cut:
                cut = _up_to(name, frame, year)
                rows = cut.drop("row").write_ndjson().encode()
                self._cut[known] = cut, hashlib.sha256(rows).digest()
            frames[name], of_frame = self._cut[known]
            digest.update(name.encode() + of_frame)
        self._cut = {known: cut for known, cut in self._cut.items() if known[0] == year}
        return frames, digest.hexdigest()


def read(region: Region, at: datetime) -> Reading:
    """The records as they are at one moment."""
    with one_moment():
        marks, entry = _marks(region), newest_number(region.code)
        return Reading(region, timezone.localdate(at), entry, marks, counting(region))


def _up_to(name: str, frame: pl.DataFrame, year: int) -> pl.DataFrame:
    """Without the rows on which no figure of the year rests: those of later years, and what was
    said of the progress of those before the last.
    """
    if "year" not in frame.columns or name == "Regulations":
        return frame
    first = year - 1 if name == progress.SHEET else 0
    return frame.filter(pl.col("year").is_between(first, year))
