"""The program that watches over the server and the worker, with small ones in their places."""

import signal
import subprocess
import sys
import time
from itertools import pairwise

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
