"""The server itself: bodies of every kind and size, files in both directions."""

import http.client
import shutil
from socket import create_connection

import pytest

from faults.served import BATANG, HOST, PATIENCE_S, serving, settings_of, started

IMPORT = "/33.25/impor/"
BOUNDARY = "----batas"


@pytest.fixture(scope="module")
def site(batang_site, tmp_path_factory):
    with serving(batang_site, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module", autouse=True)
def form_without_end(site):
    """Begun before the other tests, so that they run while the server waits for the rest of it."""
    with create_connection((HOST, site.port), timeout=PATIENCE_S) as line:
        line.sendall(
            b"POST /akun/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nlogin="
        )
        yield line


@pytest.fixture(scope="module")
def coordinator(site):
    return site.person("coordinator")


def form(person, data, name="buku.xlsx"):
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
        f"{person.cookies.get('csrftoken', '')}\r\n"
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    )
    return head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def pieces(data):
    for start in range(0, len(data), 65_536):
        yield data[start : start + 65_536]


def post(person, path, body, *, chunked):
    line = http.client.HTTPConnection(HOST, person.port, timeout=PATIENCE_S)
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in person.cookies.items()),
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Origin": f"http://{HOST}:{person.port}",
    }
    try:
        line.request("POST", path, pieces(body) if chunked else body, headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


@pytest.mark.parametrize("chunked", [True, False])
def test_a_workbook_arrives_whole_with_and_without_its_length(coordinator, chunked):
    status, _ = post(coordinator, IMPORT, form(coordinator, BATANG.read_bytes()), chunked=chunked)
    assert status == 302


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize("path", [IMPORT, "/akun/login/", "/tiada/"])
def test_strangers_send_little(site, chunked, path):
    stranger = site.person()
    stranger.ask("/akun/login/")
    body = form(stranger, bytes(2_500_000))
    assert post(stranger, path, body, chunked=chunked)[0] == 413


def test_hundreds_of_megabytes_are_not_even_taken(site):
    with pytest.raises(OSError, match=r"Broken pipe|reset"):
        post(site.person(), "/akun/login/", bytes(100_000_000), chunked=False)


@pytest.mark.parametrize("chunked", [True, False])
def test_more_than_an_upload_may_hold_is_refused_with_its_sentence(coordinator, chunked):
    status, text = post(coordinator, IMPORT, form(coordinator, bytes(25_000_000)), chunked=chunked)
    assert status == 413
    assert "25 MB" in text


def test_large_uploads_leave_nothing_in_the_temporary_folder(site, coordinator):
    post(coordinator, IMPORT, form(coordinator, bytes(5_000_000)), chunked=False)
    assert list((site.folder / "tmp").iterdir()) == []


def test_files_are_served_whole(site, coordinator):
    page = coordinator.ask("/33.25/2022/").text
    for name in ("vendor/tabler.min", "kotacerdas/site"):
        address = page.split(f'href="/static/{name}')[1].split('"')[0]
        answer = coordinator.ask(f"/static/{name}{address}")
        stored = (site.folder / "static" / f"{name}{address}").read_text(encoding="utf-8")
        assert answer.text == stored
        assert "immutable" in answer.headers["cache-control"]


def test_a_name_with_an_underscore_is_not_taken_for_a_header(batang_site, tmp_path):
    shutil.copytree(batang_site, tmp_path, dirs_exist_ok=True)
    settings = settings_of(tmp_path) | {
        "KOTACERDAS_HTTPS": "1",
        "KOTACERDAS_TRUSTED_PROXIES": HOST,
    }
    left = tmp_path / "tmp" / "cut-off.upload"
    left.write_bytes(b"x")
    with started(tmp_path, settings, good=301) as site:
        person = site.person()
        assert person.ask("/akun/login/", headers={"X-Forwarded-Proto": "https"}).status == 200
        assert person.ask("/akun/login/", headers={"X_Forwarded_Proto": "https"}).status == 301
        assert not left.exists()


def test_a_form_that_never_ends_is_given_up(form_without_end):
    assert form_without_end.recv(100).startswith(b"HTTP/1.1 408 ")
