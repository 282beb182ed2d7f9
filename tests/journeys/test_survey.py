"""A coordinator, a helper, and twelve respondents on a phone; what came in is on the pages."""

import re
from datetime import date, timedelta

import pytest

from journeys.site import REGION, barriers, too_wide, watched

PAGE = f"{REGION}2023/survei/"
A_DAY = timedelta(days=1)
PHONE = {"width": 360, "height": 740}
WEIGHT = 60_000  # bytes of a screen with all that it loads


@pytest.fixture(scope="module")
def begun(own_site, browser):
    """What a browser remembers of the coordinator who began and opened the survey."""
    page = browser.new_page(base_url=own_site.url)
    own_site.sign_in(page, "coordinator")
    page.goto(PAGE)
    page.click("main .btn-primary")
    today = date.today()  # noqa: DTZ011 - as the browser's calendar
    page.fill("#opens_on", (today - A_DAY).isoformat())
    page.fill("#closes_on", (today + 9 * A_DAY).isoformat())
    page.click("main .btn-primary")
    page.click("button[value=open]")
    page.wait_for_selector("button[value=close]")
    remembered = page.context.storage_state()
    page.context.close()
    return remembered


@pytest.fixture
def coordinator(own_site, browser, begun):
    page = browser.new_page(
        base_url=own_site.url, storage_state=begun, viewport={"width": 1366, "height": 900}
    )
    complaints = watched(page)
    yield page
    page.context.close()
    assert not complaints


@pytest.fixture
def phone(own_site, browser):
    """Of somebody without an account, whose browser runs no script; it keeps no cookie."""
    context = browser.new_context(
        base_url=own_site.url, viewport=PHONE, java_script_enabled=False, has_touch=True
    )
    page = context.new_page()
    complaints = watched(page)
    yield page
    assert context.cookies() == []
    context.close()
    assert not [one for one in complaints if "(Gone)" not in one]  # an address taken back


def answer(phone, respondent):
    """Through all screens with a finger; some know a programme or statement not, or tell no age."""
    for place in range(3):
        if place == 1 and respondent % 3 == 0:
            phone.tap("label[for=use-0]")
        else:
            phone.tap("label[for=use-2]")
            for at in range(3):
                step = 0 if respondent % 5 == 0 and at == 2 else 3 + (respondent + at) % 3
                phone.tap(f"label[for=s{place}-{at}-{step}]")
        phone.tap("button.primary")
    if respondent % 4:
        phone.tap("label[for=age-2]")
        phone.tap("label[for=sex-f]")
    phone.tap("button[value=send]")
    phone.wait_for_selector(".tick")


def test_a_helper_and_twelve_respondents(coordinator, phone):
    coordinator.goto(PAGE)
    assert coordinator.inner_text(".survey-page").count("0 dari 50") == 6
    coordinator.goto(f"{PAGE}petugas/")
    coordinator.fill("#name", "Kecamatan Bandar")
    coordinator.click(".form-end .btn-primary")
    row = coordinator.locator("li", has_text="Kecamatan Bandar")
    phone.goto(row.locator("a").inner_text())
    phone.tap("text=Smart Environment")
    for respondent in range(12):
        answer(phone, respondent)
        assert phone.inner_text("h1") == "Terima kasih"
        assert f"{respondent + 1} jawaban lewat alamat ini" in phone.inner_text("main")
        assert phone.locator("a.primary").bounding_box()["height"] <= 60
        phone.tap("text=Responden berikutnya")
        phone.wait_for_selector("label[for=use-2]")
    coordinator.goto(PAGE)
    shown = coordinator.inner_text(".survey-page")
    assert "12 dari 50" in shown
    assert "kurang 38" in shown
    coordinator.goto(f"{PAGE}petugas/")
    coordinator.locator("li", has_text="Kecamatan Bandar").locator("button").click()
    coordinator.wait_for_selector(".notice-success")
    phone.goto(phone.url)
    assert phone.inner_text("h1") == "Alamat ini sudah dicabut"


def test_the_form_is_light_fits_a_phone_and_keeps_nobody_out(own_site, coordinator, browser):
    coordinator.goto(PAGE)
    address = re.search(r'href="(/s/\w+/)"', coordinator.content())[1]
    context = browser.new_context(base_url=own_site.url, viewport=PHONE)
    phone = context.new_page()
    sizes = []
    phone.on("response", lambda answer: sizes.append(len(answer.body())))
    amiss = []
    for ground in ("light", "dark"):
        phone.emulate_media(color_scheme=ground)
        for query in ("", "?lang=en"):
            phone.goto(address + query)
            amiss += barriers(phone)
            assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
            phone.click("button.primary")  # what is missing is marked
            assert phone.locator(".is-missing").count() == 4
            amiss += barriers(phone)
            for place in range(3):
                phone.click("label[for=use-2]")
                for at in range(3):
                    phone.click(f"label[for=s{place}-{at}-4]")
                boxes = phone.locator(".steps label").evaluate_all(
                    "all => all.map((one) => one.getBoundingClientRect().height)"
                )
                assert min(boxes) >= 50
                phone.click("button.primary")
            amiss += barriers(phone)
            phone.click("label[for=age-6]")
            phone.click("button.primary")
            amiss += barriers(phone)
            phone.go_back()
            assert phone.locator("#age-6").is_checked()
            phone.click("button.primary")
            assert phone.inner_text("h1") in {"Terima kasih lagi", "Thank you again"}
    assert amiss == []
    assert 0 < sum(sizes[:4]) < WEIGHT
    context.close()


def test_a_coordinators_pages_fit_and_keep_nobody_out(coordinator):
    coordinator.emulate_media(reduced_motion="reduce")
    coordinator.goto(PAGE)
    code = re.search(r'href="/s/(\w+)/"', coordinator.content())[1]
    amiss = []
    for path in ("", "atur/", "periksa/", "petugas/", f"kertas/{code}/"):
        for last in ((360, "light"), (1920, "dark")):
            amiss += too_wide(coordinator, PAGE + path, last)
            amiss += barriers(coordinator)
    assert amiss == []
