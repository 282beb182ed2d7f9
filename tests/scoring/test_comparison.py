"""Strengths, what to mend, the median and the places of regions: by hand, and what always holds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.toy import TOY
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.comparison import (
    Interval,
    Span,
    interval,
    judged,
    median,
    ranks,
    strengths,
    to_mend,
    whole,
)
from kotacerdas.scoring.panel import Asked, Outcome
from scoring.test_panel import ASKED, BY_HAND, GIVEN, GSC, SETTLED

# 1.1 is at 3.5, 1.2 at 2, 2.1 settled at 3.25, 4.6 at 3.75, 5.1 at 4, the others at 3.
CLAIMS = {one.code: 3 for one in ASKED} | {"3.1": 4, "4.1": None, "4.6": 4}
FOUND = Outcome(GSC, ASKED, BY_HAND, {"2.1": 325})


def between(low: str, high: str) -> Interval:
    return Interval(Fraction(low), Fraction(high))


def test_strengths_of_the_methodology():
    found = strengths(judged(FOUND, CLAIMS), GSC)
    # 4.6 is at 3.75 of a claim of 4; the three at 3 weigh the same in the index.
    assert [one.code for one in found] == ["5.1", "1.1", "2.1", "4.1", "4.2", "4.3", "4.4", "4.5"]


def test_what_to_mend_by_what_the_index_gains():
    found = to_mend(judged(FOUND, CLAIMS), GSC)
    # (4 - 3) x 0.3; (3 - 2) x 0.1 / 2; (4 - 3.75) x 0.2 / 6
    gains = [("3.1", Fraction("0.3")), ("1.2", Fraction("0.05")), ("4.6", Fraction(1, 120))]
    assert [(one.code, one.gain) for one in found] == gains


def test_an_item_in_the_lower_half_is_to_be_mended_whatever_is_claimed():
    found = Outcome(GSC, ASKED, {**BY_HAND, "1.1": {"a": 199}, "1.2": {"a": 200}}, {"2.1": 100})
    mended = to_mend(judged(found, {"1.1": 1, "1.2": 0}), GSC)
    assert [(one.code, one.goal) for one in mended] == [("2.1", 2), ("1.1", 2)]


def test_a_scale_whose_middle_is_no_level(tmp_path):
    path = tmp_path / "toy.toml"
    path.write_text(TOY.replace("max = 5", "max = 4"))
    toy = load(str(path))
    asked = [Asked("1", "plan", ""), Asked("2", "work", ""), Asked("3", "worth", "")]
    found = judged(Outcome(toy, asked, {n: {1: 240 + int(n) * 5} for n in "123"}, {}), {})
    assert [one.code for one in to_mend(found, toy)] == ["1"]  # 2.5 is the middle of 1 to 4
    assert found[0].goal == 3
    assert whole(toy) == Interval(1, 4)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], None), ([1, 2], None), ([3, 1, 2], 2), ([4, 1, 3, 2], Fraction(5, 2))],
)
def test_a_median_is_of_three_at_least(values, expected):
    assert median([Fraction(value) for value in values]) == expected


def test_an_interval_is_known_where_each_assessor_can_be_left_out():
    assert interval(Fraction(3), [Fraction(2), Fraction("3.5")]) == between("2", "3.5")
    assert interval(Fraction(3), [Fraction(4)]) == between("3", "4")
    assert interval(Fraction(3), [None, Fraction(4)]) is None
    assert interval(Fraction(3), []) is None


def test_places_of_the_methodology():
    found = ranks(
        [
            between("2.6", "2.9"),
            between("3.4", "3.5"),
            between("3.1", "3.3"),
            between("2.9", "3.0"),
            between("2.2", "2.2"),
        ]
    )
    assert found == [Span(3, 4), Span(1, 1), Span(2, 2), Span(3, 4), Span(5, 5)]


def test_two_that_a_third_joins_are_not_told_apart():
    assert (
        ranks([between("3", "3.2"), between("2", "2.4"), between("2.3", "3.1")]) == [Span(1, 3)] * 3
    )


ENDS = st.integers(0, 400).map(lambda n: Fraction(n, 100))
INTERVALS = st.lists(st.tuples(ENDS, ENDS).map(lambda ends: Interval(min(ends), max(ends))))


@given(INTERVALS, st.randoms())
def test_the_order_of_the_regions_does_not_matter(intervals, random):
    order = list(range(len(intervals)))
    random.shuffle(order)
    found = ranks(intervals)
    assert ranks([intervals[at] for at in order]) == [found[at] for at in order]


@given(INTERVALS)
def test_regions_are_told_apart_only_where_no_intervals_overlap(intervals):
    spans = ranks(intervals)
    for one, of_one in zip(intervals, spans, strict=True):
        for other, of_other in zip(intervals, spans, strict=True):
            if one.low <= other.high and other.low <= one.high:
                assert of_one == of_other
            if of_one.last < of_other.first:
                assert one.low > other.high
    for span in set(spans):
        assert spans.count(span) == span.last - span.first + 1


@given(INTERVALS)
def test_the_place_of_a_region_apart_from_all_is_exact(intervals):
    for at, (one, span) in enumerate(zip(intervals, ranks(intervals), strict=True)):
        others = [*intervals[:at], *intervals[at + 1 :]]
        if all(one.low > other.high or other.low > one.high for other in others):
            above = sum(other.low > one.high for other in others)
            assert span == Span(above + 1, above + 1)


@given(GIVEN, SETTLED)
def test_shares_weigh_the_items_as_the_index_does(scores, settled):
    found = Outcome(GSC, ASKED, scores, settled)
    assert sum(found.shares.values()) == 1
    assert found.index.value == sum(
        found.shares[code] * own.value for code, own in found.items.items()
    )


@given(GIVEN, SETTLED, st.data())
def test_no_item_is_both_and_each_gain_is_what_the_index_gains(scores, settled, data):
    claims = {one.code: data.draw(st.none() | st.integers(0, 4), label=one.code) for one in ASKED}
    found = Outcome(GSC, ASKED, scores, settled)
    items = judged(found, claims)
    mended = to_mend(items, GSC)
    assert not {one.code for one in strengths(items, GSC)} & {one.code for one in mended}
    for one in mended[:2]:
        raised = Outcome(GSC, ASKED, scores, settled | {one.code: one.goal * 100})
        assert raised.index.value - found.index.value == one.gain > 0
