"""A backup of the Batang example, and empty sites to restore it into."""

import os
import shutil
from contextlib import suppress

import psycopg
import pytest

from ops.sites import BATANG, MIGRATE, Site, embedded

SERVER = "host=127.0.0.1 port=5432 user=postgres connect_timeout=3"


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    """A folder with the backup, an empty migrated SQLite file, and the site's report beside it."""
    folder = tmp_path_factory.mktemp("original")
    found = embedded(folder / "site").run(
        MIGRATE,
        ["keep", str(folder / "empty.sqlite3")],
        ["load", str(BATANG)],
        ["people"],
        ["backup", str(folder / "cadangan.zip")],
        ["report"],
    )
    return folder, found


@pytest.fixture(scope="session")
def backup_file(original):
    return original[0] / "cadangan.zip"


@pytest.fixture(scope="session")
def reported(original):
    (found,) = original[1]
    return found


@pytest.fixture
def empty_site(original, tmp_path):
    """Makes an embedded site, migrated and empty."""

    def made(name):
        site = embedded(tmp_path / name)
        site.folder.mkdir()
        shutil.copy(original[0] / "empty.sqlite3", site.folder / "kotacerdas.sqlite3")
        return site

    return made


@pytest.fixture
def postgres_site(tmp_path):
    name = f"kotacerdas_backup_{os.getpid()}"
    try:
        server = psycopg.connect(SERVER, autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL answers on 127.0.0.1:5432: {error}")
    server.execute(f"DROP DATABASE IF EXISTS {name}")
    server.execute(f"CREATE DATABASE {name}")
    yield Site(tmp_path / "postgres", f"postgres://postgres@127.0.0.1:5432/{name}")
    with suppress(psycopg.Error):
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()
