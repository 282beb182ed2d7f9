"""Scores that come back by a sheet: kept, left where the site went on, refused in words."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from kotacerdas.evaluation.models import Submission
from kotacerdas.panel.actions.scoring import send_scores
from kotacerdas.panel.models import ItemScore
from pages.regions import OWN, begun
from pages.test_access import signed_in
from panel.panels import NOW, give, judged

pytestmark = pytest.mark.django_db
AT = f"/{OWN}/2023/penilaian/s2/lembar/"


@pytest.fixture
def panel(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=1))
    return judged(begun(OWN))


def filled(client, changes):
    """The reader's sheet with values put in by item and column."""
    book = load_workbook(io.BytesIO(client.get(f"{AT}unduh/").content))
    sheet = book["Nilai"]
    titles = {str(one.value): one.column for one in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        for title, value in changes.get(str(row[titles["butir"] - 1].value), {}).items():
            row[titles[title] - 1].value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sent(client, data):
    return client.post(AT, {"file": SimpleUploadedFile("lembar.xlsx", data)})


def test_what_was_filled_in_is_kept_and_what_the_site_has_by_now_is_not_replaced(panel):
    by = panel.members[0].user
    client = signed_in(by)
    give(panel.review, "1.1", 300, by)
    changes = {
        "1.1": {"nilai": 2, "catatan": "dari lembar"},
        "2.1": {"nilai": 3.25, "catatan": "ditulis di kereta", "temuan": "ya"},
        "3.1": {"nilai": 5},
        "4.1": {"nilai": 0},
    }
    data = filled(client, changes)
    give(panel.review, "1.1", 400, by, seen=1, comment="dari situs")
    page = sent(client, data)

    assert page.status_code == 422
    assert "2 nilai disimpan, 0 sudah sama, 2 tidak diambil" in page.text
    assert "Di situs sudah 4 (dari situs)" in page.text
    assert "Nilai berkisar 0 sampai 4" in page.text
    kept = {one.item: one for one in ItemScore.objects.all()}
    assert {code: one.hundredths for code, one in kept.items()} == {
        "1.1": 400,
        "2.1": 325,
        "4.1": 0,
    }
    assert (kept["2.1"].comment, kept["2.1"].is_finding) == ("ditulis di kereta", True)
    again = sent(client, data)
    assert "0 nilai disimpan, 2 sudah sama, 2 tidak diambil" in again.text


def test_a_sheet_of_an_earlier_submission_or_after_sending_is_refused_whole(panel):
    by = panel.members[0].user
    client = signed_in(by)
    data = filled(client, {"1.1": {"nilai": 2}})
    cycle = panel.review.stage
    again = Submission.objects.create(
        stage=cycle, answers={"1.1": {"level": 1}}, snapshot={}, by=panel.coordinator, at=NOW
    )
    assert "menyerahkan lagi" in sent(client, data).text
    again.delete()
    for code in panel.codes:
        give(panel.review, code, 300, by)
    send_scores(panel.review, by=by, at=NOW)
    refused = sent(client, data)
    assert refused.status_code == 422
    assert "sudah dikirim" in refused.text
    assert set(ItemScore.objects.values_list("hundredths", flat=True)) == {300}


def test_what_is_no_sheet_is_refused_with_its_cell(panel):
    client = signed_in(panel.members[0].user)
    assert sent(client, b"bukan buku kerja").status_code == 422
    words = sent(client, filled(client, {"1.1": {"nilai": "tiga"}}))
    assert words.status_code == 422
    assert "Nilai!" in words.text
    assert not ItemScore.objects.exists()
    assert client.post(AT).status_code == 422
    assert signed_in(panel.chair).get(AT).status_code == 403
