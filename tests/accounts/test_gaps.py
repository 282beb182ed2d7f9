"""The times at which nobody holds a role."""

from datetime import UTC, datetime

import pytest

from kotacerdas.accounts.models import Appointment
from kotacerdas.accounts.rules import first_gap, gaps


def day(number: int | None) -> datetime | None:
    return number and datetime(2022, 1, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("held", "until", "left"),
    [
        ([], None, [(5, None)]),
        ([(1, None)], None, []),
        ([(1, 3)], None, [(5, None)]),
        ([(1, 8)], None, [(8, None)]),
        ([(1, 8)], 8, []),
        ([(8, 9), (12, 15)], 20, [(5, 8), (9, 12), (15, 20)]),
        ([(8, 8)], 20, [(5, 20)]),  # called off before it began
        ([(8, None)], 20, [(5, 8)]),
        ([(25, None)], 20, [(5, 20)]),
        ([(1, 30)], 20, []),
        ([], 4, []),
    ],
)
def test_what_is_left(held, until, left):
    appointments = [Appointment(from_at=day(begin), to_at=day(end)) for begin, end in held]
    found = list(gaps(appointments, day(5), day(until)))
    assert found == [(day(begin), day(end)) for begin, end in left]
    if until is None:
        assert first_gap(appointments, day(5)) == (day(left[0][0]) if left else None)
