"""A program of `bare_site` in a process of its own, on a new database and folder."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

SERVER = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
PROGRAM = """
import django, runpy, sys
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
import kotacerdas.config.wsgi  # what the server sets, the garbage collection among it
runpy.run_module(sys.argv[1])
"""


def run(module: str, database: str = "") -> int:
    """Its exit code; the database is SQLite where no URL of another, an empty one, is given."""
    with tempfile.TemporaryDirectory(prefix="kotacerdas-bench-") as folder:
        own = {
            "KOTACERDAS_DATA": folder,
            "KOTACERDAS_DEMO": "1",
            "DATABASE_URL": database or f"sqlite:///{folder}/kotacerdas.sqlite3",
            "DJANGO_SETTINGS_MODULE": "bare_site.settings",
            "PYTHONPATH": str(Path(__file__).parent),
        }
        call = [sys.executable, "-c", PROGRAM, module]
        return subprocess.run(call, env=os.environ | own, check=False).returncode  # noqa: S603


def run_on_both(module: str) -> int:
    """The same on SQLite, and on PostgreSQL where a server answers; the worse exit code."""
    failed = run(module)
    with new_database() as url:
        return (run(module, url) if url else 0) or failed


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
