"""A region before its panel: from the first seat to the signed result, its minutes and feedback."""

import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from journeys.beginning import PASSWORD, accept, pages_of
from journeys.site import REGION, barriers, too_wide, watched

TESTS = Path(__file__).parents[1]
NOT_FOUND = 404
YEAR = date.today().year + 1  # noqa: DTZ011 - whose days are all to come
STAGE = f"{REGION}{YEAR}/penilaian/s2/"
PEOPLE = {
    "chair": ("ketua@example.org", "Prof. Ratna"),
    "first": ("satu@example.org", "Dr. Bambang"),
    "second": ("dua@example.org", "Ir. Maya"),
    "third": ("tiga@example.org", "Dra. Sari"),
    "fourth": ("empat@example.org", "Drs. Hadi"),
}
# What stands before a panel begins: a region that submitted five items, each claimed at level 3.
SUBMITTED = f"""
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from kotacerdas.accounts.models import User
from kotacerdas.records.models import Region
from panel.panels import submitted
by = User.objects.get(email__startswith="coordinator@")
submitted(Region.objects.get(), by, timezone.now() + timedelta(days=20), {YEAR})
"""


@pytest.fixture(scope="module")
def cast(own_site, browser):
    """A page of everybody, whose consoles have to stay empty."""
    path = {"PYTHONPATH": str(TESTS)}
    subprocess.run(
        [sys.executable, "-c", SUBMITTED], env=own_site.environment | path, check=True, timeout=120
    )
    pages = pages_of(["coordinator", "leader", *PEOPLE], own_site, browser)
    complaints = [watched(page) for page in pages.values()]
    for role in ("coordinator", "leader"):
        own_site.sign_in(pages[role], role)
    yield pages
    for page in pages.values():
        page.context.close()
    assert not [one for own in complaints for one in own]


def test_from_the_first_seat_to_the_signed_result(cast, own_site):
    coordinator, chair = cast["coordinator"], cast["chair"]
    panel = _begin(coordinator)
    for role, (address, _) in PEOPLE.items():
        accept(cast[role], own_site, address)
    _seat(coordinator, panel)
    _declare_conflict(cast["third"])
    _score_all(cast["first"])
    _replace(cast["second"], cast["fourth"], coordinator, panel)
    _answer(coordinator)
    _meet(coordinator, chair, cast["first"])
    _settle(chair)
    for role in ("first", "fourth", "chair", "leader"):
        _sign(cast[role])
    _read(cast["leader"])


def _begin(page):
    """A rehearsal: its members, of whom one chairs it; where it is."""
    page.goto(f"{REGION}penilaian/mulai/")
    page.select_option(
        "#stage", label=page.locator(f"#stage option:has-text('{YEAR}')").inner_text()
    )
    page.fill("#title", "Gladi penilaian")
    page.click("main .btn-primary")
    page.wait_for_selector(".notice-success")
    for address, name in PEOPLE.values():
        page.fill("#email", address)
        page.fill("#name", name)
        page.fill("#institution", f"Lembaga {name}")
        page.click("button[value=add]")
        page.wait_for_selector(f".list:has-text('{name}')")
    page.select_option("#chair-member", label="Prof. Ratna")
    page.click("button[value=chair]")
    page.wait_for_selector(".list .tag")
    return page.url


def _seat(page, panel):
    page.goto(panel)
    for role in ("first", "second", "third"):
        page.select_option("#assign-member", label=PEOPLE[role][1])
        page.click("button[value=assign]")
        page.wait_for_selector(".notice-success")
    assert too_wide(page, panel) == []
    assert barriers(page) == []


def _declare_conflict(page):
    page.goto(STAGE)
    page.fill("#reason", "Adik ipar kepala dinas")
    page.click("button[value=conflict]")
    page.wait_for_selector(".notice-success")
    assert "Adik ipar kepala dinas" in page.inner_text("main")
    assert page.goto(f"{STAGE}butir/1.1/").status == NOT_FOUND


def _score_all(page):
    """By keys alone: a figure, and Enter leads to the next; one comment becomes a finding."""
    page.goto(f"{STAGE}butir/")
    assert too_wide(page, page.url) == []
    page.goto(f"{STAGE}butir/1.1/")
    assert barriers(page) == []
    page.keyboard.press("c")
    page.keyboard.type("SK tim belum diperbarui")
    page.check("[name=is_finding]")
    page.locator("h1").click()
    for code in ("1.1", "2.1", "3.1", "4.1", "5.1"):
        page.wait_for_selector(f"h1:has-text('{code}')")
        page.keyboard.press("4" if code == "1.1" else "3")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.fill("[name=question]", "Siapa yang merawat?")
    page.click("button[value=ask]")
    page.wait_for_selector("#pertanyaan:has-text('Siapa yang merawat?')")
    page.click("button[value=send]")
    page.wait_for_selector("h2:has-text('Nilai asesor lain')")


def _replace(page, substitute, coordinator, panel):
    """Who falls ill has scored one item; who takes the seat over goes on from there."""
    page.goto(f"{STAGE}butir/1.1/")
    page.keyboard.press("2")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    coordinator.goto(panel)
    seat = coordinator.locator("#sub-assignment option", has_text=PEOPLE["second"][1])
    coordinator.select_option("#sub-assignment", seat.get_attribute("value"))
    coordinator.select_option("#sub-member", label=PEOPLE["fourth"][1])
    coordinator.fill("#sub-reason", "Sakit")
    coordinator.click("button[value=substitute]")
    coordinator.wait_for_selector(".notice-success")
    page.goto(f"{STAGE}butir/1.1/")
    assert page.locator("[name=level]").count() == 0

    for code in ("2.1", "3.1", "4.1", "5.1"):
        substitute.goto(f"{STAGE}butir/{code}/")
        substitute.keyboard.press("3")
        with substitute.expect_navigation():
            substitute.keyboard.press("Enter")
    substitute.click("button[value=send]")
    substitute.wait_for_selector("h2:has-text('Nilai asesor lain')")


def _answer(page):
    page.goto(STAGE)
    page.fill(".question textarea", "Diskominfo, sejak Mei.")
    page.click("button[value=answer]")
    page.wait_for_selector(".question .answer:has-text('Diskominfo')")


def _meet(coordinator, chair, assessor):
    """The coordinator schedules it, several write in it, the chair makes the minutes."""
    meeting = f"{STAGE}rapat/"
    coordinator.goto(meeting)
    begins = datetime.now() - timedelta(hours=1)  # noqa: DTZ005 - as a clock on the wall has it
    coordinator.fill("#begins_at", begins.strftime("%Y-%m-%dT%H:%M"))
    coordinator.fill("#place", "Command Center Batang")
    coordinator.click("button[value=schedule]")
    coordinator.wait_for_selector("#kehadiran")
    _present(coordinator, chair)

    assessor.goto(meeting)
    row = assessor.locator("#kehadiran li", has_text="Prof. Ratna")
    row.locator("button").click()
    assessor.wait_for_selector("#kehadiran [aria-pressed=true]")
    assessor.click("#komitmen summary")
    assessor.fill("#komitmen [name=text]", "Perwal satu data terbit")
    assessor.fill("#komitmen [name=due_on]", (date.today() + timedelta(days=90)).isoformat())  # noqa: DTZ011
    assessor.click("button[value=commit]")
    assessor.wait_for_selector("#komitmen .question")
    chair.goto(meeting)
    chair.fill("[name=appreciation]", "Data daerah terbuka.")
    chair.click("button[value=appreciate]")
    chair.wait_for_selector(".notice-success")
    assert too_wide(chair, meeting) == []
    assert barriers(chair) == []
    chair.click("button[value=end_meeting]")
    chair.wait_for_selector(".notice-success")
    minutes = chair.request.get(f"{meeting}berita-acara/1/")
    assert minutes.body().startswith(b"%PDF")
    coordinator.goto(f"{REGION}{YEAR}/temuan/")
    assert "Perwal satu data terbit" in coordinator.inner_text("main")


def _present(presenter, other):
    """The audience's screen follows the presenter's page, in the same browser."""
    page = f"{STAGE}rapat/paparan/"
    presenter.goto(page)
    assert barriers(presenter) == []
    with presenter.expect_popup() as opened:
        presenter.click("[data-open-screen]")
    screen = opened.value
    screen.wait_for_selector(".is-current")
    presenter.keyboard.press("ArrowRight")
    presenter.keyboard.press("l")
    screen.wait_for_url("**#3")
    shown = screen.inner_text(".is-current h2")
    assert shown == presenter.inner_text(".is-current h2")
    assert screen.locator(".slide-notes").count() == 0
    screen.close()
    other.goto(page)
    assert too_wide(other, page) == []


def _settle(page):
    page.goto(f"{STAGE}musyawarah/")
    assert "2 dari 2 asesor sudah mengirim" in page.inner_text(".head-line")
    page.click("button[value=conclude]")
    page.wait_for_selector("tr.is-wide, tr.is-chosen")
    assert barriers(page) == []
    page.fill("#putusan [name=score]", "3,5")
    page.fill("#putusan [name=reason]", "Bukti 4 diterima sebagian")
    page.click("button[value=settle]")
    page.wait_for_selector(".notice-success")
    page.goto(f"{STAGE}musyawarah/?butir=1.1")
    assert "Bukti 4 diterima sebagian" in page.inner_text("#putusan")
    page.fill("#due_on", (date.today() + timedelta(days=60)).isoformat())  # noqa: DTZ011
    page.click("button[value=set]")
    page.wait_for_selector(".actions a:has-text('Hasil 1')")


def _sign(page):
    page.goto(f"{STAGE}hasil/1/")
    page.click("button[value=sign]")
    page.wait_for_load_state()
    if page.locator("[name=password]").count():  # signed in longer than five minutes ago
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.goto(f"{STAGE}hasil/1/")
        if page.locator("button[value=sign]").count():
            page.click("button[value=sign]")
    page.wait_for_selector(".notice-success")


def _read(page):
    """The result says 3,05; the feedback of it has what was appreciated and promised."""
    page.goto(f"{STAGE}hasil/1/")
    assert "3,05" in page.inner_text(".index-number")
    assert page.locator(".signatures .mark-realised").count() == 4
    assert barriers(page) == []
    page.click("a[href*='umpan-balik']")
    page.wait_for_selector("h1")
    assert "Data daerah terbuka." in page.inner_text("main")
    assert "Perwal satu data terbit" in page.inner_text("main")
    assert too_wide(page, page.url) == []
    feedback = page.request.get(f"{STAGE}umpan-balik/1/unduh/")
    assert feedback.body().startswith(b"%PDF")
