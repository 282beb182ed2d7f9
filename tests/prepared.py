"""Folders that take long to make: made once in a run, by whichever process is first, and copied."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "batang" / "batang.xlsx"
SITE = """
import sys
import django
django.setup()
from django.core.management import call_command
from kotacerdas.config.management.commands.serve import collect_static
call_command("migrate", verbosity=0)
collect_static()
call_command("load", sys.argv[1])
"""


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, which all processes of the run share and none may change."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder = root / name
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = root / f"{name}.unfinished"
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


def make_site(folder: Path) -> None:
    """The data folder of a site on SQLite with the example's region and nobody who signs in."""
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/kotacerdas.sqlite3",
        "DJANGO_SETTINGS_MODULE": "kotacerdas.config.settings",
        "KOTACERDAS_DATA": str(folder),
        "KOTACERDAS_DEMO": "1",
    }
    subprocess.run(
        [sys.executable, "-c", SITE, EXAMPLE],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        check=True,
    )
