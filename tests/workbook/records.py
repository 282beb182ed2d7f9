"""Whole good workbooks as records, drawn by hypothesis; the awkward values are the likely ones."""

from datetime import date
from typing import Any

import polars as pl
from hypothesis import strategies as st

from kotacerdas.frameworks.loading import load
from kotacerdas.frameworks.other_indices import other_indices
from kotacerdas.workbook.cells import printable
from kotacerdas.workbook.columns import Column, Kind, Sheet
from kotacerdas.workbook.schema import LARGEST, STAGES, sheets_of, stage_day
from kotacerdas.workbook.twins import look

Record = dict[str, Any]
Records = dict[str, list[Record]]

FIRST_YEAR, LAST_YEAR = 2021, 2023

_AWKWARD_TEXTS = (
    "=1+1",
    "+62 21",
    "-5",
    "@nama",
    "'kutip",
    "'=1+1",
    "''",
    "'#N/A",
    "#N/A",
    "#DIV/0!",
    "007",
    "1.234",
    "1e5",
    "TRUE",
    "_x0041_",
    "_x005F_",
    "_xZZZZ_ _x000D_",
    "a\nb",
    'kata "kutip", koma',
    "<b>&amp;</b>",
    "مدينة ذكية",
    "👩‍🌾🏙️",
    "\u200fkanan",
    "a\tb",
    "0" * 300,
    "\u2028x\u2028",
)
_ANY_TEXT = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"),
        include_characters="\n\t",
        exclude_characters="\ufffe\uffff",
    ),
    min_size=1,
    max_size=12,
)

SHEETS = sheets_of(load())
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
TEXTS = st.one_of(st.sampled_from(_AWKWARD_TEXTS), _ANY_TEXT).map(printable).filter(bool)
_ITEMS = TEXTS.map(lambda text: printable(text.replace(";", ","))).filter(bool)
_CODES = (
    st.one_of(
        st.sampled_from(("007", "33.10", "=a", "-1", "1e5", "TRUE", "#N/A", "_x0041_", "🏙️")),
        _ANY_TEXT,
    )
    .map(lambda text: printable(text.replace(";", ",")))
    .filter(lambda code: code and not {".", ".."} & {*code.split("/")})
)
_NUMBERS = st.one_of(
    st.sampled_from((0.0, 1.234, 12.345, -0.5, 1e-300, 5e-324, LARGEST, 0.1 + 0.2)),
    st.floats(-LARGEST, LARGEST),
    st.integers(0, 10**12).map(float),
)
_DATES = st.one_of(
    st.sampled_from((date(1899, 12, 31), date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1))),
    st.dates(),
)


def _look(code: str) -> str:
    """Two codes that look alike are refused."""
    return str(pl.select(look(pl.lit(code))).item())


@st.composite
def workbooks(draw: st.DrawFn, most_regions: int = 2) -> Records:
    """Records of every sheet, without any issue that is an error."""
    regions = draw(st.lists(_CODES, min_size=1, max_size=most_regions, unique_by=_look))
    records: Records = {sheet.name: [] for sheet in SHEETS}
    for region in regions:
        for name, rows in draw(_of_region(region)).items():
            shared = [row | {"region": region} for row in rows] if len(regions) > 1 else rows
            records[name] += rows if name == "Region" else shared
    return records


@st.composite
def _of_region(draw: st.DrawFn, region: str) -> Records:
    edition = draw(st.sampled_from((None, "gsc-2021")))
    own = {"code": region, "framework": edition}
    records: Records = {"Region": [draw(_row(BY_NAME["Region"])) | own]}
    for name in ("Agencies", "Missions", "Regulations"):
        records[name] = _coded(draw, name)
    for row in records["Regulations"]:
        if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
            row["valid_to"] = None
    records["Programmes"] = _coded(draw, "Programmes")
    for row in records["Programmes"]:
        row |= {"start_year": FIRST_YEAR, "end_year": LAST_YEAR}
    records["Indicators"] = _coded(draw, "Indicators")
    for name in ("Innovations", "Capacity"):
        records[name] = _coded(draw, name)
    for row in records["Innovations"]:
        _in_order(row)
    _refer(draw, records)
    programmes = [row["code"] for row in records["Programmes"]]
    records["Targets"], records["Realisation"] = [], []
    for indicator in records["Indicators"]:
        records["Targets"].append(_target(draw, indicator))
        records["Realisation"].append(_indicator_row(draw, indicator["code"]))
    for code in programmes:
        row = draw(_row(BY_NAME["Realisation"]))
        records["Realisation"].append(
            row
            | {"programme": code, "indicator": None, "value": None, "status": None}
            | {"year": draw(_YEARS)}
        )
    records["Budget"] = [
        draw(_row(BY_NAME["Budget"])) | {"programme": code, "year": draw(_YEARS)}
        for code in programmes
    ]
    records["Index"] = [draw(_row(BY_NAME["Index"])) | {"component": "output", "dimension": None}]
    records["OtherRegions"] = [draw(_row(BY_NAME["OtherRegions"]))]
    codes = draw(st.lists(st.sampled_from([*other_indices()]), unique=True))
    records["OtherIndices"] = [_value_of(draw, code) for code in codes]
    records["InnovationMarks"] = [
        row | {"innovation": innovation["code"]}
        for innovation in records["Innovations"]
        for row in _marks(draw, "InnovationMarks")
    ]
    records["RegionMarks"] = _marks(draw, "RegionMarks")
    return records


_YEARS = st.integers(FIRST_YEAR, LAST_YEAR)


def _coded(draw: st.DrawFn, name: str) -> list[Record]:
    """One to three rows of a sheet, each with a code of its own; Innovations and such may lack."""
    fewest = 1 if BY_NAME[name].required else 0
    codes = draw(st.lists(_CODES, min_size=fewest, max_size=3, unique_by=_look))
    return [draw(_row(BY_NAME[name])) | {"code": code} for code in codes]


def _in_order(innovation: Record) -> None:
    """Let its stages follow one another, up to the one that it has."""
    innovation["same_as"] = None
    names = [stage_day(stage) for stage in STAGES if innovation[stage_day(stage)]]
    days = sorted(innovation[name] for name in names)
    innovation |= dict(zip(names, days, strict=True))
    if names:
        innovation["stage"] = names[-1].removesuffix("_on")
    if innovation["idea_on"] and innovation["idea_on"].year > innovation["year"]:
        innovation["idea_on"] = None


def _refer(draw: st.DrawFn, records: Records) -> None:
    """Put existing codes where a column names one; drop what can name none."""
    for name in ("Programmes", "Indicators", "Innovations", "Capacity"):
        for column in BY_NAME[name].columns:
            if column.refers_to is None:
                continue
            codes = [row["code"] for row in records[column.refers_to]]
            for row in records[name]:
                row[column.name] = _reference(draw, column, codes)


def _reference(draw: st.DrawFn, column: Column, codes: list[str]) -> object:
    if column.kind is Kind.CODES:
        chosen = draw(st.lists(st.sampled_from(codes), max_size=2, unique=True)) if codes else []
        return chosen or None
    return draw(st.sampled_from(codes)) if codes else None


def _value_of(draw: st.DrawFn, code: str) -> Record:
    value = draw(st.floats(*other_indices()[code].scale))
    return draw(_row(BY_NAME["OtherIndices"])) | {"index": code, "value": value}


def _marks(draw: st.DrawFn, name: str) -> list[Record]:
    """Some indicators, each marked once, with or without evidence."""
    sheet = BY_NAME[name]
    words = st.sampled_from(list(sheet.by_name["indicator"].words))
    indicators = draw(st.lists(words, unique=True, max_size=2))
    return [draw(_row(sheet)) | {"indicator": code} for code in indicators]


def _target(draw: st.DrawFn, indicator: Record) -> Record:
    row = draw(_row(BY_NAME["Targets"])) | {"indicator": indicator["code"], "year": draw(_YEARS)}
    upper = row["target"] if indicator["polarity"] == "range" else None
    return row | {"target_max": upper}


def _indicator_row(draw: st.DrawFn, code: str) -> Record:
    row = draw(_row(BY_NAME["Realisation"]))
    row |= {"programme": None, "indicator": code, "realised": None, "year": draw(_YEARS)}
    return row | ({"status": None} if row["value"] is not None else {})


def _row(sheet: Sheet) -> st.SearchStrategy[Record]:
    return st.fixed_dictionaries({column.name: _cells(column) for column in sheet.columns})


def _cells(column: Column) -> st.SearchStrategy[Any]:
    filled = _filled(column)
    if column.default is not None:
        return filled  # an empty cell is read as its default
    return st.one_of(st.none(), filled) if column.optional else filled


def _filled(column: Column) -> st.SearchStrategy[Any]:
    match column.kind:
        case Kind.NUMBER:
            return _numbers_of(column)
        case Kind.WHOLE:
            most = LARGEST if column.at_most is None else column.at_most
            return st.integers(0, int(most))
        case Kind.YEAR:
            return st.integers(1900, 2200)
        case Kind.DATE:
            return _DATES
        case Kind.YES_NO:
            return st.booleans()
        case Kind.WORD:
            return st.sampled_from(list(column.words))
        case Kind.TEXTS | Kind.CODES:
            return st.lists(_ITEMS, min_size=1, max_size=3)
        case Kind.CODE:
            return _CODES
        case Kind.TEXT:
            return TEXTS


def _numbers_of(column: Column) -> st.SearchStrategy[float]:
    if column.at_most is not None:
        return st.floats(column.at_least, column.at_most)
    if column.above is not None:
        return st.floats(column.above, LARGEST, exclude_min=True)
    return _NUMBERS if column.at_least is None else _NUMBERS.map(abs)
