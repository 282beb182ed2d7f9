"""Absorption over the quarters: the same rows in every quarter, or none."""

import polars as pl
import pytest

from kotacerdas.scoring.quarters import absorption_by_quarter

SPENT = ("programme", "source", "year", "period", "realised")
SCHEMA = {"year": pl.Int64, "period": pl.String, "realised": pl.Float64}


def figures(*reports, ceilings=None, begun=()):
    """[(quarter, spent, ceiling)] and the number of programmes; reports are (programme, period,
    realised) of the source apbd."""
    budget = ceilings or {code: 100.0 for code, *_ in reports}
    spent = pl.DataFrame(
        [(code, "apbd", 2022, period, amount) for code, period, amount in reports],
        schema=dict.fromkeys(SPENT, pl.String) | SCHEMA,
        orient="row",
    )
    rows = [(code, "apbd", ceiling) for code, ceiling in budget.items()]
    frame = pl.DataFrame(
        rows,
        schema={"programme": pl.String, "source": pl.String, "ceiling": pl.Float64},
        orient="row",
    )
    found = absorption_by_quarter(spent, frame)
    assert list(found.begun) == list(begun)
    return [(one.period, one.spent, one.ceiling) for one in found.quarters], found.programmes


def test_nothing_reported_is_no_quarter():
    assert figures(ceilings={"a": 100.0}) == ([], 0)


def test_zero_is_a_figure():
    assert figures(("a", "q1", 0.0), ("a", "q2", 40.0)) == (
        [("q1", 0.0, 100.0), ("q2", 40.0, 100.0)],
        1,
    )


def test_only_what_every_quarter_has_is_compared():
    found = figures(
        *(("a", "q1", 10.0), ("a", "q2", 30.0)),
        *(("b", "q1", 20.0), ("b", "q2", 50.0)),
        ("c", "q1", 90.0),  # silent in the second quarter, and so in neither
    )
    assert found == ([("q1", 30.0, 200.0), ("q2", 80.0, 200.0)], 2)


def test_a_quarter_that_has_hardly_begun_is_left_out():
    reports = [(code, "q1", 10.0) for code in "abc"]
    found = figures(*reports, ("a", "q2", 90.0), begun=["q2"])
    assert found == ([("q1", 30.0, 300.0)], 3)


@pytest.mark.parametrize(
    ("period", "quarter"),
    [("m03", "q1"), ("s1", "q2"), ("m09", "q3"), ("s2", "q4"), (None, "q4")],
)
def test_any_period_that_ends_with_a_quarter_tells_of_it(period, quarter):
    assert figures(("a", period, 50.0)) == ([(quarter, 50.0, 100.0)], 1)


def test_what_ends_within_a_quarter_tells_of_none():
    assert figures(("a", "m02", 50.0)) == ([], 0)


def test_of_reports_that_end_together_the_longest_speaks():
    assert figures(("a", "s1", 60.0), ("a", "q2", 50.0)) == ([("q2", 60.0, 100.0)], 1)


def test_what_has_no_ceiling_in_the_plan_counts_for_nothing():
    assert figures(("a", "q1", 50.0), ("gone", "q1", 70.0), ceilings={"a": 100.0}) == (
        [("q1", 50.0, 100.0)],
        1,
    )


def test_a_ceiling_of_zero_has_no_percentage():
    budget = pl.DataFrame({"programme": ["a"], "source": ["apbd"], "ceiling": [0.0]})
    row = {"programme": ["a"], "source": ["apbd"], "year": [2022], "period": ["q1"]}
    [quarter] = absorption_by_quarter(pl.DataFrame(row | {"realised": [5.0]}), budget).quarters
    assert quarter.absorption_pct is None
