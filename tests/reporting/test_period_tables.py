"""Periods and agencies chosen in their tables: deadlines moved, longer given, agencies reminded."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.cast import signed_in
from kotacerdas.accounts.models import Appointment
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Case, Extension, Notice, Window
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.windows import open_window
from kotacerdas.reporting.models import REPORTING
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import Language
from markup import compact
from reporting.cast import AT, DEADLINE, Stage, stage
from reporting.reminding import due_in

PERIODS = "/33.25/pelaporan/"
PAGE = f"{PERIODS}2022/q1/"
MOVE = f"{PERIODS}tenggat/"


@pytest.fixture
def there(db) -> Stage:
    found = stage()
    due_in(found, -2)
    return found


@pytest.fixture
def coordinator(there: Stage) -> Client:
    return signed_in(there.people.coordinator)


def keys(there: Stage) -> list[int]:
    own = Agency.objects.filter(region=there.region).order_by("code")
    return list(own.values_list("pk", flat=True))


def test_all_deadlines_are_moved_for_one_reason_in_one_entry(there: Stage, coordinator: Client):
    by = there.people.coordinator
    open_window(there.region, year=2022, code="q2", deadline=DEADLINE, by=by, at=AT)
    picks = list(Window.objects.values_list("pk", flat=True))
    page = coordinator.get(PERIODS).text
    assert all(f'value="{pk}"' in page for pk in picks)
    asked = coordinator.post(MOVE, {"pick": picks})
    assert "Triwulan I 2022" in asked.text
    assert asked.text.count('name="pick"') == 2
    day = timezone.localdate() + timedelta(days=9)
    typed = {"pick": picks, "deadline": day.isoformat()}
    assert "Wajib diisi" in coordinator.post(MOVE, typed | {"reason": ""}).text
    past = typed | {"deadline": "2022-01-01", "reason": "Libur"}
    assert "sudah lewat" in coordinator.post(MOVE, past).text
    assert not Entry.objects.filter(action="period.move").exists()

    done = coordinator.post(MOVE, typed | {"reason": "Libur"}, follow=True)
    assert f"Tenggat 2 periode diubah menjadi {long_date(day, Language.ID)}." in done.text
    assert set(Window.objects.values_list("deadline", flat=True)) == {day}
    entry = Entry.objects.get(action="period.move")
    assert (entry.reason, entry.changed) == ("Libur", 2)
    coordinator.post(MOVE, typed | {"reason": "Libur"})
    assert Entry.objects.filter(action="period.move").count() == 1, "sent twice, it changes nothing"
    none = coordinator.post(MOVE, {"pick": ["x", 10**9]}, follow=True)
    assert "Belum ada yang dipilih" in none.text


def test_chosen_agencies_are_given_longer_in_one_entry(there: Stage, coordinator: Client):
    where, picks = f"{PAGE}perpanjang/", keys(there)
    asked = coordinator.post(where, {"pick": picks}).text
    assert 'name="agency"' not in asked
    day = timezone.localdate() + timedelta(days=9)
    typed = {"pick": picks, "until": day.isoformat()}
    assert "Wajib diisi" in coordinator.post(where, typed).text
    coordinator.post(where, typed | {"reason": "Banjir"})
    made = Extension.objects.filter(window=there.window, until=day, reason="Banjir")
    assert set(made.values_list("agency", flat=True)) == set(picks)
    assert Entry.objects.get(action="period.extend").added == len(picks)
    told = Notice.objects.filter(key="extended").values_list("user", flat=True)
    assert len(set(told)) == len(told) > 0


def test_longer_time_is_taken_back_from_its_notice_and_the_agencies_are_told(
    there: Stage, coordinator: Client
):
    where, picks = f"{PAGE}perpanjang/", keys(there)
    day = timezone.localdate() + timedelta(days=9)
    typed = {"pick": picks, "until": day.isoformat(), "reason": "Banjir"}
    page = coordinator.post(where, typed, follow=True)
    assert f"mendapat perpanjangan sampai {long_date(day, Language.ID)}" in page.text
    again = coordinator.post(where, typed).text
    assert "sudah mendapat perpanjangan" in again, "sent twice, it gives nothing twice"
    assert Extension.objects.count() == len(picks)

    given = ",".join(map(str, Extension.objects.order_by("pk").values_list("pk", flat=True)))
    undo = {"do": "undo", "pick_all": given}
    shown = page.text[page.text.index('class="undo"') :]
    assert all(re.search(f'name="{name}"\\s+value="{text}"', shown) for name, text in undo.items())
    done = coordinator.post(where, undo, follow=True)
    assert re.search(r"Perpanjangan [^<]+ dibatalkan\.", done.text)
    assert not Extension.objects.exists()
    assert Entry.objects.get(action="period.take_back").removed == len(picks)
    told = Notice.objects.filter(key="extension_undone").values_list("user", flat=True)
    assert set(told) == {*Notice.objects.filter(key="extended").values_list("user", flat=True)}
    assert coordinator.post(where, undo, follow=True).status_code == 200
    assert Entry.objects.filter(action="period.take_back").count() == 1


def test_only_chosen_agencies_are_reminded_after_they_were_seen(there: Stage, coordinator: Client):
    where = f"{PAGE}ingatkan/"
    one = Agency.objects.get(region=there.region, code="a1")
    seen = coordinator.post(where, {"pick": [one.pk]}).text
    assert 'id="a1"' in seen
    assert 'id="a2"' not in seen
    assert not Notice.objects.filter(key="reminded").exists()
    coordinator.post(where, {"pick": [one.pk], "do": "send"})
    people = there.people
    assert Notice.objects.filter(key="reminded", user=people.operator).count() == 1
    assert not Notice.objects.filter(key="reminded", user=people.neighbour).exists()


def test_whose_role_just_ended_does_nothing(there: Stage, coordinator: Client):
    Appointment.objects.filter(user=there.people.coordinator).update(to_at=AT)
    typed = {"pick": keys(there), "until": "2099-01-01", "reason": "x"}
    assert coordinator.post(f"{PAGE}perpanjang/", typed).status_code == 404
    assert coordinator.post(MOVE, typed | {"deadline": "2099-01-01"}).status_code == 404
    assert not Extension.objects.exists()


def test_who_may_change_nothing_only_reads_and_downloads(there: Stage):
    client = signed_in(there.people.verifier)
    for page in (PERIODS, PAGE):
        text = compact(client.get(page).text)
        assert "Unduh yang dipilih" in text
        assert "perpanjang/" not in text
        assert f'formaction="{MOVE}"' not in text
    lines = client.get(f"{PAGE}?unduh=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(keys(there))


def test_the_agencies_of_a_period_are_sorted_filtered_and_asked_for_alike(
    there: Stage, coordinator: Client
):
    page = coordinator.get(f"{PAGE}?standing=late&urut=-late").text
    assert "data-pick" in page
    before = queries(coordinator)
    example = Programme.objects.get(region=there.region, code="p1")
    for n in range(100):
        agency = Agency.objects.create(region=there.region, code=f"z{n}", name=f"Badan {n}")
        copy = Programme.objects.get(pk=example.pk)
        copy.pk, copy.code, copy.agency = None, f"z{n}", agency
        copy.save(force_insert=True)
        Case.objects.create(
            region=there.region,
            process=REPORTING,
            window=there.window,
            agency=agency,
            programme=copy,
        )
    assert queries(coordinator) == before
    assert coordinator.get(PAGE).text.count("data-pick aria-label") == 50
    found = compact(coordinator.get(f"{PAGE}?q=z42").text)
    assert "Badan 42" in found
    assert "Badan 41" not in found


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    return len(asked)
