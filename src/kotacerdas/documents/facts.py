"""A scorecard as plain records, named in a language: what every document is written from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from kotacerdas.charts.budget import Money, money, money_by_source
from kotacerdas.charts.sub_dimensions import sub_dimension_names
from kotacerdas.figures.number import sub_dimension
from kotacerdas.scoring import measures
from kotacerdas.scoring.scorecard import STATUSES, Scorecard
from kotacerdas.wording.catalogue import Catalogue, terms
from kotacerdas.wording.names import region_name
from kotacerdas.wording.numbers import Language, number

TEXT = Path(__file__).parent / "text.toml"

Row = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """Programmes planned and realised of a dimension, sub-dimension or agency, or of all."""

    code: str
    name: str
    dimension: str | None
    planned: int
    counts: Mapping[str, int]  # by status
    achievement_pct: float | None  # of a complete year
    indicator_achievement_pct: float | None
    band: str  # named in the language; empty where there is none
    last_year_pct: float | None = None

    @property
    def realised(self) -> int:
        return self.counts["realised"]

    @property
    def not_realised(self) -> int:
        return self.counts["not_realised"]

    @property
    def not_reported(self) -> int:
        return self.counts["not_reported"]

    @property
    def behind(self) -> int:
        return self.counts["behind"]

    @property
    def as_planned(self) -> int:
        """Realised, or on track to it while the year runs."""
        return self.realised + self.counts["on_track"]

    @property
    def due(self) -> int:
        """Of which a report could be expected."""
        return self.planned - self.counts["not_due"]

    @property
    def reported(self) -> int:
        return self.due - self.not_reported

    @property
    def lost(self) -> int:
        """Planned and, for whatever reason, not realised."""
        return self.planned - self.realised

    @property
    def change_points(self) -> float | None:
        if self.achievement_pct is None or self.last_year_pct is None:
            return None
        return self.achievement_pct - self.last_year_pct


class Facts:
    """The records of one scorecard in one language, each made when first asked for."""

    def __init__(self, scorecard: Scorecard, language: Language) -> None:
        self.scorecard, self.language = scorecard, language
        self.say: Catalogue = terms(language, TEXT)
        self.year = scorecard.question.year
        self.as_of: date = scorecard.question.as_of
        self.minimum = scorecard.framework.innovation_minimum
        self.state = scorecard.state
        self.is_complete = scorecard.is_complete
        self.statuses = scorecard.statuses

    @cached_property
    def region(self) -> str:
        row = next(iter(self.scorecard.region.to_dicts()), {"name": self.scorecard.question.region})
        return region_name(row["name"], row.get("level"), self.language)

    @cached_property
    def overall(self) -> Figure:
        return self._figures("overall", {})[0]

    @cached_property
    def dimension_names(self) -> dict[str, str]:
        return {part.code: part.name(self.language) for part in self.scorecard.framework.dimensions}

    @cached_property
    def component_by_dimension(self) -> str:
        """The name of the component that may be scored by dimension; empty where none may."""
        code = self.scorecard.framework.component_by_dimension
        return self.scorecard.framework.name_of(code, self.language) if code else ""

    @cached_property
    def colours(self) -> dict[str, str]:
        """Of the dimensions, on paper."""
        return {part.code: part.light for part in self.scorecard.framework.dimensions}

    @cached_property
    def dimensions(self) -> list[Figure]:
        return self._figures("dimension", self.dimension_names)

    @cached_property
    def sub_dimensions(self) -> list[Figure]:
        names = sub_dimension_names(self.scorecard.framework, self.language)
        return self._figures("sub_dimension", names)

    @cached_property
    def sub_dimension_names(self) -> dict[str, str]:
        """`Smart Economy · Kesejahteraan` by the code of its numbers."""
        return {
            sub_dimension(one.dimension or "", one.code): (
                f"{self.dimension_names[one.dimension or '']} · {one.name}"
            )
            for one in self.sub_dimensions
        }

    @cached_property
    def agencies(self) -> list[Figure]:
        return self._figures("agency", self.agency_names)

    @cached_property
    def agency_names(self) -> dict[str, str]:
        frame = self.scorecard.agencies
        return dict(zip(frame["code"], frame["name"], strict=True))

    @cached_property
    def innovations_by_agency(self) -> dict[str, int]:
        frame = self.scorecard.agencies
        return dict(zip(frame["code"], frame["innovations"], strict=True))

    @cached_property
    def short_of_minimum(self) -> list[Row]:
        """Agencies with fewer innovations than the minimum, the fewest first."""
        frame = self.scorecard.agencies
        return (
            frame.filter(pl.col("innovations") < self.minimum)
            .sort("innovations", "name")
            .to_dicts()
        )

    @cached_property
    def programmes(self) -> list[Row]:
        """The year's programmes, `status` as the year is: see Scorecard.displayed_programmes."""
        return self.scorecard.displayed_programmes.to_dicts()

    @cached_property
    def indicators(self) -> list[Row]:
        """The year's indicators, each with the dimension and the agency of its programme."""
        programmes = self.scorecard.programmes.select("dimension", "agency", programme="code")
        joined = self.scorecard.indicators.join(programmes, on="programme", how="left")
        return joined.to_dicts()

    @cached_property
    def programme_names(self) -> dict[str, str]:
        frame = self.scorecard.programmes
        return dict(zip(frame["code"], frame["name"], strict=True))

    def programmes_that_are(self, status: str, dimension: str | None = None) -> list[Row]:
        return [
            row
            for row in self.programmes
            if row["status"] == status and dimension in (None, row["dimension"])
        ]

    @property
    def short_status(self) -> str:
        """Of programmes that fell short, as the year is."""
        return "not_realised" if self.is_complete else "behind"

    def counts_in_words(self, figure: Figure) -> str:
        """`6 terealisasi, 35 sesuai rencana`: all statuses of a year as far as this one."""
        return ", ".join(
            f"{number(figure.counts[status], 0, self.language)} {self.say.term('status', status)}"
            for status in self.statuses
        )

    @cached_property
    def verified(self) -> int:
        """Of how many programmes the last report is verified; the others of those reported wait."""
        return sum(1 for row in self.programmes if row["is_verified"])

    @cached_property
    def reported_to(self) -> date | None:
        """When the last period ends that anything is reported of; None where nothing is."""
        return max((row["reported_to"] for row in self._reported), default=None)

    @property
    def stands_on(self) -> date:
        """What day it shows: of a year that is not complete the last that was told of."""
        return self.as_of if self.is_complete else self.reported_to or self.as_of

    @cached_property
    def reported_period(self) -> str:
        """The code of that period, empty for the whole year."""
        last = max(
            self._reported, key=lambda row: row["reported_to"], default={"reported_period": None}
        )
        return last["reported_period"] or ""

    @property
    def _reported(self) -> list[Row]:
        return [row for row in self.programmes if row.get("reported_to") is not None]

    @cached_property
    def sources(self) -> Mapping[str, Money]:
        return money_by_source(self.scorecard)

    @cached_property
    def money(self) -> Money | None:
        """All of the year; None where the workbook has no budget for it."""
        frame = self.scorecard.budget
        return None if frame.is_empty() else money(frame)

    @cached_property
    def money_by_programme(self) -> dict[str, tuple[float | None, float | None]]:
        """Ceiling and spent of each programme with a budget; None where no row says it."""
        sums = [
            pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name)
            for name in ("ceiling", "realised")
        ]
        rows = self.scorecard.budget.group_by("programme", maintain_order=True).agg(*sums)
        return {code: (ceiling, spent) for code, ceiling, spent in rows.iter_rows()}

    @cached_property
    def budget(self) -> list[Row]:
        """The year's rows, each with what its programme is called, its agency and its absorption.

        In percent; None where nothing is planned or it is not known what was spent.
        """
        agencies = {row["code"]: row["agency"] for row in self.programmes}
        return [
            row
            | {
                "name": self.programme_names[row["programme"]],
                "agency": agencies[row["programme"]],
                "absorption_pct": _absorption(row["ceiling"], row["realised"]),
            }
            for row in self.scorecard.budget.iter_rows(named=True)
        ]

    @cached_property
    def money_by_dimension(self) -> dict[str, Money]:
        codes = (figure.code for figure in self.dimensions)
        parts = {code: self.scorecard.budget.filter(dimension=code) for code in codes}
        return {code: money(part) for code, part in parts.items() if not part.is_empty()}

    @cached_property
    def capacity_by_kind(self) -> dict[str, Row]:
        """Kind -> items, not_reported, achievement_pct."""
        return measures.capacity_figures(self.scorecard.capacity)

    @cached_property
    def capacity(self) -> list[Row]:
        return self.scorecard.capacity.to_dicts()

    @cached_property
    def years(self) -> list[Row]:
        """History over all dimensions, from the first year: those that make a trend."""
        return self.scorecard.complete_years

    @cached_property
    def last_index(self) -> tuple[int, float] | None:
        """The newest earlier year with an index, and its value."""
        earlier = [one for one in self.scorecard.index_years if one[0] < self.year]
        return earlier[-1] if earlier else None

    @cached_property
    def lapsing_regulations(self) -> list[Row]:
        """Regulations whose validity ends in the year or has ended."""
        end = date(self.year, 12, 31)
        frame = self.scorecard.regulations.to_dicts()
        return [row for row in frame if row["valid_to"] is not None and row["valid_to"] <= end]

    def _figures(self, level: str, names: Mapping[str, str]) -> list[Figure]:
        return [
            Figure(
                code=row["code"] or "",
                name=names.get(row["code"], row["code"]) or self.say("picture.no_sub_dimension"),
                dimension=row["dimension"],
                planned=row["planned"],
                counts={status: row[status] for status in STATUSES},
                achievement_pct=row["achievement_pct"],
                indicator_achievement_pct=row["indicator_achievement_pct"],
                band=self._band(row["band"]),
                last_year_pct=row["last_year_pct"],
            )
            for row in self.scorecard.displayed_figures
            if row["level"] == level
        ]

    def _band(self, name: str | None) -> str:
        if name is None or self.language is Language.ID:
            return name or ""
        bands = self.scorecard.framework.bands
        return next((band.name_en for band in bands if band.name == name), name)


def _absorption(ceiling: float | None, spent: float | None) -> float | None:
    return 100 * spent / ceiling if ceiling and spent is not None else None
