"""What holds for every region's index, and marks that can't be."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.frameworks.innovation_index import edition_on
from kotacerdas.scoring.innovation_index import Part, readiness
from kotacerdas.scoring.innovation_marks import MarkError, marks_of_one
from scoring import innovations
from scoring.innovations import marks

DAYS = (date(2023, 6, 30), date(2026, 6, 30), date(2028, 6, 30))
EDITION = edition_on(DAYS[1])
AFFAIRS = (*(one.code for one in EDITION.affairs), "Perikanan", None)
BUTS = (None, None, "unverified", "unproven")


def said(indicators):
    """Marks of some of the indicators, each at most once."""
    one = st.tuples(
        st.sampled_from([indicator.code for indicator in indicators]),
        st.sampled_from((None, 0, 1, 2, 3)),
        st.sampled_from(BUTS),
    )
    return st.lists(one, unique_by=lambda mark: mark[0], max_size=8)


own = st.tuples(st.sampled_from(AFFAIRS), said(EDITION.innovation))
some = st.lists(own, max_size=16).map(
    lambda all_of: {f"I{at}": one for at, one in enumerate(all_of)}
)
days = st.sampled_from(DAYS)
regions = said(EDITION.government)


@given(days, regions, some, own)
def test_an_index_that_follows_a_change_is_the_one_from_scratch(day, region, known, new):
    before = innovations.readiness(day, region, known)
    edition = before.index.edition
    now = Part(marks_of_one("new", marks(new[1], ()), edition).points, edition.affair(new[0]))

    entered = innovations.readiness(day, region, known | {"new": new})
    assert scores(before.index.after(None, now)) == scores(entered.index)
    assert scores(entered.index.after(now, None)) == scores(before.index)
    for code in known:
        changed = innovations.readiness(day, region, known | {code: new})
        assert scores(before.index.after(before.part(code), now)) == scores(changed.index)


def scores(index):
    return index.claimed, index.verified, index.missing_affairs, index.totals.count


@given(days, regions, some)
def test_a_steps_gain_is_what_the_index_rises_by(day, region, known):
    before = innovations.readiness(day, region, known)
    found = before.steps()

    assert [one.gain for one in found] == sorted((one.gain for one in found), reverse=True)
    for step in found[:3] + found[-3:]:
        after = innovations.readiness(day, *taken(step, region, known))
        assert after.index.claimed.value - before.index.claimed.value == step.gain > 0


def taken(step, region, known):
    """Region and innovations after that step."""
    if step.kind == "enter":
        return region, known | {"new": (step.affair, [])}
    if step.innovation is None:
        return marked(region, step), known
    affair, of_it = known[step.innovation]
    return region, known | {step.innovation: (affair, marked(of_it, step))}


def marked(of_unit, step):
    others = [mark for mark in of_unit if mark[0] != step.indicator]
    return [*others, (step.indicator, step.parameter)]


@given(days, regions, some)
def test_every_mark_that_can_rise_has_its_step(day, region, known):
    found = innovations.readiness(day, region, known)
    can_rise = sum(len(EDITION.innovation) for _ in known) + len(EDITION.government)
    for _, parameter, but in [*region, *(mark for _, of_it in known.values() for mark in of_it)]:
        is_whole = parameter == 3 and but in {None, "unverified"}
        can_rise -= is_whole
    assert sum(step.kind != "enter" for step in found.steps()) == can_rise
    assert found.steps(5) == found.steps()[:5]


@given(days, regions, some)
def test_the_verified_end_is_never_above_the_claimed_and_both_within_0_and_100(day, region, known):
    index = innovations.readiness(day, region, known).index
    assert 0 <= index.verified.value <= index.claimed.value <= 100


@given(days, regions, some)
def test_verifying_all_brings_the_ends_together(day, region, known):
    def proven(of_unit):
        return [(code, value, None if but == "unverified" else but) for code, value, but in of_unit]

    innovations_of = {code: (affair, proven(of_it)) for code, (affair, of_it) in known.items()}
    before = innovations.readiness(day, region, known).index
    after = innovations.readiness(day, proven(region), innovations_of).index
    assert after.verified.value == after.claimed.value == before.claimed.value


@given(days, regions, some)
def test_the_order_of_marks_does_not_matter(day, region, known):
    edition = edition_on(day)
    of_region, of_innovations, rows = innovations.frames(edition, region, known)
    found = readiness(of_region, of_innovations, rows, edition, day)
    other = readiness(of_region[::-1], of_innovations, rows.reverse(), edition, day)
    assert other.index == found.index
    assert other.innovations.equals(found.innovations)


@given(days, regions, some)
def test_maturities_add_up_to_the_points_of_all(day, region, known):
    found = innovations.readiness(day, region, known)
    parts = found.index.edition.parts
    total = Fraction(found.index.totals.innovations.claimed, parts)
    assert Fraction(found.innovations["claimed"].sum()) == total


@pytest.mark.parametrize(
    ("region", "of_one", "message"),
    [
        ([("1", 4)], [], "region: indicator 1: the parameter must be from 0 to 3, not 4"),
        ([("1", -1)], [], "region: indicator 1: the parameter must be from 0 to 3, not -1"),
        ([], [("16", 1), ("17", 4)], "I0: indicator 17: the parameter must be from 0 to 3, not 4"),
        ([], [("16", -1)], "I0: indicator 16: the parameter must be from 0 to 3, not -1"),
        ([], [("15", 1)], "I0: indicator 15: there is no such indicator"),
        ([("16", 1)], [], "region: indicator 16: there is no such indicator"),
        ([], [("16", 1), ("20", 1), ("16", 2)], "I0: indicator 16: is marked twice"),
        ([("2a", 1), ("2a", 1)], [], "region: indicator 2a: is marked twice"),
    ],
)
def test_marks_that_cannot_be_are_refused(region, of_one, message):
    with pytest.raises(MarkError) as refused:
        innovations.readiness(DAYS[1], region, {"I0": (None, of_one)})
    assert str(refused.value) == message


def test_marks_of_an_innovation_that_was_not_entered_are_refused():
    rows = innovations.frame([("gone", "16", 1, True, True)])
    _, none, _ = innovations.frames(EDITION, [], {})
    with pytest.raises(MarkError, match="gone: indicator 16: there is no such innovation"):
        readiness([], none, rows, EDITION, DAYS[1])
