"""What is refused, and the pages for what could not be shown."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from socket import socket

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kotacerdas.accounts.models import Role
from kotacerdas.records.models import SourceFile
from pages.regions import OWN, begun, somebody

SERVER = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
NAME = f"kotacerdas_lost_{os.getpid()}"


def test_an_upload_without_the_forms_token_is_refused(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(somebody(begun(OWN), Role.COORDINATOR))
    sent = client.post(f"/{OWN}/impor/", {"file": SimpleUploadedFile("a.xlsx", b"PK")})

    assert sent.status_code == 403
    assert SourceFile.objects.count() == 1


def test_a_page_that_is_not_there_says_so_in_the_readers_language(db):
    client = Client()
    client.force_login(somebody(begun(OWN), Role.VIEWER))

    assert "Halaman tidak ditemukan" in client.get(f"/{OWN}/1999/").text
    assert "Peran Anda tidak mencakup" in client.get(f"/{OWN}/impor/").text


@pytest.fixture
def database() -> Iterator[psycopg.Connection]:
    """The server's connection, and a database of the test's own on it."""
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL answers: {error}")
    with server:
        server.execute(f"CREATE DATABASE {NAME}")
        yield server
        server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


@pytest.mark.slow
def test_a_lost_database_gives_a_clear_page_and_recovers(
    batang_site: Path, database: psycopg.Connection, tmp_path: Path
):
    shutil.copytree(batang_site / "static", tmp_path / "static")
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "KOTACERDAS_DEMO": "1",
        "KOTACERDAS_DATA": str(tmp_path),
        "DATABASE_URL": SERVER.rsplit("/", 1)[0] + f"/{NAME}",
        "DJANGO_SETTINGS_MODULE": "kotacerdas.config.settings",
    }
    command = [sys.executable, "-m", "django", "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(command, env=os.environ | settings, stdout=subprocess.DEVNULL) as site:
        try:
            page = f"http://127.0.0.1:{port}/akun/login/"
            cookie = {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"}
            until(lambda: status(page, cookie) == 200)
            database.execute(f"ALTER DATABASE {NAME} ALLOW_CONNECTIONS false")
            database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [NAME]
            )
            assert status(page, cookie) == 503
            database.execute(f"ALTER DATABASE {NAME} ALLOW_CONNECTIONS true")
            until(lambda: status(page, cookie) == 200)
        finally:
            site.terminate()


def status(page: str, headers: dict[str, str]) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(page, headers=headers)) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def until(holds: object, seconds: int = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.2)
