"""Rules of single rows: bounds, ranges, realisation and the index."""

import pytest

from kotacerdas.workbook.reading import read_bytes
from workbook.builder import good, issues_of, put, xlsx


@pytest.mark.parametrize(
    ("cell", "value", "bounds"),
    [
        ("Budget!D2", -1, ">= 0"),
        ("Budget!E2", -0.01, ">= 0"),
        ("Programmes!J2", 0, "> 0"),
        ("Programmes!J2", -1, "> 0"),
        ("Innovations!J2", 4.1, ">= 0, <= 4"),
        ("Innovations!J2", -1, ">= 0, <= 4"),
        ("Index!F2", 4.001, ">= 0, <= 4"),
        ("Index!F2", -0.1, ">= 0, <= 4"),
        ("Index!A2", 1899, ">= 1900, <= 2200"),
    ],
)
def test_a_number_out_of_bounds_is_refused(cell: str, value: object, bounds: str):
    issues = read_bytes(xlsx(put(good(), cell, value))).issues

    assert [(i.problem.name, i.place()) for i in issues] == [("OUT_OF_BOUNDS", cell)]
    assert issues[0].expected("en") == bounds


def test_population_is_not_negative():
    sheets = good()
    sheets["Region"] = [[*sheets["Region"][0], "population"], [*sheets["Region"][1], -1]]

    assert issues_of(sheets) == ["OUT_OF_BOUNDS Region!D2"]


@pytest.mark.parametrize(
    ("cell", "value"), [("Index!F2", 0), ("Index!F2", 4), ("Budget!D2", 0), ("Innovations!J2", 0)]
)
def test_the_bounds_themselves_are_within(cell: str, value: object):
    assert not issues_of(put(good(), cell, value))


def test_a_range_needs_its_upper_bound():
    assert issues_of(put(good(), "Targets!E4", None)) == ["TARGET_MAX_MISSING Targets!E4"]


def test_the_upper_bound_is_not_below_the_lower():
    issue = read_bytes(xlsx(put(good(), "Targets!E4", 4.5))).issues[0]

    assert (issue.problem.name, issue.place()) == ("TARGET_MAX_BELOW", "Targets!E4")
    assert issue.expected("en") == "5 or more"
    assert not issues_of(put(good(), "Targets!E4", 5))


def test_only_a_range_has_an_upper_bound():
    assert issues_of(put(good(), "Targets!E2", 12)) == ["TARGET_MAX_UNUSED Targets!E2"]


@pytest.mark.parametrize("row", [(None, None), ("p1", "i1")])
def test_a_realisation_row_names_exactly_one_of_programme_and_indicator(row: tuple[object, object]):
    sheets = put(put(good(), "Realisation!A3", row[0]), "Realisation!B3", row[1])

    assert issues_of(sheets) == ["ONE_OF_TWO Realisation!A3"]


def test_a_programmes_row_takes_no_value_and_no_status():
    sheets = put(put(good(), "Realisation!F2", 3), "Realisation!G2", "not_applicable")

    assert issues_of(sheets) == [
        "NOT_FOR_PROGRAMME Realisation!F2",
        "NOT_FOR_PROGRAMME Realisation!G2",
    ]


def test_an_indicators_row_is_not_realised_or_not():
    assert issues_of(put(good(), "Realisation!E3", "no")) == ["NOT_FOR_INDICATOR Realisation!E3"]


def test_not_applicable_stands_in_place_of_a_value():
    assert issues_of(put(good(), "Realisation!G3", "tidak berlaku")) == [
        "VALUE_NOT_APPLICABLE Realisation!G3"
    ]


def test_a_row_that_reports_nothing_is_warned_of():
    sheets = put(put(good(), "Realisation!E2", None), "Realisation!F3", None)
    reading = read_bytes(xlsx(sheets))

    assert [(i.problem.name, i.place()) for i in reading.issues] == [
        ("SAYS_NOTHING", "Realisation!E2"),
        ("SAYS_NOTHING", "Realisation!F3"),
    ]
    assert reading.is_ok


def test_a_row_that_reports_something_unreadable_is_not_called_silent():
    assert issues_of(put(good(), "Realisation!G4", "entah")) == ["NOT_A_WORD Realisation!G4"]


def test_only_impact_is_scored_by_dimension():
    assert issues_of(put(good(), "Index!D2", "living")) == ["DIMENSION_NOT_SCORED Index!D2"]


def test_impact_comes_directly_or_by_dimension():
    sheets = good()
    sheets["Index"].append([2022, "gsc-2021", "impact", None, "B", 3])

    assert issues_of(sheets) == ["SCORED_TWICE Index!D4"]


@pytest.mark.parametrize("row", [[2021, "gsc-2021"], [2022, "gsc-sleman"]])
def test_another_year_or_framework_is_another_evaluation(row: list[object]):
    sheets = good()
    sheets["Index"].append([*row, "impact", None, "B", 3])

    assert not issues_of(sheets)


@pytest.mark.parametrize("cell", ["Budget!D2", "Programmes!J2", "Targets!D2", "Realisation!F3"])
def test_a_number_that_no_float_holds_exactly_is_refused(cell: str):
    assert f"OUT_OF_BOUNDS {cell}" in issues_of(put(good(), cell, 1.7e308))
