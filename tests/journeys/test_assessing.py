"""An assessor's keys: a score, the next item, and what comes where that can't."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from journeys.site import REGION, barriers, too_wide, watched

AT = f"{REGION}2023/penilaian/s2/"
ADDRESS, PASSWORD = "asesor1@example.org", "kata-sandi-asesor-1"
A_PANEL = f"""
import django
django.setup()
from kotacerdas.accounts.models import User
from kotacerdas.records.models import Region
from panel.panels import judged
judged(Region.objects.get(code="{REGION.strip("/")}"))
user = User.objects.get(email="{ADDRESS}")
user.set_password("{PASSWORD}")
user.save()
"""


@pytest.fixture(scope="module")
def assessor(own_site, browser):
    """A page of an assessor who has five items, whose console has to stay empty."""
    tests = str(Path(__file__).parents[1])
    environment = own_site.environment | {"PYTHONPATH": tests}
    subprocess.run([sys.executable, "-c", A_PANEL], env=os.environ | environment, check=True)
    page = browser.new_context(
        base_url=own_site.url, viewport={"width": 1366, "height": 768}
    ).new_page()
    own_site.sign_in_as(page, ADDRESS, PASSWORD)
    complaints = watched(page)
    yield page
    page.context.close()
    assert not complaints


def _item(page):
    return page.inner_text("h1").partition(" ")[0]


def test_keys_score_an_item_and_lead_to_the_next_within_the_page(assessor):
    page = assessor
    page.goto(f"{AT}butir/")
    page.evaluate("window.stayed = true")
    page.keyboard.press("3")
    page.keyboard.press("c")
    page.keyboard.type("Cukup")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{AT}butir/2.1/")
    page.wait_for_selector("h1:has-text('2.1')")
    assert "2.1" in page.title()
    assert page.inner_text("#given") == "1/5"
    assert page.evaluate("document.activeElement.matches('h1')")

    page.keyboard.press("l")
    page.wait_for_selector("h1:has-text('3.1')")
    page.keyboard.press("s")
    page.wait_for_selector("h1:has-text('2.1')")
    assert page.evaluate("window.stayed")
    page.go_back()
    page.wait_for_selector("h1:has-text('3.1')")
    page.keyboard.press("s")
    page.wait_for_selector("h1:has-text('2.1')")
    page.keyboard.press(",")
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("[name=score]") == "9"
    assert not barriers(page)

    page.goto(page.url)
    assert _item(page) == "2.1"
    assert page.locator(".regions li").count() == 1
    assert not too_wide(page, f"{AT}butir/3.1/")


def test_without_a_connection_the_browser_says_so_itself(assessor):
    page = assessor.context.new_page()  # its console may say so, too
    page.goto(f"{AT}butir/2.1/")
    page.context.set_offline(True)
    try:
        with page.expect_event("framenavigated") as shown:
            page.keyboard.press("l")
        assert shown.value.url.startswith("chrome-error:")
    finally:
        page.context.set_offline(False)
        page.close()


def test_who_was_signed_out_is_led_to_signing_in(assessor):
    page = assessor
    page.goto(f"{AT}butir/2.1/")
    page.context.clear_cookies()
    page.keyboard.press("l")
    page.wait_for_url("**/akun/login/**")
    assert page.locator("input[name=password]").count() == 1
