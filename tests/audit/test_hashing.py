"""A whole chain has no breaks; whatever is done to it by hand leaves one."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import assume, given
from hypothesis import strategies as st

from kotacerdas.audit.hashing import breaks, hash_of


@dataclass(frozen=True)
class Row:
    chain_id: str
    number: int
    at: datetime
    actor: str
    action: str
    reason: str
    added: int
    changed: int
    removed: int
    undoes_id: int | None
    changes: str
    previous_hash: str = ""
    hash: str = ""


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
INSTANTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]))
COUNTS = st.integers(0, 3)
UNDONE = st.none() | st.integers(1, 3)
FIELDS = {
    "chain_id": TEXTS,
    "number": st.integers(0, 20),
    "at": INSTANTS,
    "actor": TEXTS,
    "action": TEXTS,
    "reason": TEXTS,
    "added": COUNTS,
    "changed": COUNTS,
    "removed": COUNTS,
    "undoes_id": UNDONE,
    "changes": TEXTS,
    "previous_hash": TEXTS,
    "hash": TEXTS,
}
ACTS = st.tuples(INSTANTS, TEXTS, TEXTS, TEXTS, COUNTS, COUNTS, COUNTS, UNDONE, TEXTS)


def chained(acts):
    rows, previous = [], ""
    for number, act in enumerate(acts, start=1):
        row = Row("33.25", number, *act, previous_hash=previous)
        rows.append(replace(row, hash=hash_of(row)))
        previous = rows[-1].hash
    return rows


CHAINS = st.lists(ACTS, min_size=1, max_size=6).map(chained)


@given(CHAINS)
def test_a_whole_chain_has_no_breaks(rows):
    assert breaks(rows) == []


@given(CHAINS, st.data())
def test_any_field_changed_breaks_at_the_entry_itself(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(sorted(FIELDS)))
    value = data.draw(FIELDS[name])
    assume(value != getattr(rows[at], name))
    rows[at] = replace(rows[at], **{name: value})
    assert rows[at].number in breaks(rows)


@given(CHAINS, TEXTS, st.data())
def test_a_change_with_its_own_hash_made_anew_breaks_at_the_next(rows, reason, data):
    assume(len(rows) > 1)
    at = data.draw(st.integers(0, len(rows) - 2))
    assume(reason != rows[at].reason)
    changed = replace(rows[at], reason=reason)
    rows[at] = replace(changed, hash=hash_of(changed))
    assert breaks(rows) == [at + 2]


@given(CHAINS, st.data())
def test_a_removed_entry_breaks_at_the_one_that_follows(rows, data):
    assume(len(rows) > 1)
    at = data.draw(st.integers(0, len(rows) - 2))
    following = rows[at + 1].number
    del rows[at]
    assert breaks(rows) == [following]


@given(CHAINS, CHAINS, st.data())
def test_an_inserted_entry_breaks(rows, others, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    rows.insert(at, others[0])
    assert breaks(rows)


@given(CHAINS, st.data())
def test_two_entries_swapped_break_even_with_their_numbers_set_right(rows, data):
    assume(len(rows) > 1)
    one, other = data.draw(st.permutations(range(len(rows))))[:2]
    rows[one], rows[other] = rows[other], rows[one]
    assert breaks(rows)
    assert breaks([replace(row, number=at) for at, row in enumerate(rows, start=1)])


@given(CHAINS)
def test_a_cut_off_end_leaves_no_break_but_the_head_is_gone(rows):
    head = rows.pop().hash
    assert breaks(rows) == []
    assert head not in {row.hash for row in rows}


def test_the_same_instant_in_another_zone_is_no_change():
    (row,) = chained(
        [(datetime(2022, 1, 1, 7, tzinfo=timezone(timedelta(hours=7))), *"abc", 0, 0, 0, None, "")]
    )
    assert breaks([replace(row, at=datetime(2022, 1, 1, tzinfo=UTC))]) == []
