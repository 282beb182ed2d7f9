"""What becomes of a record that two sides changed."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.records.merging import WHOLE, Merged, Outcome, merge, outcome

VALUES = st.integers(0, 2) | st.none() | st.booleans()
RECORDS = st.fixed_dictionaries({"a": VALUES, "b": VALUES, "c": VALUES})
STATES = st.dictionaries(st.integers(0, 4), RECORDS)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("remove"), st.integers(0, 4)),
        st.tuples(st.just("set"), st.integers(0, 4), st.sampled_from("abc"), VALUES),
        st.tuples(st.just("add"), st.integers(5, 9), RECORDS),
    ),
    max_size=6,
)


def lived(base, steps, offset):
    """The state after the steps; what is added has keys of its own on each side."""
    state = deepcopy(base)
    for name, key, *more in steps:
        if name == "remove":
            state.pop(key, None)
        elif name == "set" and key in state:
            state[key][more[0]] = more[1]
        elif name == "add":
            state[key + offset] = deepcopy(more[0])
    return state


@given(STATES, STEPS, STEPS, st.booleans())
def test_what_only_one_side_touched_ends_as_that_side_left_it(base, here, there, is_taken):
    now, wanted = lived(base, here, 0), lived(base, there, 10)
    for key in {*base, *now, *wanted}:
        one, mine, other = base.get(key), now.get(key), wanted.get(key)
        conflicts = [*"abc", WHOLE] if is_taken else []
        merged = merge(one, mine, other, conflicts)
        if other == one:
            assert merged == Merged(mine, [])
        elif mine == one:
            assert merged == Merged(other, [])
        elif one and mine and other:
            for name in "abc":
                if other[name] == one[name]:
                    assert merged.values[name] == mine[name]
                elif mine[name] == one[name] or mine[name] == other[name]:
                    assert merged.values[name] == other[name]
                else:
                    assert merged.values[name] == (other if is_taken else mine)[name]
        elif mine == other:
            assert merged == Merged(mine, [])
        else:
            assert merged == Merged(other if is_taken else mine, [WHOLE])


@pytest.mark.parametrize(
    ("base", "now", "wanted", "expected"),
    [
        (1, 1, 1, Outcome.NOTHING),
        (1, 2, 2, Outcome.NOTHING),
        (1, 2, 1, Outcome.KEEP),
        (1, 1, 2, Outcome.TAKE),
        (1, 2, 3, Outcome.CONFLICT),
        (None, 0, None, Outcome.KEEP),
        (None, None, 0, Outcome.TAKE),
        (0, None, 0, Outcome.KEEP),
    ],
)
def test_a_field(base, now, wanted, expected):
    assert outcome(base, now, wanted) is expected


def test_fields_that_a_side_did_not_look_at_stay():
    now = {"name": "a", "description": "panjang"}
    assert merge({"name": "a"}, now, {"name": "b"}) == Merged(now | {"name": "b"}, [])
    assert merge({"name": "a"}, now, None) == Merged(None, [])


def test_a_record_that_both_added_is_a_conflict_where_it_differs():
    both = merge(None, {"a": 1, "b": 2}, {"a": 1, "b": 3})
    assert both == Merged({"a": 1, "b": 2}, ["b"])
    assert merge(None, {"a": 1, "b": 2}, {"a": 1, "b": 3}, ["b"]).values == {"a": 1, "b": 3}
