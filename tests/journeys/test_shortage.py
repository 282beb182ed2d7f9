"""An agency is short of innovations: a coordinator presses a button, its operator gets a letter."""

import re
import shutil
import time
from datetime import date

import pytest
from aiosmtpd.controller import Controller

from journeys.conftest import free_port, started
from journeys.site import BATANG, PATIENCE_S, REGION, barriers, too_wide
from journeys.test_innovations import fill_idea
from reporting.reminding import Inbox

YEAR = date.today().year  # noqa: DTZ011 - as the browser's calendar has it
PAGE = f"{REGION}{YEAR}/inovasi/"


@pytest.fixture(scope="module")
def inbox():
    yield (made := Inbox())
    made.letters.clear()


@pytest.fixture(scope="module")
def posting_site(batang_site, tmp_path_factory, inbox):
    """A site that sends its letters to a mail server."""
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    folder = tmp_path_factory.mktemp("posting-site")
    shutil.copytree(batang_site, folder / "data")
    environment = {
        "KOTACERDAS_SMTP_HOST": "127.0.0.1",
        "KOTACERDAS_SMTP_PORT": str(controller.port),
        "KOTACERDAS_SMTP_SECURITY": "none",
    }
    yield from started(folder, ["--example", str(BATANG)], environment)
    controller.stop()


def test_an_agency_that_falls_short_gets_a_letter(posting_site, browser, inbox):
    reader = browser.new_page(base_url=posting_site.url)
    posting_site.sign_in(reader, "operator")
    reader.goto(f"{REGION}inovasi/usul/")
    fill_idea(reader, "SATU GAGASAN")
    page = browser.new_page(base_url=posting_site.url)
    posting_site.sign_in(page, "coordinator")
    assert too_wide(page, PAGE) == []
    page.goto(PAGE)
    assert barriers(page) == []
    page.click("form[action*='ingatkan'] button")
    page.wait_for_selector(".notice-success")

    letter = _letter_to(inbox, posting_site.accounts["operator"][0])
    # One was proposed, but an idea does not count yet.
    assert letter["Subject"] == "Kurang 3 inovasi"
    assert str(YEAR) in letter.get_content()
    link = re.search(r"https?://\S+", letter.get_content())[0]
    reader.goto(link)
    assert reader.locator("[name=name]").count() == 1
    page.click("form[action*='ingatkan'] button")
    page.wait_for_selector(".notice-success")
    assert "sudah diingatkan" in page.inner_text("main")
    for one in (page, reader):
        one.context.close()


def _letter_to(inbox, address):
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at:
        for letter in inbox.letters:
            if letter["To"] == address:
                return letter
        time.sleep(0.2)
    raise AssertionError(f"no letter to {address}")
