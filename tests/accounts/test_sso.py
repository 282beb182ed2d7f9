"""Signing in through OpenID Connect, at a provider that answers over real sockets."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.cast import PASSWORD
from accounts.oidc_provider import Provider
from kotacerdas.accounts.models import User

BEGIN = "/akun/oidc/sso/login/?process=login"
BUDI = {
    "sub": "nip-1980",
    "email": "Operator@batang.example",
    "email_verified": True,
    "name": "Budi S.",
}


@pytest.fixture(scope="module")
def running():
    with Provider() as provider:
        yield provider


@pytest.fixture
def sso(running, settings):
    running.claims, running.token, running.userinfo_status = dict(BUDI), {}, 200
    settings.SOCIALACCOUNT_PROVIDERS = running.settings()
    return running


def through(client, begin=BEGIN):
    """Follow the browser's way: to the provider, signed in there, and back."""
    there = client.get(begin)
    assert there.status_code == 302
    back = requests.get(there.url, allow_redirects=False, timeout=5).headers["Location"]
    assert back.startswith("http://testserver/akun/oidc/sso/login/callback/?")
    return client.get(back.removeprefix("http://testserver"), follow=True)


def is_in(client):
    return client.get("/profil/").status_code == 200


def test_the_sign_in_page_offers_it_where_it_is_set_up(cast, sso, settings):
    assert "Masuk dengan SSO Pemkab" in Client().get("/akun/login/").text
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "oidc" not in Client().get("/akun/login/").text


def test_a_known_and_verified_address_signs_in(cast, sso):
    client = Client()
    through(client)
    assert is_in(client)
    assert "Dinas Kesehatan" in client.get("/33.25/orang/").text
    assert SocialAccount.objects.get().user == cast.operator
    cast.operator.refresh_from_db()
    assert cast.operator.name == "Budi Santoso"
    assert cast.operator.check_password(PASSWORD)


def test_it_is_the_same_account_when_the_address_there_has_changed(cast, sso):
    through(Client())
    sso.claims["email"] = "budi.baru@batang.example"
    client = Client()
    through(client)
    assert is_in(client)


def test_an_unknown_address_is_refused_with_a_clear_page(cast, sso):
    sso.claims = BUDI | {"sub": "x", "email": "siapa@batang.example"}
    client = Client()
    page = through(client)
    assert "Anda tidak dapat masuk" in page.text
    assert "Minta koordinator" in page.text
    assert not is_in(client)
    assert User.objects.count() == 3
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("claim", [False, "false", "False", "0", 0, None, "yes", []])
def test_an_address_that_is_not_verified_opens_no_account(cast, sso, claim):
    sso.claims["email_verified"] = claim
    client = Client()
    assert "Anda tidak dapat masuk" in through(client).text
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_without_the_claim_the_address_counts_as_not_verified(cast, sso):
    del sso.claims["email_verified"]
    client = Client()
    through(client)
    assert not is_in(client)


def test_a_yes_in_words_is_a_yes(cast, sso):
    sso.claims["email_verified"] = "true"
    client = Client()
    through(client)
    assert is_in(client)


def test_an_account_that_is_closed_stays_closed(cast, sso):
    User.objects.filter(pk=cast.operator.pk).update(is_active=False)
    client = Client()
    assert "Akun ini ditutup" in through(client).text
    assert not is_in(client)


def test_the_second_factor_is_asked_for_all_the_same(cast, sso):
    TOTP.activate(cast.operator, generate_totp_secret())
    client = Client()
    assert through(client).request["PATH_INFO"] == "/akun/2fa/authenticate/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "wrong", [{"aud": "another"}, {"iss": "http://127.0.0.1:1"}, {"exp": 1_000_000_000}]
)
def test_a_token_meant_for_others_or_too_old_is_refused(cast, sso, wrong):
    sso.token = wrong
    client = Client()
    page = through(client)
    assert "Layanan masuk tidak menjawab dengan benar" in page.text
    assert not is_in(client)


def test_a_provider_that_fails_gives_a_clear_page(cast, sso):
    sso.userinfo_status = 500
    assert "Coba lagi beberapa saat lagi" in through(Client()).text


def test_a_provider_that_is_not_there_gives_a_clear_page(cast, sso, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    for wrong in ("http://127.0.0.1:1", f"{sso.url}/.well-known/none"):
        app["settings"] = {"server_url": wrong}
        page = Client().get(BEGIN)
        assert page.status_code == 502
        assert "Coba lagi beberapa saat lagi" in page.text


def test_an_answer_nobody_asked_for_is_refused(cast, sso):
    there = Client().get(BEGIN).url
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    victim = Client()
    page = victim.get(back.removeprefix("http://testserver"), follow=True)
    assert "Layanan masuk tidak menjawab" in page.text
    assert not is_in(victim)


def test_who_cancels_there_is_told(cast, sso):
    client = Client()
    state = parse_qs(urlsplit(client.get(BEGIN).url).query)["state"][0]
    back = f"/akun/oidc/sso/login/callback/?error=access_denied&state={state}"
    assert "membatalkan" in client.get(back, follow=True).text


def test_no_link_can_tie_a_strange_sso_account_to_ones_own(cast, sso):
    client = Client()
    client.force_login(cast.coordinator)
    sso.claims = BUDI | {"sub": "penyerang", "email": "penyerang@evil.example"}
    through(client, "/akun/oidc/sso/login/?process=connect")
    assert not SocialAccount.objects.exists()
