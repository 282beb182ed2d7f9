"""The table of what may become of a report, and what keeps an agency from writing."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.casework.models import State, Window
from kotacerdas.casework.workflow import (
    DECISIONS,
    MISSING,
    Verb,
    came_back,
    late_since,
    lock_of,
    standing,
)
from kotacerdas.core.words import phrase, words
from kotacerdas.reporting.process import Reporting

STEPS = Reporting.steps
STATES = [state for state in State if state is not State.WITHDRAWN]
DEADLINE = date(2022, 4, 10)
A_DAY = timedelta(days=1)
CLOSED_AT = datetime(2022, 5, 1, tzinfo=UTC)

# What a verb leads to: all that is not written here is refused.
ALLOWED = {
    "not_started": {"save": "draft"},
    "draft": {"save": "draft", "discard": None, "submit": "submitted"},
    "submitted": {"withdraw": "draft", "verify": "verified", "return": "returned"},
    "verified": {"correct": "draft", "undo": "submitted"},
    "returned": {"correct": "draft"},
}


@pytest.mark.parametrize(("state", "verb"), list(product(STATES, Verb)))
def test_every_state_allows_its_verbs_and_refuses_all_others(state, verb):
    step = STEPS.get((state, verb))
    allowed = ALLOWED[state]
    assert (step is not None) is (verb in allowed)
    assert step is None or step.state == allowed[verb]


def test_verifiers_decide_and_take_it_back():
    assert {Verb.VERIFY, Verb.RETURN, Verb.UNDO} == DECISIONS


def test_nothing_leads_from_verified_but_a_new_version_with_a_reason_and_undoing():
    leaving = {verb: step for (state, verb), step in STEPS.items() if state is State.VERIFIED}
    assert set(leaving) == {Verb.CORRECT, Verb.UNDO}
    assert leaving[Verb.CORRECT].is_new_version
    assert leaving[Verb.CORRECT].needs_reason


def test_what_was_sent_in_is_never_changed_but_by_a_version_after_it():
    for (state, verb), step in STEPS.items():
        was_sent = state in {State.SUBMITTED, State.VERIFIED, State.RETURNED}
        if was_sent and verb not in DECISIONS:
            assert step.is_new_version


def test_returning_needs_a_reason_and_verifying_none():
    assert STEPS[State.SUBMITTED, Verb.RETURN].needs_reason
    assert not STEPS[State.SUBMITTED, Verb.VERIFY].needs_reason


def test_an_agency_writes_in_an_open_period_and_a_verifier_decides_at_any_time():
    for (_, verb), step in STEPS.items():
        throws_away = verb is Verb.DISCARD
        assert step.needs_open is (verb not in DECISIONS and not throws_away)


def test_every_state_can_be_reached():
    reached: set[State | None] = {State.NOT_STARTED}
    for _ in STEPS:
        reached |= {step.state for (state, _), step in STEPS.items() if state in reached}
    assert reached - {None} == {*STATES}


def test_what_is_missing_is_all_that_no_verifier_can_decide_on():
    assert {*STATES} - MISSING == {State.SUBMITTED, State.VERIFIED}


@st.composite
def histories(draw) -> list[State]:
    """The states of the versions of a case after some verbs of the table."""
    states: list[State] = []
    for _ in range(draw(st.integers(0, 12))):
        newest = next(
            (state for state in reversed(states) if state is not State.WITHDRAWN),
            State.NOT_STARTED,
        )
        verb = draw(st.sampled_from([verb for state, verb in STEPS if state == newest]))
        step = STEPS[newest, verb]
        if verb is Verb.WITHDRAW:
            states[-1] = State.WITHDRAWN
        elif not step.is_new_version:
            last = len(states) - 1 - states[::-1].index(newest)
            states.pop(last)
        if step.state is not None:
            states.append(step.state)
    return states


@given(histories())
def test_all_versions_but_the_newest_were_settled(states):
    assert set(states[:-1]) <= {State.VERIFIED, State.RETURNED, State.WITHDRAWN}


@given(histories())
def test_the_newest_verified_version_stands_and_without_one_what_waits(states):
    place = standing(states)
    if State.VERIFIED in states:
        assert states[place] is State.VERIFIED
        assert State.VERIFIED not in states[place + 1 :]
    elif states and states[-1] is State.SUBMITTED:
        assert place == len(states) - 1
    else:
        assert place is None


@given(histories())
def test_a_draft_or_what_was_returned_never_stands(states):
    place = standing(states)
    assert place is None or states[place] in {State.SUBMITTED, State.VERIFIED}


@pytest.mark.parametrize(
    ("states", "place"),
    [
        ("", None),
        ("draft", None),
        ("submitted", 0),
        ("returned", None),
        ("returned draft", None),
        ("returned submitted", 1),
        ("verified", 0),
        ("verified draft", 0),
        ("verified submitted", 0),
        ("verified returned", 0),
        ("verified returned submitted", 0),
        ("verified verified", 1),
        ("verified returned verified draft", 2),
        ("withdrawn", None),
        ("withdrawn draft", None),
        ("withdrawn submitted", 1),
        ("verified withdrawn", 0),
        ("submitted withdrawn", 0),
        ("returned withdrawn", None),
    ],
)
def test_which_version_stands(states, place):
    assert standing([State(state) for state in states.split()]) == place


def locked(
    now: date, until: date | None = None, *, closed: bool = False, was_returned: bool = False
) -> str | None:
    period = Window(
        year=2022, code="q1", deadline=DEADLINE, closed_at=CLOSED_AT if closed else None
    )
    lock = lock_of(period, until, now, was_returned=was_returned)
    return lock.key if lock else None


def test_the_day_of_the_deadline_is_still_in_time_and_the_day_after_is_not():
    assert locked(DEADLINE) is None
    assert locked(DEADLINE + A_DAY) == "passed"
    assert late_since(Window(deadline=DEADLINE)) == DEADLINE + A_DAY


def test_an_extension_holds_on_its_last_day_and_ends_by_itself():
    until = DEADLINE + 5 * A_DAY
    assert locked(until, until) is None
    assert locked(until + A_DAY, until) == "passed"


def test_an_extension_that_ended_before_the_deadline_takes_nothing_away():
    assert locked(DEADLINE, DEADLINE - 3 * A_DAY) is None


def test_a_closed_period_is_locked_even_before_its_deadline():
    assert locked(DEADLINE - A_DAY, closed=True) == "closed"


def test_an_extension_opens_a_closed_period_for_its_agency():
    until = DEADLINE + 30 * A_DAY
    assert locked(until, until, closed=True) is None
    assert locked(until + A_DAY, until, closed=True) == "closed"


def test_what_was_returned_may_be_corrected_until_the_period_is_closed():
    late = DEADLINE + 30 * A_DAY
    assert locked(late, was_returned=True) is None
    assert locked(late, was_returned=True, closed=True) == "closed"


@pytest.mark.parametrize(
    ("states", "is_back"),
    [
        ("", False),
        ("draft", False),
        ("returned", True),
        ("returned draft", True),
        ("returned submitted", True),
        ("returned returned draft", True),
        ("verified returned", True),
        ("returned verified", False),
        ("returned verified draft", False),
        ("returned withdrawn", True),
        ("withdrawn draft", False),
    ],
)
def test_a_report_is_back_until_it_is_verified(states, is_back):
    assert came_back(states.split()) is is_back


days = st.dates(DEADLINE - 60 * A_DAY, DEADLINE + 60 * A_DAY)


@given(days, st.none() | days, st.booleans(), st.booleans())
def test_what_is_locked_stays_locked_as_the_days_go_by(now, until, closed, was_returned):
    first, later = (
        locked(day, until, closed=closed, was_returned=was_returned) for day in (now, now + A_DAY)
    )
    assert first is None or later == first


@given(days, st.none() | days, st.booleans(), st.booleans())
def test_a_longer_extension_never_locks(now, until, closed, was_returned):
    if locked(now, until, closed=closed, was_returned=was_returned) is None and until:
        longer = until + A_DAY
        assert locked(now, longer, closed=closed, was_returned=was_returned) is None


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_lock_refusal_and_state_has_its_words(language):
    values = {"by": "Sari", "closed_on": date(2022, 5, 1), "deadline": DEADLINE}
    with translation.override(language):
        for key, day in (("closed", "1 M"), ("passed", "10 April")):
            said = phrase(f"lock.{key}", values)
            assert "Sari" in said
            assert day in said
        for verb in Verb:
            assert words()(f"report.not_{verb}")
        for state in State:
            assert words().term("report_state", state)
