"""What can't be true of an innovation, of its stages and marks, and of two that are the same."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from kotacerdas.workbook.findings import Finding, Frames, at
from kotacerdas.workbook.problems import Problem, Term
from kotacerdas.workbook.schema import STAGES, stage_day

SHEET = "Innovations"
MOST_IN_DECK = 12  # of a year
MARKS = ("InnovationMarks", "RegionMarks")
_DAYS = {stage: pl.col(stage_day(stage)) for stage in STAGES}
# An idea may be retired at any stage; all others lead from one stage to the next.
_PASSED = ("screened", "trial", "applied", "replicated")


def stages(frames: Frames) -> Iterator[Finding]:
    """What each row says against itself."""
    rows = frames[SHEET]
    yield from _out_of_order(rows)
    yield from _beyond_the_stage(rows)
    yield from _skipped(rows)


def twins(frames: Frames) -> Iterator[Finding]:
    yield from _same(frames[SHEET])
    yield from _too_many_in_deck(frames[SHEET])
    for sheet in MARKS:
        unproven = frames[sheet].filter(pl.col("parameter") > 0, pl.col("evidence").is_null())
        yield from at(unproven, sheet, "evidence", Problem.NO_EVIDENCE, "parameter")


def _out_of_order(rows: pl.DataFrame) -> Iterator[Finding]:
    """A day before that of a stage before it, or an idea later than the year that it counts in."""
    stages = list(STAGES)
    for place, stage in enumerate(stages[1:], start=1):
        before = [_DAYS[one] for one in stages[:place]]
        earlier = pl.max_horizontal(before)
        wrong = rows.filter(_DAYS[stage] < earlier).with_columns(earlier=earlier.cast(pl.String))
        yield from at(wrong, SHEET, stage_day(stage), Problem.STAGE_OUT_OF_ORDER, "earlier")
    late = rows.filter(_DAYS["idea"].dt.year() > pl.col("year"))
    yield from at(late, SHEET, "year", Problem.YEAR_BEFORE_IDEA, "idea_on")


def _beyond_the_stage(rows: pl.DataFrame) -> Iterator[Finding]:
    for place, stage in enumerate(STAGES):
        for now in list(STAGES)[:place]:
            wrong = rows.filter(_DAYS[stage].is_not_null(), pl.col("stage") == now)
            named = (("stage", Term(STAGES[now], now)),)
            for finding in at(wrong, SHEET, stage_day(stage), Problem.STAGE_NOT_REACHED):
                yield replace(finding, parts=named)


def _skipped(rows: pl.DataFrame) -> Iterator[Finding]:
    """A stage without its day between two that have theirs."""
    for place, stage in enumerate(_PASSED[:-1]):
        later = [_DAYS[one].is_not_null() for one in _PASSED[place + 1 :]]
        skipped = rows.filter(
            _DAYS["idea"].is_not_null(), _DAYS[stage].is_null(), pl.any_horizontal(later)
        )
        skipped = skipped.with_columns(name=pl.lit(stage_day(stage)))
        yield from at(skipped, SHEET, "stage", Problem.STAGE_SKIPPED, "name")


def _too_many_in_deck(rows: pl.DataFrame) -> Iterator[Finding]:
    """Those after the first of a year, in the order of their rows."""
    place = pl.int_range(pl.len()).over("region", "year")
    beyond = rows.filter(pl.col("in_deck")).filter(place >= MOST_IN_DECK)
    beyond = beyond.with_columns(most=pl.lit(str(MOST_IN_DECK)))
    yield from at(beyond, SHEET, "in_deck", Problem.TOO_MANY_IN_DECK, "year", "most")


def _same(rows: pl.DataFrame) -> Iterator[Finding]:
    """One that is the same as another must not be the one that others are the same as."""
    codes = rows.select("region", same_as="code").unique()
    unknown = rows.drop_nulls("same_as").join(codes, on=["region", "same_as"], how="anti")
    yield from at(
        unknown.with_columns(sheet=pl.lit(SHEET)),
        SHEET,
        "same_as",
        Problem.UNKNOWN_REFERENCE,
        "sheet",
    )
    copies = rows.drop_nulls("same_as").select("region", code="same_as").unique()
    both = rows.drop_nulls("same_as").join(copies, on=["region", "code"], how="semi")
    yield from at(both, SHEET, "same_as", Problem.SAME_AS_ITSELF, "code")
