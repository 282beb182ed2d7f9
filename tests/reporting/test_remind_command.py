"""`remind`, sent through a real mail server that the test starts."""

import socket
from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.test import override_settings
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rules import first_moment
from kotacerdas.casework.actions.steps import send_back
from kotacerdas.casework.models import Reminder, Window
from kotacerdas.outbox import mail
from kotacerdas.outbox.worker import finish
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.windows import close_window, extend
from kotacerdas.reporting.digests import digests
from reporting.cast import Stage, stage
from reporting.reminding import (
    SITE,
    Inbox,
    due_in,
    in_days,
    mail_server,
    operators,
    remind,
    sent_by,
    submitted,
)


def told(sent, waiting, refused, had):
    counts = f"Terkirim {sent}, menunggu {waiting}, ditolak {refused}"
    return f"{counts}, sudah mendapat surel hari ini {had}.\n"


@pytest.fixture
def there(db) -> Stage:
    return stage()


@pytest.fixture
def inbox():
    inbox = Inbox()
    with mail_server(inbox):
        yield inbox


def test_letters_arrive_and_the_second_run_sends_none(there, inbox):
    due_in(there, 3)
    people = there.people

    assert remind() == (
        0,
        told(2, 0, 0, 0),
        "",
    )
    assert inbox.addressed == sorted([people.operator.email, people.neighbour.email])
    assert remind() == (
        0,
        told(0, 0, 0, 2),
        "",
    )
    assert len(inbox.letters) == 2
    assert Reminder.objects.filter(on=timezone.localdate()).count() == 2


@pytest.mark.parametrize(
    ("days", "letters"),
    [(8, 0), (7, 2), (5, 0), (3, 2), (1, 2), (0, 2), (-1, 3), (-2, 0), (-3, 3), (-7, 3), (-21, 3)],
)
def test_the_days_around_the_deadline(there, inbox, days, letters):
    due_in(there, days)
    remind()

    assert len(inbox.letters) == letters  # the coordinator's, too, once somebody is late


def test_who_turned_letters_off_gets_none(there, inbox):
    due_in(there, 1)
    User.objects.filter(pk=there.people.operator.pk).update(wants_reminders=False)
    remind()

    assert inbox.addressed == [there.people.neighbour.email]


def test_who_can_t_sign_in_gets_none(there, inbox):
    due_in(there, 1)
    User.objects.filter(pk=there.people.operator.pk).update(is_active=False)
    there.people.neighbour.appointments.update(to_at=first_moment(in_days(0)))
    remind()

    assert inbox.letters == []


def test_who_has_sent_everything_in_is_left_alone(there, inbox):
    due_in(there, 1)
    for code in ("p1", "p3"):
        submitted(there, code, 0)
    remind()

    assert inbox.addressed == [there.people.neighbour.email]


def test_one_refused_address_keeps_no_other_letter_and_is_tried_again(there, inbox):
    due_in(there, 1)
    inbox.refuses = {there.people.neighbour.email}
    code, out, err = remind()

    assert (code, out) == (
        1,
        told(1, 0, 1, 0),
    )
    assert err.startswith(f"{there.people.neighbour.email}: tidak terkirim, ")
    assert "no such mailbox" in err
    assert inbox.addressed == [there.people.operator.email]

    inbox.refuses = set()
    finish(mail.HANDLER, mail.ALL, timezone.now() + timedelta(minutes=1))
    assert len(inbox.letters) == 2


def test_an_address_that_is_none_stops_nobody(there, inbox):
    due_in(there, 1)
    User.objects.filter(pk=there.people.operator.pk).update(email="a@b.example\nBcc: c@d.example")
    code, _, err = remind()

    assert code == 1
    assert "tidak terkirim" in err
    assert inbox.addressed == [there.people.neighbour.email]


def test_a_server_that_is_down_is_named_and_the_letters_wait(there):
    due_in(there, 1)
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with sent_by(port):
            code, out, err = remind()

    waiting = told(0, 2, 0, 0)
    assert (code, out) == (1, waiting)
    assert err.startswith(f"Server surel 127.0.0.1:{port} tidak dapat dihubungi: ")
    assert err.count("\n") == 1

    inbox = Inbox()
    with mail_server(inbox):
        assert remind()[1].endswith("sudah mendapat surel hari ini 2.\n")
    assert len(inbox.letters) == 2


def test_a_dry_run_lists_the_letters_and_sends_none(there, inbox):
    due_in(there, 1)
    code, out, _ = remind("--dry-run")

    assert code == 0
    assert out.count("Kota Cerdas: ") == 2
    assert out.endswith("Tidak ada yang dikirim; 2 surel jatuh tempo hari ini.\n")
    assert inbox.letters == []
    assert not Reminder.objects.exists()


def test_without_the_address_of_the_site_nothing_is_sent(there, inbox):
    due_in(there, 1)

    with pytest.raises(CommandError, match="--site"):
        remind(site=None)
    with override_settings(SITE=f"{SITE}/"):
        remind(site=None)
    assert f"{SITE}/33.25/tugas/" in inbox.to(there.people.operator).get_content()


def test_an_extension_puts_off_the_reminder_of_its_agency(there, inbox):
    due_in(there, 0)
    given(there, "a1", 10)
    due_in(there, -1)
    remind()

    assert inbox.addressed == sorted([there.people.coordinator.email, there.people.neighbour.email])
    letter = inbox.to(there.people.coordinator).get_content()
    assert "Dinas Kesehatan: 1 laporan" in letter
    assert "Diskominfo" not in letter


def test_a_closed_period_is_silent_but_for_an_extension(there, inbox):
    due_in(there, -1)
    given(there, "a2", 3)
    close_window(there.window, there.people.coordinator, timezone.now())
    remind()

    assert inbox.addressed == [there.people.neighbour.email]


def given(there, agency, days):
    extend(
        Window.objects.get(pk=there.window.pk),
        Agency.objects.get(region=there.region, code=agency),
        until=in_days(days),
        reason="Data belum lengkap",
        by=there.people.coordinator,
        at=timezone.now(),
    )


def test_a_verifier_is_told_what_waits_but_not_of_what_they_sent_in(there, inbox):
    due_in(there, 30)
    submitted(there, "p1", 7)
    submitted(there, "p3", 2)
    submitted(there, "p2", 20, by=there.people.verifier)
    remind()

    letter = inbox.to(there.people.verifier)
    assert letter["Subject"] == "Kota Cerdas: 2 laporan menunggu verifikasi"
    assert f"{SITE}/33.25/verifikasi/" in letter.get_content()
    assert len(inbox.letters) == 1


def test_who_holds_two_roles_gets_one_letter_of_both(there, inbox):
    due_in(there, -1)
    there.people.operator.appointments.create(
        region=there.region, role="verifier", from_at=first_moment(in_days(-50))
    )
    submitted(there, "p2", 5, by=there.people.neighbour)
    remind()

    text = inbox.to(there.people.operator).get_content()
    assert "2 laporan Triwulan I 2022 belum dikirim" in text
    assert "1 laporan menunggu verifikasi" in text


def test_what_came_back_is_said_in_the_letter(there, inbox):
    due_in(there, 1)
    submitted(there, "p1", 1)
    send_back(there.act(there.people.verifier), "Lengkapi")
    remind()

    assert "- Satu Data (dikembalikan)" in inbox.to(there.people.operator).get_content()


@pytest.mark.parametrize("people", [10, 200])
def test_reading_takes_as_many_queries_for_ten_as_for_two_hundred(
    there, django_assert_num_queries, people
):
    due_in(there, -1)
    operators(there.region, "a1", people)

    with django_assert_num_queries(8):
        found = digests(timezone.localdate())
    assert len(found) == people + 4
