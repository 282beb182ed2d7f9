"""The page from which a coordinator reminds agencies."""

import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.cast import signed_in
from kotacerdas.accounts.models import Role, User
from kotacerdas.accounts.rules import first_moment
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Notice, Reminder
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.ops.verification import state_findings
from kotacerdas.outbox.models import Letter
from kotacerdas.outbox.worker import do_all
from kotacerdas.records.models import Agency, Region
from kotacerdas.reporting.actions.reminders import remind_agencies
from kotacerdas.reporting.actions.windows import close_window
from reporting.cast import Stage, stage
from reporting.reminding import SITE, Inbox, due_in, in_days, mail_server, operators

PAGE = "/33.25/pelaporan/2022/q1/ingatkan/"


@pytest.fixture
def there(db) -> Stage:
    found = stage()
    due_in(found, -2)
    return found


@pytest.fixture
def inbox():
    inbox = Inbox()
    with mail_server(inbox):
        yield inbox


@pytest.fixture
def coordinator(there) -> Client:
    return signed_in(there.people.coordinator)


def reminded(user):
    return Notice.objects.filter(user=user, key="reminded").count()


def posted(client, **data):
    page = client.post(PAGE, {"do": "send", **data}, follow=True).text
    do_all()
    return page


def test_the_page_says_what_is_missing_whom_to_tell_and_how(there, coordinator):
    page = coordinator.get(PAGE).text

    for told in ("Puskesmas Digital", "Satu Data", "Jaringan Desa", there.people.operator.email):
        assert told in page
    assert 'id="a1"' in page
    assert "Yth. Dinas Kesehatan,\n1 laporan Triwulan I 2022 belum dikirim." in page
    assert "http://testserver/33.25/tugas/" in page
    assert "Ingatkan 2 OPD" in page


def test_every_late_agency_of_the_period_s_map_leads_to_its_place(there, coordinator):
    Agency.objects.filter(region=there.region, code="a2").update(code="a 2/é#")
    period, page = coordinator.get("/33.25/pelaporan/2022/q1/").text, coordinator.get(PAGE).text

    assert f'{PAGE}#a%202/%C3%A9%23"' in period
    assert 'id="a 2/é#"' in page


def test_one_agency_is_reminded_by_notice_and_letter(there, coordinator, inbox):
    page = posted(coordinator, agency="a1")

    assert "Diingatkan: Diskominfo. 1 surel segera dikirim." in page
    assert "Sudah diingatkan hari ini" in page
    assert inbox.addressed == [there.people.operator.email]
    letter = inbox.to(there.people.operator).get_content()
    assert "Koordinator mengingatkan Anda" in letter
    assert "http://testserver/33.25/tugas/" in letter
    assert (reminded(there.people.operator), reminded(there.people.neighbour)) == (1, 0)
    entry = Entry.objects.filter(chain="33.25").latest("number")
    assert entry.action == "reminder.send"
    assert json.loads(entry.changes) == [
        {
            "of": ["reporting.reminder", None, 2022, "q1", "a1"],
            "before": None,
            "after": {"missing": 2, "people": [there.people.operator.email]},
        }
    ]
    log = coordinator.get(f"/33.25/catatan/{entry.number}/").text
    assert "Pengingat kepada perangkat daerah" in log
    assert there.people.operator.email in log
    assert not [one for one in state_findings(there.region) if one.key == "gone"]


def test_all_are_reminded_at_once(there, coordinator, inbox):
    page = posted(coordinator)

    assert "Diingatkan: Dinas Kesehatan, Diskominfo. 2 surel segera dikirim." in page
    assert len(inbox.letters) == 2
    assert "Ingatkan 2 OPD" not in page


@pytest.mark.parametrize("chosen", ["none", "one"])
def test_coming_from_the_table_is_only_to_look(there, coordinator, inbox, chosen):
    own = Agency.objects.get(region=there.region, code="a1")
    asked = {"pick": [own.pk]} if chosen == "one" else {}
    page = coordinator.post(PAGE, asked).text

    assert ("Ingatkan 1 OPD" if asked else "Ingatkan 2 OPD") in page
    assert not Notice.objects.filter(key="reminded").exists()
    forms = re.findall(r"<form method=\"post\".*?</form>", page, re.DOTALL)
    sending = [one for one in forms if 'value="send"' in one]
    assert len(sending) == (2 if asked else 3), "all of them, and each by itself"
    coordinator.post(PAGE, asked | {"do": "send"})
    assert reminded(there.people.operator) == 1
    assert reminded(there.people.neighbour) == (0 if asked else 1)


def test_a_double_click_reminds_once(there, coordinator, inbox):
    entries = Entry.objects.count()
    posted(coordinator)
    page = posted(coordinator)

    assert "Sudah diingatkan hari ini: Dinas Kesehatan, Diskominfo." in page
    assert len(inbox.letters) == 2
    assert reminded(there.people.operator) == 1
    assert Entry.objects.count() == entries + 1


def test_who_has_the_letter_of_the_day_gets_the_notice_only(there, coordinator, inbox):
    Reminder.objects.create(user=there.people.operator, on=timezone.localdate())

    assert "surel hari ini sudah terkirim" in coordinator.get(PAGE).text
    assert "Tanpa surel" in posted(coordinator, agency="a1")
    assert inbox.letters == []
    assert reminded(there.people.operator) == 1


def test_who_turned_letters_off_in_the_profile_gets_the_notice_only(there, coordinator, inbox):
    operator = there.people.operator
    client = signed_in(operator)
    client.post("/profil/", {"name": "Operator", "language": "id"})
    operator.refresh_from_db()

    assert operator.wants_reminders is False
    assert "hanya pemberitahuan" in coordinator.get(PAGE).text
    assert "Tanpa surel" in posted(coordinator, agency="a1")
    assert inbox.letters == []
    assert reminded(operator) == 1

    client.post("/profil/", {"name": "Operator", "language": "id", "wants_reminders": "on"})
    operator.refresh_from_db()
    assert operator.wants_reminders is True


def test_a_refused_letter_is_told_beside_the_name_and_takes_nothing_back(there, coordinator, inbox):
    posted(coordinator)
    Letter.objects.filter(to=there.people.neighbour.email).update(state="failed")

    page = coordinator.get(PAGE).text
    assert "surel hari ini tidak terkirim" in page
    assert "surel hari ini sudah terkirim" in page
    assert reminded(there.people.neighbour) == 1


def test_an_agency_without_an_operator_offers_to_invite_one(there, coordinator, inbox):
    there.people.neighbour.appointments.update(to_at=first_moment(in_days(0)))
    page = coordinator.get(PAGE).text

    assert "/33.25/orang/undang/" in page
    assert "Ingatkan 1 OPD" in page
    assert "Belum ada operator: Dinas Kesehatan. Undang dulu." in posted(coordinator)


@pytest.mark.parametrize("days", [8, 300])
def test_nobody_is_to_be_reminded_earlier_than_a_week_before(there, coordinator, inbox, days):
    due_in(there, days)

    assert "mulai 7 hari sebelum tenggat" in coordinator.get(PAGE).text
    assert "Tidak ada laporan yang perlu diingatkan." in posted(coordinator)
    assert not Notice.objects.filter(key="reminded").exists()


def test_a_closed_period_has_nobody_to_remind(there, coordinator):
    close_window(there.window, there.people.coordinator, timezone.now())

    assert "Periode ini ditutup." in coordinator.get(PAGE).text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_who_opens_periods_reminds(there, inbox, role):
    user = User.objects.create_user("lain@batang.example", "rahasia", "Lain")
    agency = Agency.objects.get(region=there.region, code="a1") if role is Role.OPERATOR else None
    user.appointments.create(
        region=there.region, role=role, agency=agency, from_at=first_moment(in_days(-50))
    )

    assert signed_in(user).get(PAGE).status_code == 403
    assert signed_in(user).post(PAGE).status_code == 403
    with pytest.raises(NotAllowedError):
        remind_agencies(there.window, [], by=user, at=timezone.now(), site=SITE)
    assert not Notice.objects.filter(key="reminded").exists()


def test_another_region_s_agency_is_refused(there, coordinator, inbox):
    elsewhere = Region.objects.create(code="34.04", name="Sleman", level="regency")
    agency = Agency.objects.create(region=elsewhere, code="lain", name="Dinas Lain")

    for code in ("lain", "", "x" * 5000):
        assert coordinator.post(PAGE, {"do": "send", "agency": code}).status_code == 404
    assert coordinator.post(PAGE, {"agency": "a1\x00"}).status_code == 400
    with pytest.raises(RefusedError, match=r"people\.agency_of_another_region"):
        remind_agencies(
            there.window,
            [agency],
            by=there.people.coordinator,
            at=timezone.now(),
            site=SITE,
        )
    assert inbox.letters == []


def test_a_period_that_was_never_opened_is_not_found(there, coordinator):
    assert coordinator.get("/33.25/pelaporan/2022/q2/ingatkan/").status_code == 404
    assert coordinator.post("/33.25/pelaporan/2022/q2/ingatkan/").status_code == 404


@pytest.mark.parametrize("people", [10, 200])
def test_the_page_takes_as_many_queries_for_ten_people_as_for_two_hundred(
    there, coordinator, django_assert_num_queries, people
):
    operators(there.region, "a1", people)

    with django_assert_num_queries(10):
        coordinator.get(PAGE)


def test_reminding_is_offered_alike_wherever_it_is_offered(there, coordinator):
    """From a week before the deadline, on the tasks and on the period's page."""
    for days, offered in ((8, 0), (7, 2), (0, 2), (-2, 2)):
        due_in(there, days)
        for page in ("/33.25/tugas/", "/33.25/pelaporan/2022/q1/", PAGE):
            told = coordinator.get(page).text
            assert ("Ingatkan 2 OPD" in told) == bool(offered), (days, page)
