"""An agency reports by a workbook: out, filled in, looked at, and sent in by the page's rules."""

import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from openpyxl import load_workbook

from exchange.report_workbooks import (
    address,
    cells_of,
    confirm,
    downloaded,
    filled,
    signed_in,
    upload,
)
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.steps import (
    discard_draft,
    save_draft,
    send_back,
    submit,
    withdraw,
)
from kotacerdas.casework.models import State, Version
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Agency
from reporting.cast import COMPLETE, Stage, stage

# p1 told in full, with its warning answered; p3 half.
ALL_OF_P1 = {
    "Laporan!C2": "ya",
    "Laporan!D2": 100,
    "Laporan!G2": "=catatan, bukan rumus",
    "Nilai!H2": "9,5",
    "Anggaran!E2": 450_000,
}
HALF_OF_P3 = {"Laporan!C3": "tidak"}


@pytest.fixture
def here(db) -> Stage:
    return stage()


@pytest.fixture(autouse=True)
def in_april(monkeypatch):
    """The pages' clock, on a day before the deadline."""
    now = datetime(2022, 4, 6, 2, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def operator(here: Stage) -> Client:
    return signed_in(here.people.operator)


def test_the_workbook_holds_just_what_is_due_from_the_agency(here: Stage, operator: Client):
    sheets = cells_of(downloaded(operator, here))

    assert [row[0] for row in sheets["Laporan"][1:]] == ["p1", "p3"]
    assert [row[:3] for row in sheets["Nilai"][1:]] == [["p1", "i1", "tw1"]]
    assert [row[:3] for row in sheets["Anggaran"][1:]] == [["p1", "apbd", 1_000_000]]
    assert sheets["Jawaban"][1:] == []


def test_it_is_in_the_reader_s_language_and_read_back_in_either(here: Stage, operator: Client):
    operator.post("/bahasa/", {"language": "en", "next": "/"})
    english = downloaded(operator, here)
    operator.post("/bahasa/", {"language": "id", "next": "/"})
    preview = upload(operator, here, filled(english, {"Reports!D2": "50"}))

    assert "Reports" in cells_of(english)
    assert [one.programme.code for one in preview.context["found"].changed] == ["p1"]


def test_sent_back_as_it_came_it_changes_nothing(here: Stage, operator: Client):
    save_draft(here.act(here.people.operator), COMPLETE | {"note": "a\r\nb", "value:i1|q1": "9.50"})
    preview = upload(operator, here, downloaded(operator, here))

    assert preview.status_code == 200
    assert "Tidak ada yang berubah" in preview.text
    assert preview.context["found"].changed == []
    assert here.case().revision == 1


def test_a_saved_draft_that_is_complete_is_sent_in_by_the_workbook_as_it_came(
    here: Stage, operator: Client
):
    save_draft(here.act(here.people.operator), COMPLETE)
    preview = upload(operator, here, downloaded(operator, here))
    confirm(operator, here, preview, "send")

    assert preview.context["to_send"] == 1
    assert here.report().state == State.SUBMITTED


def test_nothing_is_written_before_it_is_confirmed(here: Stage, operator: Client):
    preview = upload(operator, here, filled(downloaded(operator, here), ALL_OF_P1))

    assert preview.status_code == 200
    assert "1 laporan berubah" in preview.text
    assert "Nilai!H2" in preview.text
    assert not Version.objects.exists()


def test_what_is_complete_is_sent_in_and_the_rest_kept_as_drafts(here: Stage, operator: Client):
    first = upload(operator, here, filled(downloaded(operator, here), ALL_OF_P1 | HALF_OF_P3))
    saved = confirm(operator, here, first, "save")
    again = downloaded(operator, here)
    asked = [row[:2] for row in cells_of(again)["Jawaban"]]
    cell = f"Jawaban!E{asked.index(['p1', 'no_evidence']) + 1}"
    second = upload(operator, here, filled(again, {cell: "Menyusul"}))
    sent = confirm(operator, here, second, "send")

    assert (saved.status_code, sent.status_code) == (302, 302)
    assert here.report("p1").state == State.SUBMITTED
    assert here.report("p1").filled == {
        "realised": "yes",
        "progress_pct": "100",
        "note": "=catatan, bukan rumus",
        "value:i1|q1": "9,5",
        "money:apbd": "450000",
        "answer:no_evidence|": "Menyusul",
    }
    assert here.report("p3").state == State.DRAFT
    assert here.report("p3").filled == {"realised": "no"}


def test_a_workbook_and_the_page_come_to_the_same_rows(here: Stage, operator: Client):
    submit(here.act(here.people.operator), COMPLETE)
    by_page = here.report().warnings, here.case().risk
    withdraw(here.act(here.people.operator))
    discard_draft(here.act(here.people.operator))
    first = upload(operator, here, filled(downloaded(operator, here), ALL_OF_P1))
    confirm(operator, here, first, "save")
    second = upload(operator, here, filled(downloaded(operator, here), {"Jawaban!E2": "Menyusul"}))
    confirm(operator, here, second, "send")

    assert (here.report().warnings, here.case().risk) == by_page
    assert Entry.objects.filter(action="report.submit").count() == 2


def test_what_is_missing_is_told_with_its_cell(here: Stage, operator: Client):
    preview = upload(operator, here, filled(downloaded(operator, here), HALF_OF_P3))

    assert "Laporan!E3" in preview.text
    assert "Tulis kendalanya" in preview.text


def test_a_double_click_submits_once(here: Stage, operator: Client):
    save_draft(here.act(here.people.operator), COMPLETE)
    preview = upload(operator, here, filled(downloaded(operator, here), {"Laporan!G2": "Baru"}))
    answers = [confirm(operator, here, preview, "send") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302] * 3
    assert Version.objects.count() == 1
    assert Entry.objects.filter(action="report.submit").count() == 1


def test_what_somebody_saved_meanwhile_is_told_and_nothing_is_overwritten(
    here: Stage, operator: Client
):
    own = ALL_OF_P1 | HALF_OF_P3
    preview = upload(operator, here, filled(downloaded(operator, here), own))
    save_draft(here.act(here.people.operator, "p3"), {"note": "lain"})
    answer = confirm(operator, here, preview, "send")

    assert answer.status_code == 422
    assert "Jaringan Desa" in answer.context["refused"]
    assert here.report("p3").filled == {"note": "lain"}
    assert Version.objects.count() == 1  # p1 of the same upload was not written either
    assert confirm(operator, here, answer, "save").status_code == 302
    assert here.report("p3").filled == {"realised": "no"}


def test_a_report_sent_in_already_is_left_alone_and_told(here: Stage, operator: Client):
    submit(here.act(here.people.operator), COMPLETE)
    same = upload(operator, here, downloaded(operator, here))
    other = upload(operator, here, filled(downloaded(operator, here), {"Laporan!D2": 50}))

    assert same.context["found"].changed == []
    assert "sudah dikirim" in other.text
    assert other.context["carried"] == ""


def test_a_returned_report_is_mended_in_a_version_of_its_own(here: Stage, operator: Client):
    submit(here.act(here.people.operator), COMPLETE)
    send_back(here.act(here.people.verifier), "Angkanya keliru")
    preview = upload(operator, here, filled(downloaded(operator, here), {"Nilai!H2": 10}))
    confirm(operator, here, preview, "send")

    assert here.report().number == 2
    assert here.report().state == State.SUBMITTED
    assert here.report().filled["value:i1|q1"] == "10"


def test_after_the_deadline_nothing_is_taken_and_the_page_says_why(
    here: Stage, operator: Client, monkeypatch
):
    data = filled(downloaded(operator, here), ALL_OF_P1)
    preview = upload(operator, here, data)
    late = datetime(2022, 4, 11, 2, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    held = preview.context["carried"]

    assert "sudah lewat" in upload(operator, here, data).text
    answer = operator.post(address(here), {"carried": held, "do": "save"})
    assert answer.status_code == 422
    assert not Version.objects.exists()


def test_an_emptied_cell_takes_back_and_a_deleted_row_does_not(here: Stage, operator: Client):
    save_draft(here.act(here.people.operator), COMPLETE)
    data = filled(
        downloaded(operator, here),
        {
            "Laporan!D2": None,
            "Anggaran!A2": None,
            "Anggaran!B2": None,
            "Anggaran!C2": None,
            "Anggaran!E2": None,
        },
    )
    confirm(operator, here, upload(operator, here, data), "save")

    assert here.report().filled == {k: v for k, v in COMPLETE.items() if k != "progress_pct"}


def test_not_applicable_is_told_in_place_of_a_value(here: Stage, operator: Client):
    data = filled(downloaded(operator, here), {"Nilai!H2": "Tidak Berlaku"})
    confirm(operator, here, upload(operator, here, data), "save")

    assert here.report().filled == {"value:i1|q1": "tidak berlaku"}
    assert upload(operator, here, downloaded(operator, here)).context["found"].changed == []


def test_the_cells_to_fill_in_are_open_and_the_others_locked(here: Stage, operator: Client):
    book = load_workbook(io.BytesIO(downloaded(operator, here)))

    assert book["Laporan"].protection.sheet
    assert book["Laporan"].freeze_panes == "A2"
    assert not book["Laporan"]["C2"].protection.locked
    assert book["Laporan"]["A2"].protection.locked
    assert not book["Nilai"]["H2"].protection.locked
    lists = book["Laporan"].data_validations.dataValidation
    assert [one.formula1 for one in lists] == ['"ya,tidak"']


def test_text_that_looks_like_a_formula_goes_out_as_text(here: Stage, operator: Client):
    for mark in "=+-@":
        save_draft(here.act(here.people.operator), {"note": f"{mark}1+1"})
        data = downloaded(operator, here)
        assert cells_of(data)["Laporan"][1][6] == f"{mark}1+1"
        assert upload(operator, here, data).context["found"].changed == []


def test_it_asks_the_database_as_often_for_many_programmes_as_for_few(
    here: Stage, operator: Client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40) as few:
        assert upload(operator, here, downloaded(operator, here)).status_code == 200
    like = here.programme("p3")
    fields = [one.attname for one in Programme._meta.concrete_fields if not one.primary_key]
    values = {name: getattr(like, name) for name in fields}
    Programme.objects.bulk_create(Programme(**values | {"code": f"x{at}"}) for at in range(300))
    with django_assert_max_num_queries(len(few)):
        assert upload(operator, here, downloaded(operator, here)).status_code == 200


def test_the_operator_s_list_leads_to_the_workbook(here: Stage, operator: Client):
    assert address(here) in operator.get(f"/{here.region.code}/tugas/").text
    page = operator.get(address(here)).text
    assert address(here, "a1/") in page
    assert address(here, "a2/") not in page


def test_an_operator_of_two_agencies_gets_a_workbook_of_each(here: Stage, operator: Client):
    agency = Agency.objects.get(region=here.region, code="a2")
    Appointment.objects.create(
        user=here.people.operator,
        region=here.region,
        role=Role.OPERATOR,
        agency=agency,
        from_at=datetime(2021, 1, 1, tzinfo=UTC),
    )
    data = filled(downloaded(operator, here, "a2"), {"Laporan!D2": 40})
    confirm(operator, here, upload(operator, here, data), "save")

    assert here.report("p2").filled == {"progress_pct": "40"}
