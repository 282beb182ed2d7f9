"""A site with a region, on the database that the tests run on, as often as it is asked for."""

import os
import shutil
from itertools import count

import psycopg
import pytest
from django.conf import settings

from exchange.sites import Site, get_ready

URL = os.environ.get("DATABASE_URL", "")
IS_SERVER = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
_numbers = count()


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    get_ready()
    made = Site(tmp_path_factory.mktemp("original"), _new_database(tmp_path_factory.mktemp("db")))
    made.run(["begin", "not_realised", "with_another"])
    yield made
    _drop(made)


@pytest.fixture
def site(original, tmp_path):
    """A copy of the original."""
    folder = shutil.copytree(original.folder, tmp_path / "files")
    made = Site(folder, _new_database(tmp_path, original.database))
    yield made
    _drop(made)


def _new_database(folder, template=None):
    """Its name: on a server, or as a file."""
    if not IS_SERVER:
        path = folder / "kotacerdas.sqlite3"
        return str(shutil.copy(template, path) if template else path)
    name = f"kotacerdas_exchange_{os.getpid()}_{next(_numbers)}"
    copied = f" TEMPLATE {template}" if template else ""
    with psycopg.connect(URL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}{copied}")
    return name


def _drop(site):
    if IS_SERVER:
        with psycopg.connect(URL, autocommit=True) as server:
            server.execute(f"DROP DATABASE {site.database} WITH (FORCE)")
