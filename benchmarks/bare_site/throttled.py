"""Pages of a large region as a phone gets them: what comes over the line, and when they are of use.

The line and the processor are slowed by the browser's own protocol. Of use is a page whose scripts
have run and whose heading and last row are seen: cold in a browser that was never here, warm in
the same one that comes again. A report is typed while that line is cut for half a minute.
"""

import shutil
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from bare_site.serving import server
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.exchange.actions import begin_region
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region
from kotacerdas.reporting.actions.windows import open_window
from kotacerdas.reporting.process import report_url
from kotacerdas.scorecards.actions import refresh_scorecards
from reading import YEAR, records
from timing import Limit, report

CODE, PROGRAMMES = "33.25", 2000
REPORTING = "33.26", 10  # another region: a year on which a period is open has another overview
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
BREAK_S, SAVED_S = 30, 10  # once the line is back, the page asks again each 5 s
IS_SAVED = """() => {
  const told = document.querySelector("[data-saved]")
  return told.textContent === told.dataset.done
}"""
# The address of each page after the year's, and the last thing on it that is waited for.
PAGES = {"overview": ("", "a.dim >> nth=-1"), "programmes": ("program/", "tbody tr >> nth=-1")}


@dataclass(frozen=True)
class Visit:
    """A page got cold and then warm: when it was of use, and what came over the line."""

    cold_s: float
    warm_s: float
    cold_kb: float


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-headless-shell")
    if chromium is None:
        print("left out: no chromium on this machine")
        return
    region, reporting = (
        begin_region(content(records(many, code)), f"{code}.xlsx", timezone.now())
        for code, many in ((CODE, PROGRAMMES), REPORTING)
    )
    refresh_scorecards(region, timezone.now())
    coordinator = coordinator_of([region, reporting])
    session = _session(coordinator)
    report_path, operator = _asked(reporting, coordinator)
    with server() as port, sync_playwright() as playwright:
        flags = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        site = f"http://127.0.0.1:{port}"
        answers: list[Limit] = list(_answers(browser, site, session))
        answers.append(_over_a_break(browser, f"{site}{report_path}", operator))
        browser.close()
    report(*answers)


def _session(user: User) -> str:
    return client_of(user).cookies[settings.SESSION_COOKIE_NAME].value


def _asked(region: Region, coordinator: User) -> tuple[str, str]:
    """The address of a report that is asked for, and the session of an operator who writes it."""
    until = date(2100, 1, 1)
    window = open_window(
        region, year=YEAR, code="", deadline=until, by=coordinator, at=timezone.now()
    )
    programme = Programme.objects.filter(region=region).earliest("pk")
    operator = User.objects.create_user("operator@bench.kotacerdas.invalid")
    since = {"from_at": datetime(2020, 1, 1, tzinfo=UTC), "agency": programme.agency}
    Appointment.objects.create(user=operator, region=region, role=Role.OPERATOR, **since)
    return report_url(region.code, window, programme.code), _session(operator)


def _over_a_break(browser: Browser, address: str, session: str) -> Limit:
    """How long after the line is back all is saved that was typed before it broke and meanwhile.

    Raises:
        RuntimeError: some of it was lost.
    """
    page = _page(browser, address, session)
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", LINE)
    page.goto(address)
    typed = {"note": "Sebelum sambungan putus", "follow_up": "Selama sambungan putus"}
    page.fill("textarea[name=note]", typed["note"])
    protocol.send("Network.emulateNetworkConditions", LINE | {"offline": True})
    page.wait_for_timeout(BREAK_S * 500)
    page.fill("textarea[name=follow_up]", typed["follow_up"])
    page.wait_for_timeout(BREAK_S * 500)
    if page.evaluate(IS_SAVED):
        raise RuntimeError("the line was not cut")
    protocol.send("Network.emulateNetworkConditions", LINE)
    began = time.perf_counter()
    page.wait_for_function(IS_SAVED)
    passed_s = time.perf_counter() - began
    page.goto(address)
    kept = {name: page.input_value(f"textarea[name={name}]") for name in typed}
    page.context.close()
    if kept != typed:
        raise RuntimeError(f"kept over a break: {kept}")
    return Limit(f"a report typed over a break of {BREAK_S} s, saved after it", passed_s, SAVED_S)


def _page(browser: Browser, address: str, session: str) -> Page:
    context = browser.new_context()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context.new_page()


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
    page = _page(browser, address, session)
    protocol = page.context.new_cdp_session(page)
    received: list[float] = []
    protocol.on("Network.loadingFinished", lambda one: received.append(one["encodedDataLength"]))
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", LINE)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})
    cold_s = _until_of_use(page, address, last)
    page.wait_for_load_state("networkidle")
    cold_kb = sum(received) / 1000
    warm_s = _until_of_use(page, address, last)
    page.context.close()
    return Visit(cold_s, warm_s, cold_kb)


def _until_of_use(page: Page, address: str, last: str) -> float:
    began = time.perf_counter()
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector("h1")
    page.wait_for_selector(last)
    return time.perf_counter() - began


main()
