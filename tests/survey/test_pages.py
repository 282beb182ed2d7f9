"""A coordinator's pages of a survey: begun, shown, checked, helped with, typed in, taken out."""

import io
import re

import openpyxl
import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.plan.models import Programme
from kotacerdas.survey.models import Answer, Helper, Survey
from kotacerdas.survey.rules import Move
from markup import compact
from pages.regions import OWN, begun, somebody
from survey.surveyed import TODAY, YEAR, Surveyed, surveyed

pytestmark = pytest.mark.django_db
PAGE = f"/{OWN}/{YEAR}/survei/"


@pytest.fixture
def here() -> Surveyed:
    return surveyed()


@pytest.fixture
def client(here: Surveyed) -> Client:
    return signed_in(here)


def signed_in(here: Surveyed, role: Role | None = None) -> Client:
    client = Client()
    client.force_login(somebody(here.region, role) if role else here.coordinator)
    return client


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join("\n".join(page.get_textpage().get_text_bounded() for page in pages).split())


def test_a_survey_is_begun_with_the_programmes_that_fit(db):
    region = begun(OWN)
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    assert "Belum ada survei untuk 2022" in client.get(PAGE).text
    form = client.get(f"{PAGE}atur/").text
    programme = Programme.objects.get(region=region, code="p1")
    assert re.search(rf'value="{programme.pk}"\s+selected', form)
    typed = {"opens_on": "2026-09-01", "closes_on": "2026-08-01", "topic:health": programme.pk}
    wrong = client.post(f"{PAGE}atur/", typed)
    assert wrong.status_code == 422
    assert "tidak boleh sebelum hari buka" in wrong.text
    assert 'value="2026-09-01"' in wrong.text
    assert client.post(f"{PAGE}atur/", typed | {"opens_on": ""}).status_code == 422
    client.post(f"{PAGE}atur/", typed | {"closes_on": "2026-09-30"})
    survey = Survey.objects.get()
    assert (survey.state, survey.framework) == ("planned", "gsc-2021")
    client.post(f"{PAGE}gerak/", {"move": "open"})
    assert Survey.objects.get().state == "open"
    assert client.get(f"/{OWN}/survei/").url == PAGE


def test_quota_means_and_too_few_are_shown(here: Surveyed, client: Client):
    for n in range(9):
        here.answer(f"a{n}", "44453-", address=f"198.51.100.{n}")
    page = compact(client.get(PAGE).text)
    assert "9 dari 50" in page
    assert "kurang 41" in page
    assert page.count("terlalu sedikit") >= 3
    here.answer("a9", "44453-")
    page = compact(client.get(PAGE).text)
    assert "4,00" in page
    assert "Smart Living" in page
    assert "menyarankan tingkat 3,00 untuk Impact" in page or "menyarankan tingkat" in page


def test_a_reader_sees_results_and_nothing_to_run(here: Surveyed):
    client = signed_in(here, Role.VIEWER)
    page = client.get(PAGE).text
    assert "Unduh rekap" in page
    for what in ("Poster QR", "Tutup survei", "Petugas pendamping"):
        assert what not in page
    assert client.post(f"{PAGE}gerak/", {"move": "close", "reason": "x"}).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_answers(here: Surveyed, client: Client):
    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as made:
            client.get(PAGE)
        return len(made)

    here.answer("first")
    before = queries()
    for n in range(40):
        here.answer(f"a{n}", "555555", address=f"198.51.100.{n % 3}")
    assert queries() <= before <= 24


def test_odd_answers_are_listed_and_somebody_decides(here: Surveyed, client: Client):
    for n in range(12):
        here.answer(f"crowd{n}", "44453-")
    here.answer("alike", "555555", address="198.51.100.9")
    page = compact(client.get(f"{PAGE}periksa/").text)
    assert "Smart Living: 12 jawaban dari satu tempat dalam 10 menit" in page
    assert "Smart Living: 1 orang memberi angka sama di semua pernyataan" in page
    Answer.objects.filter(nonce="alike").update(age="65")
    assert "<td>65+</td>" in compact(client.get(f"{PAGE}periksa/").text)
    alike = Answer.objects.get(nonce="alike")
    without = client.post(f"{PAGE}periksa/", {"answer": alike.pk, "do": "aside"})
    assert without.status_code == 422
    assert f'value="{alike.pk}" checked' in compact(without.text)
    done = {"answer": alike.pk, "do": "aside", "reason": "Petugas mencoba"}
    assert "1 jawaban tidak dihitung" in client.post(f"{PAGE}periksa/", done, follow=True).text
    assert "12 dari 50" in compact(client.get(PAGE).text)
    client.post(f"{PAGE}periksa/", done | {"do": "back"})
    assert "13 dari 50" in compact(client.get(PAGE).text)


def test_answers_of_another_survey_are_not_set_aside(here: Surveyed, client: Client):
    here.answer("a")
    own = Survey.objects.get()
    other = Survey.objects.create(
        **{
            name: getattr(own, name)
            for name in ("region", "framework", "rules", "opens_on", "closes_on", "begun_by")
        },
        year=2021,
    )
    typed = {"answer": Answer.objects.get().pk, "do": "aside", "reason": "x"}
    client.post(f"/{OWN}/{other.year}/survei/periksa/", typed)
    assert not Answer.objects.get().is_set_aside


def test_a_helpers_address_is_made_and_taken_back(here: Surveyed, client: Client):
    assert client.post(f"{PAGE}petugas/", {"name": " "}).status_code == 422
    page = client.post(f"{PAGE}petugas/", {"name": "Kecamatan"}, follow=True).text
    helper = Helper.objects.get()
    assert f"http://testserver/s/bantu/{helper.token}/" in page
    assert len(helper.token) == 22
    client.post(f"{PAGE}petugas/", {"revoke": helper.pk})
    assert Helper.objects.get().revoked_at
    assert helper.token not in client.get(f"{PAGE}petugas/").text
    assert client.post(f"{PAGE}petugas/", {"revoke": 999}).status_code == 404


def line(at: int, nonce: str, *values: str) -> dict[str, str]:
    names = ["u0", "s0-0", "s0-1", "s0-2", "u1", "s1-0", "s1-1", "s1-2", "age", "sex"]
    cells = {f"c:{at}:{name}": value for name, value in zip(names, values, strict=False)}
    return cells | {f"nonce:{at}": nonce}


def test_papers_are_typed_in_a_grid(here: Surveyed, client: Client):
    address = f"{PAGE}kertas/{here.form().code}/"
    assert 'aria-label="lembar 1, kolom A1"' in client.get(address).text
    day = {"day": TODAY.isoformat()}
    typed = (
        day
        | line(0, "x", "2", "4", "5", "0", "0", "", "", "", "2", "P")
        | line(3, "y", "1", "3", "3", "3", "2", "1", "2", "3", "", "")
    )
    assert "2 jawaban kertas disimpan" in client.post(address, typed, follow=True).text
    client.post(address, typed)  # sent once more
    found = {one.steps: (one.uses, one.age, one.sex) for one in Answer.objects.all()}
    assert found == {"450---": ("20", "25-34", "f"), "333123": ("12", "", "")}


def test_what_is_wrong_in_the_grid_is_said_by_cell_and_nothing_is_kept(
    here: Surveyed, client: Client
):
    address = f"{PAGE}kertas/{here.form().code}/"
    day = {"day": TODAY.isoformat()}
    good = line(0, "x", "2", "4", "5", "0", "0")
    wrong = client.post(address, day | good | line(1, "y", "2", "6", "", "x", "3", "", "", "", "9"))
    page = compact(wrong.text)
    assert wrong.status_code == 422
    for said in (
        "lembar 2, kolom A1</a>: harus salah satu dari 0, 1, 2, 3, 4, 5",
        "lembar 2, kolom A2</a>: belum diisi",
        "lembar 2, kolom B</a>: harus salah satu dari 2, 1, 0",
        "lembar 2, kolom Umur</a>: harus salah satu dari 1, 2, 3, 4, 5, 6",
    ):
        assert said in page
    assert 'value="6"' in page
    assert not Answer.objects.exists()
    for typed, said in (
        (day, "Belum ada jawaban yang diketik"),
        (good | {"day": "2030-01-01"}, "Hari pengisian harus antara"),
        (good | {"day": "besok"}, "Isi hari pengisian"),
    ):
        answer = client.post(address, typed)
        assert (answer.status_code, said in answer.text) == (422, True), said


def test_poster_paper_and_recap_are_taken_out(here: Surveyed, client: Client):
    for n in range(12):
        here.answer(f"a{n}", "444531", address=f"198.51.100.{n}")
    for age, nonce in (("17-24", "a0"), ("65", "a1")):
        Answer.objects.filter(nonce=nonce).update(age=age)
    poster = text_of(client.get(f"{PAGE}poster.pdf").content)
    assert f"http://testserver/s/{here.form().code}/" in poster
    assert "Smart Living" in poster
    paper = text_of(client.get(f"{PAGE}formulir.pdf").content)
    for said in ("A. Satu", "B1", "Layanan menjadi lebih mudah", "Jangan tulis nama"):
        assert said in paper
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}rekap.xlsx").content))
    head, first, *_ = book["Dimensi"].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["Dimensi"], row["Warga"], row["Rata-rata"]) == ("Smart Living", 12, 3.5)
    assert row["Tingkat"] == 2.5
    people = {row[1] for row in book["Responden"].iter_rows(values_only=True)}
    assert people >= {"65+", "17–24"}  # as the form has them, not as they are kept
    assert [one[2] for one in book["Pernyataan"].iter_rows(min_row=2, max_row=4, values_only=True)]
    assert Entry.objects.filter(action="export.table").exists()
    empty = client.get(f"/{OWN}/2021/survei/rekap.xlsx")
    assert empty.status_code == 404


def test_a_late_answer_is_said_to_be(here: Surveyed, client: Client):
    now = timezone.now()
    today = timezone.localdate(now)
    Survey.objects.update(opens_on=today, closes_on=today)
    here.move(Move.CLOSE, at=now)
    form = here.form()
    begun_at = now - timezone.timedelta(minutes=3)
    assert here.answer("late", at=now, begun_at=begun_at, form=form) == "late"
    page = compact(client.get(PAGE).text)
    assert "1 jawaban masuk setelah survei ditutup" in page
    assert "Survei sudah ditutup" in page
