"""What the sign-in library and Django say to people, in the words of the product."""

import html
import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.password_validation import get_default_password_validators
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from accounts.cast import PASSWORD
from accounts.test_sign_in import (
    EMAIL,
    LOGIN,
    SIGNED_IN,
    SIGNED_OUT,
    WITH_A_CODE,
    code_now,
    invited,
    link_in,
    sign_in,
)
from kotacerdas.accounts.mail import password_path
from markup import compact
from wording.banned import banned_in

pytestmark = pytest.mark.one_database

ENGLISH = re.compile(
    r"\b(the|you|your|and|or|is|are|this|that|please|sign|password|enter|account|code|codes|key|"
    r"keys|add|remove|with|not|no|invalid|required|address|email|cancel|change|set|new|again|"
    r"error|social|third|party|login|logout|continue|activate|security|network|failure)\b",
    re.IGNORECASE,
)


def said(page) -> str:
    """What a reader sees, titles and labels included."""
    text = re.sub(r"(?s)<(script|style|svg|kbd)\b.*?</\1>", " ", page)
    labels = re.findall(r'(?:placeholder|title|aria-label|alt)="([^"]*)"', text)
    text = re.sub(r"(?s)<option.*?</option>|<[^>]+>", " ", text)
    return html.unescape(" ".join([text, *labels]))


def check(text: str, where: str) -> None:
    text = re.sub(r"\S+@\S+|https?://\S+|\b[A-Z2-7]{16,}\b", " ", text)
    english = {hit.lower() for hit in ENGLISH.findall(text)}
    # A region's own data, a passkey's button and the switch to English stay as they are.
    assert (where, banned_in(text), english) == (where, [], set())


@pytest.mark.parametrize("path", SIGNED_OUT)
def test_pages_of_the_signed_out(db, path):
    check(said(Client().get(path, follow=True).text), path)


def test_pages_of_the_signed_in(cast):
    client = Client()
    sign_in(client)
    client.post("/akun/reauthenticate/", {"password": PASSWORD})
    for path in SIGNED_IN:
        check(said(client.get(path, follow=True).text), path)


def test_pages_of_who_has_an_authenticator(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.operator, secret)
    RecoveryCodes.activate(cast.operator)
    client = Client()
    sign_in(client)
    check(said(client.get("/akun/2fa/authenticate/").text), "authenticate")
    wrong = client.post("/akun/2fa/authenticate/", {"code": "000000"})
    check(said(wrong.text), "wrong code")
    client.post("/akun/2fa/authenticate/", {"code": code_now(secret)})
    for path in WITH_A_CODE:
        check(said(client.get(path, follow=True).text), path)


WRONG = [
    (LOGIN, {}),
    (LOGIN, {"login": "bukan alamat", "password": "x"}),
    (LOGIN, {"login": EMAIL, "password": "salah"}),
    ("/akun/password/reset/", {"email": ""}),
    ("/akun/password/reset/", {"email": "bukan alamat"}),
]
WRONG_IN = [
    ("/akun/password/change/", {}),
    ("/akun/password/change/", {"oldpassword": "x", "password1": "123", "password2": "4"}),
    ("/akun/password/change/", {"oldpassword": PASSWORD, "password1": "budisantoso1"}),
    ("/akun/reauthenticate/", {"password": "salah"}),
    ("/akun/2fa/totp/activate/", {"code": "1"}),
    ("/akun/2fa/webauthn/add/", {"credential": "{}"}),
    ("/profil/", {"name": "", "language": "xx"}),
    ("/profil/", {"name": "x" * 201, "language": "id"}),
]


@pytest.mark.parametrize(("path", "form"), WRONG)
def test_refusals_of_the_signed_out(cast, path, form):
    page = Client().post(path, form)
    assert "field-error" in page.text or "notice-error" in page.text
    check(said(page.text), path)


@pytest.mark.parametrize(("path", "form"), WRONG_IN)
def test_refusals_of_the_signed_in(cast, path, form):
    client = Client()
    sign_in(client)
    client.get("/akun/2fa/totp/activate/")
    check(said(client.post(path, form, follow=True).text), path)


def test_refusals_of_who_invites(cast):
    client = Client()
    client.force_login(cast.coordinator)
    page = client.post("/33.25/orang/undang/", {"email": "x", "role": "raja", "agency": "9"})
    check(said(page.text), "invite")


def test_too_many_attempts_have_a_page(cast):
    client = Client()
    pages = [client.post("/akun/password/reset/", {"email": EMAIL}) for _ in range(8)]
    assert pages[-1].status_code == 429
    assert "Terlalu banyak percobaan" in pages[-1].text
    check(said(pages[-1].text), "429")


def test_a_first_password_is_made_and_a_later_one_changed(cast):
    first = Client().get(link_in(invited(cast)), follow=True).text
    assert "<h1>Buat kata sandi</h1>" in compact(first)
    later = Client().get(password_path(cast.operator), follow=True).text
    assert "<h1>Ganti kata sandi</h1>" in compact(later)
    for page in (first, later):
        check(said(page), "key")


@pytest.mark.parametrize("weak", ["12345678", "password", "pendek", "dewilestari", "baru@batang"])
def test_why_a_password_is_refused(cast, weak):
    client = Client()
    form = client.get(link_in(invited(cast)), follow=True).request["PATH_INFO"]
    page = client.post(form, {"password1": weak, "password2": weak + "x"})
    assert "field-error" in page.text
    check(said(page.text), weak)


def test_what_passwords_need():
    with translation.override("id"):
        for validator in get_default_password_validators():
            check(validator.get_help_text(), type(validator).__name__)


@pytest.mark.parametrize(
    "template",
    [
        *("account/account_inactive", "account/signup_closed", "account/verification_sent"),
        *("socialaccount/authentication_error", "socialaccount/login_cancelled", "429"),
        *("mfa/webauthn/authenticator_confirm_delete", "mfa/webauthn/reauthenticate"),
    ],
)
def test_pages_that_few_ever_see(cast, template):
    request = RequestFactory().get("/")
    request.user, request.session = cast.operator, {}
    with translation.override("id"):
        check(said(render_to_string(f"{template}.html", {}, request)), template)
