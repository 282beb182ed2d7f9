"""The key of a session is in its cookie and nowhere else; what a page is known by tells nothing."""

import gzip
import re

import pytest
from django.test import Client

from kotacerdas.accounts.models import Role, User
from kotacerdas.core import build
from kotacerdas.pages import years
from pages.regions import OWN, begun, somebody

pytestmark = pytest.mark.one_database

YEAR = f"/{OWN}/2022/"
_LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
MOST_PAGES = 60


def signed_in(region, role):
    client = Client()
    client.force_login(somebody(region, role))
    return client


def pages_of(client):
    """Every page that a link leads to, each with its answer."""
    waiting, seen = ["/", YEAR, "/profil/"], set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/static/", "/akun/logout")):
            continue
        seen.add(path)
        answer = client.get(path)
        yield path, answer
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting += [link.replace("&amp;", "&") for link in _LINK.findall(answer.text)]
        elif 300 <= answer.status_code < 400:
            waiting.append(answer.url)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.VIEWER, Role.LEADER])
def test_no_answer_holds_the_key_of_the_session(db, role):
    client = signed_in(begun(OWN), role)
    key = client.session.session_key
    etags, count = 0, 0
    for path, answer in pages_of(client):
        count += 1
        etags += "ETag" in answer.headers
        body = b"".join(answer)
        assert key.encode() not in body, path
        assert key not in str(answer.headers), path
        assert key not in str(answer.cookies), path
    assert count > 10
    assert etags > 0


@pytest.fixture
def known(db):
    """A reader, and what they know the page of a year by."""
    client = signed_in(begun(OWN), Role.COORDINATOR)
    client.get(YEAR)
    return client, client.get(YEAR).headers["ETag"]


def again(client, etag):
    return client.get(YEAR, headers={"if-none-match": etag}).status_code


def test_an_unchanged_page_is_not_sent_again(known):
    assert again(*known) == 304


def test_a_page_comes_compressed_and_is_known_again(known):
    client, _ = known
    plain = client.get(YEAR)
    packed = client.get(YEAR, headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3
    assert "<h1" in gzip.decompress(packed.content).decode()
    assert again(client, packed.headers["ETag"]) == 304


def test_a_file_is_not_compressed_again(known):
    client, _ = known
    answer = client.get(f"/{OWN}/ekspor/", headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_another_program_has_other_pages(known, monkeypatch):
    monkeypatch.setattr(years, "build_id", lambda: "another")
    assert again(*known) == 200


def test_another_name_of_the_reader_is_another_page(known):
    User.objects.update(name="Nama baru")
    assert again(*known) == 200


def test_a_program_is_known_by_every_file_of_it(tmp_path, monkeypatch):
    def now():
        build.build_id.cache_clear()
        return build.build_id()

    monkeypatch.setattr(build, "PACKAGE", tmp_path)
    found = [now()]
    for name, text in (("a.py", "1"), ("a.py", "2"), ("b.html", "2"), ("c/d.css", "")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        found.append(now())
    (tmp_path / "a.py").rename(tmp_path / "e.py")
    found.append(now())
    assert len(set(found)) == len(found)
    assert now() == found[-1]
    build.build_id.cache_clear()
