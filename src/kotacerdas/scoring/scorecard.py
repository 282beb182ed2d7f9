"""The scorecard: everything a screen, a document or the JSON says of one region and year."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.index import IndexResult
from kotacerdas.scoring.programmes import NOT_REALISED, NOT_REPORTED, REALISED
from kotacerdas.scoring.progress import BEHIND, NOT_DUE, ON_TRACK
from kotacerdas.scoring.question import Question
from kotacerdas.scoring.years import NOTHING_DECIDED, Decided, YearState, state_of

# In the order in which they are counted, explained and drawn.
COMPLETE_STATUSES = (REALISED, NOT_REALISED, NOT_REPORTED)
RUNNING_STATUSES = (REALISED, ON_TRACK, BEHIND, NOT_REPORTED, NOT_DUE)
STATUSES = tuple(dict.fromkeys((*COMPLETE_STATUSES, *RUNNING_STATUSES)))


@dataclass(frozen=True)
class Scorecard:
    """The answer. Percentages are unrounded 0..100 or null; money is rupiah.

    `row` is the row of the sheet a record came from. Frames and their columns:

    - `region`: one row of the sheet Region.
    - `figures`: level ("overall" | "dimension" | "sub_dimension" | "agency"), dimension (of a
      sub-dimension), code, planned, realised, not_reported, achievement_pct,
      indicator_achievement_pct, band. Dimensions and sub-dimensions in the framework's order,
      agencies in the workbook's.
    - `programmes`, those planned in the year: row, code, name, dimension, sub_dimension (code),
      agency, steward_row (of the sheet Stewardships, where that gives the agency, else null),
      agency_name, missions, regulations, quick_win, weight, description, status
      ("realised" | "not_realised" | "not_reported"), is_verified, note, evidence, report_row
      (the deciding row of Realisation), reported_period and reported_to (its period, and when
      that ends), indicator_achievement_pct; unless the year is settled also progress (a status
      of RUNNING_STATUSES) and to_date_pct, see progress.with_progress.
    - `indicators`, of those programmes: row, code, programme, name, level, unit, polarity,
      aggregation, weight, baseline, target, target_max, value, state ("not_applicable" |
      "no_target" | "not_due" | "unscorable" | "not_reported" | "scored"), is_incomplete,
      achievement_pct.
    - `agencies`: row, code, name, innovations (that count in the year).
    - `budget`, the year's rows: row, programme, dimension, source, ceiling, realised.
    - `innovations`, all of the year: the sheet's columns, agency_name, is_counted.
    - `capacity`, the year's rows: row, code, kind, item, agency, unit, target, realised,
      achievement_pct.
    - `missions`, `regulations`: the sheets.
    - `history`: year, dimension (null for all), planned, realised, not_reported,
      achievement_pct, and what years.with_year_ends adds; every year up to this one in which
      something was planned. Earlier years as of their own 31 December. While the year runs also
      reported_to_date and as_planned_to_date: of the year before, how many programmes were
      reported, and as planned, at the same point of it; null for other years.
    - `index_history`: year, value (null where incomplete), of this edition, up to this year.
    - `index_rows`: the rows of the sheet Index that count under this edition, all years.
    """

    question: Question
    framework: Framework
    region: pl.DataFrame
    figures: pl.DataFrame
    programmes: pl.DataFrame
    indicators: pl.DataFrame
    agencies: pl.DataFrame
    budget: pl.DataFrame
    innovations: pl.DataFrame
    capacity: pl.DataFrame
    missions: pl.DataFrame
    regulations: pl.DataFrame
    history: pl.DataFrame
    index_history: pl.DataFrame
    index: IndexResult | None
    index_rows: pl.DataFrame
    input_sha256: str
    version: str
    decided: Decided = NOTHING_DECIDED

    @cached_property
    def overall(self) -> Mapping[str, object]:
        return self.figures.filter(level="overall").row(0, named=True)

    @cached_property
    def years(self) -> list[dict[str, Any]]:
        """The history over all dimensions, from the first year, each with its `state`."""
        frame = self.history.filter(self.history["dimension"].is_null()).sort("year")
        return [row | {"state": state_of(row, self.decided)} for row in frame.iter_rows(named=True)]

    @cached_property
    def complete_years(self) -> list[dict[str, Any]]:
        """Those that may be compared with one another, and make a trend."""
        return [row for row in self.years if row["state"] is YearState.COMPLETE]

    @cached_property
    def index_years(self) -> list[tuple[int, float]]:
        """The years up to this one with an index, and its value."""
        return list(self.index_history.drop_nulls("value").sort("year").iter_rows())

    @cached_property
    def last_year_to_date(self) -> tuple[int, int] | None:
        """(as planned, reported) of the year before at the same point; None where none was."""
        before = (row for row in self.years if row["year"] == self.question.year - 1)
        row = next(before, {})
        if self.is_complete or row.get("reported_to_date") is None:
            return None
        return row["as_planned_to_date"], row["reported_to_date"]

    @cached_property
    def state(self) -> YearState:
        """How far the year is; where nothing is planned, nothing is open."""
        states: dict[int, YearState] = {row["year"]: row["state"] for row in self.years}
        return states.get(self.question.year, YearState.COMPLETE)

    @property
    def is_complete(self) -> bool:
        return self.state is YearState.COMPLETE

    @property
    def statuses(self) -> tuple[str, ...]:
        """Those that a programme can be in, as the year is."""
        return COMPLETE_STATUSES if self.is_complete else RUNNING_STATUSES

    @cached_property
    def displayed_programmes(self) -> pl.DataFrame:
        """`programmes` with `status` as it is said of a year that is as far as this one.

        While it runs, indicator_achievement_pct is that of the targets due up to the report.
        """
        if self.is_complete:
            return self.programmes
        progress = "progress" if "progress" in self.programmes.columns else "status"
        said = pl.col(progress).replace(NOT_REALISED, ON_TRACK)
        if self.question.year in self.decided.asked:
            said = said.replace(NOT_DUE, NOT_REPORTED)
        to_date = (
            pl.col("to_date_pct")
            if "to_date_pct" in self.programmes.columns
            else pl.lit(None, dtype=pl.Float64)
        )
        return self.programmes.with_columns(status=said, indicator_achievement_pct=to_date)

    @cached_property
    def displayed_figures(self) -> list[dict[str, Any]]:
        """`figures` with what may be said of them while the year is as far as it is.

        Adds the counts by status; achievement_pct only where the year is complete and anything
        is reported, that of the indicators and its band only where the year is complete;
        last_year_pct only where both years may be compared.
        """
        counts, before = self._status_counts(), self._last_year()
        return [
            row
            | (found := _counts(row, counts[_place(row)], is_complete=self.is_complete))
            | {
                "achievement_pct": row["achievement_pct"]
                if self.is_complete and row["planned"] > found[NOT_REPORTED]
                else None,
                "indicator_achievement_pct": row["indicator_achievement_pct"]
                if self.is_complete
                else None,
                "band": row["band"] if self.is_complete else None,
                "last_year_pct": before.get(row["code"] if row["level"] == "dimension" else None)
                if row["level"] in {"overall", "dimension"}
                else None,
            }
            for row in self.figures.iter_rows(named=True)
        ]

    def _status_counts(self) -> dict[tuple[str | None, ...], Counter[str]]:
        """How many programmes of each place are in each status."""
        counts: dict[tuple[str | None, ...], Counter[str]] = {}
        for dimension, sub, agency, status in self.displayed_programmes.select(
            "dimension", "sub_dimension", "agency", "status"
        ).iter_rows():
            for place in (
                ("overall", None, None),
                ("dimension", None, dimension),
                ("sub_dimension", dimension, sub),
                ("agency", None, agency),
            ):
                counts.setdefault(place, Counter())[status] += 1
        return defaultdict(Counter, counts)

    def _last_year(self) -> dict[str | None, float]:
        """Achievement of the year before, by dimension and over all; empty unless comparable."""
        last = self.question.year - 1
        if not self.is_complete or all(row["year"] != last for row in self.complete_years):
            return {}
        reported = pl.col("planned") > pl.col("not_reported")
        rows = self.history.filter(pl.col("year") == last, reported)
        return dict(rows.select("dimension", "achievement_pct").iter_rows())


def _place(row: Mapping[str, Any]) -> tuple[str | None, ...]:
    code = None if row["level"] == "overall" else row["code"]
    return row["level"], row["dimension"], code


def _counts(row: Mapping[str, Any], found: Counter[str], *, is_complete: bool) -> dict[str, int]:
    """By status, those of the other kind of year as zero."""
    if is_complete:
        missed = row["planned"] - row["realised"] - row["not_reported"]
        found = Counter(
            {
                REALISED: row["realised"],
                NOT_REALISED: missed,
                NOT_REPORTED: row["not_reported"],
            }
        )
    return {status: found[status] for status in STATUSES}
