"""Workbooks in and out, by hand."""

import pytest

from journeys.site import BATANG, REGION, batang, overall, send, too_wide, workbook
from kotacerdas.workbook.reading import read
from workbook.builder import good, put, xlsx

REASON = "Berita acara verifikasi ulang 12/2022"
MAGIC = {"pdf": b"%PDF-", "pptx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}


@pytest.fixture(scope="module")
def corrected(upload_folder):
    """The example with one verified programme of 2022 no longer realised, and its code."""
    records = batang()
    row = next(
        row
        for row in records["Realisation"]
        if row["year"] == 2022 and row["programme"] and row["realised"] and row["verified"]
    )
    row["realised"] = False
    return workbook(records, upload_folder / "koreksi.xlsx"), row["programme"]


def test_a_correction_is_seen_confirmed_with_its_reason_and_in_the_numbers_and_the_log(
    page, corrected
):
    file, programme = corrected
    send(page, file)
    # Without a base the field is to be decided, too: that table stands before the changes.
    changes = page.locator("table.cards").last.locator("tbody tr")
    assert changes.count() == 1
    change = changes.filter(has_text=programme)
    assert change.locator(".was").count() == 1
    assert too_wide(page, page.url) == []

    # The field is required; who sends the form without it is told so by the server.
    page.evaluate("document.querySelector('input[name=reason]').required = false")
    page.click("form[data-once] .btn-primary")
    page.wait_for_selector("[role=alert]")
    assert "alasan" in page.inner_text("[role=alert]").lower()
    page.goto(f"{REGION}2022/")
    assert overall(page) == "87,5"

    send(page, file)
    _confirm(page)
    page.goto(f"{REGION}2022/")
    assert overall(page) == "86,3"

    page.goto(f"{REGION}catatan/")
    page.click("tbody tr:first-child a")
    entry = page.inner_text("#content")
    assert REASON in entry
    assert programme in entry
    assert "coordinator@demo" in entry
    was, now = page.locator("tbody tr:first-child td").all_inner_texts()[1:]
    assert (was.lower(), now.lower()) == ("ya", "tidak")

    page.goto(f"{REGION}2022/hasil/")
    page.locator("a[href*='/banding/']").first.click()
    page.wait_for_url("**/banding/*/")
    compared = page.inner_text("#content")
    assert (
        "87,5\u00a0%\t86,3\u00a0%" in compared or "80,0\u00a0%\t78,8\u00a0%" in compared
    )  # as reported, or as verified

    # And back again: the example is what it was.
    send(page, BATANG)
    _confirm(page)
    page.goto(f"{REGION}2022/")
    assert overall(page) == "87,5"


def _confirm(page):
    page.fill("input[name=reason]", REASON)
    page.click("form[data-once] .btn-primary")
    page.wait_for_selector(".notice[role=status]")


def test_a_wrong_workbook_is_told_cell_by_cell_and_nothing_is_written(page, upload_folder):
    sheets = put(put(good(), "Budget!D2", "sekitar seribu"), "Programmes!D2", "tiada-opd")
    wrong = upload_folder / "salah.xlsx"
    wrong.write_bytes(xlsx(sheets))
    before = _newest_entry(page)

    send(page, wrong)

    rows = [row.split("\t") for row in page.locator("tbody tr").all_inner_texts()]
    told = {row[0].split("\n")[0].strip(): row[1].strip() for row in rows}
    assert told["Budget!D2"] == "sekitar seribu"
    assert told["Programmes!D2"] == "tiada-opd"
    assert page.locator("form[data-once]").count() == 0
    assert _newest_entry(page) == before


def _newest_entry(page):
    page.goto(f"{REGION}catatan/")
    return page.locator("tbody tr:first-child a").get_attribute("href")


def test_a_workbook_of_another_region_is_refused_with_a_sentence(page, upload_folder):
    other = upload_folder / "daerah-lain.xlsx"
    other.write_bytes(xlsx(put(good(), "Region!A2", "34.04")))

    assert "34.04" in _refusal(page, other)


def test_a_file_that_is_too_large_is_refused_with_a_sentence(page, upload_folder):
    large = upload_folder / "besar.xlsx"
    large.write_bytes(bytes(26_000_000))

    assert "25 MB" in _refusal(page, large)


def _refusal(page, file):
    page.goto(f"{REGION}impor/")
    page.set_input_files("input[type=file]", file)
    page.click(".drop .btn-primary")
    alert = page.locator("[role=alert]")
    alert.wait_for(timeout=5_000)
    return alert.inner_text()


def test_each_document_downloads_as_a_file_of_its_kind(page):
    page.goto(f"{REGION}2022/")
    for kind, magic in MAGIC.items():
        content = _downloaded(page, f"a[href*='/unduh/{kind}/']")
        assert content.startswith(magic), kind
        assert len(content) > 10_000, kind


def test_the_workbook_taken_out_and_brought_in_again_changes_nothing(page, upload_folder):
    page.goto(f"{REGION}2022/")
    taken = upload_folder / "ekspor.xlsx"
    taken.write_bytes(_downloaded(page, ".actions a[href$='/ekspor/']"))
    assert read(taken).is_ok

    send(page, taken)

    assert "Tidak ada yang berubah" in page.inner_text("#content")
    assert page.locator("form[data-once]").count() == 0


def _downloaded(page, link):
    page.locator(".head summary.btn").click()
    with page.expect_download() as sent:
        page.click(link)
    page.keyboard.press("Escape")
    return sent.value.path().read_bytes()
