"""0.85 where the unit is %: warned of only if all values of the indicator are at most 1."""

import pytest

from workbook.builder import Sheets, good, issues_of, put


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


def test_one_value_above_1_says_that_percentages_are_meant():
    assert not issues_of(_in_percent(0.85, 85))


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
