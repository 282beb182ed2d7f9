"""0.85 where the unit is %: each figure is compared with the one it belongs to."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.workbook import fractions
from kotacerdas.workbook.reading import read_bytes
from workbook.builder import Sheets, good, issues_of, put, xlsx


def _in_percent(*values: object, unit: str = "%") -> Sheets:
    sheets = put(good(), "Indicators!E2", unit)
    head = sheets["Realisation"][0]
    sheets["Realisation"] = [
        head,
        *([None, "i1", 2022, f"q{at}", None, value, None] for at, value in enumerate(values, 1)),
    ]
    return sheets


@pytest.mark.parametrize("unit", ["%", "Persen", "percent"])
def test_fractions_where_percentages_are_meant_are_warned_of(unit: str):
    assert issues_of(_in_percent(0.85, 1, unit=unit)) == [
        "LOOKS_LIKE_FRACTION Realisation!F2",
        "LOOKS_LIKE_FRACTION Realisation!F3",
    ]


def test_a_value_above_1_says_nothing_of_the_others():
    assert issues_of(_in_percent(0.85, 85)) == ["LOOKS_LIKE_FRACTION Realisation!F2"]


def test_only_zeros_say_nothing():
    assert not issues_of(_in_percent(0, 0))


def test_other_units_may_be_below_1():
    assert not issues_of(_in_percent(0.85, unit="indeks"))


def test_targets_are_looked_at_too():
    sheets = put(put(_in_percent(85), "Targets!D2", 0.5), "Targets!D3", 0.9)

    assert issues_of(sheets) == [
        "LOOKS_LIKE_FRACTION Targets!D2",
        "LOOKS_LIKE_FRACTION Targets!D3",
    ]


@pytest.mark.parametrize(
    "unit",
    ["%", "Persen (%)", "persentase", "PERSEN", "% penduduk", "prosentase", "pct", "percentage"],
)
def test_percent_is_known_however_it_is_written(unit: str):
    assert issues_of(_in_percent(0.085, unit=unit)) == ["LOOKS_LIKE_FRACTION Realisation!F2"]


@pytest.mark.parametrize("unit", ["orang", "indeks", "rasio", "persalinan", "Rp"])
def test_other_units_are_not_percent(unit: str):
    assert not issues_of(_in_percent(0.085, unit=unit))


@pytest.mark.parametrize("value", [-0.85, -3, 0, 1, 4.5, 12])
def test_negative_and_small_percentages_are_no_fractions(value: float):
    """The target is 10 %, so that 1 is nearer as it stands."""
    assert not issues_of(_in_percent(value))


def _of_growth(target: float, value: float, year_before: float = 0) -> Sheets:
    sheets = _in_percent(value)
    sheets["Targets"] = [
        sheets["Targets"][0],
        ["i1", 2021, "q1", year_before, None],
        ["i1", 2022, "q1", target, None],
    ]
    return sheets


@pytest.mark.parametrize(
    ("target", "value"), [(0.4, 0.3), (0.5, 4), (-0.5, 0.3), (3.9, 0.4), (0, 0.3)]
)
def test_where_small_percentages_are_what_it_is_about_nothing_is_warned_of(
    target: float, value: float
):
    assert not issues_of(_of_growth(target, value))


@pytest.mark.parametrize(
    ("target", "value", "before", "cells"),
    [
        (85, 0.85, 80, ["Realisation!F2"]),
        (100, 1.02, 95, ["Realisation!F2"]),
        (0.9, 85, 80, ["Targets!D3"]),
        (0.9, 0.85, 80, ["Targets!D3"]),
        (0.9, 0.85, 0.8, ["Targets!D2", "Targets!D3", "Realisation!F2"]),
    ],
)
def test_the_figure_that_is_a_fraction_is_named(
    target: float, value: float, before: float, cells: list[str]
):
    assert issues_of(_of_growth(target, value, before)) == [
        f"LOOKS_LIKE_FRACTION {cell}" for cell in cells
    ]


def test_the_warning_says_what_may_be_meant_and_asks():
    issue = read_bytes(xlsx(_of_growth(85.5, 0.855))).issues[0]

    assert issue.asks
    assert "maksudnya 85,5." in issue.message("id")
    assert "85.5 is meant" in issue.message("en")


def test_a_baseline_is_compared_with_the_targets():
    sheets = _of_growth(85, 84, 80)
    for row, extra in zip(sheets["Indicators"], ("baseline", 0.7, None), strict=True):
        row.append(extra)

    assert issues_of(sheets) == ["LOOKS_LIKE_FRACTION Indicators!H2"]


@pytest.mark.parametrize("text", ["0,85 %", "0.85%", "0,85 persen"])
def test_a_percent_sign_tells_exactly(text: str):
    reading = read_bytes(xlsx(_of_growth(85, text)))  # type: ignore[arg-type]

    assert not reading.issues
    assert reading.frames["Realisation"]["value"].to_list() == [0.85]


@given(st.floats(0.001, 1000), st.floats(0.001, 1000))
def test_a_figure_and_its_hundredfold_are_never_both_fractions(value: float, other: float):
    assert not (
        fractions.looks_like_fraction(value, other)
        and fractions.looks_like_fraction(100 * value, other)
    )
    if fractions.looks_like_fraction(value, other):
        assert abs(log(100 * value / other)) < abs(log(value / other))
