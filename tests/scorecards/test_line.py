"""The order of runs while marks go on coming, and when a mark is over."""

from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.scorecards.line import Line, Pair
from kotacerdas.scoring.question import Basis

YEARS = range(2020, 2024)


def named(line):
    return [f"{pair.year}{pair.basis[0]}" for pair in line.waiting]


def test_the_first_marked_year_as_reported_is_made_first():
    line = Line()
    line.join({1: 2022}, YEARS)
    assert named(line) == ["2022r", "2022v", "2023r", "2023v"]


def test_who_comes_later_has_the_first_turn_and_lets_nobody_wait_longer_for_the_rest():
    line = Line()
    line.join({1: 2022}, YEARS)
    line.made(line.waiting[0])
    line.join({1: 2022, 2: 2021}, YEARS)
    assert named(line) == ["2021r", "2022v", "2023r", "2023v", "2021v", "2022r"]


def test_marks_without_end_let_all_the_others_have_their_turns():
    line = Line()
    made = []
    for mark in range(20):
        line.join({mark: 2020}, YEARS)
        made.append(line.waiting[0])
        line.made(made[-1])
    assert len(set(made)) == 2 * len(YEARS)
    assert made.count(made[0]) == 10


def test_a_mark_moves_on_with_its_years_and_is_over_with_the_last():
    line = Line()
    line.join({1: 2022}, YEARS)
    line.made(Pair(2022, Basis.REPORTED))
    assert line.since() == {1: 2022}
    line.made(Pair(2022, Basis.VERIFIED))
    assert line.since() == {1: 2023}
    assert line.take_over() == []
    line.made(Pair(2023, Basis.REPORTED))
    line.made(Pair(2023, Basis.VERIFIED))
    assert (line.take_over(), line.take_over()) == ([1], [])


def test_years_that_the_plan_has_no_longer_are_waited_for_no_longer():
    line = Line()
    line.join({1: 2023}, YEARS)
    line.join({1: 2023, 2: 2024}, range(2020, 2023))
    assert line.waiting == []
    assert line.take_over() == [1, 2]


@given(st.lists(st.one_of(st.none(), st.integers(2018, 2025)), max_size=40))
def test_no_mark_is_over_before_each_of_its_years_was_made_after_it(events):
    """Each event is a mark of that year, or a run that is made."""
    line, since, made = Line(), {}, {}
    for at, year in enumerate(events):
        if year is not None:
            since[at] = year
            line.join(since, YEARS)
        elif line.waiting:
            made[line.waiting[0]] = at
            line.made(line.waiting[0])
        over = set(line.take_over())
        for mark in over:
            first = since.pop(mark)
            assert all(
                made[Pair(one, basis)] > mark for one in YEARS if one >= first for basis in Basis
            )
    while line.waiting:
        line.made(line.waiting[0])
    line.take_over()
    assert line.asked == {}
