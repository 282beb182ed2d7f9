"""A served site with the Batang example, and a browser that looks at it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from journeys.site import BATANG, PATIENCE_S, Site, watched

# Without windows it draws the same pages with less than half the work.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def site(batang_site, tmp_path_factory):
    """The server as `make run` starts it, with its demo accounts."""
    yield from _served(batang_site, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def own_site(batang_site, tmp_path_factory):
    """Another, for a module that changes what the others look at."""
    yield from _served(batang_site, tmp_path_factory.mktemp("own-site"))


@pytest.fixture(scope="module")
def empty_site(batang_site, tmp_path_factory):
    """A new site, of which only the static files are there already."""
    folder = tmp_path_factory.mktemp("empty-site")
    shutil.copytree(batang_site / "static", folder / "data" / "static")
    yield from started(folder, [])


def _served(batang_site, folder):
    shutil.copytree(batang_site, folder / "data")
    yield from started(folder, ["--example", str(BATANG)])


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def started(folder, more, environment=None):
    port = free_port()
    printed = folder / "printed"
    with printed.open("w") as out:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "django", "serve"),
                *("--port", str(port), *more),
            ],
            env=_environment(folder / "data") | (environment or {}),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(server, port, printed)
        yield Site(
            f"http://127.0.0.1:{port}",
            _passwords(printed.read_text()),
            _environment(folder / "data"),
            printed,
        )
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(PATIENCE_S)


def _environment(data):
    unwanted = {"DATABASE_URL", "KOTACERDAS_SECRET_KEY", "KOTACERDAS_HOSTS"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "kotacerdas.config.settings",
        "KOTACERDAS_DEMO": "1",
        "KOTACERDAS_DATA": str(data),
    }


def _wait(server, port, printed):
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"The server does not answer. It printed:\n{printed.read_text()}")


def _passwords(printed):
    """The accounts as they are printed: address, password, role."""
    rows = [line.split() for line in printed.splitlines() if "@demo." in line]
    return {address.partition("@")[0]: (address, password) for address, password, *_ in rows}


@pytest.fixture(scope="module")
def browser():
    """Closed with its module: playwright's loop keeps Django's database from other tests."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (scripts/install-system-packages)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def signed_in(site, browser):
    """What a browser remembers of the coordinator."""
    page = browser.new_page()
    site.sign_in(page, "coordinator")
    remembered = page.context.storage_state()
    page.context.close()
    return remembered


@pytest.fixture
def stranger(site, browser):
    """A page of nobody who is signed in, whose console has to stay empty."""
    yield from _page(browser, site, None)


@pytest.fixture
def page(site, browser, signed_in):
    """A page of the coordinator, whose console has to stay empty."""
    yield from _page(browser, site, signed_in)


def _page(browser, site, remembered):
    context = browser.new_context(
        base_url=site.url, storage_state=remembered, viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    complaints = watched(page)
    yield page
    context.close()
    assert not complaints


@pytest.fixture(scope="session")
def upload_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("uploads")
