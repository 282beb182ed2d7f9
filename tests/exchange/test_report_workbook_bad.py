"""Workbooks that are wrong, of something else, or made to harm: told by their cells, none taken."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from cases import mostly_on_one
from exchange.report_workbooks import (
    address,
    cells_of,
    confirm,
    downloaded,
    filled,
    signed_in,
    upload,
    with_cell,
)
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.casework.models import Version
from kotacerdas.reporting.actions.windows import open_window
from reporting.cast import AT, DEADLINE, Stage, reporting_sheets, stage
from workbook.builder import Failed, Formula, xlsx, zipped

OTHER = "33.74"


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


def refused(client: Client, stage: Stage, data: bytes) -> str:
    """The issues by problem and place of an upload of which nothing is taken."""
    answer = upload(client, stage, data)
    assert answer.status_code == 422
    assert not Version.objects.exists()
    found = answer.context["found"].issues
    assert all((issue.cell or "") in answer.text for issue in found)
    return " ".join(f"{i.problem.name} {i.place()}".strip() for i in found if i.is_error)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04broken", b"%PDF-1.7"],
)
def test_what_is_no_workbook_is_refused(here: Stage, operator: Client, data: bytes):
    if data:
        assert refused(operator, here, data) in {"UNREADABLE", "OLD_EXCEL"}
    else:
        assert upload(operator, here, data).status_code == 422


def test_bombs_and_entities_are_refused(here: Stage, operator: Client):
    assert refused(operator, here, zipped({"Laporan.csv": b"0" * 2_000_000})) == "TOO_LARGE"
    entities = '<!DOCTYPE a [<!ENTITY e "ha">]><worksheet>&e;</worksheet>'
    data = downloaded(operator, here)
    parts = {"xl/worksheets/sheet1.xml": entities}
    assert refused(operator, here, xlsx(cells_of(data), parts=parts)) == "UNREADABLE"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(here: Stage, operator: Client):
    too_much = str(settings.MAX_UPLOAD_BYTES + 1)
    answer = operator.post(address(here), {"file": "x"}, headers={"content-length": too_much})

    assert answer.status_code == 413
    assert "25 MB" in answer.text


def test_no_file_at_all_is_told(here: Stage, operator: Client):
    assert "Pilih berkas" in operator.post(address(here)).text


def test_the_region_s_workbook_is_no_reporting_workbook(here: Stage, operator: Client):
    assert refused(operator, here, xlsx(reporting_sheets())) == "REGION_WORKBOOK"


def test_another_agency_s_workbook_is_refused(here: Stage, operator: Client):
    neighbours = downloaded(signed_in(here.people.neighbour), here, "a2")

    assert refused(operator, here, neighbours) == "OTHER_WORKBOOK Petunjuk!B3"


def test_another_region_s_and_another_period_s_workbook_is_refused(here: Stage, operator: Client):
    there = stage(OTHER)
    foreign = downloaded(signed_in(there.people.operator), there)
    by = here.people.coordinator
    open_window(here.region, year=2022, code="q2", deadline=DEADLINE, by=by, at=AT)
    later = operator.get(address(here, "a1/").replace("q1", "q2")).content

    assert refused(operator, here, foreign) == "OTHER_WORKBOOK Petunjuk!B2"
    assert refused(operator, here, later) == "OTHER_WORKBOOK Petunjuk!B4"


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    mostly_on_one(
        [
            ("Laporan!A2", "p2", "NOT_DUE Laporan!A2"),  # of another agency
            ("Laporan!A2", "tidak-ada", "NOT_DUE Laporan!A2"),
            ("Laporan!A3", "p1", "DUPLICATE Laporan!A3"),
            ("Laporan!A2", None, "EMPTY Laporan!A2"),
            ("Laporan!C2", "mungkin", "NOT_YES_NO Laporan!C2"),
            ("Laporan!D2", -1, "OUT_OF_BOUNDS Laporan!D2"),
            ("Laporan!D2", 101, "OUT_OF_BOUNDS Laporan!D2"),
            ("Laporan!D2", "NaN", "NOT_A_NUMBER Laporan!D2"),
            ("Nilai!B2", "i2", "NOT_DUE Nilai!B2"),
            ("Nilai!C2", "tw2", "NOT_DUE Nilai!B2"),
            ("Nilai!H2", "banyak", "NOT_A_NUMBER Nilai!H2"),
            ("Nilai!H2", "1.234", "AMBIGUOUS_NUMBER Nilai!H2"),
            ("Nilai!H2", "inf", "NOT_A_NUMBER Nilai!H2"),
            ("Nilai!H2", 1e16, "OUT_OF_BOUNDS Nilai!H2"),
            ("Nilai!H2", "-1e5", "NOT_A_NUMBER Nilai!H2"),
            ("Nilai!H2", Formula("1+1"), "NO_CACHED_VALUE Nilai!H2"),
            ("Nilai!H2", Failed("#DIV/0!"), "ERROR_VALUE Nilai!H2"),
            ("Anggaran!B2", "apbn", "NOT_DUE Anggaran!B2"),
            ("Anggaran!E2", -5, "OUT_OF_BOUNDS Anggaran!E2"),
            ("Anggaran!E2", 1e300, "OUT_OF_BOUNDS Anggaran!E2"),
            ("Anggaran!E2", "gratis", "NOT_A_NUMBER Anggaran!E2"),
        ]
    ),
)
def test_what_is_wrong_is_told_with_its_cell(
    here: Stage, operator: Client, cell: str, value: object, found: str
):
    assert refused(operator, here, with_cell(downloaded(operator, here), cell, value)) == found


def test_everything_that_is_wrong_is_told_at_once(here: Stage, operator: Client):
    wrong = {"Laporan!D2": -1, "Laporan!A3": "p2", "Nilai!H2": "banyak", "Anggaran!E2": "gratis"}
    data = filled(downloaded(operator, here), wrong)

    assert refused(operator, here, data) == (
        "OUT_OF_BOUNDS Laporan!D2 NOT_DUE Laporan!A3 NOT_A_NUMBER Nilai!H2 NOT_A_NUMBER Anggaran!E2"
    )


def test_a_formula_counts_with_its_stored_result(here: Stage, operator: Client):
    data = with_cell(downloaded(operator, here), "Nilai!H2", Formula("3*3", 9))
    confirm(operator, here, upload(operator, here, data), "save")

    assert here.report().filled == {"value:i1|q1": "9"}


def test_a_percentage_typed_with_its_sign_is_warned_of(here: Stage, operator: Client):
    answer = upload(operator, here, filled(downloaded(operator, here), {"Laporan!D2": 0.85}))

    assert answer.status_code == 200
    assert "Laporan!D2" in answer.text
    assert "0,85" in answer.text


def test_an_answer_that_nobody_asks_for_is_left_out_and_told(here: Stage, operator: Client):
    row = {"Jawaban!A2": "p1", "Jawaban!B2": "tidak_ada", "Jawaban!E2": "Karena"}
    answer = upload(operator, here, filled(downloaded(operator, here), row))

    assert "Jawaban!E2" in answer.text
    assert answer.context["found"].changed == []


def test_a_draft_that_can_t_be_read_is_told_by_the_workbook_that_holds_it(
    here: Stage, operator: Client
):
    save_draft(here.act(here.people.operator), {"value:i1|q1": "sembilan"})
    answer = upload(operator, here, downloaded(operator, here))

    assert "Nilai!H2" in answer.text
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["coordinator", "verifier", "neighbour", "outsider"])
def test_who_does_not_report_for_the_agency_gets_no_workbook(here: Stage, who: str):
    client = signed_in(getattr(here.people, who))
    wanted = 404 if who == "outsider" else 403

    answer = client.get(address(here, "a1/"))
    assert answer.status_code == wanted
    if who == "neighbour":
        assert "Diskominfo" in answer.text
    else:
        assert client.get(address(here)).status_code == wanted
        assert client.post(address(here)).status_code == wanted


def test_what_was_previewed_is_of_one_person_and_can_t_be_altered(here: Stage, operator: Client):
    data = filled(downloaded(operator, here), {"Laporan!D2": 50})
    held = upload(operator, here, data).context["carried"]
    neighbour = signed_in(here.people.neighbour)
    for client, carried in ((neighbour, held), (operator, held[:-3] + "abc"), (operator, "x")):
        answer = client.post(address(here), {"carried": carried, "do": "save"})
        assert answer.status_code == 422
        assert "Unggah berkasnya sekali lagi" in answer.text
    assert not Version.objects.exists()


def test_no_period_no_page(here: Stage, operator: Client):
    for other in ("q2", "tahun", "x"):
        assert operator.get(address(here).replace("q1", other)).status_code == 404


def test_markup_in_a_cell_is_shown_as_text(here: Stage, operator: Client):
    said = {"Laporan!G2": "<script>alert(1)</script>"}
    assert (
        "<script>alert" not in upload(operator, here, filled(downloaded(operator, here), said)).text
    )
    wrong = {"Nilai!H2": "<script>alert(1)</script>"}
    assert (
        "<script>alert"
        not in upload(operator, here, filled(downloaded(operator, here), wrong)).text
    )
