"""Nobody learns from a page which addresses have an account, and no stranger gets a letter."""

import re

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from accounts.cast import PASSWORD, signed_in
from kotacerdas.accounts.models import User
from kotacerdas.outbox.worker import do_all

pytestmark = pytest.mark.one_database

KNOWN = "operator@batang.example"
UNKNOWN = "siapa-pun@batang.example"
RESET = "/akun/password/reset/"
LOGIN = "/akun/login/"
NOT_OURS = re.compile(r"[A-Za-z0-9]{64}")


def shown(page):
    return NOT_OURS.sub("", page.text).replace(KNOWN, UNKNOWN)


def asking(path, form):
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        page = client.post(path, form)
    return page, len(queries), client.get(page.url) if page.status_code == 302 else page


@pytest.mark.parametrize("spelled", [KNOWN, KNOWN.upper(), KNOWN.title()])
def test_a_forgotten_password_tells_nothing(cast, spelled):
    known, asked, done = asking(RESET, {"email": spelled})
    unknown, asked_too, done_too = asking(RESET, {"email": UNKNOWN})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert asked == asked_too
    assert shown(done) == shown(done_too)
    do_all()
    assert [letter.to for letter in mail.outbox] == [[KNOWN]]


def test_nor_does_a_closed_account(cast):
    User.objects.filter(email=KNOWN).update(is_active=False)
    _, asked, _ = asking(RESET, {"email": KNOWN})
    _, asked_too, _ = asking(RESET, {"email": UNKNOWN})
    assert asked == asked_too
    do_all()
    assert not mail.outbox


def test_nor_where_mail_fails(cast, monkeypatch):
    def refuse(letter):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    pages = [shown(asking(RESET, {"email": one})[2]) for one in (KNOWN, UNKNOWN)]
    do_all()
    assert pages[0] == pages[1]


def test_nor_where_too_many_ask(cast):
    codes = [
        [client.post(RESET, {"email": email}).status_code for _ in range(8)]
        for email in (KNOWN, UNKNOWN)
        for client in (Client(),)
    ]
    assert codes[0] == codes[1]
    assert 429 in codes[0]
    do_all()


def no_password(user):
    user.set_unusable_password()
    user.save()


def closed(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("made_so", [User.refresh_from_db, no_password, closed])
def test_signing_in_tells_nothing_and_hashes_as_often(cast, monkeypatch, made_so):
    made_so(cast.operator)
    runs, hasher = [], type(get_hasher())
    encode = hasher.encode

    def counted(self, password, *more, **others):
        runs.append(password)
        return encode(self, password, *more, **others)

    monkeypatch.setattr(hasher, "encode", counted)
    pages, hashed = [], []
    for email in (KNOWN, UNKNOWN):
        pages.append(shown(Client().post(LOGIN, {"login": email, "password": "salah"})))
        hashed.append(len(runs))
        runs.clear()
    assert pages[0] == pages[1]
    assert hashed[0] == hashed[1] > 0


def every_address(resolver, prefix="/"):
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern).lstrip("^").removesuffix("$").removesuffix("\\Z")
        if hasattr(one, "url_patterns"):
            yield from every_address(one, route)
        elif route.startswith("/akun/"):
            yield re.sub(r"<[^>]+>|\(\?P<[^>]+>[^)]*\)", "1", route)


def test_no_page_of_accounts_ever_writes_to_an_unknown_address(cast):
    form = {
        "email": UNKNOWN,
        "login": UNKNOWN,
        "password": PASSWORD,
        "password1": "rumpun-bambu-9",
        "password2": "rumpun-bambu-9",
        "action_add": "",
        "action_send": "",
    }
    paths = sorted(set(every_address(get_resolver())))
    assert RESET in paths
    assert len(paths) > 20
    for path in paths:
        for client in (Client(), signed_in(cast.operator)):
            client.post(path, form)
    do_all()
    assert {to for letter in mail.outbox for to in letter.to} <= {KNOWN}
    assert not User.objects.filter(email=UNKNOWN).exists()
