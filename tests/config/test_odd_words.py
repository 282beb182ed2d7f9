"""Odd addresses, questions and codes: an answer in words each time, and never an error."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from cases import mostly_on_one
from kotacerdas.accounts.models import Role
from kotacerdas.core.errors import RefusedError
from kotacerdas.exchange.actions import begin_region
from kotacerdas.records.models import Region
from kotacerdas.records.rules import is_region_code
from pages.regions import OWN, begun, sheets_of, somebody
from workbook.builder import xlsx

PASSWORD = "rahasia"  # noqa: S105 - of `somebody`
ODD = [
    "abc",
    "a.b",
    "\\\\evil.example",
    "/\\evil.example",
    "///evil.example",
    "//evil.example/",
    "https://testserver/profil/",
    "http:evil.example",
    "javascript:alert(1)",
    "\x1f/evil.example",
    "/a\r\nSet-Cookie: a=b",
    "/" + "x" * 5000,
    "%2F%2Fevil.example",
    " /profil/",
    "[::1",
    "http://[::1",
    "\ud83d",
]


@pytest.mark.parametrize("odd", mostly_on_one(ODD))
def test_one_is_sent_on_within_the_site_only(db, odd):
    cache.clear()
    odd = odd.encode("utf-8", "replace").decode()
    person = somebody(begun(OWN), Role.VIEWER)
    operator = Client()
    operator.force_login(person)
    form = {"login": person.email, "password": PASSWORD, "next": odd}
    answers = [
        operator.post("/bahasa/", {"language": "en", "next": odd}),
        Client().post("/akun/login/", form),
        Client().get("/akun/login/", {"next": odd}),
        operator.get("/akun/login/", {"next": odd}),
        operator.post("/akun/reauthenticate/", {"password": PASSWORD, "next": odd}),
        operator.post("/akun/logout/", {"next": odd}),
    ]
    for answer in answers:
        assert answer.status_code in {200, 302, 400}
        if answer.status_code == 302:
            assert answer.url.startswith("/")
            assert not answer.url.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "question", ["kata " * 3000, "x" * 60_000, "%" * 300, "_ " * 500, "'\"\\", "\U0001f600"]
)
def test_any_question_is_answered(db, question):
    client = Client()
    client.force_login(somebody(begun(OWN), Role.VIEWER))
    assert client.get(f"/{OWN}/cari/", {"q": question}).status_code == 200


@pytest.mark.parametrize("big", ["9" * 20, "9" * 5000])
def test_numbers_that_no_database_holds_are_not_found(db, big):
    client = Client()
    client.force_login(somebody(begun(OWN), Role.COORDINATOR))
    for path in ("{}/", "impor/{}/", "catatan/{}/", "bukti/{}/", "hasil/1/banding/{}/"):
        assert client.get(f"/{OWN}/{path.format(big)}").status_code == 404
    assert client.get(f"/{OWN}/catatan/?p={big}").status_code == 200


NOT_CODES = ["site", "akun", "static", "masuk", "profil", "a/b", "33/25", "33 25", ".", "..", "-1",
             "33.25?", "\u0663\u0663", "3" * 21, "33.25#"]  # fmt: skip


@pytest.mark.parametrize("code", mostly_on_one(NOT_CODES))
def test_a_region_is_not_begun_under_a_code_that_is_none(db, code):
    with pytest.raises(RefusedError) as refused:
        begin_region(xlsx(sheets_of(code)), "buku.xlsx", timezone.now())
    assert refused.value.key in {"region.no_code", "import.has_errors"}
    assert not Region.objects.exists()


def test_what_cannot_be_seen_is_no_part_of_a_regions_code(db):
    made = begin_region(xlsx(sheets_of("33.25\u200b")), "buku.xlsx", timezone.now())
    assert made.code == "33.25"


@pytest.mark.parametrize("code", ["33", "33.25", "33.25.01", "3325", "33-25", "33.25A"])
def test_codes_as_the_government_gives_them_are_taken(code):
    assert is_region_code(code)


def test_no_address_of_the_site_can_be_a_regions(settings):
    begins = {str(one.pattern).partition("/")[0] for one in get_resolver().url_patterns}
    begins |= {
        str(one.pattern).partition("/")[0]
        for part in get_resolver().url_patterns
        if not str(part.pattern)
        for one in getattr(part, "url_patterns", [])
    }
    assert {"akun", "profil"} <= begins
    assert not any(map(is_region_code, begins | {settings.STATIC_URL.strip("/")}))
