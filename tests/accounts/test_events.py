"""Who signed in and out, and how that was changed, stands in the log beside that of changes."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.cast import PASSWORD, held, person, signed_in
from accounts.test_sign_in import EMAIL, code_now, sign_in
from kotacerdas.accounts import events
from kotacerdas.accounts.actions import set_password
from kotacerdas.accounts.models import User
from kotacerdas.audit.hashing import breaks
from kotacerdas.audit.models import Entry, Tally

ACCESS = "33.25/access"
NEW = "rumpun-bambu-9"


def entries(chain=ACCESS):
    return list(Entry.objects.filter(chain=chain).order_by("number"))


def actions(chain=ACCESS):
    return [entry.action for entry in entries(chain)]


def after(entry):
    (change,) = json.loads(entry.changes)
    return change["after"]


def test_signing_in_and_out(cast):
    client = Client(REMOTE_ADDR="203.0.113.7")
    sign_in(client)
    client.post("/akun/logout/")
    assert actions() == ["access.sign_in", "access.sign_out"]
    assert {entry.actor for entry in entries()} == {EMAIL}
    assert after(entries()[0])["by"] == ["password"]
    assert breaks(entries()) == []
    assert actions("33.25") == []


def test_a_computer_s_address_is_told_apart_and_not_told(cast):
    for address in ("203.0.113.7", "203.0.113.8", "203.0.113.7"):
        sign_in(Client(REMOTE_ADDR=address))
    one, other, again = (after(entry)["address"] for entry in entries())
    assert one == again != other
    assert "203.0.113" not in "".join(entry.changes for entry in entries())


def test_it_stands_in_the_log_of_each_region_of_a_role_and_else_in_the_site_s(cast):
    held(cast.operator, cast.elsewhere, "viewer")
    person("nobody@batang.example", "Tanpa Peran")
    sign_in(Client())
    sign_in(Client(), "nobody@batang.example")
    assert actions() == actions("34.04/access") == ["access.sign_in"]
    assert [entry.actor for entry in entries("site")] == ["nobody@batang.example"]


def test_a_password_changed_and_one_set_on_the_server(cast):
    client = Client()
    sign_in(client)
    changed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/akun/password/change/", changed).status_code == 302
    assert actions() == ["access.sign_in", "access.password"]
    set_password(User.objects.get(email=EMAIL), f"{NEW}-3", timezone.now())
    assert (entries()[-1].action, entries()[-1].actor) == ("access.password", "")


def test_an_authenticator_put_on_and_taken_off(cast, django_capture_on_commit_callbacks):
    client = Client()
    sign_in(client)
    confirm = client.get("/akun/2fa/totp/activate/").url
    page = client.post(confirm, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/akun/2fa/totp/activate/", {"code": code_now(secret)})
    assert "access.totp_on" in actions()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/akun/2fa/totp/deactivate/")
    assert "access.totp_off" in actions()


def test_a_second_step_that_fails_is_counted_and_one_that_does_not_is_named(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.operator, secret)
    client = Client()
    sign_in(client)
    assert actions() == []
    client.post("/akun/2fa/authenticate/", {"code": "000000"})
    assert Tally.objects.get().actor == EMAIL
    client.post("/akun/2fa/authenticate/", {"code": code_now(secret)})
    assert after(entries()[0])["by"] == ["mfa", "password"]


def test_failures_of_an_hour_make_one_entry_whatever_their_number(cast):
    at = timezone.now()
    for _ in range(30):
        events.count_failure(EMAIL.upper(), at)
        events.count_failure("siapa@saja.example", at)
        events.count_failure("rahasia-yang-salah-tempat", at)
    assert Entry.objects.count() == 0
    assert sorted(Tally.objects.values_list("actor", "count")) == [("", 60), (EMAIL, 30)]
    events.count_failure(EMAIL, at + timedelta(hours=1))
    assert [after(entry) for entry in entries()] == [{"failed": 30}]
    assert [after(entry) for entry in entries("site")] == [{"failed": 60}]
    assert Tally.objects.get().count == 1
    everything = "".join(Entry.objects.values_list("changes", flat=True))
    assert "siapa@" not in everything
    assert "rahasia" not in everything


def test_a_successful_sign_in_brings_the_failures_before_it_into_the_log(cast):
    events.count_failure(EMAIL, timezone.now() - timedelta(hours=2))
    sign_in(Client())
    assert actions() == ["access.sign_in", "access.failed"]
    events.log_failures_of_past_hours(timezone.now())
    assert len(entries()) == 2


def test_failures_through_the_page(cast):
    sign_in(Client(), EMAIL, "salah")
    sign_in(Client(), "siapa@batang.example", "salah")
    assert sorted(Tally.objects.values_list("actor", "count")) == [("", 1), (EMAIL, 1)]


def test_a_known_and_an_unknown_address_cost_the_same(cast):
    at = timezone.now()
    costs = []
    for email in (EMAIL, "siapa@batang.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            events.count_failure(email, at)
        costs.append([query["sql"].split()[0] for query in queries])
    assert costs[0] == costs[1]


@pytest.mark.parametrize("role", ["coordinator", "verifier"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_of_the_access_log(cast, role, language):
    sign_in(Client())
    events.count_failure(EMAIL, timezone.now() - timedelta(hours=2))
    events.log_failures_of_past_hours(timezone.now())
    reader = person("pembaca@batang.example", "Pembaca")
    User.objects.filter(pk=reader.pk).update(language=language)
    held(reader, cast.batang, role)
    client = signed_in(reader)
    page = client.get("/33.25/catatan/akses/").text
    names = ("Masuk<", "Percobaan masuk") if language == "id" else ("Signed in<", "Failed sign-ins")
    for name in (*names, EMAIL):
        assert name in page
    one = client.get("/33.25/catatan/akses/1/").text
    assert ("kata sandi" if language == "id" else "password") in one
    assert client.get("/33.25/catatan/akses/9/").status_code == 404
    assert "access." not in client.get("/33.25/catatan/akses/").text.replace('value="access.', "")


def test_who_may_not_read_the_log_may_not_read_that_one(cast):
    client = signed_in(cast.operator)
    assert client.get("/33.25/catatan/akses/").status_code == 403
    assert client.get("/34.04/catatan/akses/").status_code == 404


def test_everything_is_whole_after_all_this(cast, capsys):
    sign_in(Client())
    sign_in(Client(), EMAIL, "salah")
    events.log_failures_of_past_hours(timezone.now() + timedelta(hours=1))
    try:
        call_command("audit", "verify", "--region", ACCESS)
    finally:
        said = capsys.readouterr()
    assert "utuh, 2 catatan" in said.out
