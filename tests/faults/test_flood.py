"""Strangers who send slowly, too much or too often don't keep those who signed in from reading."""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from faults.served import YEAR, Person, serving

PAGES = 15
BOUND_S = 30
# A page is never said to be slow below this: on a busy machine the undisturbed one is luck.
FLOOR_S = 0.1


def seconds_of(person):
    """How long each of some pages takes, one after another."""
    taken = []
    end = time.monotonic() + BOUND_S
    while len(taken) < PAGES and time.monotonic() < end:
        began = time.monotonic()
        assert person.ask(YEAR).status == 200
        taken.append(time.monotonic() - began)
    return taken


def test_a_flood_of_strangers_slows_no_reader(batang_site, tmp_path):
    with serving(batang_site, tmp_path) as site:
        reader: Person = site.person("coordinator")
        seconds_of(reader)
        calm = seconds_of(reader)
        strangers = subprocess.Popen(
            [sys.executable, "-m", "faults.flood", str(site.port)],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with strangers:
            assert strangers.stdout.readline() == "ready\n"
            disturbed = seconds_of(reader)
            strangers.stdin.close()

        assert len(disturbed) == PAGES, "pages came too slowly"
        assert median(disturbed) < 5 * max(median(calm), FLOOR_S)
