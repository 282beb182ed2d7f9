"""Who may do what, and from which day to which."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.cast import NOW, TODAY, held, person
from kotacerdas.accounts.models import Role
from kotacerdas.accounts.rights import RIGHTS, Right, current_appointments, require, rights_in
from kotacerdas.core.errors import NotAllowedError

A_DAY = timedelta(days=1)


def test_the_table_of_rights():
    named = {role.value: {right.value for right in rights} for role, rights in RIGHTS.items()}
    assert named == {
        "coordinator": {
            "read",
            "import",
            "publish",
            "appoint",
            "audit",
            "reports",
            "periods",
            "undo",
            "note",
            "records",
            "report_for",
            "screen",
            "survey",
            "prepare",
        },
        "operator": {"read", "report"},
        "verifier": {"read", "audit", "reports", "verify", "assess"},
        "evaluator": {"read", "audit", "reports", "assess"},
        "screener": {"read", "audit", "reports", "screen"},
        "leader": {"read", "reports", "note"},
        "viewer": {"read"},
    }
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize(
    ("from_on", "to_on", "is_held"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY - A_DAY, TODAY, True),
        (TODAY + A_DAY, None, False),
        (TODAY - 2 * A_DAY, TODAY - A_DAY, False),
    ],
)
def test_the_first_and_the_last_day_count(cast, from_on, to_on, is_held):
    user = person("pembaca@batang.example", "Tri")
    held(user, cast.batang, "viewer", from_on=from_on, to_on=to_on)
    assert bool(current_appointments(user, NOW)) is is_held


def test_a_day_begins_at_midnight_where_the_region_is(cast):
    user = person("pembaca@batang.example", "Tri")
    held(user, cast.batang, "viewer", from_on=TODAY)
    with pytest.raises(NotAllowedError):
        require(user, cast.batang, Right.READ, datetime(2026, 3, 9, 16, 59, tzinfo=UTC))
    require(user, cast.batang, Right.READ, datetime(2026, 3, 9, 17, 0, tzinfo=UTC))


def test_rights_end_at_the_border_of_the_region(cast):
    own = current_appointments(cast.coordinator, NOW)
    assert rights_in(cast.batang, own) == set(Right) - {Right.REPORT, Right.VERIFY, Right.ASSESS}
    assert rights_in(cast.elsewhere, own) == set()
    with pytest.raises(NotAllowedError):
        require(cast.coordinator, cast.elsewhere, Right.READ, NOW)


def test_two_roles_allow_what_either_does(cast):
    held(cast.operator, cast.batang, "verifier")
    own = current_appointments(cast.operator, NOW)
    assert rights_in(cast.batang, own) == RIGHTS[Role.OPERATOR] | RIGHTS[Role.VERIFIER]
