"""Jobs in a process of their own: what crosses, what is kept from it, how it ends."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from kotacerdas.sandbox import worker
from kotacerdas.sandbox.calls import call, close
from kotacerdas.sandbox.errors import (
    DiedError,
    JobError,
    MemoryLimitError,
    SandboxError,
    TimeLimitError,
)
from kotacerdas.sandbox.limits import Limits
from sandbox import jobs

HANGS_S = 60  # a generous bound: nothing here is timed


def test_json_and_bytes_cross_both_ways():
    blobs = (b"", b"\x00\xff" * 300_000, "é👩‍🌾".encode())
    options = {"a": [1, 2.5, None, True], "b": {"é": "👩‍🌾\ud800"}}

    answer = call(jobs.echo, *blobs, **options)

    assert answer.value == options
    assert tuple(map(bytes, answer.blobs)) == blobs


def test_one_process_is_kept_warm_and_is_another():
    first = call(jobs.number).value

    assert first != os.getpid()
    assert call(jobs.number, b"data").value == first


def test_it_knows_no_secret_no_open_file_and_no_django(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("KOTACERDAS_SECRET_KEY", "do not tell")
    close()
    with (tmp_path / "open").open("wb") as file:
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003 - its only argument
        found = call(jobs.around, secret="KOTACERDAS_SECRET_KEY").value  # noqa: S106

    assert found == {
        "secret": None,
        "umask": 0o077,
        "core": 0,
        "descriptors": 1,  # the line itself
        "modules": [],
        "folder": "/",
        "writes_bytecode": False,
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("job", "options", "expected"),
    [
        (jobs.hoard, {"megabytes": 2_000}, MemoryLimitError),
        (jobs.hoard_in_polars, {"megabytes": 2_000}, MemoryLimitError),
        (jobs.be_killed, {"signal": signal.SIGKILL}, MemoryLimitError),
        (jobs.answer_a_lot, {"megabytes": 60}, MemoryLimitError),
        (jobs.sleep, {"seconds": 600}, TimeLimitError),
        (jobs.spin, {}, TimeLimitError),
        (jobs.crash, {}, DiedError),
        (jobs.leave, {"code": 0}, DiedError),
        (jobs.leave, {"code": 3}, DiedError),
        (jobs.be_killed, {"signal": signal.SIGABRT}, DiedError),
        (jobs.answer_what_is_no_json, {}, DiedError),
        (jobs.fail, {}, JobError),
        (jobs.exit_politely, {}, JobError),
        (jobs.echo, {"limits_": 1, "not": "bytes"}, None),
    ],
)
def test_an_end_without_an_answer_has_a_reason_and_another_takes_over(job, options, expected):
    limits = Limits(memory_bytes=500_000_000, cpu_s=1, wall_s=4, answer_bytes=50_000_000)
    if expected is None:
        assert call(job, limits=limits, **options).value == options
        return
    before = call(jobs.number).value

    with pytest.raises(SandboxError) as raised:
        call(job, limits=limits, **options)

    assert type(raised.value) is expected
    assert str(raised.value)
    assert call(jobs.number).value != before


def test_what_is_raised_names_itself():
    with pytest.raises(JobError, match="nothing of the kind"):
        call(jobs.fail)


@pytest.mark.parametrize(
    "reply",
    ["00000000", "ffffffff", "00000001" + "ff" * 8, "00000001" + "00" * 7 + "02" + "7b7b",
     "00000001" + "00" * 7 + "02" + "3231", "00000002" + "00" * 7 + "02" + "ff" * 8],
)  # fmt: skip
def test_a_forged_answer_is_refused(reply: str):
    with pytest.raises(SandboxError):
        call(jobs.forge, reply=reply, limits=Limits(wall_s=10))
    assert call(jobs.number).value


def test_it_writes_no_files_and_may_say_what_it_likes(tmp_path: Path):
    with pytest.raises(JobError, match="File too large"):
        call(jobs.write_a_file, path=str(tmp_path / "large"))
    with pytest.raises(JobError, match="File too large"):
        call(jobs.babble)


def test_what_ended_while_it_waited_is_replaced():
    waiting = psutil.Process(call(jobs.number).value)
    waiting.kill()
    waiting.wait(HANGS_S)

    assert call(jobs.number).value != waiting.pid


def test_after_many_jobs_and_after_a_large_one_it_is_replaced():
    close()
    seen = [call(jobs.number).value for _ in range(worker.MOST_JOBS + 1)]

    assert len(set(seen)) == 2
    assert seen.count(seen[0]) == worker.MOST_JOBS
    assert psutil.pid_exists(seen[-1])
    assert not psutil.pid_exists(seen[0])


def test_threads_share_them_and_get_their_own_answers():
    with ThreadPoolExecutor(12) as threads:
        answers = threads.map(lambda at: call(jobs.echo, bytes([at]) * 9, at=at), range(60))

    assert [(answer.value["at"], bytes(answer.blobs[0])[0]) for answer in answers] == [
        (at, at) for at in range(60)
    ]


def test_a_thread_that_ends_takes_no_process_along():
    seen: list[int] = []
    close()
    thread = threading.Thread(target=lambda: seen.append(call(jobs.number).value))
    thread.start()
    thread.join()
    time.sleep(0.2)

    assert call(jobs.number).value == seen[0]


_STARTER = """
import sys, threading, time
from kotacerdas.sandbox.calls import call
from sandbox import jobs
print(call(jobs.number).value, flush=True)
if sys.argv[1] == "busy":
    call(jobs.sleep, seconds=600)
time.sleep(600)
"""


@pytest.mark.slow
@pytest.mark.parametrize("state", ["idle", "busy"])
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_its_starter(state: str, sent: signal.Signals):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", _STARTER, state],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as starter:
        assert starter.stdout is not None
        process = psutil.Process(int(starter.stdout.readline()))
        time.sleep(0.3)
        starter.send_signal(sent)
        process.wait(HANGS_S)  # raises where it does not end


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # that is what is tried
def test_a_forked_process_has_its_own():
    ours = call(jobs.number).value
    read, write = os.pipe()
    if not (forked := os.fork()):
        os.write(write, str(call(jobs.number).value).encode())
        close()
        os._exit(0)
    os.waitpid(forked, 0)
    theirs = int(os.read(read, 20))
    os.close(read)
    os.close(write)

    assert theirs != ours
    assert call(jobs.number).value == ours
