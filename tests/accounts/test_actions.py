"""Appointments begun, ended and handed over: what is written, and what is refused."""

import json
from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.cast import NOW, TODAY, held, person
from kotacerdas.accounts.actions import (
    appoint_from_the_server,
    change_profile,
    end_appointments,
    hand_over,
    invite,
)
from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.rules import A_DAY, first_moment
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import NotAllowedError, RefusedError


def invited(cast, **more):
    wanted = {
        "email": "Baru@Batang.example",
        "name": "Dewi Lestari",
        "role": "verifier",
        "agency": None,
        "from_on": TODAY,
        "to_on": None,
        "is_acting": False,
        "by": cast.coordinator,
        "at": NOW,
    }
    return invite(cast.batang, **(wanted | more))


def changes_of(entry):
    """By the model and what names the record."""
    return {
        (c["of"][0], *c["of"][2:]): (c["before"], c["after"]) for c in json.loads(entry.changes)
    }


def refusal(act):
    entries, appointments = Entry.objects.count(), list(Appointment.objects.values())
    with pytest.raises(RefusedError) as refused:
        act()
    assert (entries, appointments) == (Entry.objects.count(), list(Appointment.objects.values()))
    return refused.value.key


def test_an_invitation_makes_an_account_without_a_password(cast):
    made = invited(cast)
    user = User.objects.get(email="baru@batang.example")
    assert made.user == user
    assert user.name == "Dewi Lestari"
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).email == "baru@batang.example"


def test_an_invitation_is_one_entry_in_the_log(cast):
    invited(cast, role="operator", agency=cast.health, is_acting=True, to_on=date(2026, 12, 31))
    entry = Entry.objects.get(chain="33.25")
    assert (entry.action, entry.actor, entry.at) == (
        "appointment.begin",
        "koordinator@batang.example",
        NOW,
    )
    assert changes_of(entry) == {
        ("accounts.user", "baru@batang.example"): (None, {"name": "Dewi Lestari"}),
        ("accounts.appointment", "baru@batang.example", "operator"): (
            None,
            {
                "agency": "dinkes",
                "is_acting": True,
                "from_at": "2026-03-10T02:00:00+00:00",
                "to_at": "2027-01-01T00:00:00+07:00",
            },
        ),
    }


def test_who_has_an_account_keeps_name_and_password(cast):
    made = invited(cast, email="KOORDINATOR@sleman.example", name="Orang Lain")
    assert made.user == cast.stranger
    cast.stranger.refresh_from_db()
    assert cast.stranger.name == "Agus Pratama"
    assert cast.stranger.has_usable_password()


def test_only_a_coordinator_of_the_region_appoints(cast):
    for somebody in (cast.operator, cast.stranger):
        with pytest.raises(NotAllowedError):
            invited(cast, by=somebody)


def test_the_day_of_an_act_is_the_day_in_the_region(cast):
    own = cast.coordinator.appointments.get()
    Appointment.objects.filter(pk=own.pk).update(to_at=first_moment(TODAY + A_DAY))
    invited(cast, at=datetime(2026, 3, 10, 16, 59, tzinfo=UTC))  # a minute before midnight
    with pytest.raises(NotAllowedError):
        invited(cast, email="lain@batang.example", at=datetime(2026, 3, 10, 17, 0, tzinfo=UTC))


def test_what_an_appointment_cannot_be(cast):
    yesterday = date(2026, 3, 9)
    assert refusal(lambda: invited(cast, to_on=yesterday)) == "people.ends_in_the_past"
    early = {"from_on": date(2026, 3, 12), "to_on": date(2026, 3, 11)}
    assert refusal(lambda: invited(cast, **early)) == "people.ends_before_it_begins"
    assert refusal(lambda: invited(cast, from_on=yesterday)) == "people.begins_in_the_past"
    assert refusal(lambda: invited(cast, role="operator")) == "people.operator_without_agency"
    assert refusal(lambda: invited(cast, agency=cast.health)) == "people.agency_without_operator"
    strange = {"role": "operator", "agency": cast.agency_elsewhere}
    assert refusal(lambda: invited(cast, **strange)) == "people.agency_of_another_region"


def test_a_refused_invitation_leaves_no_account(cast):
    refusal(lambda: invited(cast, role="operator"))
    assert not User.objects.filter(email="baru@batang.example").exists()


def test_nobody_holds_a_role_twice_on_one_day(cast):
    invited(cast, from_on=date(2026, 3, 10), to_on=date(2026, 3, 20))
    for begin, end in [
        (date(2026, 3, 20), None),
        (date(2026, 3, 10), date(2026, 3, 10)),
        (date(2026, 3, 12), date(2026, 3, 13)),
        (date(2026, 3, 15), None),
    ]:
        asked = {"from_on": begin, "to_on": end}
        assert refusal(lambda asked=asked: invited(cast, **asked)) == "people.held_already"
    invited(cast, from_on=date(2026, 3, 21))


def test_another_role_or_agency_at_the_same_time_is_fine(cast):
    invited(cast, role="leader")
    invited(cast, role="viewer")
    invited(cast, role="operator", agency=cast.health)
    assert Appointment.objects.filter(user__email="baru@batang.example").count() == 3


def test_an_end_is_written_with_its_reason(cast):
    held_one = cast.operator.appointments.get()
    end_appointments([held_one], TODAY, cast.coordinator, NOW, "mutasi")
    held_one.refresh_from_db()
    assert held_one.to_at == first_moment(TODAY + A_DAY)
    entry = Entry.objects.get(chain="33.25")
    assert (entry.action, entry.reason) == ("appointment.end", "mutasi")
    assert changes_of(entry) == {
        ("accounts.appointment", "operator@batang.example", "operator"): (
            {"to_at": None},
            {"to_at": "2026-03-11T00:00:00+07:00"},
        )
    }


def test_what_cannot_be_ended(cast):
    own = cast.operator.appointments.get()
    for before in (date(2024, 12, 31), TODAY - A_DAY):
        ending = lambda day=before: end_appointments([own], day, cast.coordinator, NOW, "")  # noqa: E731
        assert refusal(ending) == "people.ends_in_the_past"
    end_appointments([own], None, cast.coordinator, NOW, "")
    assert refusal(lambda: end_appointments([own], TODAY, cast.coordinator, NOW, "")) == (
        "people.has_ended"
    )


def test_the_last_coordinator_stays(cast):
    own = cast.coordinator.appointments.get()
    ending = lambda: end_appointments([own], TODAY, cast.coordinator, NOW, "")  # noqa: E731
    assert refusal(ending) == "people.last_coordinator"
    # One who begins later leaves a gap; one who is there the next day leaves none.
    second = held(
        person("dua@batang.example", "Dua"), cast.batang, "coordinator", from_on=date(2026, 3, 12)
    )
    assert refusal(ending) == "people.last_coordinator"
    Appointment.objects.filter(pk=second.pk).update(from_at=first_moment(date(2026, 3, 11)))
    ending()


def test_a_coordinator_who_cannot_sign_in_does_not_count(cast):
    second = person("dua@batang.example", "Dua")
    held(second, cast.batang, "coordinator")
    User.objects.filter(pk=second.pk).update(is_active=False)
    own = cast.coordinator.appointments.get()
    act = lambda: end_appointments([own], TODAY, cast.coordinator, NOW, "")  # noqa: E731
    assert refusal(act) == "people.last_coordinator"


def test_a_handover_is_an_end_and_a_beginning(cast):
    old = cast.operator.appointments.get()
    made = hand_over(
        old,
        to_email="baru@batang.example",
        to_name="Dewi Lestari",
        on=date(2026, 4, 1),
        by=cast.coordinator,
        at=NOW,
    )
    old.refresh_from_db()
    first_of_april = datetime(2026, 4, 1, tzinfo=timezone.get_default_timezone())
    assert old.to_at == first_of_april
    assert (made.role, made.agency, made.from_at, made.to_at) == (
        "operator",
        cast.health,
        first_of_april,
        None,
    )
    assert len(changes_of(Entry.objects.get(chain="33.25"))) == 3


def test_the_last_coordinator_can_hand_over(cast):
    own = cast.coordinator.appointments.get()
    made = hand_over(
        own,
        to_email="baru@batang.example",
        to_name="Dewi",
        on=TODAY,
        by=cast.coordinator,
        at=NOW,
    )
    with pytest.raises(NotAllowedError):
        invited(cast)
    invited(cast, by=made.user, email="lain@batang.example")


def test_what_cannot_be_handed_over(cast):
    def handing(email, on):
        own = cast.operator.appointments.get()
        return lambda: hand_over(
            own, to_email=email, to_name="N", on=on, by=cast.coordinator, at=NOW
        )

    assert refusal(handing("n@batang.example", TODAY - A_DAY)) == "people.begins_in_the_past"
    assert refusal(handing("Operator@batang.example", TODAY)) == "people.to_the_same_person"
    Appointment.objects.filter(user=cast.operator).update(to_at=first_moment(date(2026, 3, 1)))
    assert refusal(handing("n@batang.example", TODAY)) == "people.has_ended"


def test_a_profile_that_changes_is_logged_and_one_that_does_not_is_not(cast):
    change_profile(cast.operator, "Budi S.", "id", NOW)
    change_profile(cast.operator, "Budi S.", "id", NOW)
    entry = Entry.objects.get(chain="site")
    assert changes_of(entry) == {
        ("accounts.user", "operator@batang.example"): (
            {"name": "Budi Santoso"},
            {"name": "Budi S."},
        )
    }


def test_nobody_is_operator_and_verifier_of_a_region_at_once(cast):
    """Whichever comes first, whenever they meet, and by whatever door."""
    operator, later = cast.operator.email, TODAY + 9 * A_DAY
    verifier = {"email": operator, "role": "verifier"}
    both = "people.both_sides"
    assert refusal(lambda: invited(cast, **verifier)) == both
    assert refusal(lambda: invited(cast, **verifier, from_on=later)) == both
    one = invited(cast)
    assert refusal(lambda: invited(cast, role="operator", agency=cast.health)) == both
    handing = {"to_email": operator, "to_name": "B", "on": later, "by": cast.coordinator}
    assert refusal(lambda: hand_over(one, **handing, at=NOW)) == both
    from_server = Appointment(region=cast.batang, role="verifier", from_at=NOW)
    assert refusal(lambda: appoint_from_the_server(from_server, operator, "B", NOW)) == both
    end_appointments([cast.operator.appointments.get()], later - A_DAY, cast.coordinator, NOW, "x")
    invited(cast, **verifier, from_on=later)  # one after the other is fine
    own = cast.operator.appointments.get(role="operator")
    longer = lambda: end_appointments([own], later, cast.coordinator, NOW, "x")  # noqa: E731
    assert refusal(longer) == both


def test_in_another_region_one_may_be_the_other(cast):
    held(cast.operator, cast.elsewhere, "verifier")
    invited(cast, email=cast.stranger.email, role="operator", agency=cast.health)
