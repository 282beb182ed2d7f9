"""An account closed and opened again: sessions, password, keys, roles, and the log."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.cast import NOW, PASSWORD, held, person, signed_in
from kotacerdas.accounts.actions import invite
from kotacerdas.accounts.closing import close_account, open_account
from kotacerdas.accounts.mail import password_path
from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import current_appointments
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.outbox.worker import do_all

LOGIN = "/akun/login/"


def sign_in(user):
    client = Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return client


def close(cast, user=None, by=None, region=None):
    close_account(
        user or cast.operator,
        region or cast.batang,
        by=by or cast.coordinator,
        at=timezone.now(),
        reason="ponsel hilang",
    )


def test_every_session_ends_at_once(cast):
    clients = [sign_in(cast.operator), signed_in(cast.operator)]
    assert [one.get("/33.25/orang/").status_code for one in clients] == [200, 200]
    close(cast)
    assert [one.get("/33.25/orang/").status_code for one in clients] == [302, 302]
    assert [one.get("/profil/").status_code for one in clients] == [302, 302]


def test_no_door_is_left_open(cast):
    TOTP.activate(cast.operator, generate_totp_secret())
    cast.operator.refresh_from_db()
    path = password_path(cast.operator)
    close(cast)
    cast.operator.refresh_from_db()
    assert not cast.operator.has_usable_password()
    assert not Authenticator.objects.filter(user=cast.operator).exists()
    assert not current_appointments(cast.operator, timezone.now())
    assert sign_in(cast.operator).get("/profil/").status_code == 302
    page = Client().get(path, follow=True)  # a link that was sent before
    assert 'name="password1"' not in page.text
    Client().post("/akun/password/reset/", {"email": cast.operator.email})
    do_all()
    assert not mail.outbox


def test_it_is_one_entry_with_the_roles_that_ended(cast):
    close(cast)
    entry = Entry.objects.get(chain="33.25")
    changes = {(one["of"][0], *one["of"][2:]): one["after"] for one in json.loads(entry.changes)}
    assert (entry.action, entry.actor, entry.reason) == (
        "account.close",
        cast.coordinator.email,
        "ponsel hilang",
    )
    assert changes["accounts.user", cast.operator.email] == {"is_active": False}
    ends = changes["accounts.appointment", cast.operator.email, "operator"]
    assert set(ends) == {"to_at"}


def test_roles_that_would_begin_are_called_off(cast):
    later = timezone.localdate() + timedelta(days=9)
    held(cast.operator, cast.batang, "viewer", from_on=later)
    close(cast)
    assert all(one.to_at is not None for one in cast.operator.appointments.all())
    in_a_month = timezone.now() + timedelta(days=30)
    assert not current_appointments(cast.operator, in_a_month)


def test_who_holds_a_role_elsewhere_is_closed_from_the_server_only(cast):
    held(cast.operator, cast.elsewhere, "viewer")
    with pytest.raises(RefusedError, match="roles_elsewhere"):
        close(cast)
    out = StringIO()
    call_command("closeaccount", "Operator@batang.example", "--reason", "pensiun", stdout=out)
    assert "closed" in out.getvalue()
    chains = Entry.objects.filter(action="account.close").values_list("chain", "actor")
    assert sorted(chains) == [("33.25", ""), ("34.04", "")]
    assert not current_appointments(cast.operator, timezone.now())


def test_only_a_coordinator_of_the_region_closes_and_opens(cast):
    for by in (cast.operator, cast.stranger):
        with pytest.raises(NotAllowedError):
            close(cast, by=by)
        with pytest.raises(NotAllowedError):
            open_account(cast.operator, cast.batang, by=by, at=NOW, reason="x")


def test_nobody_is_appointed_while_closed(cast):
    close(cast)
    asked = {
        "email": cast.operator.email,
        "name": "B",
        "role": "viewer",
        "agency": None,
        "from_on": timezone.localdate(),
        "to_on": None,
        "is_acting": False,
    }
    giving = lambda: invite(cast.batang, **asked, by=cast.coordinator, at=timezone.now())  # noqa: E731
    with pytest.raises(RefusedError, match="account_is_closed"):
        giving()
    open_account(cast.operator, cast.batang, by=cast.coordinator, at=timezone.now(), reason="x")
    assert current_appointments(giving().user, timezone.now())


def test_opened_again_it_comes_back_without_roles_password_and_sessions(cast):
    client = sign_in(cast.operator)
    close(cast)
    with pytest.raises(RefusedError, match="account_is_closed"):
        close(cast)
    call_command(
        "closeaccount", cast.operator.email, "--reopen", "--reason", "x", stdout=StringIO()
    )
    with pytest.raises(CommandError, match="tidak ditutup"):
        call_command("closeaccount", cast.operator.email, "--reopen", "--reason", "x")
    assert client.get("/profil/").status_code == 302
    assert sign_in(cast.operator).get("/profil/").status_code == 302
    user = User.objects.get(pk=cast.operator.pk)
    assert user.is_active
    assert not current_appointments(user, timezone.now())
    assert Entry.objects.filter(action="account.open").count() == 1


def test_the_command_names_an_address_that_is_not_there(cast):
    with pytest.raises(CommandError, match="no account"):
        call_command("closeaccount", "siapa@b.example", "--reason", "x")


def test_closing_and_opening_on_the_page(cast):
    client = signed_in(cast.coordinator)
    path = f"/33.25/orang/akun/{cast.operator.pk}"
    assert f"{path}/tutup/" in client.get("/33.25/orang/").text
    assert "Budi Santoso" in client.get(f"{path}/tutup/").text
    assert "field-error" in client.post(f"{path}/tutup/", {"reason": ""}).text
    page = client.post(f"{path}/tutup/", {"reason": "mutasi"}, follow=True).text
    assert "Akun Budi Santoso sudah ditutup" in page
    assert f"{path}/buka/" in page
    page = client.post(f"{path}/buka/", {"reason": "kembali"}, follow=True).text
    assert "sudah dibuka kembali" in page
    cast.operator.refresh_from_db()
    assert cast.operator.is_active


def test_the_pages_are_for_who_appoints_and_for_people_of_the_region(cast):
    for verb in ("tutup", "buka"):
        own = f"/33.25/orang/akun/{cast.operator.pk}/{verb}/"
        assert signed_in(cast.operator).get(own).status_code == 403
        assert signed_in(cast.stranger).get(own).status_code == 404
        foreign = f"/33.25/orang/akun/{cast.stranger.pk}/{verb}/"
        assert signed_in(cast.coordinator).post(foreign, {"reason": "x"}).status_code == 404


def test_one_of_two_coordinators_closes_the_own_account(cast):
    held(person("dua@b.example", "Dua"), cast.batang, "coordinator")
    client = signed_in(cast.coordinator)
    path = f"/33.25/orang/akun/{cast.coordinator.pk}/tutup/"
    assert client.post(path, {"reason": "pensiun"}).status_code == 302
    assert client.get("/33.25/orang/").status_code == 302


def test_the_log_names_the_moment_as_people_read_it(cast):
    close(cast)
    number = Entry.objects.get(chain="33.25").number
    page = signed_in(cast.coordinator).get(f"/33.25/catatan/{number}/").text
    own = cast.operator.appointments.get()
    shown_at = timezone.localtime(own.to_at).strftime("%H.%M")
    assert "Akun ditutup" in page
    assert re.search(rf"\d+ \w+ \d{{4}} {shown_at}", page)
    assert "+00:00" not in page
