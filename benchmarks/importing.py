"""Importing 20,000 rows on SQLite, and on PostgreSQL where a server answers."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg

from in_site import run

SERVER = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def new_database() -> Iterator[str]:
    """The URL of an empty database on the server; an empty text where none answers."""
    name = f"kotacerdas_bench_{os.getpid()}"
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        print(f"left out PostgreSQL: {error}")
        yield ""
        return
    with server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def main() -> None:
    failed = run("bare_site.importing")
    with new_database() as url:
        failed |= run("bare_site.importing", url) if url else 0
    sys.exit(failed)


if __name__ == "__main__":
    main()
