"""What is asked before a verification and a closing, and how both are undone."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.evidence import add_file
from kotacerdas.casework.actions.steps import (
    ConflictError,
    correct,
    send_back,
    submit,
    undo_verification,
    verify,
)
from kotacerdas.casework.models import Notice, State, Window
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.reporting.forms import OpenForm
from kotacerdas.reporting.selectors import planned_years
from pages.regions import OWN
from reporting import files
from reporting.cast import AT, CHECKED, COMPLETE, TODAY, Stage
from reporting.counting import rows

FAR = date(2100, 1, 1)
MINUTE = timedelta(minutes=1)


def sent_in(here: Stage, **more: str) -> None:
    submit(here.act(here.people.operator), COMPLETE | more)


def verified(here: Stage) -> None:
    sent_in(here)
    verify(here.act(here.people.verifier), CHECKED)


def undo(here: Stage, *, by: User | None = None, after: timedelta = MINUTE, **more: int) -> None:
    undo_verification(here.act(by or here.people.verifier, at=AT + after, **more))


def refusal(act, *args: object, **more: object) -> str:
    with pytest.raises(RefusedError) as refused:
        act(*args, **more)
    assert sentence(refused.value)
    return refused.value.key


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def report(code: str = "p1") -> str:
    return reverse("reporting:report", args=[OWN, 2022, "q1", code])


PERIOD = reverse("reporting:period", args=[OWN, 2022, "q1"])


@pytest.fixture
def today(batang) -> Stage:
    Window.objects.update(deadline=FAR)
    return batang


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"progress_pct": "50", "answer:realised_unfinished|": "Benar"},
        {"money:apbd": "9000000", "answer:above_ceiling|apbd": "Benar"},
    ],
)
@pytest.mark.parametrize("reason", ["", "  \n", "\t"])
def test_what_stands_out_is_verified_with_a_reason_only(batang, typed: dict[str, str], reason: str):
    sent_in(batang, **typed)

    act = batang.act(batang.people.verifier)
    assert refusal(verify, act, reason) == "report.needs_why"
    assert batang.report().state == State.SUBMITTED
    done = verify(act, f" {CHECKED} ")
    assert done.newest.verdict == CHECKED
    assert CHECKED in Entry.objects.filter(action="report.verify").get().reason


def test_what_is_without_doubt_needs_no_reason(batang):
    add_file(batang.act(batang.people.operator), "foto.png", files.png())
    submit(batang.act(batang.people.operator), COMPLETE)
    assert batang.report().warnings == []

    assert verify(batang.act(batang.people.verifier)).state == State.VERIFIED


def test_a_verification_is_undone_by_an_act_of_its_own(batang):
    verified(batang)
    assert all(row.verified for row in rows(batang).values())
    undo(batang)

    one = batang.report()
    assert (one.state, one.settled_by, one.settled_at, one.verdict) == ("submitted", None, None, "")
    assert one.warnings
    assert not any(row.verified for row in rows(batang).values())
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.actor) == ("report.undo", batang.people.verifier.email)
    assert Notice.objects.filter(key="report_unverified", user=batang.people.operator).count() == 1
    verify(batang.act(batang.people.verifier), CHECKED)
    assert batang.report().state == State.VERIFIED


def test_only_who_verified_undoes_it_until_the_next_decision(batang):
    verified(batang)
    other = User.objects.create_user("lain@example.org", "rahasia", "Lain")
    Appointment.objects.create(
        user=other, region=batang.region, role=Role.VERIFIER, from_at=AT - timedelta(days=9)
    )
    assert refusal(undo, batang, by=other) == "report.undo_of_another"
    for who in ("operator", "coordinator", "neighbour"):
        with pytest.raises(NotAllowedError):
            undo(batang, by=getattr(batang.people, who))
    with pytest.raises(ConflictError):
        undo(batang, seen=1)
    undo(batang, after=timedelta(days=40))


@pytest.mark.parametrize("what", ["returned", "corrected", "undone"])
def test_what_has_gone_on_is_not_undone(batang, what: str):
    if what == "returned":
        sent_in(batang)
        send_back(batang.act(batang.people.verifier), "Lengkapi")
    else:
        verified(batang)
    if what == "corrected":
        correct(batang.act(batang.people.operator), "Salah ketik")
    if what == "undone":
        undo(batang)

    assert refusal(undo, batang) == "report.not_undo"


def test_the_page_asks_and_its_notice_undoes(today):
    sent_in(today)
    verifier = client_of(today.people.verifier)
    page = verifier.get(report()).text
    assert "Tulis mengapa laporan tetap diverifikasi" in page
    assert re.search(r"<textarea[^>]* required", page)
    seen = today.case().revision
    refused = verifier.post(report(), {"do": "verify", "seen": seen, "reason": " "})
    assert refused.status_code == 422
    assert "mengapa laporan ini diverifikasi" in refused.text
    done = verifier.post(report(), {"do": "verify", "seen": seen, "reason": CHECKED}, follow=True)
    form = re.search(
        r'<form method="post" action="([^"]+)" class="undo".*?</form>', done.text, re.DOTALL
    )
    assert form[1] == report()
    fields = dict(re.findall(r'name="(do|seen)"\s+value="(\w+)"', form[0]))
    assert fields == {"do": "undo", "seen": str(seen + 1)}

    again = verifier.post(form[1], fields, follow=True)
    assert "verifikasi dibatalkan" in again.text
    assert today.report().state == State.SUBMITTED


def test_closing_says_how_many_are_missing_and_its_notice_reopens(today):
    sent_in(today)
    coordinator = client_of(today.people.coordinator)
    asked = coordinator.post(PERIOD, {"do": "close"})
    assert "2 dari 3 laporan belum dikirim" in asked.text
    for known in ("", "1", "3", "x"):
        coordinator.post(PERIOD, {"do": "close", "missing": known})
    today.window.refresh_from_db()
    assert today.window.closed_at is None

    closed = coordinator.post(PERIOD, {"do": "close", "missing": "2"}, follow=True)
    form = re.search(
        r'<form method="post" action="([^"]+)" class="undo".*?</form>', closed.text, re.DOTALL
    )
    assert re.search(r'name="do"\s+value="reopen"', form[0])
    today.window.refresh_from_db()
    assert today.window.closed_at is not None
    assert "dibuka kembali" in coordinator.post(form[1], {"do": "reopen"}, follow=True).text
    today.window.refresh_from_db()
    assert today.window.closed_at is None
    assert Entry.objects.latest("pk").action == "period.reopen"


def test_where_nothing_is_missing_nothing_is_asked(today):
    for code, who in (("p1", "operator"), ("p2", "neighbour"), ("p3", "operator")):
        typed = COMPLETE if code == "p1" else {"realised": "yes", "answer:no_evidence|": "nanti"}
        submit(today.act(getattr(today.people, who), code), typed)

    closed = client_of(today.people.coordinator).post(PERIOD, {"do": "close"})
    assert closed.status_code == 302


@pytest.mark.parametrize("who", ["operator", "verifier", "outsider"])
def test_others_neither_close_nor_are_asked(today, who: str):
    answer = client_of(getattr(today.people, who)).post(PERIOD, {"do": "close"})
    assert answer.status_code in {403, 404}
    assert "belum dikirim" not in answer.text


def test_after_sending_in_the_next_missing_report_is_one_press_away(today):
    sent_in(today)
    operator = client_of(today.people.operator)
    assert f'href="{report("p3")}"' in operator.get(report()).text
    submit(
        today.act(today.people.operator, "p3"), {"realised": "yes", "answer:no_evidence|": "nanti"}
    )
    page = operator.get(report("p3")).text
    assert "Laporan berikutnya" not in page
    assert "sudah dikirim" in page


def test_a_period_opens_in_planned_years_only(batang):
    assert planned_years(batang.region) == [2022]
    for day in (TODAY, date(2019, 1, 1), date(2035, 12, 31)):
        form = OpenForm(batang.region, day)
        assert form.fields["year"].choices == [(2022, "2022")]
        assert form.initial["year"] == 2022
    for year in ("2021", "2023", "0", "", "2022x"):
        form = OpenForm(batang.region, TODAY, data={"year": year, "code": "q2", "deadline": FAR})
        assert "year" in form.errors


def test_agencies_can_be_reminded_before_the_deadline(batang):
    for days, is_offered in ((5, True), (30, False)):
        Window.objects.update(deadline=timezone.localdate() + timedelta(days=days))
        page = client_of(batang.people.coordinator).get(PERIOD).text
        assert ("Ingatkan 2 OPD" in page) is is_offered
