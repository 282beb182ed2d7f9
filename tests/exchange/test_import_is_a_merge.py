"""An export that was changed, brought in again after others changed the site."""

import io
import json

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from exchange.merged import (
    applied,
    brought,
    cell_of,
    edited,
    exported,
    form,
    page_of,
    signed_in,
    without_base,
)
from exchange.site import alerts, nothing_written, sent
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.comments import comment
from kotacerdas.casework.actions.steps import (
    correct,
    save_draft,
    send_back,
    submit,
    verify,
)
from kotacerdas.casework.models import Notice, Version
from kotacerdas.casework.processes import case_url
from kotacerdas.core.errors import RefusedError
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.previews import loaded
from kotacerdas.plan.models import Capacity, Programme, Realisation
from kotacerdas.records.actions import Change, apply_changes
from kotacerdas.records.models import Agency
from kotacerdas.records.storage import own_values
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.selectors import newest_run
from kotacerdas.scorecards.sheets import MODELS, records_of
from kotacerdas.scoring.question import Basis
from kotacerdas.workbook.schema import BY_NAME
from pages.regions import OWN
from reporting.cast import AT, CHECKED, COMPLETE, Stage, stage
from reporting.counting import rows, spent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.fixture
def here(db) -> Stage:
    return stage()


@pytest.fixture
def client(here):
    return signed_in(here.people.coordinator)


def verified(here: Stage, code: str = "p1", **more: str) -> None:
    by = here.people.operator if code != "p2" else here.people.neighbour
    texts = {name: text for name, text in COMPLETE.items() if code == "p1" or ":" not in name}
    texts |= {"answer:no_evidence|": "Menyusul"} | more
    submit(here.act(by, code), texts)
    verify(here.act(here.people.verifier, code), CHECKED)


def edit(here: Stage, sheet: str, place: int, **values: object) -> None:
    """Somebody changes a record on the site."""
    row = records_of(here.region)[sheet][place]
    key = tuple(row[name] for name in BY_NAME[sheet].key)
    change = Change(MODELS[sheet], key, own_values(row), own_values(row) | values, row["pk"])
    apply_changes(here.region, [change], "edit", actor="dwi@33.25.example", at=AT)


def entries() -> int:
    return Entry.objects.filter(chain_id=OWN).count()


# Untouched, and with one name changed


def test_an_untouched_export_of_before_the_reports_changes_nothing(here, client):
    data = exported(client)
    verified(here)
    submit(here.act(here.people.operator, "p3"), {"realised": "yes", "answer:no_evidence|": "x"})
    page = page_of(client, sent(client, data))
    assert "Tidak ada yang berubah" in page
    assert 'value="apply"' not in page
    assert (rows(here)["i1"].value, spent(here)) == (9.5, 450_000)


def test_an_untouched_export_with_reports_in_every_state_changes_nothing(here, client):
    verified(here)
    submit(here.act(here.people.operator, "p3"), {"realised": "yes", "answer:no_evidence|": "x"})
    save_draft(here.act(here.people.neighbour, "p2"), {"realised": "yes"})
    assert "Tidak ada yang berubah" in page_of(client, sent(client, exported(client)))


def test_one_name_changed_is_one_change_and_the_reports_stay(here, client):
    data = edited(exported(client), {"Program!B2": "Satu Data Indonesia"})
    verified(here)
    brought(client, data)
    entry = Entry.objects.filter(chain_id=OWN).latest("number")
    [change] = json.loads(entry.changes)
    assert change["after"] == {"name": "Satu Data Indonesia"}
    assert rows(here)["i1"].value == 9.5
    assert rows(here)["p1"].verified


# Corrections


def _cell_with(data: bytes, value: float) -> str:
    places = [f"Realisasi!F{at}" for at in range(2, 6)]
    return next(place for place in places if cell_of(data, place) == value)


@pytest.fixture
def corrected(here, client) -> str:
    """The address of an import that corrected the value of a verified report."""
    verified(here)
    data = exported(client)
    place = next(
        f"Realisasi!F{at}" for at in range(2, 6) if cell_of(data, f"Realisasi!F{at}") == 9.5
    )
    return brought(client, edited(data, {place: 7.25}))


def test_a_held_value_changed_waits_for_a_verifier(here, client, corrected):
    case = here.case()
    assert (case.state, case.newest.via, case.newest.why) == ("submitted", "import", "Rapat")
    assert case.newest.filled == case.verified.filled | {"value:i1|q1": "7,25"}
    assert rows(here)["i1"].value == 9.5
    assert not Realisation.objects.exists()
    assert Notice.objects.filter(user=here.people.operator, key="report_proposed").count() == 1
    assert "1 koreksi laporan menunggu verifikator" in page_of(client, corrected)
    verify(here.act(here.people.verifier), CHECKED)
    assert rows(here)["i1"].value == 7.25


def test_returned_the_figure_stays(here, corrected):
    send_back(here.act(here.people.verifier), "Tidak benar")
    assert rows(here)["i1"].value == 9.5


def test_the_queue_and_the_report_say_that_it_came_by_import(here, corrected):
    verifier = signed_in(here.people.verifier)
    assert "lewat impor" in page_of(verifier, f"/{OWN}/verifikasi/")
    page = page_of(verifier, case_url(here.case()))
    assert "lewat impor" in page
    assert "9,5" in page
    assert "7,25" in page


def test_a_correction_can_be_left_out_and_is_not_possible_while_a_version_waits(here, client):
    verified(here)
    data = edited(exported(client), {"Anggaran!E2": 400_000})
    address = sent(client, data)
    page = page_of(client, address)
    [name] = [one for one in form(page) if one.startswith("correction/")]
    client.post(address, form(page) | {"do": "show", name: "keep"})
    assert form(page_of(client, address))[name] == "keep"

    correct(here.act(here.people.operator), "Salah")
    page = page_of(client, sent(client, data))
    assert "sedang menulis versi baru" in page
    assert "correction/" not in page
    assert Version.objects.count() == 2


def test_a_correction_is_judged_by_the_plan_that_the_file_leaves(here, client):
    """The target goes with the value that it asked for, so that nothing is left to correct."""
    verified(here)
    data = exported(client)
    value = next(
        f"Realisasi!F{at}" for at in range(2, 6) if cell_of(data, f"Realisasi!F{at}") == 9.5
    )
    assert cell_of(data, "Target!C2") == "tw1"
    page = page_of(client, address := sent(client, edited(data, {value: 7.25, "Target!2": None})))
    assert "tidak lagi diminta dari laporannya" in page
    assert "correction/" not in page
    assert applied(client, address).status_code == 302
    assert here.case().state == "verified"


def test_a_refusal_at_confirmation_names_the_report_and_the_reason(here, client, monkeypatch):
    verified(here)
    address = sent(client, edited(exported(client), {"Anggaran!E2": 400_000}))

    def refuse(*_: object, **__: object) -> None:
        raise RefusedError("correction.not_asked")

    monkeypatch.setattr("kotacerdas.exchange.actions.propose_correction", refuse)
    with nothing_written():
        answer = applied(client, address)
    [alert] = alerts(answer.content.decode())
    assert alert.startswith("Koreksi laporan Satu Data, Triwulan I 2022: Isian ini tidak lagi")


# Two people


def test_two_people_change_one_field_and_two_fields_of_a_row(here, client):
    data = exported(client)
    edit(here, "Programmes", 0, name="Nama situs")
    edit(here, "Agencies", 0, head="Dwi")
    address = sent(
        client, edited(data, {"Program!B2": "Nama berkas", "Perangkat Daerah!B2": "Dinas"})
    )
    page = page_of(client, address)
    assert "1 perbedaan diputuskan" in page
    assert "Nama situs" in page
    assert "Nama berkas" in page
    assert "dwi@33.25.example" in page
    assert applied(client, address).status_code == 302
    agency = Agency.objects.get(code="a1")
    assert (agency.name, agency.head) == ("Dinas", "Dwi")
    assert Programme.objects.get(code="p1").name == "Nama situs"


def test_a_difference_decided_for_the_file_is_taken(here, client):
    data = exported(client)
    edit(here, "Programmes", 0, name="Nama situs")
    address = sent(client, edited(data, {"Program!B2": "Nama berkas"}))
    pk = Programme.objects.get(code="p1").pk
    applied(client, address, **{f"plan.programme/{pk}/name": "take"})
    assert Programme.objects.get(code="p1").name == "Nama berkas"


def test_removed_where_it_was_left_alone_and_a_difference_where_it_was_not(here, client):
    data = edited(exported(client), {"Kapasitas!2": None})
    edit(here, "Capacity", 0, item="Lain")
    page = page_of(client, sent(client, data))
    assert "1 perbedaan diputuskan" in page
    assert "dwi@33.25.example" in page
    assert applied(client, Import.objects.latest("pk") and sent(client, data)).status_code == 302
    assert Capacity.objects.filter(item="Lain").exists()


def test_a_row_that_nobody_touched_is_removed_and_named(here, client):
    data = edited(exported(client), {"Kapasitas!2": None})
    page = page_of(client, address := sent(client, data))
    assert "1 baris dihapus" in page
    n = Capacity.objects.count()
    applied(client, address)
    assert Capacity.objects.count() == n - 1


# Unrelated acts


def test_acts_of_others_between_preview_and_confirmation_do_not_refuse_it(here, client):
    address = sent(client, edited(exported(client), {"Program!B2": "Baru"}))
    seen = form(page_of(client, address))
    verified(here)
    for at in range(5):
        comment(here.act(here.people.operator), f"Komentar {at}")
    edit(here, "Agencies", 0, head="Dwi")
    assert client.post(address, seen | {"do": "apply"}).status_code == 302
    assert Programme.objects.get(code="p1").name == "Baru"
    before = entries()
    answer = client.post(address, seen | {"do": "apply"}, follow=True)
    assert "sudah diterapkan sebagai catatan" in answer.content.decode()
    assert entries() == before


# Without a base


def test_without_a_base_nothing_is_removed_unless_it_is_ticked(here, client):
    book = exported(client)
    more = {f"Program!{at}5": cell_of(book, f"Program!{at}4") for at in "BCDEFGHIJKLMNO"}
    brought(client, edited(book, {"Program!A5": "p4"} | more))
    verified(here, "p3")
    data = without_base(edited(exported(client), {"Program!5": None}))
    data = edited(data, {"Program!4": None, "Realisasi!2": None})
    page = page_of(client, address := sent(client, data))
    assert "Program: hapus 2 baris yang tidak ada di berkas ini" in page
    assert "tidak menyebut dari keadaan mana" in page
    client.post(address, form(page) | {"do": "apply", "reason": "Rapat"})
    assert Programme.objects.count() == 4

    ticked = {"removals": "shown", "remove": "plan.programme"}
    client.post(address, {"do": "show", **ticked})
    page = page_of(client, address)
    assert "1 baris dihapus" in page
    assert "Program p3" in page
    assert "masih dirujuk" in page
    assert applied(client, address, **ticked).status_code == 302
    assert sorted(Programme.objects.values_list("code", flat=True)) == ["p1", "p2", "p3"]


def test_a_base_of_another_chain_is_said_and_counts_as_none(here, client):
    data = exported(client)
    base = cell_of(data, "Petunjuk!B2")
    assert base.startswith(f"{OWN} #")
    for other, words in (
        (f"{OWN} #1 000000000000", "tidak ada di catatan situs ini"),
        (f"{OWN} #999 3fa9c1d2e0b7", "tidak ada di catatan situs ini"),
        ("11.11 #1 3fa9c1d2e0b7", "diekspor dari daerah lain"),
        ("entah", "tidak menyebut dari keadaan mana"),
    ):
        page = page_of(
            client, sent(client, edited(data, {"Petunjuk!B2": other, "Program!B2": "X"}))
        )
        assert words in page
        assert Import.objects.latest("pk").base_entry is None


def test_why_a_record_is_left_is_said_in_the_readers_language(here, client):
    verified(here, "p3")
    data = without_base(edited(exported(client), {"Program!4": None, "Realisasi!2": None}))
    address = sent(client, data)
    client.post(address, {"do": "show", "removals": "shown", "remove": "plan.programme"})
    assert "masih dirujuk: Laporan (1)" in page_of(client, address)
    client.post("/bahasa/", {"language": "en", "next": "/"})
    assert "is named by: Report (1)" in page_of(client, address)


# The effect, and columns that are not there


def test_the_effect_is_said_before_and_the_page_agrees_after(here, client):
    verified(here)
    data = exported(client)
    book = edited(data, {"Realisasi!A9": "p3", "Realisasi!C9": 2022, "Realisasi!E9": "ya"})
    page = page_of(client, address := sent(client, book))
    assert "Pengaruh pada capaian 2022" in page
    shown = Import.objects.latest("pk")
    [effect] = [one for one in loaded(bytes(shown.result)).effects if one["year"] == 2022]
    before, after = effect["overall"]
    assert after["achievement_pct"] > before["achievement_pct"]
    assert applied(client, address).status_code == 302
    refresh_scorecards(here.region, timezone.now())
    run = newest_run(here.region, 2022, Basis.REPORTED)
    assert run.achievement_pct == after["achievement_pct"]


def test_a_column_that_the_file_lacks_empties_nothing(here, client):
    edit(here, "Programmes", 0, description="Uraian")
    for is_based in (True, False):
        book = load_workbook(io.BytesIO(exported(client)))
        sheet = book["Program"]
        at = next(cell.column for cell in sheet[1] if cell.value == "uraian")
        sheet.delete_cols(at)
        if not is_based:
            book["Petunjuk"]["B2"] = None
        stream = io.BytesIO()
        book.save(stream)
        assert "Tidak ada yang berubah" in page_of(client, sent(client, stream.getvalue()))
