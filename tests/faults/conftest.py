"""Both kinds of database, for what has to hold on each."""

import os

import psycopg
import pytest

SERVER = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """The address of an empty database; an empty text is SQLite in the site's own folder."""
    if request.param == "sqlite":
        yield ""
        return
    name = f"kotacerdas_faults_{os.getpid()}"
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL answers: {error}")
    with server:
        server.execute(f"CREATE DATABASE {name}")
        yield f"{SERVER.rsplit('/', 1)[0]}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
