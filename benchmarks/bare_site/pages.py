"""The overview on the real server: its queries, its times, and the answer to who has it already.

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
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bare_site.load import seconds_of
from bare_site.made import content
from bare_site.people import client_of, cookie_of, coordinator_of
from kotacerdas.exchange.actions import begin_region
from reading import YEAR, records
from timing import Ratio, report

EXAMPLE = Path("examples/batang/batang.xlsx")
PROGRAMMES = 2000
CODE = "33.26"
AT_MOST_QUERIES = 12
AT_MOST = 4
ANSWERS = {1: 200, 50: 600}  # by the number of readers at once
ROUNDS = 3


def main() -> None:
    regions = {
        80: begin_region(EXAMPLE.read_bytes(), EXAMPLE.name, timezone.now()),
        PROGRAMMES: begin_region(content(records(PROGRAMMES, CODE)), "large.xlsx", timezone.now()),
    }
    client = client_of(coordinator_of(regions.values()))
    pages = {f"{many} programmes": f"/{region.code}/{YEAR}/" for many, region in regions.items()}
    within = count_queries(client, pages)
    bare = f"/bare/{regions[80].code}/{YEAR}/"
    with server() as port:
        ratios = [
            ratio
            for readers in ANSWERS
            for ratio in measured(port, client, {"bare": bare, **pages}, readers)
        ]
    if not within:
        print("TOO MANY QUERIES")
        sys.exit(1)
    report(*ratios)


def count_queries(client: Client, pages: dict[str, str]) -> bool:
    """Whether the pages need the same number, and that is allowed."""
    counts = []
    for page in pages.values():
        client.get(page)  # unpacks the scorecard, once for a process
        with CaptureQueriesContext(connection) as made:
            client.get(page)
        counts.append(len(made))
    print(f"queries: {counts[0]} and {counts[1]} (the same, at most {AT_MOST_QUERIES})")
    return counts[0] == counts[1] <= AT_MOST_QUERIES


def measured(port: int, client: Client, pages: dict[str, str], readers: int) -> list[Ratio]:
    """The pages in turns, so that a noisy machine hits all; the first is the floor."""
    headers = {"Cookie": cookie_of(client)}
    known = {name: headers | {"If-None-Match": etag(client, page)} for name, page in pages.items()}
    taken: dict[str, list[float]] = {name: [] for name in pages}
    unchanged: dict[str, list[float]] = {name: [] for name in list(pages)[1:]}
    for _ in range(ROUNDS):
        for name, page in pages.items():
            taken[name] += seconds_of(port, page, headers, readers, ANSWERS[readers])
        for name in unchanged:
            unchanged[name] += seconds_of(port, pages[name], known[name], readers, ANSWERS[readers])
    for name, times in taken.items():
        told = f"; unchanged (304) {milliseconds(unchanged[name])}" if name in unchanged else ""
        print(f"{readers} at once, {name}: {milliseconds(times)}{told}")
    floor, *others = ((name, statistics.median(times)) for name, times in taken.items())
    return [
        Ratio(f"overview, {name}, {readers} at once", p50, floor[1], aim=2.5, at_most=AT_MOST)
        for name, p50 in others
    ]


def etag(client: Client, page: str) -> str:
    return client.get(page).headers.get("ETag", "")


def milliseconds(times: list[float]) -> str:
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"p50 {1000 * statistics.median(times):.1f} ms, p95 {1000 * p95:.1f} ms"


@contextmanager
def server() -> Iterator[int]:
    """The port of `serve` with two workers on the same database and settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = [sys.executable, "-m", "django", "serve", "--port", str(port), "--workers", "2"]
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


main()
