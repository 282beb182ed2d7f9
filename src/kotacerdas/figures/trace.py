"""Which fields of which records each number of a result rests on, by canonical names.

Each stands once, and a level names its programmes instead of repeating what they rest on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import polars as pl

from kotacerdas.figures.number import Number, numbers, sub_dimension
from kotacerdas.figures.result import as_dict
from kotacerdas.scoring.scorecard import Scorecard


class TracedRow(NamedTuple):
    """Fields of a record, by its `row` in the frames; in a stored trace with what they held.

    `file` and `file_row` tell where the record came from, `version` which version of a report says
    it; all None of what was typed in.
    """

    sheet: str
    fields: Sequence[str]
    record: int
    file: int | None
    file_row: int | None
    version: int | None
    values: Sequence[object]

    @property
    def by_field(self) -> Mapping[str, Any]:
        """What each field held, in a stored trace."""
        return dict(zip(self.fields, self.values, strict=True))


class Path(NamedTuple):
    """What a number rests on: parts of each programme of a place, and rows of its own."""

    place: str = ""
    parts: Sequence[str] = ()
    rows: Sequence[int] = ()


@dataclass(frozen=True)
class Trace:
    """All of it in plain lists and dictionaries, so that it is stored as it is.

    `sheets` are the kinds of rows: a sheet, and fields of it. An element of `rows` is the index of
    its kind, the record, file, row of the file, version of a report, and in a stored trace the
    fields' values.
    `programmes` has the rows of each programme by part, `members` the programmes of each place,
    `paths` a Path for each number by its text; rows are their indices.
    """

    sheets: Sequence[tuple[str, Sequence[str]]]
    rows: Sequence[Sequence[Any]]
    programmes: Mapping[str, Mapping[str, Sequence[int]]]
    members: Mapping[str, Sequence[str]]
    paths: Mapping[str, Sequence[Any]]

    def of(self, number: Number) -> list[TracedRow]:
        """The rows it rests on, one programme after the other; none of what the edition sets.

        Raises:
            KeyError: the result has no such number.
        """
        return self.rows_at(self.indices(number))

    def indices(self, number: Number) -> list[int]:
        """Where `rows` has them; raises as `of` does."""
        path = Path(*self.paths[str(number)])
        of_programmes = (
            self.programmes[code][part] for code in self.codes(number) for part in path.parts
        )
        return [*chain.from_iterable(of_programmes), *path.rows]

    def fields(self, number: Number) -> Iterator[tuple[str, int, str]]:
        """The same as sheet, record and field of each."""
        for row in self.of(number):
            for field in row.fields:
                yield row.sheet, row.record, field

    def codes(self, number: Number) -> Sequence[str]:
        """The programmes that it rests on."""
        return self.members.get(Path(*self.paths[str(number)]).place, ())

    def part(self, programme: str, part: str) -> list[TracedRow]:
        """The rows of one part of a programme of the result."""
        return self.rows_at(self.programmes[programme][part])

    def all_rows(self) -> list[TracedRow]:
        """What any number rests on."""
        return self.rows_at(range(len(self.rows)))

    def rows_at(self, indices: Iterable[int]) -> list[TracedRow]:
        traced = []
        for at in indices:
            kind, record, file, file_row, version, *values = self.rows[at]
            sheet, fields = self.sheets[kind]
            traced.append(TracedRow(sheet, fields, record, file, file_row, version, values))
        return traced


_SPAN = ("code", "start_year", "end_year")
_STEWARDSHIP = ("programme", "from_year", "agency")
_REPORT = ("programme", "year", "period", "realised", "verified")
_INDICATOR = ("code", "programme")
_RULES = ("polarity", "aggregation", "weight")
_TARGET = ("indicator", "year", "period", "target", "target_max")
_VALUE = ("indicator", "year", "period", "value", "status", "verified")
_BUDGET = ("programme", "year")
_INNOVATION = ("agency", "year", "stage")
_CAPACITY = ("kind", "year")
_SCORE = ("year", "framework", "component", "dimension", "assessor", "score")

# The parts of a programme that make it one of a level, and those that a measure adds.
_PLACED_BY = {
    "overall": ("plan",),
    "dimensions": ("plan", "dimension"),
    "sub_dimensions": ("plan", "dimension", "sub_dimension"),
    "agencies": ("plan", "agency"),
}
_MEASURED_BY: Mapping[str, tuple[str, ...]] = {
    "planned": (),
    **dict.fromkeys(("realised", "not_reported", "achievement_pct"), ("report",)),
    "indicator_achievement_pct": ("weight", "indicators"),
}
_MONEY = {
    "ceiling_rp": ("ceiling",),
    **dict.fromkeys(("realised_rp", "not_reported"), ("realised",)),
    "absorption_pct": ("ceiling", "realised"),
}
_ITEMS = {
    "items": (),
    "not_reported": ("realised",),
    "achievement_pct": ("realised", "target"),
}


def trace(card: Scorecard) -> Trace:
    """What every number of `as_dict(card)` rests on."""
    rows = _Rows()
    programmes = _programmes(card, rows)
    sources = _Sources(card, rows)
    paths = {str(number): sources.path(number) for number in numbers(as_dict(card))}
    return Trace(
        sheets=list(rows.kinds),
        rows=[(kind, record, None, None, None) for kind, record in rows.indices],
        programmes=programmes,
        members=_members(card),
        paths=paths,
    )


class _Rows:
    """The rows so far."""

    def __init__(self) -> None:
        self.kinds: dict[tuple[str, tuple[str, ...]], int] = {}
        self.indices: dict[tuple[int, int], int] = {}

    def add(self, sheet: str, records: Iterable[int], *fields: str) -> list[int]:
        kind, indices = self.kinds.setdefault((sheet, fields), len(self.kinds)), self.indices
        return [indices.setdefault((kind, record), len(indices)) for record in records]

    def add_together(
        self, sheet: str, records: Sequence[int], *kinds: tuple[str, ...]
    ) -> list[int]:
        """Rows of several kinds, record by record."""
        return list(chain(*zip(*(self.add(sheet, records, *kind) for kind in kinds), strict=True)))


def _programmes(card: Scorecard, rows: _Rows) -> dict[str, dict[str, list[int]]]:
    named: defaultdict[str, list[int]] = defaultdict(list)
    indicators: defaultdict[str, list[int]] = defaultdict(list)
    for programme, row, targets, values in card.indicators.select(
        "programme", "row", "target_rows", "value_rows"
    ).iter_rows():
        name = rows.add("Indicators", [row], *_INDICATOR)
        named[programme] += name
        indicators[programme] += name + rows.add("Indicators", [row], *_RULES)
        indicators[programme] += rows.add("Targets", targets or (), *_TARGET)
        indicators[programme] += rows.add("Realisation", values or (), *_VALUE)
    return {
        code: {
            "plan": rows.add("Programmes", [row], *_SPAN),
            **{
                field: rows.add("Programmes", [row], field)
                for field in ("dimension", "sub_dimension", "weight")
            },
            "agency": rows.add("Programmes", [row], "agency")
            if steward is None
            else rows.add("Stewardships", [steward], *_STEWARDSHIP),
            "report": rows.add("Realisation", () if report is None else [report], *_REPORT),
            "indicator_names": named[code],
            "indicators": indicators[code],
        }
        for code, row, steward, report in card.programmes.select(
            "code", "row", "steward_row", "report_row"
        ).iter_rows()
    }


def _members(card: Scorecard) -> dict[str, list[str]]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for code, dimension, sub, agency in card.programmes.select(
        "code", "dimension", "sub_dimension", "agency"
    ).iter_rows():
        for kind, place in (
            ("overall", ""),
            ("dimensions", dimension),
            ("sub_dimensions", sub and sub_dimension(dimension, sub)),
            ("agencies", agency),
            ("programmes", code),
        ):
            if place is not None:
                members[Number(kind, place, "").place].append(code)
    return members


class _Sources:
    """The records that do not hang on programmes, grouped as the numbers ask for them."""

    def __init__(self, card: Scorecard, rows: _Rows) -> None:
        self.rows, self.year = rows, card.question.year
        self.agencies = card.agencies["row"].to_list()
        self.budget = card.budget["row"].to_list()
        self.by_source = _grouped(card.budget, "source")
        planned = dict(card.programmes.select("code", "row").iter_rows())
        self.planned_by = {
            row: planned[code] for row, code in card.budget.select("row", "programme").iter_rows()
        }
        counted = card.innovations.filter("is_counted")
        self.innovations = counted["row"].to_list()
        self.by_agency = _grouped(counted, "agency")
        self.by_kind = _grouped(card.capacity, "kind")
        self.scores = card.index_rows
        self.split = card.framework.component_by_dimension

    def path(self, number: Number) -> Path:
        """What a number rests on, by its kind and measure."""
        kind, code, measure = number
        rows: list[int] = []
        match kind:
            case "agencies" if measure == "innovations":
                rows = self.rows.add("Innovations", self.by_agency.get(code, ()), *_INNOVATION)
            case "overall" | "dimensions" | "sub_dimensions" | "agencies":
                return Path(number.place, (*_PLACED_BY[kind], *_MEASURED_BY[measure]))
            case "programmes":
                return Path(number.place, ("plan", "indicators"))
            case "indicator_counts":
                # Every indicator is in one state: each count rests on all of them.
                part = "indicator_names" if measure == "total" else "indicators"
                return Path("overall", ("plan", part))
            case "budget":
                rows = self._money(self.budget, *_MONEY[measure])
            case "budget_sources":
                rows = self._money(self.by_source[code], "source", *_MONEY[measure])
            case "innovations":
                rows = self._innovations(measure)
            case "capacity":
                kinds = (_CAPACITY, *((field,) for field in _ITEMS[measure]))
                rows = self.rows.add_together("Capacity", self.by_kind[code], *kinds)
            case "index" | "index_components" | "index_dimensions":
                rows = self._index(number)
        return Path(rows=rows)

    def _money(self, records: Sequence[int], *fields: str) -> list[int]:
        """The rows, and that their programmes are planned in the year."""
        planned = dict.fromkeys(self.planned_by[record] for record in records)
        money = self.rows.add_together("Budget", records, _BUDGET, *((field,) for field in fields))
        return self.rows.add("Programmes", planned, *_SPAN) + money

    def _innovations(self, measure: str) -> list[int]:
        agencies = self.rows.add("Agencies", self.agencies, "code")
        counted = self.rows.add("Innovations", self.innovations, *_INNOVATION)
        return {
            "minimum": [],  # the edition sets it
            "total": counted,
            "agencies": agencies,
            "agencies_meeting_minimum": agencies + counted,
        }[measure]

    def _index(self, number: Number) -> list[int]:
        this_year, last_year = (self.scores.filter(year=self.year - ago) for ago in (0, 1))
        match number:
            case ("index", _, "previous"):
                frames = [last_year]
            case ("index", _, "improvement"):
                frames = [this_year, last_year]
            case ("index_components", _, "weight"):  # the edition sets it
                frames = []
            case ("index_components", code, _):
                frames = [this_year.filter(component=code)]
            case ("index_dimensions", code, _):
                frames = [this_year.filter(component=self.split, dimension=code)]
            case _:
                frames = [this_year]
        return self.rows.add("Index", chain(*(rows["row"] for rows in frames)), *_SCORE)


def _grouped(frame: pl.DataFrame, column: str) -> dict[str, list[int]]:
    rows_by_value: dict[str, list[int]] = {}
    for value, row in frame.select(column, "row").iter_rows():
        rows_by_value.setdefault(value, []).append(row)
    return rows_by_value
