"""Sites to back up and to restore into."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[1]
BATANG = TESTS.parent / "examples" / "batang" / "batang.xlsx"
MIGRATE = ("migrate", "--verbosity", "0")
PROGRAM = """
import django, json, sys
django.setup()
from ops.steps import run
run(json.loads(sys.argv[1]))
"""


@dataclass(frozen=True)
class Site:
    """A folder for files, and a database in it or, by `url`, on a server."""

    folder: Path
    url: str

    def run(self, *steps):
        """What the steps wrote, each line read as JSON."""
        done = self.ended(*steps)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def ended(self, *steps):
        """How the process of the steps ended."""
        self.folder.mkdir(exist_ok=True)
        own = {
            "DJANGO_SETTINGS_MODULE": "site_settings",
            "KOTACERDAS_DATA": str(self.folder),
            "DATABASE_URL": self.url,
            "PYTHONPATH": str(TESTS),
        }
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, json.dumps(steps)],
            env=os.environ | own,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def embedded(folder):
    return Site(folder, f"sqlite:///{folder}/kotacerdas.sqlite3")
