"""Roles under the moving clock: ended by the moment, never without a coordinator, never before
what their holders did.
"""

import json
import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.cast import NOW, TODAY, held, person
from accounts.endings_at_once import end_each_other
from kotacerdas.accounts.actions import end_appointments, hand_over, invite
from kotacerdas.accounts.closing import close_account, close_account_from_the_server
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.rights import current_appointments
from kotacerdas.accounts.rules import first_gap, first_moment, has_ended, holds_at, overlap
from kotacerdas.accounts.selectors import appointments_of
from kotacerdas.audit.actions import record_entry
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import NotAllowedError, RefusedError
from reporting.processes import environment, run

A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)


def appointed(cast, email="baru@batang.example", **more):
    wanted = {
        "email": email,
        "name": email.partition("@")[0],
        "role": "viewer",
        "agency": None,
        "from_on": TODAY,
        "to_on": None,
        "is_acting": False,
        "by": cast.coordinator,
        "at": NOW,
    }
    return invite(cast.batang, **(wanted | more))


def ended(cast, one, day=None, by=None, at=NOW):
    [made] = end_appointments([one], day, by or cast.coordinator, at, "mutasi")
    return made


def refused(act):
    with pytest.raises(RefusedError) as error:
        act()
    return error.value.key


def test_a_role_begun_today_ends_at_once(cast):
    one = appointed(cast)
    later = NOW + A_MINUTE
    assert current_appointments(one.user, later)
    ended(cast, one, at=later)
    assert not current_appointments(one.user, later)
    assert [each.pk for each in current_appointments(one.user, NOW)] == [one.pk]


def test_a_role_that_has_not_begun_is_called_off(cast):
    one = appointed(cast, from_on=TODAY + 5 * A_DAY)
    ended(cast, one)
    for day in range(10):
        assert not current_appointments(one.user, NOW + day * A_DAY)
    appointed(cast, from_on=TODAY + 5 * A_DAY)  # and can be given anew
    assert refused(lambda: ended(cast, one)) == "people.has_ended"


def test_a_planned_end_moves_either_way_but_never_into_the_past(cast):
    one = appointed(cast, to_on=TODAY + 9 * A_DAY)
    for day in (TODAY + 20 * A_DAY, TODAY + A_DAY, TODAY):
        one = ended(cast, one, day)
        assert one.to_at == first_moment(day + A_DAY)
    assert refused(lambda: ended(cast, one, TODAY - A_DAY)) == "people.ends_in_the_past"


def test_no_role_ends_before_what_its_holder_did(cast):
    """The act that waited for the lock came first, though the end was asked for before it."""
    one = cast.operator.appointments.get()
    acted_at = NOW + timedelta(seconds=2)
    record_entry(cast.batang.code, "report.submit", [], actor=cast.operator.email, at=acted_at)
    assert ended(cast, one).to_at == acted_at
    other = cast.coordinator.appointments.get()
    record_entry(cast.batang.code, "import", [], actor=cast.coordinator.email, at=acted_at)
    made = hand_over(
        other, to_email="d@b.example", to_name="D", on=TODAY, by=cast.coordinator, at=NOW
    )
    other.refresh_from_db()
    assert made.from_at == other.to_at == acted_at


def test_no_role_begins_before_it_is_given(cast):
    for back in (1, 30, 400):
        wrong = {"from_on": TODAY - back * A_DAY}
        assert refused(lambda wrong=wrong: appointed(cast, **wrong)) == "people.begins_in_the_past"
    assert appointed(cast).from_at == NOW


# Each leaves a hole at another time: now, in a while, where another's end is planned, where a
# successor is called off, where the only other can't sign in.
def the_only_one(cast):
    ended(cast, cast.coordinator.appointments.get())


def the_only_one_later(cast):
    ended(cast, cast.coordinator.appointments.get(), TODAY + 90 * A_DAY)


def beside_one_whose_end_is_planned(cast):
    appointed(cast, role="coordinator", to_on=TODAY + 30 * A_DAY)
    ended(cast, cast.coordinator.appointments.get())


def beside_one_who_begins_later(cast):
    appointed(cast, role="coordinator", from_on=TODAY + 2 * A_DAY)
    ended(cast, cast.coordinator.appointments.get(), TODAY)


def the_planned_successor(cast):
    own = cast.coordinator.appointments.get()
    on = TODAY + 20 * A_DAY
    made = hand_over(own, to_email="d@b.example", to_name="D", on=on, by=cast.coordinator, at=NOW)
    ended(cast, made)


def the_planned_successor_before_the_handover_is_through(cast):
    own = cast.coordinator.appointments.get()
    on = TODAY + 20 * A_DAY
    made = hand_over(own, to_email="d@b.example", to_name="D", on=on, by=cast.coordinator, at=NOW)
    ended(cast, made, on + 3 * A_DAY)


def an_account_with_the_planned_successor(cast):
    own = cast.coordinator.appointments.get()
    on = TODAY + 20 * A_DAY
    made = hand_over(own, to_email="d@b.example", to_name="D", on=on, by=cast.coordinator, at=NOW)
    close_account(made.user, cast.batang, by=cast.coordinator, at=NOW, reason="x")


def the_account_of_the_only_one(cast):
    close_account(cast.coordinator, cast.batang, by=cast.coordinator, at=NOW, reason="x")


def the_account_of_the_only_one_from_the_server(cast):
    close_account_from_the_server(cast.coordinator, NOW, "x")


def beside_a_closed_account(cast):
    second = person("dua@batang.example", "Dua")
    held(second, cast.batang, "coordinator")
    User.objects.filter(pk=second.pk).update(is_active=False)
    ended(cast, cast.coordinator.appointments.get())


HOLES = [
    the_only_one,
    the_only_one_later,
    beside_one_whose_end_is_planned,
    beside_one_who_begins_later,
    the_planned_successor,
    the_planned_successor_before_the_handover_is_through,
    an_account_with_the_planned_successor,
    the_account_of_the_only_one,
    the_account_of_the_only_one_from_the_server,
    beside_a_closed_account,
]


@pytest.mark.parametrize("act", HOLES)
def test_a_region_is_never_left_without_a_coordinator(cast, act):
    assert refused(lambda: act(cast)) == "people.last_coordinator"
    able = [one for one in appointments_of(cast.batang) if one.role == "coordinator"]
    assert first_gap([one for one in able if one.user.is_active], NOW) is None


def test_the_refusal_names_the_day_and_the_region(cast):
    appointed(cast, role="coordinator", to_on=TODAY + 30 * A_DAY)
    with pytest.raises(RefusedError) as error:
        ended(cast, cast.coordinator.appointments.get())
    assert error.value.values == {"region": cast.batang, "day": date(2026, 4, 10)}


def test_whatever_is_done_somebody_coordinates_at_every_later_moment(cast):
    """Random acts of random people, the clock moving between them."""
    chance = random.Random(20261125)  # noqa: S311 - the same acts on every run
    at, done = NOW, 0
    for number in range(150):
        at += timedelta(hours=chance.choice([0, 0, 1, 7, 30]))
        today = timezone.localdate(at)
        able = [one for one in appointments_of(cast.batang) if one.role == "coordinator"]
        by = chance.choice([one for one in able if holds_at(one, at)]).user
        one = chance.choice(able)
        day = chance.choice([None, today, today + chance.randrange(9) * A_DAY])
        try:
            match chance.randrange(4):
                case 0:
                    wanted = {"from_on": day or today, "to_on": chance.choice([None, day])}
                    email = f"k{number}@batang.example"
                    appointed(cast, email, role="coordinator", by=by, at=at, **wanted)
                case 1:
                    ended(cast, one, day, by, at)
                case 2:
                    hand_over(
                        one,
                        to_email=f"k{number}@b.example",
                        to_name="K",
                        on=day or today,
                        by=by,
                        at=at,
                    )
                case _:
                    close_account(one.user, cast.batang, by=by, at=at, reason="x")
            done += 1
        except RefusedError:
            pass
        able = appointments_of(cast.batang).filter(role="coordinator", user__is_active=True)
        assert first_gap(able, at) is None
    assert done > 40


def test_who_was_ended_meanwhile_ends_nobody(cast):
    """The right is asked for once the other's act is through, not when the page was opened."""
    second, third = person("dua@b.example", "Dua"), person("tiga@b.example", "Tiga")
    for each in (second, third):
        held(each, cast.batang, "coordinator")
    ended(cast, cast.coordinator.appointments.get(), by=second)
    with pytest.raises(NotAllowedError):
        ended(cast, third.appointments.get(), at=NOW)


@pytest.mark.parametrize("how", ["roles", "accounts"])
@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_each_other_at_once_one_is_left(how, tmp_path):
    if connection.vendor == "sqlite":
        code, out = run("accounts.endings_at_once", [how], environment(tmp_path))
        assert code == 0, out
        told = json.loads(out)
    else:
        told = end_each_other(how)
    assert told == {"left": [1] * 8, "failed": []}


moments = st.integers(0, 12).map(lambda hour: NOW + timedelta(hours=hour))
spans = st.tuples(moments, moments | st.none()).map(
    lambda pair: Appointment(from_at=pair[0], to_at=pair[1] and max(pair))
)


@given(st.lists(spans, max_size=6), moments)
def test_the_first_gap_is_the_first_moment_that_nobody_holds(appointments, since):
    gap = first_gap(appointments, since)
    every = [since + timedelta(hours=hour) for hour in range(14)]
    empty = [at for at in every if not any(holds_at(one, at) for one in appointments)]
    assert gap == (empty[0] if empty else None)


@given(spans, spans)
def test_two_overlap_where_one_moment_is_in_both(one, other):
    every = [NOW + timedelta(hours=hour) for hour in range(14)]
    both = any(holds_at(one, at) and holds_at(other, at) for at in every)
    assert overlap(one, other) is both
    assert has_ended(one, NOW - A_DAY) is not any(holds_at(one, at) for at in (*every, one.from_at))


def test_chosen_roles_end_together_or_not_at_all(cast, client):
    where = reverse("accounts:end-many", args=["33.25"])
    client.force_login(cast.coordinator)
    own = [one.pk for one in Appointment.objects.filter(region=cast.batang)]
    page = client.get(reverse("accounts:people", args=["33.25"])).text
    assert f'formaction="{where}"' in page
    assert client.post(where, {"pick": own}).text.count('name="pick"') == len(own)
    last = client.post(where, {"pick": own, "to_on": "", "reason": "Mutasi"})
    assert "koordinator" in last.text
    assert not Entry.objects.filter(action="appointment.end").exists()

    left = Appointment.objects.filter(region=cast.batang).exclude(role=Role.COORDINATOR)
    others = list(left.values_list("pk", flat=True))
    typed = {"pick": others, "to_on": "", "reason": "Mutasi"}
    done = client.post(where, typed, follow=True)
    assert f"Akhir {len(others)} peran sudah dicatat." in done.text
    entry = Entry.objects.get(action="appointment.end")
    assert (entry.changed, entry.reason) == (len(others), "Mutasi")
    client.post(where, typed)
    assert Entry.objects.filter(action="appointment.end").count() == 1, "sent twice"
