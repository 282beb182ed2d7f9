"""The program that watches over the server and the worker, with small ones in their places."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import pairwise

import psutil
import pytest

PROGRAM = """
import sys
from kotacerdas.config.supervision import supervise
log, server, worker = sys.argv[1:]
python = [sys.executable, "-c"]
sys.exit(supervise([*python, server], [*python, worker, log] if worker else None))
"""
WAITS = "import time; time.sleep(60)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITS}"
DIES = "import sys, time; open(sys.argv[1], 'a').write(f'{time.monotonic()}\\n')"


def started(folder, server, worker=""):
    call = [sys.executable, "-c", PROGRAM, str(folder / "log"), server, worker]
    return subprocess.Popen(call, stderr=subprocess.PIPE, text=True)


def test_a_worker_that_dies_is_started_again_after_longer_and_longer(tmp_path):
    process = started(tmp_path, WAITS, DIES)
    time.sleep(5.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 0
    began = [float(line) for line in (tmp_path / "log").read_text().split()]
    waits = [later - earlier for earlier, later in pairwise(began)]
    assert len(waits) >= 2
    assert 1 <= waits[0] < 2 <= waits[1]
    assert "The worker ended (0); again in 1 s." in said


def test_the_server_s_end_is_the_end_of_all_with_its_code(tmp_path):
    process = started(tmp_path, "import sys, time; time.sleep(1); sys.exit(3)", WAITS)
    assert process.wait(10) == 3
    process.communicate()


def test_who_does_not_listen_is_ended_all_the_same_within_5_s(tmp_path):
    process = started(tmp_path, DEAF, DEAF)
    time.sleep(2)
    process.terminate()
    began = time.monotonic()
    process.communicate(timeout=10)
    assert process.returncode == 0
    assert time.monotonic() - began < 5


CHILD = f"""
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {DEAF!r}])
open(os.environ["PIDS"], "w").write(f"{{os.getpid()}} {{child.pid}}")
time.sleep(60)
"""


def pids_of(file):
    """The server's and its child's, once both run."""
    for _ in range(100):
        if file.exists() and len(found := file.read_text().split()) == 2:
            return [int(one) for one in found]
        time.sleep(0.1)
    raise AssertionError("the server did not begin")


def are_gone(pids, within_s=5):
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if not any(psutil.pid_exists(pid) and _lives(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def _lives(pid):
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def test_what_the_server_started_ends_with_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PIDS", str(tmp_path / "pids"))
    process = started(tmp_path, CHILD)
    pids = pids_of(tmp_path / "pids")
    process.terminate()
    process.communicate(timeout=10)
    assert are_gone(pids, within_s=1)


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a process of its parent's end"
)
def test_the_server_ends_when_its_watcher_was_killed(tmp_path, monkeypatch):
    monkeypatch.setenv("PIDS", str(tmp_path / "pids"))
    process = started(tmp_path, CHILD)
    server, child = pids_of(tmp_path / "pids")
    process.kill()
    process.wait(10)
    try:
        assert are_gone([server])
    finally:
        os.kill(child, signal.SIGKILL)  # granian tells its own
        process.communicate(timeout=10)
