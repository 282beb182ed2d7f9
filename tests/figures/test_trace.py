"""Each number rests on just the cells that its trace names."""

from pathlib import Path

import polars as pl
import pytest

from kotacerdas.figures.number import Number, numbers
from kotacerdas.figures.result import as_dict
from kotacerdas.figures.trace import trace
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Question
from kotacerdas.workbook.reading import read
from scoring.frames import AGENCY, card_of, programme

WORKBOOK = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
YEAR = 2021  # the latest with an index

# What a cell is changed to, and how to choose among the rows of that year.
CHANGES = [
    ("Programmes", "end_year", pl.lit(YEAR - 1), None),
    ("Programmes", "weight", pl.lit(7.0), None),
    ("Realisation", "realised", ~pl.col("realised"), "realised"),
    ("Realisation", "value", pl.col("value") * 0.5, "value"),
    ("Targets", "target", pl.col("target") * 1.7, "target"),
    ("Budget", "ceiling", pl.col("ceiling") + 1e6, None),
    ("Budget", "realised", pl.col("realised") * 0.5, "realised"),
    ("Innovations", "stage", pl.lit("idea"), None),
    ("Capacity", "realised", pl.col("realised") * 0.5, "realised"),
    ("Index", "score", pl.lit(1.0), None),
]


def evaluated(frames):
    card = evaluate(
        frames, Question("33.25", YEAR, year_end(YEAR)), load(), input_sha256="", version=""
    )
    return numbers(as_dict(card)), trace(card)


@pytest.fixture(scope="module")
def frames():
    return read(WORKBOOK).frames


@pytest.fixture(scope="module")
def before(frames):
    return evaluated(frames)


def test_every_number_has_one_name_and_a_trace(before):
    found, traced = before
    assert sorted(traced.paths) == sorted(map(str, found))
    assert len(set(map(str, found))) == len(found)


def test_only_what_the_framework_or_the_question_sets_rests_on_no_cell(before):
    found, traced = before
    empty = {one for one in found if not traced.of(one) and found[one] != 0}
    weights = {one for one in empty if one.measure == "weight"}
    assert weights
    assert {one for one in empty - weights if found[one] is not None} == {
        Number("innovations", "", "minimum")
    }


def differ(one, other):
    """The last bits of a sum may depend on the rows beside it; a figure does not."""
    if one is None or other is None:
        return one is not other
    return one != pytest.approx(other, abs=1e-9)


def fields_in(traced, number, known):
    return traced.fields(number) if number in known else ()


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: f"{case[0]}.{case[1]}")
@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_changing_a_cell_changes_just_the_numbers_that_trace_to_it(frames, before, case, place):
    sheet, field, change, filled = case
    frame = frames[sheet]
    known = frame.filter(pl.col(filled or field).is_not_null())
    if "year" in frame.columns:
        known = known.filter(year=YEAR)
    row = known["row"][int(place * (known.height - 1))]
    changed = frame.with_columns(
        pl.when(pl.col("row") == row).then(change).otherwise(field).alias(field)
    )
    found, traced = before
    found_after, traced_after = evaluated({**frames, sheet: changed})
    for one in found.keys() | found_after.keys():
        if differ(found.get(one), found_after.get(one)):
            fields = {*fields_in(traced, one, found), *fields_in(traced_after, one, found_after)}
            assert (sheet, row, field) in fields, one


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2021, ("Stewardships", ("programme", "from_year", "agency"))),
        (2022, ("Programmes", ("agency",))),
    ],
)
def test_a_number_by_agency_rests_on_who_answered_in_its_year(year, expected):
    """p1 passed from a1 to a2 in 2022."""
    card = card_of(
        {
            "Agencies": [AGENCY, AGENCY | {"code": "a2"}],
            "Programmes": [programme("p1", agency="a2", start_year=2020, end_year=2023)],
            "Stewardships": [
                {"programme": "p1", "from_year": 2020, "agency": "a1"},
                {"programme": "p1", "from_year": 2022, "agency": "a2"},
            ],
        },
        year=year,
    )
    agency = "a1" if year == 2021 else "a2"
    rows = trace(card).of(Number("agencies", agency, "planned"))
    assert [(row.sheet, tuple(row.fields)) for row in rows if "agency" in row.fields] == [expected]
