"""From the sign-in to the cell that a number came from."""

from openpyxl import load_workbook

from journeys.site import BATANG, REGION, dimensions, overall, settled
from reporting.files import pdf


def test_the_coordinator_signs_in_and_opens_a_number_down_to_its_cells(site, stranger):
    site.sign_in(stranger, "coordinator")

    assert overall(stranger) == "87,5"
    assert dimensions(stranger) == [
        *("89,7\u00a0%", "85,7\u00a0%", "80,0\u00a0%"),
        *("83,3\u00a0%", "83,3\u00a0%", "100,0\u00a0%"),
    ]

    stranger.click("a.dim >> nth=0")
    stranger.click(".hero .big")
    panel = stranger.locator("dialog#panel[open]")
    panel.wait_for()
    value = panel.locator(".big").inner_text()
    assert value.startswith("89,7")
    assert "100" in panel.locator(".formula strong").inner_text()
    panel.get_by_role("link", name="Sel sumber").click()
    panel.locator("td").first.wait_for()
    addresses = panel.locator("td:first-child a").all_inner_texts()
    assert addresses
    assert _in_the_file(addresses) == panel.locator("td:last-child").all_inner_texts()

    panel.get_by_role("link", name="Buka halaman").click()
    stranger.wait_for_url("**/angka/**")
    alone = stranger.locator(".explained")
    assert alone.locator(".big").inner_text() == value
    alone.get_by_role("link", name="Sel sumber").click()
    assert alone.locator("td:first-child a").all_inner_texts() == addresses


def _in_the_file(addresses):
    """What the file that was brought in holds at the addresses `Sheet!Cell`, a dash for nothing."""
    book = load_workbook(BATANG)
    places = [address.split("!") for address in addresses]
    values = [book[sheet][cell].value for sheet, cell in places]
    return ["–" if value is None else str(value) for value in values]


def test_a_cell_leads_to_its_row_and_that_to_the_file(page):
    page.goto(f"{REGION}2022/angka/overall/achievement_pct/")
    cell = page.locator(".proof .inline-facts a").first
    name = cell.inner_text()
    cell.click()
    asked = page.locator(".asked-cell")
    assert page.locator("h1").inner_text() == name
    assert asked.inner_text() == _in_the_file([name])[0]
    with page.expect_download() as sent:
        page.get_by_role("link", name="Unduh berkas").click()

    assert sent.value.suggested_filename == "batang.xlsx"


def test_who_is_not_signed_in_sees_no_number(stranger):
    stranger.goto(f"{REGION}2022/")

    assert "/akun/login/" in stranger.url
    assert "87,5" not in stranger.content()


def test_a_wrong_password_is_told_and_lets_nobody_in(site, stranger):
    address, _ = site.accounts["viewer"]
    stranger.goto("/")
    stranger.fill("input[name=login]", address)
    stranger.fill("input[name=password]", "bukan ini")
    stranger.press("input[name=password]", "Enter")
    stranger.wait_for_selector("[role=alert], .notice-error, .errorlist, .invalid-feedback")

    assert stranger.locator(".avatar-link").count() == 0


def test_a_number_of_the_overview_leads_to_an_opened_proof_in_three_clicks(page, upload_folder):
    proof = upload_folder / "GOV 01_Laporan.pdf"
    proof.write_bytes(pdf())
    page.goto(f"{REGION}impor/bukti/")
    page.set_input_files("input[type=file]", proof)
    page.click(".drop .btn-primary")
    page.wait_for_selector("text=1 berkas dipasangkan menurut namanya")
    page.goto(f"{REGION}2022/")
    settled(page)

    page.click(".hero .big")
    panel = page.locator("dialog#panel[open]")
    panel.get_by_role("link", name="Terhitung 70").click()
    panel.get_by_role("link", name="GOV 01_Laporan.pdf").click()

    shown = page.locator(".viewer-look img")
    shown.wait_for()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert page.locator("h1").inner_text() == "GOV 01_Laporan.pdf"


def test_the_parts_of_a_number_are_reached_with_the_keyboard_and_without_a_script(browser, site):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    site.sign_in(page, "viewer")
    page.goto(f"{REGION}2022/angka/overall/achievement_pct/")
    page.get_by_role("link", name="Terhitung 70").press("Enter")
    page.wait_for_url("**bagian=terhitung")

    assert page.locator(".proofs > li").count() == 50
    assert page.locator('[aria-current="page"]', has_text="Terhitung").count() == 1
    page.get_by_role("link", name="Berikutnya").press("Enter")
    page.wait_for_url("**p=2")
    assert page.locator(".proofs > li").count() == 20
    context.close()
