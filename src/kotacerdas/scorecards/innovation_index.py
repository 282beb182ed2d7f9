"""The regional innovation index of a year, of the records as they are now; methodology, 11."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from django.db.models import TextField
from django.db.models.functions import Cast

from kotacerdas.audit.selectors import heads
from kotacerdas.casework.reuse import Holder
from kotacerdas.core.tables.columns import LastingRows
from kotacerdas.frameworks.innovation_index import InnovationEdition, edition_of_year
from kotacerdas.innovation.marks import Resting, holder_of, resting_in
from kotacerdas.plan.models import Innovation, InnovationMark, RegionMark
from kotacerdas.records.models import Region
from kotacerdas.scoring.innovation_index import Readiness, Step, readiness
from kotacerdas.scoring.innovation_marks import Mark
from kotacerdas.scoring.measures import with_counted
from kotacerdas.scoring.periods import year_end
from kotacerdas.workbook.schema import STAGES, stage_day

YEARS_BEFORE = 2  # in which innovations count
READY, REFUSED, NOT_COUNTED = STATES = ("ready", "refused", "not_counted")
REFUSALS = ("stage", "trial_on", "summary", "mandatory")

_TEXTS = ("code", "name", "agency", "stage", "affair", "form", "summary", "same_as")
_DAYS = tuple(map(stage_day, STAGES))
_INNOVATIONS = {
    "pk": pl.Int64,
    "year": pl.Int64,
    "digital": pl.Boolean,
    **dict.fromkeys(_TEXTS, pl.String),
    **dict.fromkeys(_DAYS, pl.Date),
}
_MARKS = {
    "pk": pl.Int64,
    "innovation": pl.String,
    "indicator": pl.String,
    "parameter": pl.Int64,
    "evidence": pl.String,
    "is_verified": pl.Boolean,
}
_EMPTY = "[]"


class Edition(NamedTuple):
    """The edition by which a year is counted; `is_of_year` where it was made for that year."""

    rules: InnovationEdition
    is_of_year: bool


@dataclass(frozen=True, eq=False)
class IndexOfYear:
    """The index with what it rests on.

    `all` has every innovation of the years that count, `counted` only those of a stage that
    counts; `innovations` has a row for each of `all`, in its order, with is_counted.
    """

    year: int
    edition: Edition
    innovations: pl.DataFrame
    all: Readiness
    counted: Readiness
    mark_keys: Mapping[tuple[str, str], int]  # by innovation and indicator
    region_marks: Mapping[str, RegionMark]  # by indicator
    resting: Mapping[Holder, Resting]  # on which pieces of the store each mark does

    @property
    def is_empty(self) -> bool:
        """Whether nothing was marked yet."""
        return not (self.mark_keys or self.region_marks)

    @cached_property
    def best_steps(self) -> Sequence[Step]:
        return self.counted.steps(at_most=10)

    def row(self, innovation: str) -> dict[str, Any]:
        """That of the innovation with the code."""
        row: dict[str, Any] = self.rows[self.all.marks.place(innovation)]
        return row

    @cached_property
    def rows(self) -> LastingRows:
        """A dictionary for each innovation: what it has, what it lacks, and whether it is ready.

        `refusals` are those of REFUSALS for which the ministry's system would refuse it, `state`
        is one of STATES.
        """
        marks, edition = self.all.marks, self.edition.rules
        codes = np.array([one.code for one in edition.innovation])
        lacking, mandatory = marks.is_lacking, marks.is_lacking & marks.is_mandatory
        frame = self.innovations.with_columns(
            self.all.innovations.select("claimed", "verified", "lacking", "mandatory_lacking"),
            words=pl.col("summary").str.count_matches(r"\S+").fill_null(0),
        )
        rows = frame.to_dicts()
        for at, row in enumerate(rows):
            row["lacking_codes"] = codes[lacking[at]].tolist()
            row["mandatory_codes"] = codes[mandatory[at]].tolist()
            row["refusals"] = _refusals(row, edition.description_words)
            state = REFUSED if row["refusals"] else READY
            row["state"] = state if row["is_counted"] else NOT_COUNTED
        return LastingRows(rows)


def _refusals(row: Mapping[str, Any], fewest_words: int) -> list[str]:
    met = (
        not row["is_counted"],
        row["trial_on"] is None,
        row["words"] < fewest_words,
        bool(row["mandatory_codes"]),
    )
    return [reason for reason, is_met in zip(REFUSALS, met, strict=True) if is_met]


def edition_for(year: int) -> Edition:
    """The edition of that year; of a year without rules that we know, the nearest one."""
    rules = edition_of_year(year)
    day = year_end(year)
    return Edition(rules, rules.from_day <= day <= rules.until)


def index_of(region: Region, year: int) -> IndexOfYear:
    """The index of the region's records; read anew when the region's log has gone on.

    The hash of the newest entry tells a database that was filled anew from the old one.
    """
    newest = [head.hash for head in heads([region.code])]
    return _index_of(region.pk, year, *newest)


@lru_cache(maxsize=8)
def _index_of(region: int, year: int, *newest: str) -> IndexOfYear:
    del newest
    edition = edition_for(year)
    rules = edition.rules
    innovations = _innovations(region, year)
    resting = resting_in(region)
    marks = _marks(region, innovations, rules, resting)
    of_region = {one.indicator: one for one in RegionMark.objects.filter(region=region, year=year)}
    known = {one.code for one in rules.government}
    said = [
        Mark(one.indicator, one.parameter, has_evidence(one, resting), one.verified)
        for one in of_region.values()
        if one.indicator in known
    ]
    day = min(max(year_end(year), rules.from_day), rules.until)

    def of(chosen: pl.DataFrame) -> Readiness:
        own = marks.join(chosen.select(innovation="code"), on="innovation", how="semi")
        return readiness(said, chosen.select("affair", innovation="code"), own, rules, day)

    return IndexOfYear(
        year,
        edition,
        innovations,
        of(innovations),
        of(innovations.filter("is_counted")),
        dict(zip(marks.select("innovation", "indicator").iter_rows(), marks["pk"], strict=True)),
        of_region,
        resting,
    )


def has_evidence(mark: InnovationMark | RegionMark, resting: Mapping[Holder, Resting]) -> bool:
    """Whether a workbook names any, or the mark rests on a piece, even if it was taken back since.

    A piece that is taken back changes no score by itself: the mark says so until somebody decides.
    """
    return bool(mark.evidence) or holder_of(mark) in resting


def _innovations(region: int, year: int) -> pl.DataFrame:
    """Those of the years before that are not the same as another."""
    own = Innovation.objects.filter(
        region=region, year__range=(year - YEARS_BEFORE, year - 1), same_as=""
    )
    names = [f"{name}__code" if name == "agency" else name for name in _INNOVATIONS]
    rows = list(own.order_by("code").values_list(*names))
    frame = pl.DataFrame(rows, schema=_INNOVATIONS, orient="row")
    texts = pl.col(*_TEXTS).replace("", None)
    return with_counted(frame.with_columns(texts), year_end(year))


def _marks(
    region: int,
    innovations: pl.DataFrame,
    rules: InnovationEdition,
    resting: Mapping[Holder, Resting],
) -> pl.DataFrame:
    of_innovations = InnovationMark._meta.label_lower
    with_pieces = [pk for label, pk in resting if label == of_innovations]
    codes = dict(innovations.select("pk", "code").iter_rows())
    own = InnovationMark.objects.filter(
        region=region,
        innovation__year__range=(innovations["year"].min() or 0, innovations["year"].max() or 0),
        indicator__in=[one.code for one in rules.innovation],
    )
    # The text says whether there is evidence without being parsed.
    names = ("pk", "innovation_id", "indicator", "parameter", "text", "verified")
    rows = own.annotate(text=Cast("evidence", TextField())).order_by("innovation_id", "pk")
    known = [
        (pk, codes[innovation], *others)
        for pk, innovation, *others in rows.values_list(*names)
        if innovation in codes
    ]
    return pl.DataFrame(known, schema=_MARKS, orient="row").with_columns(
        has_evidence=(pl.col("evidence") != _EMPTY) | pl.col("pk").is_in(with_pieces),
    )
