"""The survey's figures: worked by hand, and against the plain formulas over many answers."""

import statistics

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.frameworks.impact_survey import rules_of, survey_of
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.impact_survey import (
    FRAME,
    Asked,
    Estimate,
    Part,
    Summary,
    combined,
    estimate,
    summarise,
    t_quantile,
)

EDITION = load("gsc-2021")
RULES = survey_of(rules_of(EDITION), EDITION)
ONE_FORM = [Asked(1, "living", (Part("health", ("a", "b")), Part("mobility", ("a",))))]


def summary(*answers: tuple[int, str, str], asked: list[Asked] = ONE_FORM) -> Summary:
    return summarise(asked, pl.DataFrame(list(answers), schema=FRAME, orient="row"), RULES)


@pytest.mark.parametrize(
    ("freedom", "value"),
    # From the printed tables of Student's t, two-sided 95 %.
    [(1, 12.706), (2, 4.303), (3, 3.182), (9, 2.262), (30, 2.042), (49, 2.010), (120, 1.980)],
)
def test_the_quantile_is_that_of_the_tables(freedom: int, value: float):
    assert t_quantile(freedom) == pytest.approx(value, abs=5e-4)


def test_the_quantile_has_no_step_where_the_series_gives_way_to_the_expansion():
    assert t_quantile(300) == pytest.approx(t_quantile(301), abs=1e-4)
    assert t_quantile(300) > t_quantile(301) > t_quantile(1_000_000) > 1.959963


def test_by_hand():
    of = estimate([3, 4, 5, 4], 1, 5)
    assert (of.n, of.mean) == (4, 4)
    assert of.sd == pytest.approx(0.8165, abs=1e-4)
    assert of.low == pytest.approx(2.70, abs=5e-3)
    assert of.high == 5  # 5.30 is beyond the scale


def test_of_none_one_and_equal_ones():
    assert estimate([], 1, 5) == Estimate(0, None, None, None, None)
    assert estimate([4], 1, 5) == Estimate(1, 4, None, None, None)
    assert estimate([4, 4], 1, 5) == Estimate(2, 4, 0, 4, 4)
    assert estimate([4] * 9, 10, 5) == Estimate(9, None, None, None, None)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=200))
def test_it_is_the_formula(steps: list[int]):
    of = estimate(steps, 1, 5)
    mean, sd = statistics.fmean(steps), statistics.stdev(steps)
    half = t_quantile(len(steps) - 1) * sd / len(steps) ** 0.5
    assert of.mean == pytest.approx(mean)
    assert of.sd == pytest.approx(sd)
    assert of.low == pytest.approx(max(1, mean - half))
    assert of.high == pytest.approx(min(5, mean + half))
    assert 1 <= of.low <= of.mean + 1e-9
    assert of.mean - 1e-9 <= of.high <= 5


@given(st.lists(st.text("012345-", min_size=3, max_size=3), min_size=10, max_size=60))
def test_only_steps_count_and_each_respondent_once(answers: list[str]):
    result = summary(*((1, steps, "22") for steps in answers))
    health, mobility = result.dimensions[0].sub_dimensions
    given_steps = [[int(one) for one in steps[:2] if one in "12345"] for steps in answers]
    values = [statistics.fmean(own) for own in given_steps if own]
    assert health.estimate.n == len(values)
    if len(values) >= RULES.fewest:
        assert health.estimate.mean == pytest.approx(statistics.fmean(values))
    else:
        assert health.estimate.mean is None
    everything = "".join(steps[:2] for steps in answers)
    assert health.estimate.counts == tuple(everything.count(step) for step in "12345")
    assert mobility.statements[0].dont_know == sum(steps[2] == "0" for steps in answers)
    assert sum(health.estimate.shares) == pytest.approx(100 if sum(health.estimate.counts) else 0)


def test_dont_know_and_no_answer_are_two_things_and_no_step():
    rows = [(1, "400", "21")] * 10 + [(1, "4--", "20")] * 10
    health, mobility = summary(*rows).dimensions[0].sub_dimensions
    assert health.estimate.mean == 4
    assert [one.dont_know for one in health.statements] == [0, 10]
    assert (mobility.estimate.n, mobility.estimate.mean) == (0, None)
    assert mobility.uses == (0, 10, 10)


def test_forms_apart_are_the_mean_of_their_means():
    asked = [
        Asked(1, "living", (Part("health", ("a",)),)),
        Asked(2, "living", (Part("mobility", ("a",)),)),
        Asked(3, "society", (Part("security", ("a",)),)),
    ]
    rows = [*[(1, "5", "2")] * 10, *[(1, "3", "2")] * 10, *[(2, "2", "2")] * 10, (3, "5", "2")]
    result = summary(*rows, asked=asked)
    living, society = result.dimensions
    assert living.estimate.mean == 3
    assert living.level == 2
    assert living.estimate.n == 30
    # By hand: sd of ten 5 and ten 3 is 1.0260; error 1.0260 / sqrt(20) / 2 = 0.1147; t(9) 2.2622
    assert living.estimate.low == pytest.approx(3 - 2.2622 * 0.1147, abs=1e-3)
    assert (society.estimate.n, society.estimate.mean, society.level) == (1, None, None)
    assert result.estimate.mean == 3
    assert not result.is_complete
    assert result.answers == 31


def test_of_nothing_there_is_nothing():
    result = summary()
    assert (result.answers, result.level, result.estimate.mean) == (0, None, None)
    assert result.dimensions[0].sub_dimensions[0].estimate.shares == []
    assert combined([]) == Estimate(0, None, None, None, None, ())


def test_a_mean_of_one_respondent_leaves_the_whole_without_an_interval():
    whole = combined([estimate([3, 4], 1, 5), estimate([5], 1, 5)])
    assert whole.mean == pytest.approx(4.25)
    assert (whole.low, whole.high) == (None, None)
