"""What holds for every request: how large, of which characters, from whom; and for each answer."""

import json
from ipaddress import ip_network

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLResolver, get_resolver

from kotacerdas.accounts.models import Role
from pages.regions import OWN, begun, somebody

LOGIN = "/akun/login/"


@pytest.fixture
def reader(db):
    client = Client()
    client.force_login(somebody(begun(OWN), Role.COORDINATOR))
    return client


class Unread:
    """A body that nobody may look at."""

    def read(self, *args):
        raise AssertionError(args)

    readline = read


@pytest.mark.one_database
@pytest.mark.parametrize("path", [LOGIN, "/akun/password/reset/", f"/{OWN}/impor/", "/", "/tiada/"])
@pytest.mark.parametrize("length", ["2500001", "25000000", "800000000"])
def test_strangers_send_little_to_any_address(db, path, length):
    answer = Client().post(
        path,
        **{
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": length,
            "wsgi.input": Unread(),
        },
    )
    assert answer.status_code == 413
    assert "terlalu besar" in answer.text


def test_a_page_without_uploads_takes_little_from_anybody(reader):
    large = {"content-length": "2500001"}
    assert reader.post("/profil/", {"name": "x"}, headers=large).status_code == 413


def test_uploads_are_taken_by_the_addresses_that_show_a_file_field(reader):
    marked = {
        pattern.name
        for pattern in _patterns(get_resolver())
        if getattr(pattern.callback, "upload", None)
    }
    assert marked == {
        *("imports", "reports", "add-evidence", "named-files"),
        *("item", "link", "meeting", "questionnaires", "sheet", "template"),
    }


def _patterns(resolver):
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one


NUL = "a\0b"


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get(f"/{OWN}/2022/program/p%00/"),
        lambda client: client.get("/%00"),
        lambda client: client.get(f"/{OWN}/cari/?q=%00"),
        lambda client: client.get(f"/{OWN}/cari/?q=a&q%00=b"),
        lambda client: client.get(f"/{OWN}/catatan/?actor=%00"),
        lambda client: client.post("/profil/", {"name": NUL, "language": "id"}),
        lambda client: client.post("/profil/", {"name": ["a", NUL], "language": "id"}),
        lambda client: client.post("/bahasa/", {"language": "id", "next": NUL}),
        lambda client: client.post(f"/{OWN}/orang/undang/", {NUL: "x"}),
        lambda client: client.post(LOGIN, {"login": NUL, "password": "x"}),
        lambda client: client.post(LOGIN, {"login": "x@y.z", "password": NUL}),
        lambda client: client.post("/", json.dumps({"a": NUL}), content_type="application/json"),
        lambda client: client.get("/profil/", headers={"cookie": 'sessionid="a\\000b"'}),
    ],
)
def test_the_character_zero_is_refused_wherever_it_is(reader, ask):
    answer = ask(reader)
    assert answer.status_code == 400
    assert "tidak dapat dibaca" in answer.text


TRUSTED = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8")]


def wrong(forwarded, address="127.0.0.1"):
    """A wrong sign-in, of another account each time; whether it was looked at at all."""
    wrong.count += 1
    answer = Client(REMOTE_ADDR=address).post(
        LOGIN,
        {"login": f"siapa{wrong.count}@example.go.id", "password": "salah"},
        headers={"x-forwarded-for": forwarded} if forwarded else {},
    )
    return "Terlalu banyak" not in answer.text


wrong.count = 0


@pytest.fixture
def counters(db, settings):
    settings.TRUSTED_PROXIES = TRUSTED
    cache.clear()
    yield
    cache.clear()


def locked_out(forwarded, address="127.0.0.1"):
    return not any([wrong(forwarded, address) for _ in range(12)][10:])


def test_one_address_behind_the_proxy_does_not_lock_out_another(counters):
    assert locked_out("203.0.113.1")
    assert wrong("203.0.113.2")
    assert not wrong("203.0.113.1")


def test_what_a_person_forwards_themselves_changes_nothing(counters):
    assert locked_out("203.0.113.1")
    assert not wrong("198.51.100.7, 203.0.113.1")
    assert not wrong("127.0.0.1, 203.0.113.1, 10.1.2.3")
    assert not wrong("not-an-address, 203.0.113.1")


def test_a_header_that_comes_past_the_proxy_is_not_believed(counters):
    assert locked_out("203.0.113.1", "198.51.100.9")
    assert not wrong("203.0.113.2", "198.51.100.9")
    assert wrong("198.51.100.10")


def test_without_a_proxy_all_headers_are_a_persons_own(counters, settings):
    settings.TRUSTED_PROXIES = []
    assert locked_out("203.0.113.1")
    assert not wrong("203.0.113.2")


def test_only_a_proxy_says_that_a_request_came_by_https(db, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    settings.TRUSTED_PROXIES = TRUSTED
    https = {"x-forwarded-proto": "https"}
    assert Client().get(LOGIN, headers=https).status_code == 200
    assert Client(REMOTE_ADDR="198.51.100.9").get(LOGIN, headers=https).status_code == 301


def test_pages_are_kept_nowhere(reader):
    pages = ["/", LOGIN, "/profil/", f"/{OWN}/orang/", f"/{OWN}/ekspor/", f"/{OWN}/x/", "/bahasa/"]
    for page in pages:
        answer = reader.get(page)
        assert "no-store" in answer["Cache-Control"], page
        assert "private" in answer["Cache-Control"], page
