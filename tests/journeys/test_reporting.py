"""A quarter of reporting, played by five people from its opening to the changed scorecard."""

import subprocess
import sys
import time

import pytest

from journeys.site import REGION, barriers, settled, too_wide, watched
from reporting.files import png

YEAR = 2023
PERIOD = f"{REGION}pelaporan/{YEAR}/q4/"
REASON = "Lampirkan berita acara serah terima"
PASSWORD = "sehelai-daun-jati"  # noqa: S105 - of test people
NEIGHBOUR, OUTSIDER = "tetangga@example.org", "orang-luar@example.org"
# A second operator, of the agency with the fewest programmes, and somebody without any role.
MORE_PEOPLE = f"""
import django
django.setup()
from datetime import UTC, datetime
from django.db.models import Count
from allauth.account.models import EmailAddress
from kotacerdas.accounts.models import Appointment, User
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region
users = [User.objects.create_user(one, "{PASSWORD}", one.partition("@")[0].title())
         for one in ("{NEIGHBOUR}", "{OUTSIDER}")]
for user in users:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
taken = Appointment.objects.get(role="operator").agency
programmes = Programme.objects.filter(end_year__gte={YEAR}).exclude(agency=taken)
fewest = programmes.values("agency").annotate(n=Count("pk")).order_by("n", "agency").first()
Appointment.objects.create(user=users[0], region=Region.objects.get(), role="operator",
                           agency_id=fewest["agency"], from_at=datetime(2020, 1, 1, tzinfo=UTC))
"""


@pytest.fixture(scope="module")
def people(own_site, browser):
    """A page of each of the five, whose consoles have to stay empty."""
    subprocess.run([sys.executable, "-c", MORE_PEOPLE], env=own_site.environment, check=True)
    accounts = own_site.accounts | {
        "neighbour": (NEIGHBOUR, PASSWORD),
        "outsider": (OUTSIDER, PASSWORD),
    }
    pages, complaints = {}, []
    for role in ("coordinator", "operator", "neighbour", "verifier", "outsider"):
        context = browser.new_context(
            base_url=own_site.url, viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(60_000)
        pages[role] = context.new_page()
        own_site.sign_in_as(pages[role], *accounts[role])
        complaints.append(watched(pages[role]))
    yield pages
    for page in pages.values():
        page.context.close()
    unexpected = [one for own in complaints for one in own if not _is_meant(one)]
    assert not unexpected


def _is_meant(complaint):
    """What the browser notes of a page that says no, or of the connection that is cut here."""
    return any(told in complaint for told in (" 403 ", " 404 ", "ERR_INTERNET_DISCONNECTED"))


def test_a_whole_quarter(people):
    coordinator, operator, neighbour = (
        people[role] for role in ("coordinator", "operator", "neighbour")
    )
    verifier = people["verifier"]
    _open_the_quarter(coordinator)
    mine = _first_to_do(operator)
    theirs = _first_to_do(neighbour)

    _a_draft_outlives_the_connection(operator, mine)
    _bring_evidence(operator)
    _sends_what_is_still_being_typed(operator)
    _goes_on_to_the_next(operator, mine)
    neighbour.goto(theirs)
    _send_in(neighbour)
    assert neighbour.request.get(mine).status == 403
    assert _realised(coordinator, "") == "2"
    assert _realised(coordinator, "?basis=verified") == "0"

    for page, paths in (
        (operator, (f"{REGION}tugas/", mine)),
        (verifier, (f"{REGION}verifikasi/", mine)),
        (coordinator, (f"{REGION}tugas/", PERIOD, f"{REGION}pelaporan/{YEAR}/")),
    ):
        assert [what for path in paths for what in too_wide(page, path) + barriers(page)] == []
    _decide(verifier)
    neighbour.goto(f"{REGION}tugas/")
    assert "dikembalikan" in neighbour.inner_text("main")
    neighbour.goto(theirs)
    assert REASON in neighbour.inner_text("main")
    neighbour.click("button[value=correct]")
    neighbour.wait_for_selector("form[data-autosave]")
    _send_in(neighbour)

    verifier.goto(theirs)
    _verify(verifier)
    verifier.wait_for_url("**/verifikasi/")
    verifier.click(".undo button")
    verifier.wait_for_url(f"**{theirs}")
    assert "menunggu verifikasi" in verifier.inner_text(".head")
    _verify(verifier)
    verifier.wait_for_url("**/verifikasi/")
    assert _realised(coordinator, "?basis=verified") == "2"
    coordinator.goto(PERIOD)
    assert coordinator.locator(".status-map a.cell-verified").count() == 2
    _close_and_undo(coordinator)


def test_the_outsider_sees_nothing(people):
    page = people["outsider"]
    page.goto("/")
    assert "Batang" not in page.inner_text("body")
    for path in (REGION, PERIOD, f"{REGION}tugas/", f"{REGION}verifikasi/", f"{REGION}{YEAR}/"):
        assert page.request.get(path).status == 404, path


def _open_the_quarter(page):
    page.goto(f"{REGION}pelaporan/buka/")
    page.select_option("select[name=year]", str(YEAR))
    page.select_option("select[name=code]", "q4")
    page.click("form.panel .btn-primary")
    page.wait_for_url(f"**{PERIOD}")


def _first_to_do(page):
    """The address of the first report that waits for an operator."""
    page.goto(f"{REGION}tugas/")
    return page.locator("a[href*='/laporan/']").first.get_attribute("href")


def _a_draft_outlives_the_connection(page, report):
    page.goto(report)
    page.fill("textarea[name=note]", "Tahap pertama")
    page.wait_for_selector("[data-saved]:has-text('Tersimpan')")
    page.context.set_offline(True)
    page.fill("textarea[name=note]", "Tahap pertama dan kedua")
    page.wait_for_selector("[data-saved]:has-text('Sambungan terputus')")
    page.context.set_offline(False)
    page.goto(f"{REGION}tugas/")
    page.goto(report)
    page.wait_for_selector("[data-saved]:has-text('Tersimpan')")
    page.reload()
    assert page.input_value("textarea[name=note]") == "Tahap pertama dan kedua"

    # Sent in without a connection in the second in which it was typed: it stays, as the page does.
    page.context.set_offline(True)
    page.fill("textarea[name=note]", "Tahap ketiga")
    page.click("button[value=submit]")
    page.wait_for_selector("[data-saved]:has-text('Sambungan terputus')")
    assert page.input_value("textarea[name=note]") == "Tahap ketiga"
    assert page.is_enabled("button[value=submit]")
    page.context.set_offline(False)
    page.goto(f"{REGION}tugas/")
    page.go_back()
    page.wait_for_selector("[data-saved]:has-text('Tersimpan')")
    page.goto(f"{REGION}tugas/")
    page.goto(report)
    assert page.input_value("textarea[name=note]") == "Tahap ketiga"

    # Signed out meanwhile: that is said, and signing in again brings back what was typed.
    signed_in = page.context.cookies()
    page.context.clear_cookies()
    page.fill("textarea[name=note]", "Tahap keempat")
    page.wait_for_selector("[data-saved]:has-text('Anda sudah keluar')")
    page.context.add_cookies(signed_in)
    page.reload()
    page.wait_for_selector("[data-saved]:has-text('Tersimpan')")
    assert page.input_value("textarea[name=note]") == "Tahap keempat"

    # Half a minute without a connection, by the page's clock: it saves by itself once that is over.
    page.clock.install()
    page.context.set_offline(True)
    page.fill("textarea[name=note]", "Tahap kelima")
    for _ in range(6):
        page.clock.run_for(5_000)
        page.wait_for_selector("[data-saved]:has-text('Sambungan terputus')")
    page.context.set_offline(False)
    page.clock.run_for(5_000)
    page.wait_for_selector("[data-saved]:has-text('Tersimpan')")
    page.reload()
    assert page.input_value("textarea[name=note]") == "Tahap kelima"
    page.clock.resume()


def _bring_evidence(page):
    words = page.locator("label:has(> input[name=personal])").bounding_box()
    assert words["width"] > 5 * words["height"], "all its words stand in one line"
    page.set_input_files(
        "#bukti input[type=file]",
        {"name": "foto.png", "mimeType": "image/png", "buffer": png()},
    )
    page.locator("#bukti form:has(input[type=file]) button").first.click()
    page.wait_for_selector("#bukti :text('foto.png')")


def _send_in(page):
    """Fill in what is due and answer what is asked, as somebody does who reads the page."""
    page.check("input[name=realised][value=yes]")
    page.fill("input[name=progress_pct]", "100")
    for field in page.locator("input[name^='value:']").all():
        field.fill("90")
    for _ in range(2):
        with page.expect_navigation():
            page.click("button[value=submit]")
        asked = page.locator(".question.is-open input").all()
        if not asked:
            break
        for answer in asked:
            answer.fill("Sudah diperiksa dengan pengelola data")
    assert "dikirim" in page.inner_text("[role=status]")


def _goes_on_to_the_next(page, report):
    """From what was sent in, by one press, and what was typed last arrives with the sending."""
    page.click("a:has-text('Laporan berikutnya')")
    page.wait_for_selector("form[data-autosave]")
    assert page.url != report
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.locator(".sticky-end").bounding_box()["height"] <= 64
    page.set_viewport_size({"width": 1280, "height": 900})
    page.go_back()


def _sends_what_is_still_being_typed(page):
    """The autosave is under way with the last letters when the button is pressed."""
    page.route("**/laporan/**", _slowly)
    page.fill("textarea[name=follow_up]", "Huruf terakhir")
    page.wait_for_selector("[data-saved]:has-text('Menyimpan')")
    page.fill("textarea[name=note]", "Huruf paling akhir")
    _send_in(page)
    page.unroute("**/laporan/**")
    assert page.input_value("textarea[name=note]") == "Huruf paling akhir"
    assert page.input_value("textarea[name=follow_up]") == "Huruf terakhir"


def _slowly(route):
    time.sleep(0.5)
    route.continue_()


def _decide(page):
    """Keys to go on and back, to verify and to return; in whichever order the queue has them."""
    page.goto(f"{REGION}verifikasi/")
    page.click(".head .btn-primary")
    page.wait_for_selector(".decide")
    first = page.url
    page.keyboard.press("l")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("s")
    page.wait_for_url(first)
    for _ in range(2):
        page.wait_for_selector(".decide")
        before = page.url
        if "foto.png" in page.inner_text("main"):
            _verify(page)
        else:
            page.keyboard.press("k")
            page.keyboard.type(REASON)
            page.click("button[value=return]")
        page.wait_for_url(lambda url, before=before: url != before)


def _close_and_undo(page):
    """Closing says how much is missing; the notice takes it back."""
    page.click("button[value=close]")
    page.wait_for_selector("input[name=missing]", state="attached")
    assert "laporan belum dikirim" in page.inner_text("main")
    page.click("button[value=close]")
    page.wait_for_selector(".undo")
    assert page.locator("button[value=reopen]").count() == 1
    page.click(".undo button")
    page.wait_for_selector("[role=status]:has-text('dibuka kembali')")
    assert page.locator("button[value=close]").count() == 1


def _verify(page):
    """By one key; where something stands out the key leads to the question why."""
    page.keyboard.press("v")
    if page.locator(".decide textarea[required]").count():
        page.keyboard.type("Diperiksa di tempat")
        page.click("button[value=verify]")


def _realised(page, basis):
    """Of the programmes planned in the year, as the overview of a running year says it."""
    page.goto(f"{REGION}{YEAR}/{basis}")
    settled(page)
    told = page.locator(".status-legend a:has(.mark-realised) strong").all_inner_texts()
    return told[0] if told else "0"
