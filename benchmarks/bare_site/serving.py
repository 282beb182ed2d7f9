"""Pages on the real server: their queries, their times, and the answer to who has them already.

The floor is a signed-in page with nothing but the base layout, from the same server.
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bare_site.load import seconds_of
from bare_site.people import cookie_of
from timing import Pairs

AT_MOST_QUERIES = 12
ANSWERS = {1: 200, 50: 600}  # by the number of readers at once
ROUNDS = (5, 15)  # the fewest, and the most where the verdict is not known before

Pages = dict[str, str]
Times = dict[str, list[float]]


def ratios(client: Client, pages: Pages, at_most: float) -> list[Pairs]:
    """Of all pages after the first, which is the floor, at 1 and at 50 connections."""
    with server() as port:
        return [one for n in ANSWERS for one in measured(port, client, pages, n, at_most)]


def queries(client: Client, page: str) -> int:
    client.get(page)  # unpacks the scorecard, once for a process
    with CaptureQueriesContext(connection) as made:
        client.get(page)
    return len(made)


def measured(port: int, client: Client, pages: Pages, readers: int, at_most: float) -> list[Pairs]:
    """Rounds of all pages in turns, so that a noisy machine hits all; the first is the floor."""
    headers = {"Cookie": cookie_of(client)}
    known = {
        name: headers | {"If-None-Match": tag}
        for name, page in pages.items()
        if (tag := client.get(page).headers.get("ETag"))
    }
    rounds: list[Times] = []
    unchanged: Times = {name: [] for name in known}
    answers: list[Pairs] = []
    fewest, most = ROUNDS
    while len(rounds) < fewest or (
        len(rounds) < most and not all(answer.is_known for answer in answers)
    ):
        rounds.append(
            {
                name: list(seconds_of(port, page, headers, readers, ANSWERS[readers]))
                for name, page in pages.items()
            }
        )
        for name, tagged in known.items():
            unchanged[name] += seconds_of(port, pages[name], tagged, readers, ANSWERS[readers])
        answers = list(against_the_first(rounds, readers, at_most))
    for name in pages:
        times = [seconds for one in rounds for seconds in one[name]]
        again = f"; unchanged (304) {milliseconds(unchanged[name])}" if name in unchanged else ""
        print(f"{readers} at once, {name}: {milliseconds(times)}{again}")
    return answers


def against_the_first(rounds: list[Times], readers: int, at_most: float) -> Iterator[Pairs]:
    """The median and the 95th percentile of each page against those of the floor, by round."""
    floor, *others = rounds[0]
    for name in others:
        for share in (50, 95):
            yield Pairs(
                f"{name}, {readers} at once, p{share}",
                tuple(
                    percentile(one[name], share) / percentile(one[floor], share) for one in rounds
                ),
                aim=0.6 * at_most,
                at_most=at_most,
            )


def percentile(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100)[share - 1]


def milliseconds(times: list[float]) -> str:
    p50, p95 = (1000 * percentile(times, share) for share in (50, 95))
    return f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"


@contextmanager
def server(*, with_worker: bool = False) -> Iterator[int]:
    """The port of `serve` with two workers on the same database and settings.

    What makes runs beside them is left out where pages are measured that are to stay the same.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = [sys.executable, "-m", "django", "serve", "--port", str(port), "--workers", "2"]
    if not with_worker:
        call.append("--without-worker")
    process = subprocess.Popen(call, env=os.environ, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the server ended at once")
        with suppress(OSError):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            asked.request("GET", "/akun/login/")
            asked.getresponse().read()
            return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")
