"""A program of `bare_site` in a process of its own, on a new database and folder."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

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
