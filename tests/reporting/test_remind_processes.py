"""`remind` in processes of its own: several at once, and one that is killed."""

import subprocess
import sys
import time

import pytest

from reporting.cast import stage
from reporting.processes import environment
from reporting.reminding import SITE, Inbox, due_in, mail_server, operators

PATIENCE_S = 60
SETTINGS = "kotacerdas.config.settings"  # those of the tests keep letters to themselves
PEOPLE = 40


@pytest.fixture
def started(transactional_db, tmp_path):
    """Starts the command on the test's database, of which SQLite's is copied to a file."""
    there = stage()
    due_in(there, 1)
    operators(there.region, "a1", PEOPLE - 2)
    env = environment(tmp_path) | {"KOTACERDAS_SITE": SITE, "DJANGO_SETTINGS_MODULE": SETTINGS}

    def start(port):
        return subprocess.Popen(
            [sys.executable, "-m", "django", "remind"],
            env=env | {"KOTACERDAS_SMTP_HOST": "127.0.0.1", "KOTACERDAS_SMTP_PORT": str(port)},
            stdout=subprocess.PIPE,
            text=True,
        )

    return start


def ended(process):
    printed, _ = process.communicate(timeout=PATIENCE_S)
    return process.returncode, printed


def test_processes_that_run_at_once_send_each_letter_once(started):
    inbox = Inbox()
    with mail_server(inbox) as port:
        results = [ended(process) for process in [started(port) for _ in range(2)]]
        results.append(ended(started(port)))  # what one queued while the other was at its end

    assert [code for code, _ in results] == [0, 0, 0]
    assert len(inbox.addressed) == len(set(inbox.addressed)) == PEOPLE


def test_a_killed_process_is_followed_by_one_that_sends_the_rest(started):
    inbox = Inbox()
    with mail_server(inbox) as port:
        killed = started(port)
        give_up_at = time.monotonic() + PATIENCE_S
        while len(inbox.letters) < 5 and time.monotonic() < give_up_at:
            time.sleep(0.001)
        killed.kill()
        ended(killed)
        assert 5 <= len(inbox.letters) < PEOPLE
        assert ended(started(port))[0] == 0

    assert len(inbox.addressed) == len(set(inbox.addressed))
    assert len(inbox.addressed) >= PEOPLE - 1  # the letter it was at may be lost
