"""A panel's scores: by hand, and what holds whatever they are."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.toy import TOY
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.index import mean
from kotacerdas.scoring.panel import Asked, Outcome

GSC = load("gsc-2021")
ASKED = (
    Asked("1.1", "baseline", ""),
    Asked("1.2", "baseline", ""),
    Asked("2.1", "output", ""),
    Asked("3.1", "outcome", ""),
    *(Asked(f"4.{n}", "impact", code) for n, code in enumerate(GSC.dimension_codes, 1)),
    Asked("5.1", "quick_win", ""),
)
BY_HAND = {
    "1.1": {"a": 300, "b": 400},
    "1.2": {"a": 200, "b": 200},
    "2.1": {"a": 400, "b": 200},
    "3.1": {"a": 300, "b": 300},
    **{f"4.{n}": {"a": 300, "b": 300} for n in range(1, 6)},
    "4.6": {"a": 400, "b": 350},
    "5.1": {"a": 400, "b": 400},
}


def test_the_example_of_the_methodology():
    found = Outcome(GSC, ASKED, BY_HAND, {"2.1": 325}, previous=Fraction("3.2"))
    parts = {code: part.score for code, part in found.index.components.items()}
    assert parts == {
        "baseline": Fraction("2.75"),
        "output": Fraction("3.25"),
        "outcome": 3,
        "impact": Fraction("3.125"),
        "quick_win": 4,
    }
    assert found.index.value == Fraction("3.25")
    assert found.index.improvement == Fraction("0.05")
    assert found.items["2.1"].spread == 2
    assert (found.wide_items, found.open_items) == ([], [])


def test_a_spread_above_the_bound_is_open_until_it_is_settled():
    found = Outcome(GSC, ASKED, BY_HAND, {})
    assert found.wide_items == ["2.1"]  # 1.1 lies apart by exactly the bound
    low, high = found.reach
    assert high - low == Fraction("0.2") * 2
    assert replace(found, settled={"2.1": 0}).reach is None


def test_an_item_that_nobody_scored_gives_no_index_and_is_named():
    found = Outcome(GSC, ASKED, {**BY_HAND, "5.1": {}}, {})
    assert found.index.value is None
    assert found.index.missing == ("quick_win",)
    assert found.open_items == ["5.1"]
    assert found.reach is None


def test_zero_is_a_score():
    found = Outcome(GSC, ASKED, {**BY_HAND, "5.1": {"a": 0}}, {"2.1": 0})
    assert found.open_items == []
    assert found.items["5.1"].value == 0
    assert found.items["2.1"].value == 0


def test_how_far_one_seat_moves_the_index():
    found = Outcome(GSC, ASKED, BY_HAND, {"2.1": 325})
    only_b = Outcome(
        GSC, ASKED, {code: {"b": own["b"]} for code, own in BY_HAND.items()}, {"2.1": 325}
    )
    assert found.without_each["a"] == only_b.index.value
    alone = Outcome(GSC, ASKED, {code: {"b": own["b"]} for code, own in BY_HAND.items()}, {})
    assert alone.without_each == {"b": None}


def test_a_component_whose_items_name_no_dimension_is_their_mean():
    asked = [replace(one, dimension="") for one in ASKED]
    found = Outcome(GSC, asked, BY_HAND, {"2.1": 325})
    assert found.index.components["impact"].score == Fraction("3.125")  # one item each: the same
    uneven = [*asked, Asked("4.7", "impact", "")]
    found = Outcome(GSC, uneven, {**BY_HAND, "4.7": {"a": 400}}, {"2.1": 325})
    assert found.index.components["impact"].score == (6 * Fraction("3.125") + 4) / 7


def test_an_edition_of_another_scale_and_bound(tmp_path):
    path = tmp_path / "toy.toml"
    path.write_text(TOY)
    toy = load(str(path))
    asked = [Asked("1", "plan", ""), Asked("2", "work", ""), Asked("3", "worth", "")]
    found = Outcome(toy, asked, {"1": {1: 100, 2: 175}, "2": {1: 500}, "3": {1: 300}}, {})
    assert found.wide_items == ["1"]
    assert found.index.value == (Fraction("1.375") + 5 + 3) / 3


HUNDREDTHS = st.integers(0, 400)
SEATS = st.dictionaries(st.integers(1, 5), HUNDREDTHS, min_size=1)
GIVEN = st.fixed_dictionaries({one.code: SEATS for one in ASKED})
SETTLED = st.dictionaries(st.sampled_from([one.code for one in ASKED]), HUNDREDTHS)


def value_of(scores, settled):
    return Outcome(GSC, ASKED, scores, settled).index.value


@given(GIVEN, SETTLED, st.data())
def test_no_score_that_rises_lets_the_index_fall(scores, settled, data):
    code = data.draw(st.sampled_from(sorted(scores)))
    seat = data.draw(st.sampled_from(sorted(scores[code])))
    raised = data.draw(st.integers(scores[code][seat], 400))
    more = {**scores, code: {**scores[code], seat: raised}}
    assert value_of(more, settled) >= value_of(scores, settled)


@given(GIVEN, SETTLED, st.permutations(range(1, 6)))
def test_who_is_who_does_not_matter(scores, settled, names):
    renamed = {
        code: {names[seat - 1]: score for seat, score in reversed(own.items())}
        for code, own in reversed(scores.items())
    }
    assert value_of(renamed, settled) == value_of(scores, settled)


@given(GIVEN, SETTLED)
def test_a_seat_that_scored_nothing_changes_nothing(scores, settled):
    found = Outcome(GSC, ASKED, scores, settled)
    assert 9 not in found.without_each
    assert found._without(9).index == found.index


@given(GIVEN)
def test_a_settlement_within_the_scores_keeps_the_index_within_its_reach(scores):
    found = Outcome(GSC, ASKED, scores, {})
    if found.reach is not None:
        low, high = found.reach
        assert low <= found.index.value <= high


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_the_items_does_not_matter(order):
    found = Outcome(GSC, ASKED[::order], BY_HAND, {"2.1": 325})
    assert found.index.value == Fraction("3.25")


@given(st.lists(st.fractions(min_value=0, max_value=4, max_denominator=1000), min_size=1))
def test_the_mean_is_exact(values):
    assert mean(values) == sum(values, Fraction(0)) / len(values)
