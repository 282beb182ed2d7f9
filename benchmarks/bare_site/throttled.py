"""Pages of a large region as a phone gets them: what comes over the line, and when they are of use.

The line and the processor are slowed by the browser's own protocol. Of use is a page whose scripts
have run and whose heading and last row are seen: cold in a browser that was never here, warm in
the same one that comes again.
"""

import shutil
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from bare_site.serving import server
from kotacerdas.exchange.actions import begin_region
from kotacerdas.scorecards.actions import refresh_scorecards
from reading import YEAR, records
from timing import Limit, report

CODE, PROGRAMMES = "33.25", 2000
BYTES_A_SECOND = 200_000  # 1.6 Mbit/s
LINE = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": BYTES_A_SECOND,
    "uploadThroughput": BYTES_A_SECOND,
}
TIMES_SLOWER = 4
VISITS = 3
COLD_S, WARM_S, PAGE_KB = 3, 1, 200
# The address of each page after the year's, and the last thing on it that is waited for.
PAGES = {"overview": ("", "a.dim >> nth=-1"), "programmes": ("program/", "tbody tr >> nth=-1")}


@dataclass(frozen=True)
class Visit:
    """A page got cold and then warm: when it was of use, and what came over the line."""

    cold_s: float
    warm_s: float
    cold_kb: float


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("left out: no chromium on this machine")
        return
    region = begin_region(content(records(PROGRAMMES, CODE)), f"{CODE}.xlsx", timezone.now())
    refresh_scorecards(region, timezone.now())
    client = client_of(coordinator_of([region]))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with server() as port, sync_playwright() as playwright:
        flags = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        answers = list(_answers(browser, f"http://127.0.0.1:{port}", session))
        browser.close()
    report(*answers)


def _answers(browser: Browser, site: str, session: str) -> Iterator[Limit]:
    for name, (path, last) in PAGES.items():
        address = f"{site}/{CODE}/{YEAR}/{path}"
        visits = [_visit(browser, address, last, session) for _ in range(1 + VISITS)][1:]
        cold = statistics.median(visit.cold_s for visit in visits)
        warm = statistics.median(visit.warm_s for visit in visits)
        if name == "overview":
            yield Limit(f"{name}, cold", cold, COLD_S)
            yield Limit(f"{name}, warm", warm, WARM_S)
        else:
            print(f"{name}: cold {cold:.3f} s, warm {warm:.3f} s")
        yield Limit(f"{name}, over the line", visits[0].cold_kb, PAGE_KB, "kB")


def _visit(browser: Browser, address: str, last: str, session: str) -> Visit:
    """The first of a site's visits warms the server, too, and is not counted."""
    context = browser.new_context()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    received: list[float] = []
    protocol.on("Network.loadingFinished", lambda one: received.append(one["encodedDataLength"]))
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", LINE)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})
    cold_s = _until_of_use(page, address, last)
    page.wait_for_load_state("networkidle")
    cold_kb = sum(received) / 1000
    warm_s = _until_of_use(page, address, last)
    context.close()
    return Visit(cold_s, warm_s, cold_kb)


def _until_of_use(page: Page, address: str, last: str) -> float:
    began = time.perf_counter()
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector("h1")
    page.wait_for_selector(last)
    return time.perf_counter() - began


main()
