"""Which cells each number of the result rests on.

A number is named by its place in the result as a JSON pointer (RFC 6901), such as
`/dimensions/0/achievement_pct`. What it rests on is said as sheet, row and field; whoever read
the workbook turns that into cells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from kotacerdas.scoring.indicators import State
from kotacerdas.scoring.scorecard import Scorecard


class Ref(NamedTuple):
    """One field of one row of a sheet, by canonical names."""

    sheet: str
    row: int
    field: str


Refs = list[Ref]
Trace = dict[str, Refs]

_SPAN = ("code", "start_year", "end_year")
_PLACES = {
    "overall": (),
    "dimension": ("dimension",),
    "sub_dimension": ("dimension", "sub_dimension"),
    "agency": ("agency",),
}
_REPORT = ("programme", "year", "period", "realised", "verified")
_INDICATOR = ("code", "programme", "polarity", "aggregation", "weight")
_TARGET = ("indicator", "year", "period", "target", "target_max")
_VALUE = ("indicator", "year", "period", "value", "status", "verified")
_INNOVATION = ("agency", "year", "stage")
_CAPACITY = ("kind", "year")
_SCORE = ("year", "framework", "component", "dimension", "assessor", "score")

_NOT_TRACED = ("/year", "/innovations/minimum")  # what was asked, and what the framework sets


def trace(card: Scorecard) -> Trace:
    """What every number of `result.as_dict(card)` rests on; nothing for the framework's own."""
    found: Trace = {path: [] for path in _NOT_TRACED}
    known = _by_programme(card)
    found.update(_levels(card, known))
    found.update(_programmes(known))
    found.update(_indicators(card, known))
    for part in (_budget, _innovations, _capacity, _index):
        found.update(part(card))
    return found


def _refs(sheet: str, rows: Iterable[int], fields: Sequence[str]) -> Refs:
    return [Ref(sheet, row, field) for row in rows for field in fields]


class _Programme(NamedTuple):
    row: int
    report: Refs
    indicators: Refs


def _by_programme(card: Scorecard) -> dict[str, _Programme]:
    indicators: dict[str, Refs] = {}
    for code, row, targets, values in card.indicators.select(
        "programme", "row", "target_rows", "value_rows"
    ).iter_rows():
        indicators.setdefault(code, []).extend(_indicator_refs(row, targets, values))
    return {
        code: _Programme(
            row,
            _refs("Realisation", [] if report is None else [report], _REPORT),
            indicators.get(code, []),
        )
        for code, row, report in card.programmes.select("code", "row", "report_row").iter_rows()
    }


def _indicator_refs(row: int, targets: list[int] | None, values: list[int] | None) -> Refs:
    return [
        *_refs("Indicators", [row], _INDICATOR),
        *_refs("Targets", targets or [], _TARGET),
        *_refs("Realisation", values or [], _VALUE),
    ]


def _levels(card: Scorecard, known: Mapping[str, _Programme]) -> Iterator[tuple[str, Refs]]:
    for level, path, members in _places(card):
        fields = (*_SPAN, *_PLACES[level])
        parts = [known[code] for code in members]
        plan = _refs("Programmes", (part.row for part in parts), fields)
        reports = plan + [ref for part in parts for ref in part.report]
        weights = _refs("Programmes", (part.row for part in parts), ["weight"])
        yield f"{path}/planned", plan
        yield f"{path}/realised", reports
        yield f"{path}/not_reported", reports
        yield f"{path}/achievement_pct", reports
        yield (
            f"{path}/indicator_achievement_pct",
            plan + weights + [ref for part in parts for ref in part.indicators],
        )


def _places(card: Scorecard) -> Iterator[tuple[str, str, list[str]]]:
    """Every place of the result: its level, its path and the codes of its programmes."""
    programmes = card.programmes
    yield "overall", "/overall", programmes["code"].to_list()
    subs = card.figures.filter(level="sub_dimension")
    for at, dimension in enumerate(card.framework.dimension_codes):
        inside = programmes.filter(dimension=dimension)
        yield "dimension", f"/dimensions/{at}", inside["code"].to_list()
        for place, sub in enumerate(subs.filter(dimension=dimension)["code"]):
            codes = inside.filter(sub_dimension=sub)["code"].to_list()
            yield "sub_dimension", f"/dimensions/{at}/sub_dimensions/{place}", codes
    by_agency: dict[str, list[str]] = {}
    for code, agency in programmes.select("code", "agency").iter_rows():
        by_agency.setdefault(agency, []).append(code)
    for at, agency in enumerate(card.agencies["code"]):
        yield "agency", f"/agencies/{at}", by_agency.get(agency, [])


def _programmes(known: Mapping[str, _Programme]) -> Iterator[tuple[str, Refs]]:
    for at, programme in enumerate(known.values()):
        refs = _refs("Programmes", [programme.row], _SPAN) + programme.indicators
        yield f"/programmes/{at}/indicator_achievement_pct", refs


def _indicators(card: Scorecard, known: Mapping[str, _Programme]) -> Iterator[tuple[str, Refs]]:
    """Every count rests on all indicators of the planned programmes: each is in one state."""
    plan = _refs("Programmes", card.programmes["row"], _SPAN)
    refs = plan + [ref for programme in known.values() for ref in programme.indicators]
    members = _refs("Indicators", card.indicators["row"], ["code", "programme"])
    yield "/indicators/total", plan + members
    for name in (*State, "incomplete"):
        yield f"/indicators/{name}", refs


def _budget(card: Scorecard) -> Iterator[tuple[str, Refs]]:
    def refs(rows: pl.DataFrame, *fields: str) -> Refs:
        return _refs("Budget", rows["row"], ("programme", "year", *fields))

    yield "/budget/ceiling_rp", refs(card.budget, "ceiling")
    yield "/budget/realised_rp", refs(card.budget, "realised")
    yield "/budget/not_reported", refs(card.budget, "realised")
    yield "/budget/absorption_pct", refs(card.budget, "ceiling", "realised")
    for source in card.budget["source"].unique(maintain_order=True):
        rows = card.budget.filter(source=source)
        yield f"/budget/by_source/{source}/ceiling_rp", refs(rows, "source", "ceiling")
        yield f"/budget/by_source/{source}/realised_rp", refs(rows, "source", "realised")


def _innovations(card: Scorecard) -> Iterator[tuple[str, Refs]]:
    counted = card.innovations.filter("is_counted")
    refs = _refs("Innovations", counted["row"], _INNOVATION)
    agencies = _refs("Agencies", card.agencies["row"], ["code"])
    yield "/innovations/total", refs
    yield "/innovations/agencies", agencies
    yield "/innovations/agencies_meeting_minimum", agencies + refs
    for at, agency in enumerate(card.agencies["code"]):
        own = _refs("Innovations", counted.filter(agency=agency)["row"], _INNOVATION)
        yield f"/agencies/{at}/innovations", own


def _capacity(card: Scorecard) -> Iterator[tuple[str, Refs]]:
    for kind in card.capacity["kind"].unique(maintain_order=True):
        rows = card.capacity.filter(kind=kind)["row"]
        yield f"/capacity/{kind}/items", _refs("Capacity", rows, _CAPACITY)
        told = _refs("Capacity", rows, (*_CAPACITY, "realised"))
        yield f"/capacity/{kind}/not_reported", told
        yield f"/capacity/{kind}/achievement_pct", told + _refs("Capacity", rows, ["target"])


def _index(card: Scorecard) -> Iterator[tuple[str, Refs]]:
    if card.index is None:
        return
    this_year = card.index_rows.filter(year=card.question.year)
    last_year = card.index_rows.filter(year=card.question.year - 1)

    def refs(rows: pl.DataFrame) -> Refs:
        return _refs("Index", rows["row"], _SCORE)

    yield "/index/value", refs(this_year)
    yield "/index/previous", refs(last_year)
    yield "/index/improvement", refs(this_year) + refs(last_year)
    for name in card.index.components:
        rows = refs(this_year.filter(component=name))
        yield f"/index/components/{name}/weight", []
        yield f"/index/components/{name}/score", rows
        yield f"/index/components/{name}/spread", rows
    split = card.framework.component_by_dimension
    for code in card.index.impact_dimensions:
        rows = refs(this_year.filter(component=split, dimension=code))
        yield f"/index/impact_dimensions/{code}", rows


def numbers(result: Any, path: str = "") -> Iterator[tuple[str, float | None]]:
    """Every number of a result, or null in place of one, with its path."""
    if isinstance(result, Mapping):
        for key, value in result.items():
            yield from numbers(value, f"{path}/{key}")
    elif isinstance(result, list):
        for at, value in enumerate(result):
            yield from numbers(value, f"{path}/{at}")
    elif isinstance(result, (int, float)) and not isinstance(result, bool):
        yield path, result
