"""Signing in: with a password, by the link of an e-mail, with an authenticator's code."""

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.cast import PASSWORD, held, person, signed_in
from kotacerdas.accounts.models import User
from kotacerdas.outbox.worker import do_all
from markup import compact

LOGIN = "/akun/login/"
EMAIL = "operator@batang.example"


def sign_in(client, email=EMAIL, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def code_now(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_an_address_and_its_password_let_in(cast):
    client = Client()
    assert sign_in(client, "OPERATOR@batang.example").status_code == 302
    assert client.get("/profil/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_look_the_same(cast):
    pages = [
        sign_in(Client(), EMAIL, "salah"),
        sign_in(Client(), "siapa@batang.example", "salah"),
    ]
    told = {tuple(re.findall(r"notice-error[^>]*>([^<]+)<", page.text)) for page in pages}
    assert told == {("Surel atau kata sandi tidak cocok.",)}


def test_guessing_is_slowed_down(cast):
    client = Client()
    for _ in range(6):
        sign_in(client, EMAIL, "salah")
    assert "Terlalu banyak percobaan" in sign_in(client).text


def test_a_closed_account_stays_out(cast):
    User.objects.filter(email=EMAIL).update(is_active=False)
    client = Client()
    sign_in(client)
    assert client.get("/profil/").status_code == 302


def test_there_is_no_sign_up(cast):
    client = Client()
    assert "/akun/signup/" not in client.get(LOGIN).text
    client.post(
        "/akun/signup/",
        {"email": "x@y.example", "password1": "a-b-c-1-2-3", "password2": "a-b-c-1-2-3"},
    )
    assert not User.objects.filter(email="x@y.example").exists()


def invited(cast, **more):
    wanted = {
        "email": "baru@batang.example",
        "name": "Dewi Lestari",
        "role": "operator",
        "agency": str(cast.health.pk),
        "from_on": timezone.localdate().isoformat(),
        "to_on": "",
    }
    signed_in(cast.coordinator).post("/33.25/orang/undang/", wanted | more)
    do_all()
    return mail.outbox[-1]


def link_in(letter):
    return re.search(r"http://testserver(/akun/password/reset/key/\S+)", letter.body)[1]


def test_the_letter_says_what_where_and_from_when(cast):
    later = timezone.localdate().replace(month=1, day=1, year=timezone.localdate().year + 1)
    letter = invited(cast, from_on=later.isoformat())
    assert letter.subject == "Peran Anda di Kota Cerdas Kabupaten Batang"
    assert "Yth. Dewi Lestari," in letter.body
    assert (
        f"Mulai 1 Januari {later.year} Anda memegang peran Operator perangkat daerah "
        "untuk Dinas Kesehatan, Kabupaten Batang" in letter.body
    )


def test_the_link_of_the_letter_lets_in_once(cast):
    path = link_in(invited(cast))
    client = Client()
    page = client.get(path, follow=True)
    form = page.request["PATH_INFO"]
    done = client.post(form, {"password1": "rumpun-bambu-9", "password2": "rumpun-bambu-9"})
    assert done.status_code == 302
    assert "Dewi Lestari" in client.get("/33.25/orang/").text
    assert sign_in(Client(), "baru@batang.example", "rumpun-bambu-9").status_code == 302
    assert "tidak berlaku lagi" in Client().get(path, follow=True).text


def test_a_password_that_is_easy_to_guess_is_refused(cast):
    client = Client()
    form = client.get(link_in(invited(cast)), follow=True).request["PATH_INFO"]
    for weak in ("12345678", "password", "pendek", "dewi-lestari"):
        page = client.post(form, {"password1": weak, "password2": weak})
        assert "field-error" in page.text


def test_the_link_ends_after_three_days(cast, monkeypatch):
    path = link_in(invited(cast))
    later = timezone.localtime().replace(tzinfo=None) + timedelta(days=3, minutes=1)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _: later)
    assert "tidak berlaku lagi" in Client().get(path, follow=True).text


def test_who_has_an_account_gets_no_link_to_its_password(cast):
    letter = invited(cast, email="koordinator@sleman.example")
    assert "password/reset" not in letter.body
    assert "http://testserver/akun/login/" in letter.body


def test_the_letter_is_in_the_language_of_its_reader(cast):
    User.objects.filter(pk=cast.stranger.pk).update(language="en")
    letter = invited(cast, email="koordinator@sleman.example")
    assert letter.subject == "Your role in Kota Cerdas Kabupaten Batang"
    assert "Agency operator" in letter.body


def test_a_forgotten_password_is_set_anew_by_mail(cast):
    page = Client().post("/akun/password/reset/", {"email": EMAIL}, follow=True)
    assert page.status_code == 200
    do_all()
    letter = mail.outbox[-1]
    assert letter.subject == "[Kota Cerdas] Tautan untuk kata sandi baru"
    client = Client()
    form = client.get(link_in(letter), follow=True).request["PATH_INFO"]
    client.post(form, {"password1": "rumpun-bambu-9", "password2": "rumpun-bambu-9"})
    assert sign_in(Client(), EMAIL, "rumpun-bambu-9").status_code == 302


def test_an_authenticator_is_set_up_and_asked_for(cast):
    client = Client()
    sign_in(client)
    confirm = client.get("/akun/2fa/totp/activate/").url
    page = client.post(confirm, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert secret in page.text
    done = client.post("/akun/2fa/totp/activate/", {"code": code_now(secret)}, follow=True)
    assert "Kode pemulihan" in done.text

    other = Client()
    assert sign_in(other).url.startswith("/akun/2fa/authenticate/")
    assert other.get("/profil/").status_code == 302
    assert other.post("/akun/2fa/authenticate/", {"code": "000000"}).status_code == 200


def test_a_code_lets_in_and_a_recovery_code_only_once(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.operator, secret)
    codes = RecoveryCodes.activate(cast.operator).generate_codes()
    for given, is_in in [(code_now(secret), True), (codes[0], True), (codes[0], False)]:
        client = Client()
        sign_in(client)
        client.post("/akun/2fa/authenticate/", {"code": given})
        assert (client.get("/profil/").status_code == 200) is is_in


def test_a_new_password_does_not_go_round_the_code(cast):
    TOTP.activate(cast.operator, generate_totp_secret())
    client = Client()
    client.post("/akun/password/reset/", {"email": EMAIL})
    do_all()
    form = client.get(link_in(mail.outbox[-1]), follow=True).request["PATH_INFO"]
    client.post(form, {"password1": "rumpun-bambu-9", "password2": "rumpun-bambu-9"})
    assert client.get("/profil/").status_code == 302


def test_who_holds_nothing_today_can_sign_in_and_is_told_so(cast):
    person("bekas@batang.example", "Bekas")
    held(
        User.objects.get(email="bekas@batang.example"),
        cast.batang,
        "viewer",
        to_on=date(2025, 2, 1),
    )
    client = Client()
    sign_in(client, "bekas@batang.example")
    assert "tidak memegang peran" in client.get("/profil/").text


def test_signing_out(cast):
    client = signed_in(cast.operator)
    assert client.get("/akun/logout/").status_code == 200
    client.post("/akun/logout/")
    assert client.get("/profil/").status_code == 302


SIGNED_OUT = [
    LOGIN,
    "/akun/signup/",
    "/akun/inactive/",
    "/akun/password/reset/",
    "/akun/password/reset/done/",
    "/akun/password/reset/key/1-bukan/",
    "/akun/password/reset/key/done/",
    "/akun/confirm-email/",
    "/akun/confirm-email/bukan/",
    "/akun/3rdparty/login/cancelled/",
]
SIGNED_IN = [
    "/akun/logout/",
    "/akun/email/",
    "/akun/reauthenticate/",
    "/akun/password/change/",
    "/akun/2fa/",
    "/akun/2fa/totp/activate/",
    "/akun/2fa/webauthn/",
    "/akun/2fa/webauthn/add/",
    "/akun/3rdparty/",
    "/profil/",
]
WITH_A_CODE = [
    "/akun/2fa/",
    "/akun/2fa/totp/deactivate/",
    "/akun/2fa/recovery-codes/",
    "/akun/2fa/recovery-codes/generate/",
    "/akun/2fa/reauthenticate/",
]
INLINE = re.compile(
    r"""<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(src=|type="application/json"))"""
)


def check(page, language):
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert "site.css" in page.text
    assert "accounts.css" in page.text
    assert not INLINE.search(page.text)
    assert "<title>·" not in compact(page.text)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", SIGNED_OUT)
def test_pages_of_the_signed_out(db, path, language):
    client = Client()
    client.post("/bahasa/", {"language": language})
    check(client.get(path, follow=True), language)


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_of_the_signed_in(cast, language):
    User.objects.filter(pk=cast.operator.pk).update(language=language)
    client = Client()
    sign_in(client)
    client.post("/akun/reauthenticate/", {"password": PASSWORD})
    for path in SIGNED_IN:
        check(client.get(path, follow=True), language)


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_of_who_has_an_authenticator(cast, language):
    secret = generate_totp_secret()
    TOTP.activate(cast.operator, secret)
    RecoveryCodes.activate(cast.operator)
    User.objects.filter(pk=cast.operator.pk).update(language=language)
    client = Client()
    client.post("/bahasa/", {"language": language})
    sign_in(client)
    check(client.get("/akun/2fa/authenticate/"), language)
    client.post("/akun/2fa/authenticate/", {"code": code_now(secret)})
    for path in WITH_A_CODE:
        check(client.get(path, follow=True), language)


def test_one_cannot_take_another_address(cast):
    client = Client()
    sign_in(client)
    client.post("/akun/email/", {"action_add": "", "email": "koordinator@batang.example"})
    client.post("/akun/email/", {"action_add": "", "email": "lain@batang.example"})
    cast.operator.refresh_from_db()
    assert cast.operator.email == EMAIL
    assert cast.operator.emailaddress_set.count() == 1
