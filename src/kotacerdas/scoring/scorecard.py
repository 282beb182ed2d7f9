"""The scorecard: everything a screen, a document or the JSON says of one region and year."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from kotacerdas.scoring.framework import Framework
from kotacerdas.scoring.index import IndexResult
from kotacerdas.scoring.question import Question


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
      agency, agency_name, missions, regulations, quick_win, weight, description, status
      ("realised" | "not_realised" | "not_reported"), is_verified, note, evidence, report_row
      (the deciding row of Realisation), indicator_achievement_pct.
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
      achievement_pct; every year up to this one in which something was planned. Earlier years as
      of their own 31 December.
    - `index_history`: year, value (null where incomplete), of this edition, up to this year.
    - `index_rows`: the rows of the sheet Index of this edition, all years.
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

    @cached_property
    def overall(self) -> Mapping[str, object]:
        return self.figures.filter(level="overall").row(0, named=True)
