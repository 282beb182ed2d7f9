"""Checks between cells and rows, on whole columns; every rule of docs/workbook.md that has one.

Each check yields `Finding`s: which row of which sheet, and at which column to look.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from kotacerdas.workbook.issues import Problem, shortened
from kotacerdas.workbook.schema import BY_NAME, LARGEST, PERIODS, SHEETS, Column, Kind, Sheet

Frames = Mapping[str, pl.DataFrame]

PERCENT_UNITS = ("%", "persen", "percent")


@dataclass(frozen=True)
class Finding:
    """A problem at one row and column of a sheet, before it has a cell's name."""

    sheet: str
    field: str
    row: int
    problem: Problem
    parts: tuple[tuple[str, str], ...] = ()
    rests_on: tuple[str, ...] = ()  # further columns: where their cell is flawed, it is no finding


def all_findings(frames: Frames) -> Iterator[Finding]:
    """Every finding of every check. Frames have the schema's columns, `region` and `row`."""
    if not frames["Region"].height:
        yield Finding("Region", "code", 2, Problem.NO_REGION)
    for sheet in SHEETS:
        frame = frames[sheet.name]
        if frame.height:
            yield from _regions(sheet, frames)
            yield from sheet_findings(sheet, frame)
            yield from _references(sheet, frames)
    for check in _RULES:
        yield from check(frames)


def sheet_findings(sheet: Sheet, frame: pl.DataFrame) -> Iterator[Finding]:
    """What is wrong within the rows of one sheet by itself."""
    yield from _empty_cells(sheet, frame)
    yield from _bounds(sheet, frame)
    yield from _duplicates(sheet, frame)


def _at(
    rows: pl.DataFrame,
    sheet: str,
    field: str,
    problem: Problem,
    *parts: str,
    rests_on: tuple[str, ...] = (),
) -> Iterator[Finding]:
    """A finding for each of `rows`; `parts` are columns whose values the message needs."""
    if not rows.height:
        return
    for row in rows.select("row", *parts).iter_rows(named=True):
        said = tuple((part, shortened(row[part])) for part in parts)
        yield Finding(sheet, field, row["row"], problem, said, rests_on)


def _empty_cells(sheet: Sheet, frame: pl.DataFrame) -> Iterator[Finding]:
    for column in sheet.columns:
        if not column.optional and frame[column.name].null_count():
            rows = frame.filter(pl.col(column.name).is_null()).with_columns(
                name=pl.lit(column.name)
            )
            yield from _at(rows, sheet.name, column.name, Problem.EMPTY, "name")


def _regions(sheet: Sheet, frames: Frames) -> Iterator[Finding]:
    if sheet.name == "Region" or not frames["Region"].height:
        return
    rows = frames[sheet.name]
    nameless = rows.filter(pl.col("region").is_null()).with_columns(name=pl.lit("region"))
    yield from _at(nameless, sheet.name, "region", Problem.EMPTY, "name")
    known = frames["Region"]["code"].drop_nulls().to_list()
    unknown = rows.filter(~pl.col("region").is_in(known)).with_columns(sheet=pl.lit("Region"))
    yield from _at(unknown, sheet.name, "region", Problem.UNKNOWN_REFERENCE, "sheet")


def _bounds(sheet: Sheet, frame: pl.DataFrame) -> Iterator[Finding]:
    for column in sheet.columns:
        for given in filter(None, (_limits(column), _size(column))):
            outside = pl.any_horizontal(test for _, test in given)
            bounds = pl.lit(", ".join(words for words, _ in given))
            rows = frame.filter(outside).with_columns(bounds=bounds)
            yield from _at(rows, sheet.name, column.name, Problem.OUT_OF_BOUNDS, "bounds")


def _limits(column: Column) -> list[tuple[str, pl.Expr]]:
    """Each limit of the column in words, and what is beyond it."""
    value = pl.col(column.name)
    tests = [
        (f">= {column.at_least:g}", value < column.at_least)
        if column.at_least is not None
        else None,
        (f"> {column.above:g}", value <= column.above) if column.above is not None else None,
        (f"<= {column.at_most:g}", value > column.at_most) if column.at_most is not None else None,
    ]
    return [test for test in tests if test]


def _size(column: Column) -> list[tuple[str, pl.Expr]]:
    """The limit of any number that has none of its own."""
    if column.kind not in {Kind.NUMBER, Kind.WHOLE} or column.at_most is not None:
        return []
    return [(f"<= {LARGEST:,.0f}", pl.col(column.name).abs() > LARGEST)]


def _duplicates(sheet: Sheet, frame: pl.DataFrame) -> Iterator[Finding]:
    key = ["region", *sheet.key] if sheet.name != "Region" else list(sheet.key)
    required = [name for name in sheet.key if not sheet.by_name[name].optional]
    known = frame.drop_nulls(required)
    if not known.select(pl.struct(key).is_duplicated().any()).item():
        return
    repeated = (
        known.with_columns(first_row=pl.col("row").first().over(key))
        .filter(pl.col("row") > pl.col("first_row"))
        .select(pl.exclude("row"), at="row")
        .rename({"first_row": "row"})
        .with_columns(key=pl.lit(", ".join(sheet.key)))
    )
    for row in repeated.select("at", "row", "key").iter_rows(named=True):
        parts = (("row", str(row["row"])), ("key", row["key"]))
        yield Finding(sheet.name, sheet.key[0], row["at"], Problem.DUPLICATE, parts, sheet.key)


def _references(sheet: Sheet, frames: Frames) -> Iterator[Finding]:
    frame = frames[sheet.name]
    for column in sheet.columns:
        if column.refers_to is None or _is_absent(column.refers_to, frames):
            continue
        named = frame.select("row", "region", code=column.name)
        if column.kind is Kind.CODES:
            named = named.explode("code")
        known = frames[column.refers_to].select("region", "code").unique()
        unknown = (
            named.drop_nulls("code")
            .join(known, on=["region", "code"], how="anti", nulls_equal=True)
            .unique("row", maintain_order=True)
            .with_columns(sheet=pl.lit(column.refers_to))
        )
        yield from _at(unknown, sheet.name, column.name, Problem.UNKNOWN_REFERENCE, "sheet")


def _is_absent(name: str, frames: Frames) -> bool:
    """A required sheet without rows is told of once, not at everything that refers to it."""
    return BY_NAME[name].required and not frames[name].height


# Rules of single sheets and between two


def _programme_years(frames: Frames) -> Iterator[Finding]:
    rows = frames["Programmes"].filter(pl.col("end_year") < pl.col("start_year"))
    rows = rows.with_columns(start="start_year")
    yield from _at(rows, "Programmes", "end_year", Problem.ENDS_BEFORE_START, "start")


def _regulation_dates(frames: Frames) -> Iterator[Finding]:
    rows = frames["Regulations"].filter(pl.col("valid_to") < pl.col("valid_from"))
    rows = rows.with_columns(start="valid_from")
    yield from _at(rows, "Regulations", "valid_to", Problem.ENDS_BEFORE_START, "start")


def _years_within_programmes(frames: Frames) -> Iterator[Finding]:
    programmes = (
        frames["Programmes"]
        .select("region", programme="code", start="start_year", end="end_year")
        .unique(["region", "programme"])
    )
    of_indicator = (
        frames["Indicators"]
        .select("region", "programme", indicator="code")
        .unique(["region", "indicator"])
    )
    for sheet in ("Targets", "Realisation", "Budget"):
        rows = frames[sheet]
        if "indicator" in rows.columns:
            rows = rows.join(
                of_indicator.rename({"programme": "parent"}),
                on=["region", "indicator"],
                how="left",
            )
            own = pl.col("programme") if "programme" in rows.columns else pl.lit(None)
            rows = rows.with_columns(programme=pl.coalesce(own, "parent"))
        outside = rows.join(programmes, on=["region", "programme"]).filter(
            (pl.col("year") < pl.col("start")) | (pl.col("year") > pl.col("end"))
        )
        yield from _at(
            outside, sheet, "year", Problem.YEAR_OUTSIDE_PROGRAMME, "programme", "start", "end"
        )


def _whole_years_beside_periods(frames: Frames) -> Iterator[Finding]:
    for sheet in ("Targets", "Realisation"):
        frame = frames[sheet]
        key = [name for name in ("region", *BY_NAME[sheet].key) if name != "period"]
        beside = frame.filter(
            pl.col("period").is_null(),
            pl.col("period").is_not_null().any().over(key),
            pl.col("year").is_not_null(),
        )
        yield from _at(beside, sheet, "period", Problem.WHOLE_YEAR_BESIDE_PERIODS)


def _target_bounds(frames: Frames) -> Iterator[Finding]:
    polarity = frames["Indicators"].select("region", "polarity", indicator="code")
    targets = frames["Targets"].join(
        polarity.unique(["region", "indicator"]), on=["region", "indicator"]
    )
    is_range = pl.col("polarity") == "range"
    upper = pl.col("target_max")
    field = "target_max"
    missing = targets.filter(is_range, upper.is_null())
    unused = targets.filter(pl.col("polarity").is_not_null(), ~is_range, upper.is_not_null())
    below = targets.filter(is_range, upper < pl.col("target"))
    yield from _at(missing, "Targets", field, Problem.TARGET_MAX_MISSING)
    yield from _at(unused, "Targets", field, Problem.TARGET_MAX_UNUSED)
    yield from _at(below, "Targets", field, Problem.TARGET_MAX_BELOW, "target")


def _realisation_rows(frames: Frames) -> Iterator[Finding]:
    sheet = "Realisation"
    has = {
        name: pl.col(name).is_not_null()
        for name in ("programme", "indicator", "realised", "value", "status")
    }
    rows = frames[sheet]
    wrong = rows.filter(has["programme"] == has["indicator"])
    yield from _at(wrong, sheet, "programme", Problem.ONE_OF_TWO, rests_on=("indicator",))
    rows = rows.filter(has["programme"] != has["indicator"])
    for name in ("value", "status"):
        misplaced = rows.filter(has["programme"], has[name]).with_columns(name=pl.lit(name))
        yield from _at(misplaced, sheet, name, Problem.NOT_FOR_PROGRAMME, "name")
    misplaced = rows.filter(has["indicator"], has["realised"]).with_columns(name=pl.lit("realised"))
    yield from _at(misplaced, sheet, "realised", Problem.NOT_FOR_INDICATOR, "name")
    both = rows.filter(has["value"], has["status"], has["indicator"])
    yield from _at(both, sheet, "status", Problem.VALUE_NOT_APPLICABLE)
    silent = rows.filter(~(has["realised"] | has["value"] | has["status"]))
    for field in ("programme", "indicator"):
        place = "realised" if field == "programme" else "value"
        yield from _at(
            silent.filter(has[field]),
            sheet,
            place,
            Problem.SAYS_NOTHING,
            rests_on=("realised", "value", "status"),
        )


def _index_rows(frames: Frames) -> Iterator[Finding]:
    yield from index_findings(frames["Index"], within=("region", "year", "framework"))


def index_findings(rows: pl.DataFrame, within: tuple[str, ...]) -> Iterator[Finding]:
    """Impact comes either directly or by dimension, `within` one evaluation; nothing else does."""
    by_dimension = pl.col("dimension").is_not_null()
    is_impact = pl.col("component") == "impact"
    wrong = rows.filter(by_dimension, ~is_impact)
    yield from _at(wrong, "Index", "dimension", Problem.DIMENSION_NOT_IMPACT)
    split = by_dimension.any().over(within) if within else by_dimension.any()
    impact = rows.filter(is_impact).filter(~by_dimension, split)
    yield from _at(impact, "Index", "dimension", Problem.IMPACT_TWICE)


def _fractions_for_percentages(frames: Frames) -> Iterator[Finding]:
    in_percent = (
        frames["Indicators"]
        .filter(pl.col("unit").str.to_lowercase().is_in(list(PERCENT_UNITS)))
        .select("region", indicator="code")
    )
    for sheet, field in (("Targets", "target"), ("Realisation", "value")):
        value = pl.col(field)
        rows = (
            frames[sheet]
            .drop_nulls(field)
            .join(in_percent.unique(), on=["region", "indicator"])
            .filter(
                (value.max() <= 1).over("region", "indicator"),
                (value != 0).any().over("region", "indicator"),
            )
        )
        yield from _at(rows, sheet, field, Problem.LOOKS_LIKE_FRACTION)


def _overlapping_periods(frames: Frames) -> Iterator[Finding]:
    """Rows of a summed indicator that cover the same months would count them twice."""
    summed = (
        frames["Indicators"].filter(aggregation="sum").select("region", indicator="code").unique()
    )
    months = pl.DataFrame(
        [(period, month) for period in PERIODS for month in _months(period)],
        schema={"period": pl.String, "month": pl.Int64},
        orient="row",
    )
    for sheet in ("Targets", "Realisation"):
        rows = (
            frames[sheet]
            .drop_nulls("period")
            .join(summed, on=["region", "indicator"])
            .select(pl.col("row").alias("at"), "region", "indicator", "year", "period")
            .join(months, on="period")
            .with_columns(row=pl.col("at").min().over("region", "indicator", "year", "month"))
            .filter(pl.col("at") > pl.col("row"))
            .group_by("at")
            .agg(pl.col("row").min())
            .sort("at")
        )
        for at, row in rows.select("at", "row").iter_rows():
            parts = (("row", str(row)),)
            yield Finding(sheet, "period", at, Problem.PERIODS_OVERLAP, parts)


def _months(period: str) -> range:
    """The months of the year, 1..12, that a period of the vocabulary covers."""
    length = {"q": 3, "s": 6, "m": 1}[period[0]]
    last = int(period[1:]) * length
    return range(last - length + 1, last + 1)


_RULES: tuple[Callable[[Frames], Iterator[Finding]], ...] = (
    _programme_years,
    _regulation_dates,
    _years_within_programmes,
    _whole_years_beside_periods,
    _target_bounds,
    _realisation_rows,
    _index_rows,
    _fractions_for_percentages,
    _overlapping_periods,
)
