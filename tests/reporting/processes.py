"""Processes of their own on the test's database, of which SQLite's, in memory, goes into a file."""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

TESTS = Path(__file__).parents[1]


def environment(folder):
    """What a process needs to find the database as it is now."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "site_settings",
        "DATABASE_URL": _address(folder / "copy.sqlite3"),
        "KOTACERDAS_DATA": str(folder),
        "PYTHONPATH": str(TESTS),
    }


def _address(copy):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{copy}'")
        return f"sqlite:///{copy}"
    held = connection.settings_dict
    return f"postgresql://{held['USER']}@{held['HOST']}:{held['PORT']}/{held['NAME']}"


def run(module, arguments, env):
    """The exit code of a module that is run as a program, and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout or done.stderr
