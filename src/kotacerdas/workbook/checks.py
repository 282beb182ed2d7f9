"""Checks between cells and rows, on whole columns; every rule of docs/workbook.md that has one.

Each check yields `Finding`s: which row of which sheet, and at which column to look.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import load, packaged
from kotacerdas.frameworks.other_indices import other_indices
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import amounts, fractions, innovations
from kotacerdas.workbook.columns import Column, Kind, Sheet
from kotacerdas.workbook.findings import Finding, Frames, at
from kotacerdas.workbook.issues import shortened
from kotacerdas.workbook.periods import months
from kotacerdas.workbook.problems import Problem, Term
from kotacerdas.workbook.schema import BY_NAME, LARGEST, PERIODS
from kotacerdas.workbook.twins import twin_codes, unknown_codes
from kotacerdas.workbook.units import takes

Marks = Mapping[str, Sequence[tuple[str, int, str]]]  # by sheet: field, row, `%` or `Rp`


def all_findings(
    frames: Frames, marks: Marks, edition: Framework, sheets: Sequence[Sheet]
) -> Iterator[Finding]:
    """Every finding of every check. Frames have the schema's columns, `region` and `row`.

    `marks` stand beside figures whose unit is their row's; `sheets` are those of the edition.
    """
    if not frames["Region"].height:
        yield Finding("Region", "code", 2, Problem.NO_REGION)
    for sheet in sheets:
        frame = frames[sheet.name]
        if frame.height:
            yield from _regions(sheet, frames)
            yield from sheet_findings(sheet, frame)
            yield from _references(sheet, frames)
            if sheet.by_name.get("code") is not None:
                yield from twin_codes(sheet.name, frame)
    for check in (*_RULES, amounts.findings):
        yield from check(frames)
    yield from _index_rows(frames, edition, next(one for one in sheets if one.name == "Index"))
    marked = {
        name: {(field, row) for field, row, _ in sheet_marks} for name, sheet_marks in marks.items()
    }
    yield from fractions.findings(frames, marked)
    yield from _other_units(frames, marks)


def sheet_findings(sheet: Sheet, frame: pl.DataFrame) -> Iterator[Finding]:
    """What is wrong within the rows of one sheet by itself."""
    yield from _empty_cells(sheet, frame)
    yield from _bounds(sheet, frame)
    yield from _duplicates(sheet, frame)


def _empty_cells(sheet: Sheet, frame: pl.DataFrame) -> Iterator[Finding]:
    for column in sheet.columns:
        if not column.optional and frame[column.name].null_count():
            rows = frame.filter(pl.col(column.name).is_null()).with_columns(
                name=pl.lit(column.name)
            )
            yield from at(rows, sheet.name, column.name, Problem.EMPTY, "name")


def _regions(sheet: Sheet, frames: Frames) -> Iterator[Finding]:
    if sheet.name == "Region" or not frames["Region"].height:
        return
    rows = frames[sheet.name]
    nameless = rows.filter(pl.col("region").is_null()).with_columns(name=pl.lit("region"))
    yield from at(nameless, sheet.name, "region", Problem.EMPTY, "name")
    known = frames["Region"]["code"].drop_nulls().to_list()
    unknown = rows.filter(~pl.col("region").is_in(known)).with_columns(sheet=pl.lit("Region"))
    yield from at(unknown, sheet.name, "region", Problem.UNKNOWN_REFERENCE, "sheet")


def _bounds(sheet: Sheet, frame: pl.DataFrame) -> Iterator[Finding]:
    for column in sheet.columns:
        for limits in filter(None, (_limits(column), _size(column))):
            outside = pl.any_horizontal(test for _, test in limits)
            words = ", ".join(words for words, _ in limits)
            bounds = Term(words.replace(",000", ".000"), words)
            for finding in at(
                frame.filter(outside), sheet.name, column.name, Problem.OUT_OF_BOUNDS
            ):
                yield replace(finding, parts=(("bounds", bounds),))


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
        unknown = named.drop_nulls("code").join(
            known, on=["region", "code"], how="anti", nulls_equal=True
        )
        if unknown.height:
            yield from unknown_codes(sheet.name, column.name, column.refers_to, unknown, known)


def _other_units(frames: Frames, marks: Marks) -> Iterator[Finding]:
    """Figures with a mark that is not of the unit of their row, or of its indicator."""
    units = frames["Indicators"].select("region", "unit", indicator="code")
    units = units.unique(["region", "indicator"])
    for sheet, sheet_marks in marks.items():
        if not sheet_marks:
            continue
        rows = frames[sheet]
        if "unit" not in rows.columns:
            rows = rows.join(units, on=["region", "indicator"])
        unit_of = dict(rows.select("row", "unit").drop_nulls().iter_rows())
        for field, row, mark in sheet_marks:
            unit = unit_of.get(row)
            if unit is not None and not takes(unit, mark):
                parts = (("mark", mark), ("unit", shortened(unit)))
                yield Finding(sheet, field, row, Problem.OTHER_UNIT, parts)


def _is_absent(name: str, frames: Frames) -> bool:
    """A required sheet without rows is told of once, not at everything that refers to it."""
    return BY_NAME[name].required and not frames[name].height


# Rules of single sheets and between two


def _programme_years(frames: Frames) -> Iterator[Finding]:
    rows = frames["Programmes"].filter(pl.col("end_year") < pl.col("start_year"))
    rows = rows.with_columns(start="start_year")
    yield from at(rows, "Programmes", "end_year", Problem.ENDS_BEFORE_START, "start")


def _regulation_dates(frames: Frames) -> Iterator[Finding]:
    rows = frames["Regulations"].filter(pl.col("valid_to") < pl.col("valid_from"))
    rows = rows.with_columns(start="valid_from")
    yield from at(rows, "Regulations", "valid_to", Problem.ENDS_BEFORE_START, "start")


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
        yield from at(
            outside, sheet, "year", Problem.YEAR_OUTSIDE_PROGRAMME, "programme", "start", "end"
        )


def _whole_years_beside_periods(frames: Frames) -> Iterator[Finding]:
    for sheet in ("Targets", "Realisation"):
        frame = frames[sheet]
        key = [name for name in ("region", *BY_NAME[sheet].key) if name != "period"]
        whole_years = frame.filter(
            pl.col("period").is_null(),
            pl.col("period").is_not_null().any().over(key),
            pl.col("year").is_not_null(),
        )
        yield from at(whole_years, sheet, "period", Problem.WHOLE_YEAR_BESIDE_PERIODS)


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
    yield from at(missing, "Targets", field, Problem.TARGET_MAX_MISSING)
    yield from at(unused, "Targets", field, Problem.TARGET_MAX_UNUSED)
    yield from at(below, "Targets", field, Problem.TARGET_MAX_BELOW, "target")


def _realisation_rows(frames: Frames) -> Iterator[Finding]:
    sheet = "Realisation"
    has = {
        name: pl.col(name).is_not_null()
        for name in ("programme", "indicator", "realised", "value", "status")
    }
    rows = frames[sheet]
    wrong = rows.filter(has["programme"] == has["indicator"])
    yield from at(wrong, sheet, "programme", Problem.ONE_OF_TWO, rests_on=("indicator",))
    rows = rows.filter(has["programme"] != has["indicator"])
    for name in ("value", "status"):
        misplaced = rows.filter(has["programme"], has[name]).with_columns(name=pl.lit(name))
        yield from at(misplaced, sheet, name, Problem.NOT_FOR_PROGRAMME, "name")
    misplaced = rows.filter(has["indicator"], has["realised"]).with_columns(name=pl.lit("realised"))
    yield from at(misplaced, sheet, "realised", Problem.NOT_FOR_INDICATOR, "name")
    both = rows.filter(has["value"], has["status"], has["indicator"])
    yield from at(both, sheet, "status", Problem.VALUE_NOT_APPLICABLE)
    silent = rows.filter(~(has["realised"] | has["value"] | has["status"]))
    for field in ("programme", "indicator"):
        place = "realised" if field == "programme" else "value"
        yield from at(
            silent.filter(has[field]),
            sheet,
            place,
            Problem.SAYS_NOTHING,
            rests_on=("realised", "value", "status"),
        )


def _index_rows(frames: Frames, edition: Framework, sheet: Sheet) -> Iterator[Finding]:
    rows = frames["Index"]
    known = {edition.id: edition} | {name: load(name) for name in packaged()}
    for code in rows["framework"].drop_nulls().unique(maintain_order=True):
        own = rows.filter(framework=code)
        if code in known:
            yield from _of_another_edition(own, known[code], sheet)
        within = ("region", "year", "framework")
        yield from index_findings(own, known.get(code, edition), within)


def _of_another_edition(rows: pl.DataFrame, edition: Framework, sheet: Sheet) -> Iterator[Finding]:
    """Words and scores that some edition has, but not the one that the rows name."""
    for field, codes in (
        ("component", edition.component_codes),
        ("dimension", edition.dimension_codes),
    ):
        words = Term(*(", ".join(code for code in codes) for _ in Language))
        foreign = rows.drop_nulls(field).filter(~pl.col(field).is_in(codes))
        for finding in at(foreign.with_columns(edition="framework", found=field), "Index", field,
                          Problem.OTHER_EDITION, "found", "edition"):  # fmt: skip
            yield replace(finding, parts=(*finding.parts, ("words", words)))
    outside = _beyond(rows, sheet.by_name["score"], edition.scale)
    for finding in at(outside, "Index", "score", Problem.OUT_OF_BOUNDS):
        lowest, highest = edition.scale
        yield replace(finding, parts=(("bounds", f">= {lowest:g}, <= {highest:g}"),))


def _beyond(rows: pl.DataFrame, column: Column, scale: tuple[float, float]) -> pl.DataFrame:
    """Rows beyond their own scale with what the column, which has those of others, may hold."""
    figure = pl.col(column.name)
    is_held = figure.is_between(column.at_least, column.at_most)
    return rows.filter(is_held, ~figure.is_between(*scale))


def _other_indices(frames: Frames) -> Iterator[Finding]:
    sheet = BY_NAME["OtherIndices"]
    for code, index in other_indices().items():
        rows = frames[sheet.name].filter(index=code)
        outside = _beyond(rows, sheet.by_name["value"], index.scale)
        lowest, highest = (f"{end:g}" for end in index.scale)
        parts = (("index", code), ("lowest", lowest), ("highest", highest))
        for finding in at(outside, sheet.name, "value", Problem.BEYOND_SCALE):
            yield replace(finding, parts=parts)


def index_findings(
    rows: pl.DataFrame, edition: Framework, within: tuple[str, ...]
) -> Iterator[Finding]:
    """One component comes either directly or by dimension, `within` one evaluation; no other."""
    by_dimension = pl.col("dimension").is_not_null()
    may_be_split = pl.col("component") == (edition.component_by_dimension or "")
    wrong = rows.filter(by_dimension, ~may_be_split)
    yield from at(wrong, "Index", "dimension", Problem.DIMENSION_NOT_SCORED)
    split = by_dimension.any().over(within) if within else by_dimension.any()
    given_twice = rows.filter(may_be_split).filter(~by_dimension, split)
    yield from at(given_twice, "Index", "dimension", Problem.SCORED_TWICE)


def _overlapping_periods(frames: Frames) -> Iterator[Finding]:
    """Rows of a summed indicator that cover the same months would count them twice."""
    summed = (
        frames["Indicators"].filter(aggregation="sum").select("region", indicator="code").unique()
    )
    covered = pl.DataFrame(
        [(period, month) for period in PERIODS for month in months(period)],
        schema={"period": pl.String, "month": pl.Int64},
        orient="row",
    )
    for sheet in ("Targets", "Realisation"):
        rows = (
            frames[sheet]
            .drop_nulls("period")
            .join(summed, on=["region", "indicator"])
            .select(pl.col("row").alias("at"), "region", "indicator", "year", "period")
            .join(covered, on="period")
            .with_columns(row=pl.col("at").min().over("region", "indicator", "year", "month"))
            .filter(pl.col("at") > pl.col("row"))
            .group_by("at")
            .agg(pl.col("row").min())
            .sort("at")
        )
        for place, row in rows.select("at", "row").iter_rows():
            parts = (("row", str(row)),)
            yield Finding(sheet, "period", place, Problem.PERIODS_OVERLAP, parts)


Rule = Callable[[Frames], Iterator[Finding]]
# What the fields of one row say against each other, by its sheet: two of them may have come from
# two people, each right.
ROW_RULES: Mapping[str, Rule] = {
    "Programmes": _programme_years,
    "Regulations": _regulation_dates,
    innovations.SHEET: innovations.stages,
}
_RULES: tuple[Rule, ...] = (
    *ROW_RULES.values(),
    _years_within_programmes,
    _whole_years_beside_periods,
    _target_bounds,
    _realisation_rows,
    _overlapping_periods,
    _other_indices,
    innovations.twins,
)
