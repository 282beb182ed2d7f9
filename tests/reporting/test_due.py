"""What is due in a period, worked by hand, and that every target is due once a year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.reporting.due import DueValue, before, due_values, is_due, overlap
from kotacerdas.workbook.schema import PERIODS

QUARTERS = [f"q{n}" for n in range(1, 5)]
HALVES = ["s1", "s2"]
MONTHS = [f"m{n:02}" for n in range(1, 13)]
PARTITIONS = [QUARTERS, HALVES, MONTHS, [""]]
EVERY = ["", *PERIODS]


def asked(
    period: str,
    targets: dict[str, float],
    told: dict[str, float | None] | None = None,
    *,
    aggregation: str = "last",
    before_year: dict[str, float] | None = None,
) -> list[DueValue]:
    """What is asked of i1 in a period of 2022, given the year's targets and values by period."""
    indicator = {
        "code": "i1",
        "name": "Layanan",
        "unit": "layanan",
        "polarity": "higher",
        "aggregation": aggregation,
    }
    return due_values(
        2022,
        period,
        indicator,
        [
            {"year": 2022, "period": code or None, "target": target, "target_max": None}
            for code, target in targets.items()
        ],
        [
            {"year": year, "period": code or None, "value": value}
            for year, values in ((2022, told or {}), (2021, before_year or {}))
            for code, value in values.items()
        ],
    )


def periods(*args, **more) -> list[str]:
    return [one.period for one in asked(*args, **more)]


BY_QUARTER = {"q1": 1.0, "q2": 2.0, "q3": 3.0, "q4": 4.0}


@pytest.mark.parametrize(
    ("period", "targets"),
    [
        ("q1", ["q1"]),
        ("q4", ["q4"]),
        ("s1", ["q1", "q2"]),
        ("s2", ["q3", "q4"]),
        ("", ["q1", "q2", "q3", "q4"]),
        ("m03", ["q1"]),
        ("m02", []),
    ],
)
def test_targets_of_quarters_are_due_where_they_end(period, targets):
    assert periods(period, BY_QUARTER) == targets


def test_targets_of_months_are_asked_in_their_order():
    assert periods("q4", {"m12": 1, "m10": 1, "m11": 1, "m01": 1}) == ["m10", "m11", "m12"]


@pytest.mark.parametrize("period", ["q4", "s2", "m12", ""])
def test_a_target_of_the_year_is_due_with_its_last_month(period):
    assert periods(period, {"": 5}) == [""]


@pytest.mark.parametrize("period", ["q1", "q3", "s1", "m11"])
def test_a_target_of_the_year_is_not_due_before(period):
    assert not periods(period, {"": 5})


@given(st.sampled_from(EVERY), st.sampled_from(PARTITIONS))
def test_every_target_is_due_in_exactly_one_period_of_each_way_to_part_the_year(target, parts):
    assert [is_due(period, target) for period in parts].count(True) == 1


def test_a_target_of_the_year_is_asked_by_parts_where_its_values_come_in_parts():
    told = {"q1": 2.0}
    assert [periods(period, {"": 5}, told) for period in QUARTERS] == [[one] for one in QUARTERS]


def test_what_is_not_applicable_is_told_as_well():
    assert periods("q2", {"": 5}, {"q1": None}) == ["q2"]


def test_a_whole_year_is_not_asked_beside_its_parts():
    assert not periods("", {"": 5}, {"q1": 2})


def test_parts_are_not_asked_beside_the_whole_year():
    assert not periods("q1", BY_QUARTER, {"": 9})
    assert not periods("", BY_QUARTER, {"": 9})


def test_a_whole_year_that_was_told_is_asked_again():
    assert periods("q4", {"": 5}, {"": 4}) == [""]


def test_a_sum_is_not_asked_for_months_that_other_values_hold():
    told = {"q1": 2, "q2": 3}
    assert not periods("s1", {"": 5}, told, aggregation="sum")
    assert periods("s2", {"": 5}, told, aggregation="sum") == ["s2"]
    assert periods("s1", {"": 5}, told, aggregation="last") == ["s1"]


def test_nothing_is_asked_without_a_target_or_for_another_years():
    assert not periods("q1", {}, {"q1": 3})
    of_2023 = [{"year": 2023, "period": "q1", "target": 1, "target_max": None}]
    assert not due_values(2022, "q1", {"code": "i1", "aggregation": "sum"}, of_2023, [])


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("q2", (2022, "q1")),
        ("q1", (2021, "q4")),
        ("s2", (2022, "s1")),
        ("s1", (2021, "s2")),
        ("m10", (2022, "m09")),
        ("m12", (2022, "m11")),
        ("m01", (2021, "m12")),
        ("", (2021, "")),
    ],
)
def test_the_period_just_before(period, expected):
    assert before(2022, period) == expected


@given(st.sampled_from(PARTITIONS))
def test_going_back_comes_through_every_period_of_a_year(parts):
    at = (2022, parts[-1])
    for code in reversed(parts):
        assert at == (2022, code)
        at = before(*at)
    assert at == (2021, parts[-1])


@given(st.sampled_from(EVERY), st.sampled_from(EVERY))
def test_periods_overlap_where_a_month_lies_in_both(one, other):
    shared = [month for month in MONTHS if is_due(one, month) and is_due(other, month)]
    assert overlap(one, other) is bool(shared)


def test_the_previous_value_is_of_the_period_before():
    told, year_before = {"q1": 3.0}, {"q4": 7.0}
    [first] = asked("q1", BY_QUARTER, told, before_year=year_before)
    [second] = asked("q2", BY_QUARTER, told, before_year=year_before)
    [third] = asked("q3", BY_QUARTER, told, before_year=year_before)
    assert (first.previous, second.previous, third.previous) == (7, 3, None)


def test_the_previous_value_of_a_whole_year_is_last_years():
    [one] = asked("q4", {"": 5}, before_year={"": 4.0})
    assert one.previous == 4


def test_a_sum_is_seen_beside_the_other_periods_and_the_years_target():
    told = {"q1": 3.0, "q2": 4.0, "q3": None, "q4": 100.0}
    [one] = asked("q2", BY_QUARTER, told, aggregation="sum", before_year={"q4": 50.0})
    assert (one.so_far, one.year_target) == (103, 10)


def test_a_sum_with_nothing_told_yet_begins_at_nought():
    [one] = asked("q1", BY_QUARTER, aggregation="sum")
    assert (one.so_far, one.year_target) == (0, 10)


@pytest.mark.parametrize("aggregation", ["last", "mean"])
def test_what_is_not_summed_has_no_sum(aggregation):
    [one] = asked("q2", BY_QUARTER, {"q1": 3.0}, aggregation=aggregation)
    assert (one.so_far, one.year_target) == (None, None)


def test_a_sum_of_the_whole_year_is_its_own_sum():
    [one] = asked("q4", {"": 5}, aggregation="sum")
    assert (one.so_far, one.year_target) == (None, None)


def test_a_yearly_target_asked_by_parts_is_seen_beside_the_year():
    [one] = asked("q2", {"": 5}, {"q1": 3.0}, aggregation="sum")
    assert (one.key, one.target, one.so_far, one.year_target) == ("i1|q2", 5, 3, 5)
