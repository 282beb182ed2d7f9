"""On which days people are reminded, by the rules alone."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Window
from kotacerdas.casework.reminding import AFTER, BEFORE, THEN_EVERY, reminds_of
from kotacerdas.records.models import Region
from kotacerdas.reporting.reminders import (
    WAITED,
    Digest,
    Left,
    Waiting,
    is_said_of,
    is_to_be_sent,
    last_day,
    reminds_of_waiting,
)

DEADLINE = date(2022, 4, 10)
CLOSED = datetime(2022, 4, 12, tzinfo=UTC)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
spans = st.integers(-400, 400)


def after(number):
    return DEADLINE + timedelta(days=number)


def left(deadline=DEADLINE, agency=1):
    return Left(agency, f"a{agency}", "Dinas", Window(deadline=deadline), deadline, ())


def waiting(since):
    return Waiting(Region(), 3, since)


def test_the_days_around_a_deadline():
    reminded = [number for number in range(-30, 40) if reminds_of(DEADLINE, after(number))]

    assert reminded == [-7, -3, -1, 0, 1, 3, 7, 14, 21, 28, 35]


def test_the_days_a_queue_waits():
    reminded = [number for number in range(40) if reminds_of_waiting(DEADLINE, after(number))]

    assert reminded == [4, 7, 14, 21, 28, 35]


@given(days, spans)
def test_nobody_is_reminded_earlier_than_a_week_before(deadline, number):
    day = deadline + timedelta(days=number)

    if number < -max(BEFORE):
        assert not reminds_of(deadline, day)
        assert not left(deadline).is_near(day)


@given(days, st.integers(0, 2000))
def test_who_stays_late_is_reminded_every_week_for_good(deadline, number):
    week = [deadline + timedelta(days=max(AFTER) + number + day) for day in range(THEN_EVERY)]

    assert sum(reminds_of(deadline, day) for day in week) == 1


@given(days, spans, st.lists(spans, max_size=4), st.lists(spans, max_size=4))
def test_a_letter_has_the_same_reason_in_whatever_order_it_is_told(day, one, own, waits):
    lefts = [left(day + timedelta(days=number), place) for place, number in enumerate([one, *own])]
    queues = [waiting(day + timedelta(days=number)) for number in waits]
    answers = {
        is_to_be_sent(Digest(User(), list(found), list(reversed(queues)), list(found[:1])), day)
        for found in permutations(lefts)
        if found[0] is lefts[0]
    }

    assert len(answers) == 1


@given(days, spans)
def test_being_late_is_being_near(deadline, number):
    day = deadline + timedelta(days=number)

    assert left(deadline).is_late(day) <= left(deadline).is_near(day)
    assert left(deadline).is_late(day) is (number > 0)


@given(days, spans)
def test_a_verifier_is_reminded_only_of_what_the_letter_mentions(since, number):
    day = since + timedelta(days=number)

    assert reminds_of_waiting(since, day) <= is_said_of(waiting(since), day)
    assert is_said_of(waiting(since), day) is (number >= min(WAITED))


def test_an_empty_letter_is_never_sent():
    assert not is_to_be_sent(Digest(User()), DEADLINE)


def test_the_last_day_is_the_deadline_or_the_extension_after_it():
    is_open, is_closed = Window(deadline=DEADLINE), Window(deadline=DEADLINE, closed_at=CLOSED)

    assert last_day(is_open, None) == DEADLINE
    assert last_day(is_open, after(5)) == after(5)
    assert last_day(is_open, after(-5)) == DEADLINE
    assert last_day(is_closed, None) is None
    assert last_day(is_closed, after(5)) == after(5)
