"""Years within the programme's years, periods beside whole years, ends before starts."""

from datetime import date

import pytest

from kotacerdas.workbook.reading import read_bytes
from workbook.builder import good, issues_of, put, xlsx


@pytest.mark.parametrize("cell", ["Targets!B4", "Realisation!C2", "Realisation!C4", "Budget!B2"])
@pytest.mark.parametrize("year", [2020, 2023])
def test_a_year_outside_those_of_the_programme_does_not_count(cell: str, year: int):
    issues = read_bytes(xlsx(put(good(), cell, year))).issues

    assert [(i.problem.name, i.place()) for i in issues] == [("YEAR_OUTSIDE_PROGRAMME", cell)]
    assert issues[0].expected("en") == "2021-2022"


@pytest.mark.parametrize("cell", ["Targets!B4", "Realisation!C2", "Budget!B2"])
def test_the_first_and_last_year_are_within(cell: str):
    assert not issues_of(put(good(), cell, 2021))
    assert not issues_of(put(good(), cell, 2022))


def test_innovations_capacity_and_index_have_years_of_their_own():
    sheets = put(put(good(), "Capacity!D2", 2030), "Innovations!D2", 2030)

    assert not issues_of(put(sheets, "Index!A2", 2030))


def test_a_programme_may_not_end_before_it_starts():
    sheets = put(good(), "Programmes!F2", 2023)

    assert "ENDS_BEFORE_START Programmes!G2" in issues_of(sheets)


def test_a_regulation_may_not_end_before_it_starts():
    sheets = put(good(), "Regulations!G2", date(2019, 12, 31))
    issue = read_bytes(xlsx(sheets)).issues[0]

    assert (issue.problem.name, issue.place()) == ("ENDS_BEFORE_START", "Regulations!G2")
    assert issue.expected("en") == "2020-01-01 or later"
    assert not issues_of(put(sheets, "Regulations!G2", date(2020, 1, 1)))


@pytest.mark.parametrize("year", [1899, 2201, 0, -1])
def test_a_year_is_from_1900_to_2200(year: int):
    assert "OUT_OF_BOUNDS Capacity!D2" in issues_of(put(good(), "Capacity!D2", year))


def test_a_whole_year_beside_periods_of_the_same_year_is_refused_in_targets():
    assert issues_of(put(good(), "Targets!C3", None)) == ["WHOLE_YEAR_BESIDE_PERIODS Targets!C3"]


def test_a_whole_year_beside_periods_is_refused_for_programmes_and_indicators():
    sheets = good()
    sheets["Realisation"] += [
        ["p1", None, 2022, "s1", "no", None, None],
        [None, "i1", 2022, None, None, 3, None],
    ]

    assert issues_of(sheets) == [
        "WHOLE_YEAR_BESIDE_PERIODS Realisation!D2",
        "WHOLE_YEAR_BESIDE_PERIODS Realisation!D6",
    ]


def test_another_year_another_indicator_and_another_sheet_do_not_stand_beside():
    sheets = good()
    sheets["Targets"].append(["i1", 2021, None, 3, None])

    assert not issues_of(sheets)


def test_periods_that_overlap_in_a_sum_are_warned_of():
    sheets = put(put(good(), "Targets!C2", "m02"), "Targets!C3", "q1")
    sheets["Targets"].append(["i1", 2022, "s1", 4, None])
    reading = read_bytes(xlsx(sheets))

    assert [(i.problem.name, i.place()) for i in reading.issues] == [
        ("PERIODS_OVERLAP", "Targets!C3"),
        ("PERIODS_OVERLAP", "Targets!C5"),
    ]
    assert all("row 2" in issue.message("en") for issue in reading.issues)
    assert reading.is_ok


def test_periods_that_overlap_are_fine_where_nothing_is_summed():
    sheets = put(good(), "Indicators!G2", "last")

    assert not issues_of(put(put(sheets, "Targets!C2", "m02"), "Targets!C3", "q1"))
