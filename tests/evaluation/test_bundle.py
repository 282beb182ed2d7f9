"""The binder as a zip, as people ask for it: what is in, what is left out, the index of all."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from evaluation.cycles import NOW, begun_by, case_of, command_on
from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.evidence import EvidenceCommand, add_file, add_link, remove
from kotacerdas.casework.models import Evidence, State
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.evaluation.actions.answers import mark_ready
from kotacerdas.evaluation.actions.bringing import bring_files
from kotacerdas.evaluation.actions.cycles import move_cycle
from kotacerdas.evaluation.actions.uses import use
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.models import Submission, Use
from pages.regions import OWN, begun, somebody
from pages.test_access import signed_in
from reporting import files

pytestmark = pytest.mark.django_db
BINDER, ZIP = f"/{OWN}/2023/bundel/", f"/{OWN}/2023/bundel-berkas/"
COUNCIL = "02 Output/2.2 Kelembagaan dewan, tim pelaksana, dan forum"


@pytest.fixture
def begun_cycle():
    return begun_by(begun(OWN))


def bring(  # noqa: PLR0913, PLR0917 - a file and where it goes
    cycle, by, code: str, name: str, data: bytes, wanted: str = "", **more
) -> Evidence:
    file = SimpleUploadedFile(name, data)
    return bring_files(command_on(cycle, code, by), [file], wanted, **more).kept[0]


def test_files_sent_together_are_each_brought_whole_or_refused(begun_cycle, settings, tmp_path):
    cycle, by = begun_cycle
    settings.MEDIA_ROOT = tmp_path
    typed = {"level": "0", "answer": "Belum ada.", "why": "Sesuai"}
    mark_ready(command_on(cycle, "2.2", by), typed)
    page = f"{BINDER}2.2/"
    client = signed_in(by)

    content = (("SK.pdf", files.pdf()), ("rusak.pdf", b"bukan PDF"), ("f.png", files.png()))

    def sent(wanted: str):
        several = [SimpleUploadedFile(name, data) for name, data in content]
        return client.post(page, {"do": "bring", "wanted": wanted, "file": several})

    assert sent("tidak_ada").status_code == 422
    assert not any(tmp_path.rglob("evidence/*"))
    assert not Evidence.objects.exists()
    assert case_of(cycle, "2.2").state == State.VERIFIED

    for _ in range(2):
        answer = sent("sk_forum")
        assert answer.status_code == 422
        assert "rusak.pdf" in answer.text
        assert "2 bukti ditambahkan." in answer.text
        titles = Evidence.objects.order_by("pk").values_list("title", flat=True)
        assert list(titles) == ["SK.pdf", "f.png"]
        assert Use.objects.filter(wanted="sk_forum", item__code="2.2").count() == 2
    added = Entry.objects.filter(action__in=("evidence.add", "evaluation.use"))
    assert added.count() == 4


def zip_of(client, query: str = "") -> zipfile.ZipFile:
    """Whole, as long as was announced."""
    answer = client.get(f"{ZIP}{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    content = b"".join(answer.streaming_content)
    assert int(answer["Content-Length"]) == len(content)
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return archive


def index_of(archive: zipfile.ZipFile) -> list[dict[str, object]]:
    sheet = load_workbook(io.BytesIO(archive.read("INDEX.xlsx"))).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def lines_of(archive: zipfile.ZipFile, code: str) -> list[dict[str, object]]:
    return [row for row in index_of(archive) if row["Butir"] == code and row["Judul"]]


def text_of(archive: zipfile.ZipFile) -> str:
    with pypdfium2.PdfDocument(archive.read("INDEX.pdf")) as pdf:
        return " ".join(page.get_textpage().get_text_bounded() for page in pdf).replace("\r\n", " ")


def test_folders_follow_the_questionnaire_and_the_index_has_the_hash_of_every_file(begun_cycle):
    cycle, by = begun_cycle
    council = bring(cycle, by, "2.2", "scan0001.pdf", files.pdf(), "sk_council")
    bring(cycle, by, "2.2", "notulen rapat.pdf", files.pdf(Mark=1))
    bring(cycle, by, "1.6", "tindak lanjut.csv", b"temuan;jawaban\nsatu;dua\n")
    bring(cycle, by, "sk_team", "tim.pdf", files.pdf(Mark=2), "file")
    use(command_on(cycle, "2.1", by), council)
    archive = zip_of(signed_in(by))

    assert archive.namelist() == [
        "INDEX.pdf",
        "INDEX.xlsx",
        "00 Dokumen wajib/01 SK Tim Pelaksana Smart City.pdf",
        "01 Baseline/1.6 Tindak lanjut rekomendasi evaluasi terakhir/01 tindak lanjut.csv",
        "02 Output/2.1 Peraturan kepala daerah tentang masterplan/01 scan0001.pdf",
        f"{COUNCIL}/01 SK Dewan Smart City.pdf",
        f"{COUNCIL}/02 notulen rapat.pdf",
    ]
    listed = {row["Berkas atau tautan"]: row for row in index_of(archive) if row["Ukuran (byte)"]}
    assert set(listed) == set(archive.namelist()[2:])
    for path, row in listed.items():
        content = archive.read(path)
        assert row["SHA-256"] == hashlib.sha256(content).hexdigest()
        assert row["Ukuran (byte)"] == len(content)
        assert row["Halaman di situs"].startswith("http://testserver/")
    assert len(index_of(archive)) == 58 + 11 + 1  # items, documents, and the second piece of 2.2
    text = text_of(archive)
    assert "SK Dewan Smart City.pdf" in text
    assert council.file.sha256[:32] in text


def test_the_index_says_what_is_claimed_in_the_readers_language(begun_cycle):
    _, by = begun_cycle
    client = signed_in(by)
    client.post(f"{BINDER}?bagian=output", {"claim": "2.2:3:0"})
    row = next(row for row in index_of(zip_of(client)) if row["Butir"] == "2.2")
    assert (row["Tingkat"], row["Judul"]) == (3, None)
    assert "Tingkat yang diklaim 3: " + row[
        "Bunyi tingkat yang diklaim, atau keadaan dokumen"
    ] in text_of(zip_of(client))

    by.language = "en"
    by.save()
    assert "Level claimed 3" in text_of(zip_of(client))


def test_personal_data_stays_out_unless_a_coordinator_says_why(begun_cycle):
    cycle, by = begun_cycle
    secret = bring(cycle, by, "2.2", "ktp warga.pdf", files.pdf(), is_personal=True)
    client = signed_in(by)
    archive = zip_of(client)
    [row] = lines_of(archive, "2.2")

    assert archive.namelist() == ["INDEX.pdf", "INDEX.xlsx"]
    assert row["Judul"] == "ktp warga.pdf"
    assert "data pribadi" in row["Keterangan"]
    assert row["SHA-256"] is None
    assert "memuat data pribadi" in text_of(archive)

    page = client.get(f"{ZIP}pribadi/")
    assert "ktp warga.pdf" in page.text
    refused = client.post(f"{ZIP}pribadi/", {"reason": "  "})
    assert refused.status_code == 422
    assert "alasan" in refused.text
    answer = client.post(f"{ZIP}pribadi/", {"reason": "Diminta panel"})
    whole = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert whole.namelist()[2:] == [f"{COUNCIL}/01 ktp warga.pdf"]
    assert "Diminta panel" in text_of(whole)
    said = Entry.objects.filter(action="export.bundle_personal").get()
    assert (said.actor, said.reason) == (by.email, "Diminta panel")
    verifier = signed_in(somebody(cycle.region, Role.VERIFIER))
    assert verifier.post(f"{ZIP}pribadi/", {"reason": "Ingin tahu"}).status_code == 403

    black = files.pdf(Mark=1)
    add_file(command_on(cycle, "2.2", by), "hitam.pdf", black, redacted_of=secret)
    archive = zip_of(client)
    assert archive.namelist()[2:] == [f"{COUNCIL}/01 ktp warga.pdf"]
    [row] = lines_of(archive, "2.2")
    assert row["SHA-256"] == hashlib.sha256(black).hexdigest()
    assert row["SHA-256 berkas asal"] == secret.file.sha256
    assert "data pribadinya ditutup" in row["Keterangan"]


def test_what_a_reader_does_not_see_is_left_out_without_its_name(begun_cycle):
    cycle, by = begun_cycle
    piece = bring(cycle, by, "2.2", "rahasia.pdf", files.pdf())
    Evidence.objects.filter(pk=piece.pk).update(seen_by=Seen.AGENCY)
    evaluator = signed_in(somebody(cycle.region, Role.EVALUATOR))
    archive = zip_of(evaluator)

    assert archive.namelist() == ["INDEX.pdf", "INDEX.xlsx"]
    assert "rahasia" not in text_of(archive)
    [row] = lines_of(archive, "2.2")
    assert row["Judul"] == "Bukti dukung yang tidak diperlihatkan"
    Evidence.objects.filter(pk=piece.pk).update(seen_by=Seen.ASSESSORS)
    assert len(zip_of(evaluator).namelist()) == 3
    operator = signed_in(somebody(cycle.region, Role.OPERATOR))
    assert operator.get(ZIP).status_code == 403
    assert "bundel-berkas" not in operator.get(BINDER).text


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_file_that_is_not_what_was_stored_is_named_and_the_rest_comes(begun_cycle, damage):
    cycle, by = begun_cycle
    piece = bring(cycle, by, "2.2", "a.pdf", files.pdf())
    bring(cycle, by, "2.2", "b.pdf", files.pdf(Mark=1))
    path = Path(default_storage.path(str(piece.file.content)))
    path.unlink() if damage == "gone" else path.write_bytes(b"%PDF")
    archive = zip_of(signed_in(by))

    assert archive.namelist()[2:] == [f"{COUNCIL}/01 b.pdf"]
    row = next(row for row in lines_of(archive, "2.2") if row["Judul"] == "a.pdf")
    assert "a.pdf" in row["Keterangan"]
    assert row["Berkas atau tautan"] is None


def test_links_are_lines_of_the_index_and_no_formula_is(begun_cycle):
    cycle, by = begun_cycle
    link = add_link(command_on(cycle, "2.2", by), "https://b.example/x", "=1+1", NOW.date())
    use(command_on(cycle, "2.2", by), link)
    archive = zip_of(signed_in(by))
    [row] = lines_of(archive, "2.2")

    assert archive.namelist() == ["INDEX.pdf", "INDEX.xlsx"]
    assert (row["Judul"], row["Berkas atau tautan"]) == ("=1+1", "https://b.example/x")
    sheet = load_workbook(io.BytesIO(archive.read("INDEX.xlsx"))).worksheets[0]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_a_picture_goes_out_without_what_the_camera_wrote(begun_cycle):
    cycle, by = begun_cycle
    piece = bring(cycle, by, "2.2", "foto.heic", files.heic())
    archive = zip_of(signed_in(by))
    [row] = lines_of(archive, "2.2")
    copy = piece.file.copy

    assert archive.namelist()[2:] == [f"{COUNCIL}/01 foto.{copy.kind.replace('jpeg', 'jpg')}"]
    assert (row["SHA-256"], row["SHA-256 berkas asal"]) == (copy.sha256, piece.file.sha256)


def test_what_nobody_confirmed_waits_outside(begun_cycle):
    cycle, by = begun_cycle
    bring(cycle, by, "2.2", "a.pdf", files.pdf())
    Use.objects.update(confirmed_at=None)
    archive = zip_of(signed_in(by))
    assert archive.namelist() == ["INDEX.pdf", "INDEX.xlsx"]
    assert "masih berlaku" in lines_of(archive, "2.2")[0]["Keterangan"]


def test_a_file_that_serves_twice_in_an_item_is_there_once(begun_cycle):
    cycle, by = begun_cycle
    piece = bring(cycle, by, "2.2", "sk.pdf", files.pdf(), "sk_council")
    use(command_on(cycle, "2.2", by), piece, "sk_team")
    archive = zip_of(signed_in(by))
    assert archive.namelist()[2:] == [f"{COUNCIL}/01 SK Dewan Smart City.pdf"]
    paths = [row["Berkas atau tautan"] for row in lines_of(archive, "2.2")]
    assert paths == archive.namelist()[2:] * 2


def test_what_a_stage_submitted_goes_out_as_it_was(begun_cycle):
    cycle, by = begun_cycle
    first = bring(cycle, by, "1.6", "a.pdf", files.pdf())
    typed = {"level": "0", "answer": "Diketik oleh koordinator.", "why": ""}
    mark_ready(command_on(cycle, "1.6", by), typed)
    gone = bring(cycle, by, "2.2", "b.pdf", files.pdf(Mark=1))
    move_cycle(cycle, Move.SUBMIT, by=by, at=NOW)
    submission = Submission.objects.get()
    move_cycle(cycle, Move.OPEN, by=by, at=NOW)
    bring(cycle, by, "2.1", "baru.pdf", files.pdf(Mark=2))
    remove(EvidenceCommand(Evidence.objects.get(pk=gone.pk), by, NOW))
    client = signed_in(by)
    archive = zip_of(client, f"?penyerahan={submission.pk}")

    assert [name.rpartition("/")[2] for name in archive.namelist()[2:]] == ["01 a.pdf"]
    [row] = lines_of(archive, "1.6")
    assert (row["SHA-256"], row["Tingkat"]) == (first.file.sha256, 0)
    [row] = lines_of(archive, "2.2")
    assert (row["Judul"], row["SHA-256"]) == ("b.pdf", gone.file.sha256)
    assert "ditarik kembali" in row["Keterangan"]
    about = load_workbook(io.BytesIO(archive.read("INDEX.xlsx"))).worksheets[1]
    assert submission.sha256 in {cell.value for line in about.iter_rows() for cell in line}
    assert f"penyerahan={submission.pk}" in client.get(f"/{OWN}/2023/siklus/").text
    said = Entry.objects.filter(action="export.bundle").get()
    assert json.loads(said.changes)[0]["of"] == ["evaluation.cycle", None, 2023, "s1"]
    for key in ("0", "x", str(submission.pk + 1)):
        assert client.get(f"{ZIP}?penyerahan={key}").status_code == 404


def test_the_size_is_said_before_and_the_queries_do_not_grow(begun_cycle):
    cycle, by = begun_cycle
    client = signed_in(by)
    assert "Unduh bundel" not in client.get(BINDER).text

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
            assert answer.status_code == 200
            if answer.streaming:
                prepared = len(asked)
                list(answer.streaming_content)
                assert len(asked) == prepared  # what is sent asks nothing
        return len(asked)

    bring(cycle, by, "2.2", "0.csv", b"a;b\n" + b"00;00\n" * 35_000)
    bring(cycle, by, "2.2", "ktp.csv", b"a;b\n0;1\n", is_personal=True)
    assert "Unduh bundel, berkas 210 kB" in client.get(BINDER).text
    few = [queries(path) for path in (BINDER, ZIP, f"{ZIP}pribadi/")]
    for code in ("2.1", "2.2", "2.3"):
        for n in range(8):
            bring(cycle, by, code, f"{n}.csv", f"a;b\n{code};{n}\n".encode(), is_personal=n == 7)
    assert [queries(path) for path in (BINDER, ZIP, f"{ZIP}pribadi/")] == few
    assert few[0] <= 12
