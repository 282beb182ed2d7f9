"""An evaluation through both stages: a coordinator, an agency, and one without an account."""

import hashlib
import io
import re
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from journeys.site import REGION, barriers, too_wide, watched
from reporting.files import pdf, png

YEAR = date.today().year  # noqa: DTZ011 - as the browser's calendar has it
BINDER = f"{REGION}{YEAR}/bundel/"
PHONE = {"width": 360, "height": 740}
ITEM, OWN = "2.2", "2.10"  # asked for by a link; handed over to the operator's agency


@pytest.fixture(scope="module")
def people(own_site, browser):
    """A page of the coordinator and of an operator, whose consoles have to stay empty."""
    pages, complaints = {}, []
    for role in ("coordinator", "operator"):
        context = browser.new_context(
            base_url=own_site.url, viewport={"width": 1366, "height": 900}
        )
        context.set_default_timeout(60_000)
        pages[role] = context.new_page()
        own_site.sign_in(pages[role], role)
        complaints.append(watched(pages[role]))
    yield pages
    for page in pages.values():
        page.context.close()
    assert not [one for own in complaints for one in own]


@pytest.fixture(scope="module")
def begun(people):
    """The cycle of this year, its first stage open."""
    page = people["coordinator"]
    page.goto(f"{REGION}bundel/")
    page.select_option("#year", str(YEAR))
    page.select_option("#home", index=1)
    page.click("main .btn-primary")
    page.wait_for_selector("button[value=open]")
    page.click("button[value=open]")
    page.wait_for_selector("button[value=submit]")
    return page


@pytest.fixture
def stranger(own_site, browser):
    """Somebody on a phone, without an account, whose browser runs no script."""
    context = browser.new_context(
        base_url=own_site.url, viewport=PHONE, java_script_enabled=False, has_touch=True
    )
    page = context.new_page()
    complaints = watched(page)
    yield page
    context.close()
    assert not complaints


def test_two_stages_from_the_first_claim_to_the_last_finding(begun, people, stranger):
    page, operator = begun, people["operator"]
    _claim_by_keys(page)
    link = _ask(page)
    _send(stranger, link)
    _accept(page)
    _hand_over(page, operator)
    _sent_in_few_clicks(page, operator, stranger)
    _by_the_agency(operator)
    page.goto(f"{BINDER}{OWN}/")
    page.click("button[value=ready]")
    assert "siap" in page.inner_text(".head-line")

    _move(page, "submit")
    page.goto(f"{BINDER}{OWN}/")
    assert page.locator("#answer").count() == 0
    finding = _finding(page, operator)
    _move(page, "open")
    _answered(operator, page, finding)
    _move(page, "submit")
    page.goto(f"{REGION}{YEAR}/siklus/")
    assert page.locator("section:has-text('Yang sudah diserahkan') li").count() == 2
    _taken_along(page)


def _claim_by_keys(page):
    """From the list, without the mouse."""
    page.goto(f"{BINDER}?bagian=output")
    page.keyboard.press("l")
    page.keyboard.press("l")
    page.keyboard.press("2")
    page.wait_for_url(f"**#butir-{ITEM}")
    row = page.locator(f"[id='butir-{ITEM}']")
    assert row.locator(".is-claimed").inner_text() == "2"
    assert page.evaluate("document.activeElement.id") == f"butir-{ITEM}"


def _ask(page):
    """By one press, which gives the message with its link."""
    page.click(f"[id='butir-{ITEM}'] button[name=ask]")
    message = page.input_value(".ask-card textarea")
    assert "SK Dewan Smart City" in message
    assert page.locator(".ask-card a[href^='https://wa.me/']").count() == 1
    assert barriers(page) == []
    return re.search(r"/b/[a-z2-7]{26}/", message)[0]


def _send(stranger, link):
    stranger.goto(link)
    assert "SK Dewan Smart City" in stranger.inner_text("h1")
    assert stranger.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    file = {"name": "SK Dewan.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    assert stranger.locator("#photo[capture][accept='image/*']").count() == 1
    assert stranger.locator("label[for=photo]").is_visible()
    assert _is_at_the_foot(stranger, "button[value=bring]")
    stranger.set_input_files("#file", files=[file])
    stranger.fill("#note", "Terlampir SK tahun 2018")
    stranger.click("button[value=bring]")
    assert "SK Dewan.pdf" in stranger.inner_text(".asked-came")
    guessed = link[:-3] + ("aa/" if not link.endswith("aa/") else "bb/")
    assert stranger.request.get(guessed).status == 404


def _is_at_the_foot(page, button):
    """Whether it is on the screen, in its last sixth, without scrolling."""
    box = page.locator(button).bounding_box()
    return 5 / 6 * PHONE["height"] < box["y"] + box["height"] < PHONE["height"]


def _accept(page):
    page.goto(f"{REGION}tugas/")
    page.click(f"a:has-text('{ITEM} Kelembagaan')")
    assert "Terlampir SK tahun 2018" in page.inner_text("#bukti")
    page.click("button[value=accept]")
    page.wait_for_selector(".used a:has-text('SK Dewan.pdf')")
    page.fill("#answer", "Dewan dan tim ditetapkan dengan satu keputusan bupati.")
    page.fill("#why", "Satu SK untuk keduanya")
    page.click("#jawaban button[value=ready]")
    page.wait_for_selector("[role=alert]")
    assert "SK Tim Pelaksana" in page.inner_text("[role=alert]")
    assert page.input_value("#answer").startswith("Dewan dan tim")
    file = {"name": "SK Tim.png", "mimeType": "image/png", "buffer": png()}
    page.set_input_files("form:has(button[value=bring]) input[type=file]", files=[file])
    page.select_option("form:has(button[value=bring]) select[name=wanted]", "sk_team")
    page.click("button[value=bring]")
    page.wait_for_selector(".used a:has-text('SK Tim.png')")
    page.click("#jawaban button[value=ready]")
    page.wait_for_selector(".notice-success")
    assert "siap" in page.inner_text(".head-line")
    assert too_wide(page, f"{BINDER}{ITEM}/") == []
    page.goto(f"{BINDER}{ITEM}/")
    assert barriers(page) == []


def _hand_over(page, operator):
    """To the agency of the operator, who sees nothing of the binder before."""
    operator.goto(BINDER)
    page.goto(f"{REGION}orang/")
    agency = page.inner_text("tr:has-text('operator@demo') >> nth=0").split("\t")
    page.goto(f"{BINDER}{OWN}/")
    options = page.locator("#agency option").all_inner_texts()
    name = next(one.strip() for one in options if any(one.strip() in cell for cell in agency))
    page.select_option("#agency", label=name)
    page.click("button[value=hand_over]")
    page.wait_for_selector(".notice-success")


class Clicks:
    """Somebody's page, and how often they pressed on it."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def __call__(self, what):
        self.page.click(what)
        self.page.wait_for_load_state()
        self.count += 1


def _sent_in_few_clicks(page, operator, stranger):
    """From what an assessor asks to the file that has it: 5 for the coordinator, 2 for the agency,
    by the link on a phone, and by its account.

    Choosing a file is typing, no click; each begins where their work is.
    """
    link = _asked_by(coordinator := Clicks(page), "2.1")
    by_link = Clicks(stranger)
    stranger.goto("about:blank")
    stranger.set_content(f'<a href="{page.url.split("/33.25")[0]}{link}">tautan</a>')  # in a chat
    by_link("a")
    stranger.set_input_files("#photo", files=[_picture("Perbup.png", 3)])
    by_link("button[value=bring]")
    assert "Perbup.png" in stranger.inner_text(".asked-came")
    coordinator(".tasks")
    coordinator("a:has-text('2.1 ')")
    coordinator("button[value=accept]")
    assert _takes_file_of(coordinator, "2.1")
    assert (coordinator.count, by_link.count) == (5, 2)

    _asked_by(coordinator := Clicks(page), OWN)
    by_account = Clicks(operator)
    operator.goto("/")  # signed in, as every morning
    by_account(f"a:has-text('{OWN} ')")
    file = "form:has(button[value=bring]) input[type=file]"
    operator.set_input_files(file, files=[_picture("Risiko.png", 4)])
    by_account("button[value=bring]")
    operator.wait_for_selector(".used a:has-text('Risiko.png')")
    coordinator(f"[id='butir-{OWN}'] a[data-open]")
    assert _takes_file_of(coordinator, OWN)
    assert (coordinator.count, by_account.count) == (3, 2)


def _picture(name, size):
    return {"name": name, "mimeType": "image/png", "buffer": png(size, size)}


def _asked_by(clicks, code):
    """The link by which the first missing piece of an item is asked for, as its letter has it."""
    clicks.page.goto(f"{BINDER}?bagian=output")
    clicks(f"[id='butir-{code}'] button[name=ask]")
    return re.search(r"/b/[a-z2-7]{26}/", clicks.page.input_value(".ask-card textarea"))[0]


def _takes_file_of(clicks, code):
    """Whether the binder's zip, which one press takes, has a file of the item."""
    with clicks.page.expect_download() as taken:
        clicks("a[download]")
    with zipfile.ZipFile(taken.value.path()) as archive:
        return any(f"/{code} " in name for name in archive.namelist())


def _by_the_agency(operator):
    operator.goto(f"{REGION}tugas/")
    operator.click(f"a:has-text('{OWN} ')")
    operator.check("input[name=level][value='0']", force=True)
    operator.fill("#answer", "Risiko belum didata.")
    operator.fill("#why", "Sesuai keadaan")
    operator.click("#jawaban button[value=submit]")
    operator.wait_for_selector(".notice-success")


def _move(page, move):
    page.goto(f"{REGION}{YEAR}/siklus/")
    assert barriers(page) == []
    page.click(f"button[value={move}]")
    page.wait_for_selector(".notice-success")


def _finding(page, operator):
    """Written in the first stage, for the operator's agency; its address."""
    page.goto(f"{BINDER}{OWN}/")
    name = page.inner_text("#agency option:checked").strip()
    page.goto(f"{REGION}{YEAR}/temuan/")
    page.fill("textarea[name=text]", "Susun daftar risiko.")
    page.select_option("select[name=agency]", label=name)
    page.fill("input[name=due_on]", f"{YEAR + 1}-12-31")
    page.select_option("select[name=item]", OWN)
    page.click("button:has-text('Tulis temuan')")
    page.wait_for_selector("a:has-text('Susun daftar risiko.')")
    assert too_wide(page, f"{REGION}{YEAR}/temuan/") == []
    assert barriers(page) == []
    operator.goto(f"{REGION}tugas/")
    assert "Susun daftar risiko." in operator.inner_text("main")
    return page.get_attribute("a:has-text('Susun daftar risiko.')", "href")


def _answered(operator, page, finding):
    operator.goto(finding)
    file = {"name": "risiko.png", "mimeType": "image/png", "buffer": png()}
    operator.set_input_files(".drop input[type=file]", files=[file])
    operator.click(".drop .btn-primary")
    operator.wait_for_selector(".evidence-name")
    operator.fill("#answer", "Daftar risiko disusun bersama Inspektorat.")
    operator.click("button[value=submit]")
    page.goto(finding)
    assert barriers(page) == []
    page.click("button[value=verify]")
    page.wait_for_selector(".notice-success")
    assert "diterima" in page.inner_text(".head-line")


def _taken_along(page):
    """Of the last stage: its deck and its report, and a zip whose files are those of its index."""
    last = page.locator("section:has-text('Yang sudah diserahkan') li").first
    deck, report, bundle = (
        page.request.get(one.get_attribute("href")).body() for one in last.locator("a").all()
    )
    assert Presentation(io.BytesIO(deck)).slides[0].shapes.title.text.endswith(str(YEAR))
    assert report.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(bundle)) as taken:
        sheet = load_workbook(io.BytesIO(taken.read("INDEX.xlsx"))).worksheets[0]
        head, *rows = sheet.iter_rows(values_only=True)
        path, sha256 = head.index("Berkas atau tautan"), head.index("SHA-256")
        named = {row[path]: row[sha256] for row in rows if row[path] and row[sha256]}
        held = {one for one in taken.namelist() if not one.startswith("INDEX.")}
        assert held == named.keys()
        assert {name.rpartition("/")[2] for name in held} >= {"01 SK Dewan.pdf", "02 SK Tim.png"}
        for name in held:
            assert hashlib.sha256(taken.read(name)).hexdigest() == named[name]
