"""The page of the regional innovation index: its score, the steps, the check and the file."""

import html
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from kotacerdas.accounts.models import Role
from kotacerdas.plan.models import InnovationMark, RegionMark
from kotacerdas.records.models import Region
from kotacerdas.scorecards.models import Run
from markup import compact
from pages.forms import form_of
from pages.regions import OWN, begun, sheets_of, somebody
from workbook.builder import Sheets

YEAR = 2022
PAGE = f"/{OWN}/{YEAR}/inovasi/iid/"
FILE = f"{PAGE}berkas/"
MOST_QUERIES = 12
INNOVATIONS = [
    *("code", "agency", "name", "year", "public_service", "form", "digital", "stage"),
    *("affair", "summary", "trial_on", "same_as"),
]
MARK = ["innovation", "indicator", "parameter", "note", "evidence", "verified"]
OF_REGION = ["year", "indicator", "parameter", "note", "evidence", "verified"]
MANDATORY = ("16", "17", "32", "33", "35")


def innovation(code: str, year: int, stage: str = "applied", **more: object) -> list[object]:
    named = {"affair": "Kesehatan", "summary": "Singkat"} | more
    row = [code, "a1", f"Inovasi {code}", year, "yes", "public-service", "yes", stage]
    return [*row, *(named.get(name) for name in INNOVATIONS[8:])]


def with_innovations(*marks: list[object], of_region: tuple[list[object], ...] = ()) -> Sheets:
    """One that counts and is ready but for its marks, an idea, one of the year, and a copy."""
    sheets = sheets_of(OWN)
    ready = {"summary": "kata " * 300, "trial_on": "2021-02-01"}
    sheets["Innovations"] = [
        INNOVATIONS,
        innovation("n1", 2021, **ready),
        innovation("n2", 2020, "idea"),
        innovation("n3", 2022, **ready | {"trial_on": "2022-02-01"}),
        innovation("n4", 2021, same_as="n1"),
        innovation("n5", 2020, "trial", affair="Perikanan"),
    ]
    marked = {"InnovationMarks": [MARK, *marks], "RegionMarks": [OF_REGION, *of_region]}
    return sheets | marked


SCORED = ["n1", "16", 2, None, "perbup.pdf", "yes"]  # 6 points
UNPROVEN = ["n1", "35", 3, None, None, None]  # 12 points, once there is evidence
UNVERIFIED = ["n5", "17", 3, None, "sk.pdf", None]  # 6 points
AWARDS = [2022, "12", 3, None, "https://batang.example/sk.pdf", "yes"]  # 6 points
EARLIER = [2021, "12", 1, None, "sk.pdf", "yes"]


def marked() -> Sheets:
    return with_innovations(SCORED, UNPROVEN, UNVERIFIED, of_region=(AWARDS, EARLIER))


@pytest.fixture
def region(db) -> Region:
    return begun(OWN, marked())


def signed_in(region: Region, role: Role) -> Client:
    client = Client()
    client.force_login(somebody(region, role))
    return client


@pytest.fixture
def client(region: Region) -> Client:
    return signed_in(region, Role.COORDINATOR)


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def test_the_parts_add_up_to_the_index(client: Client):
    said = text_of(client.get(PAGE).text)
    # (6 + (6 + 6) / 10 + 2 x 0.38) x 100 / 250; by verified evidence (6 + 6 / 10 + 0.76) / 2.5
    assert "3,18 kurang inovatif antara 2,94 menurut bukti terverifikasi dan 3,18" in said
    assert "Pemerintah daerah (SPD) 6,00 63 6,00" in said
    assert "Kematangan inovasi 2 inovasi, dibagi sedikitnya 10 1,20 111 0,60" in said
    assert "Jumlah inovasi 0,76 76 0,76" in said
    assert "Jumlah 100 × jumlah ÷ 250 = indeks 7,96 250 7,36" in said


def test_a_year_before_the_first_edition_says_by_which_it_is_counted(client: Client):
    said = text_of(client.get(PAGE).text)
    assert "Aturan tahun 2022 tidak kami kenal; dihitung menurut Indeks Inovasi Daerah" in said


def test_only_innovations_of_the_two_years_before_are_listed(client: Client):
    page = client.get(PAGE).text
    names = re.findall(r"Inovasi (n\d)", page[page.index("Inovasi tahun 2020 dan 2021") :])
    assert set(names) == {"n1", "n2", "n5"}


def test_the_best_steps_lead_to_their_forms(client: Client):
    page = client.get(PAGE).text
    steps = page[page.index("Langkah tunggal") : page.index("<h2>Indikator pemda")]
    gains = [float(one.replace(",", ".")) for one in re.findall(r"\+(\d+,\d+)", steps)]
    assert gains == sorted(gains, reverse=True)
    # 100 x 1.5 / 250 of the region; the form says year and indicator already
    assert gains[0] == 0.6
    form = html.unescape(re.search(r'href="([^"]*baru[^"]*)"', steps)[1])
    sent = form_of(client.get(form).text)
    assert (sent["f:year"], sent["f:indicator"]) == ("2022", "6")


def test_to_prove_the_video_is_worth_all_its_points(client: Client):
    page = text_of(client.get(PAGE).text)
    # 100 x 12 / (10 x 250)
    assert "Kualitas inovasi dalam video: tambah bukti untuk parameter 3 · Inovasi n1 +0,48" in page


def test_a_mark_is_typed_on_the_form_and_counts_at_once(region: Region, client: Client):
    before = list(Run.objects.values_list("pk", flat=True))
    add = reverse("pages:plan-add", args=[OWN, "indikator-pemda"])
    add = f"{add}?f:year=2022&f:indicator=2a&dari={PAGE}"
    sent = form_of(client.get(add).text) | {"do": "save", "f:parameter": "2"}
    answer = client.post(add, sent | {"f:evidence": "apbd.pdf"})
    assert answer.url == PAGE
    mark = RegionMark.objects.get(year=2022, indicator="2a")
    assert (mark.parameter, mark.evidence, mark.verified) == (2, ["apbd.pdf"], False)

    page = client.get(PAGE).text
    assert "Pemerintah daerah (SPD) 8,00 63 6,00" in text_of(page)
    assert "dihitung ulang" not in page  # no result rests on it
    assert list(Run.objects.values_list("pk", flat=True)) == before
    assert reverse("pages:plan-change", args=[OWN, "indikator-pemda", mark.pk]) in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"f:parameter": "4"}, "Angka ini di luar batas."),
        ({"f:parameter": "dua"}, "Ini bukan angka"),
        ({"f:parameter": ""}, "wajib diisi"),
        ({"f:parameter": "1", "f:indicator": "99"}, "Isian ini tidak dikenal"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client: Client, typed, said):
    add = reverse("pages:plan-add", args=[OWN, "kematangan"])
    add = f"{add}?f:innovation=n1&f:indicator=20"
    sent = form_of(client.get(add).text) | {"do": "save"}
    answer = client.post(add, sent | typed)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert not InnovationMark.objects.filter(indicator="20").exists()


def test_nothing_but_known_columns_is_taken_from_an_address(client: Client):
    add = reverse("pages:plan-add", args=[OWN, "kematangan"])
    page = client.get(f'{add}?f:nothing=x&f:note="><script>alert(1)</script>')
    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR, Role.LEADER])
def test_who_may_not_edit_sees_words_in_place_of_forms(region: Region, role: Role):
    client = signed_in(region, role)
    page = client.get(PAGE).text
    assert "/isi/" not in page
    assert "belum diisi" in page
    panel = client.get(f"/{OWN}/2022/inovasi/n3/").text
    assert "/isi/" not in panel


def test_without_a_mark_it_says_how_to_begin(db):
    region = begun(OWN, with_innovations())
    page = signed_in(region, Role.COORDINATOR).get(PAGE).text
    assert "Belum ada parameter yang diisi" in page
    assert f"/{OWN}/isi/indikator-pemda/baru/?" in page
    assert "Langkah tunggal" not in page
    page = signed_in(region, Role.VIEWER).get(PAGE).text
    assert "Koordinator mengisinya." in page
    assert "/isi/" not in page


def test_the_check_says_what_the_ministry_would_refuse(client: Client):
    page = client.get(PAGE).text
    rows = {row[:2]: text_of(row) for row in re.split(r"Inovasi (?=n\d)", page)}
    assert "bukti indikator wajib" in rows["n1"]
    assert "uraian terlalu pendek" not in rows["n1"]
    assert "tahap, hari uji coba, uraian terlalu pendek, bukti indikator wajib" in rows["n2"]


def test_one_with_all_that_is_asked_is_ready(db):
    marks = [["n1", code, 1, None, "bukti.pdf", "yes"] for code in MANDATORY]
    region = begun(OWN, with_innovations(*marks))
    page = signed_in(region, Role.VIEWER).get(f"{PAGE}?state=ready").text
    assert "Inovasi n1" in page
    assert "Inovasi n5" not in page


def test_the_file_has_a_column_for_each_indicator_and_the_check(client: Client):
    book = load_workbook(io.BytesIO(client.get(FILE).content))
    innovations, government, check = book.worksheets
    head, *rows = [list(row) for row in innovations.iter_rows(values_only=True)]
    assert head[11:31] == [str(one) for one in range(16, 36)]
    assert [row[0] for row in rows] == ["n1", "n5"]  # an idea is not entered
    first = dict(zip(head, rows[0], strict=True))
    assert (first["16"], first["35"], first["17"]) == (2, 3, None)
    assert first["Kematangan"] == 6
    # As the ministry calls them, whatever our pages do.
    assert [row[head.index("Tahap")] for row in rows] == ["penerapan", "uji coba"]
    said = {row[0]: row[2] for row in government.iter_rows(values_only=True)}
    assert (said["12"], said["1"]) == (3, None)
    reasons = [row[2] for row in check.iter_rows(values_only=True) if row[0] == "n5"]
    assert reasons == [
        "Hari mulai uji coba belum diisi.",
        "Uraian 1 kata; sedikitnya 300 kata.",
        "Indikator wajib tanpa parameter dan bukti: 16, 32, 33, 35.",
    ]


def test_a_name_that_looks_like_a_formula_stays_text_in_the_file(db):
    sheets = marked()
    sheets["Innovations"][1][2] = "=1+1"
    client = signed_in(begun(OWN, sheets), Role.VIEWER)
    cell = load_workbook(io.BytesIO(client.get(FILE).content)).worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_what_keeps_the_number_of_innovations_at_zero(db):
    sheets = with_innovations(of_region=([2022, "12", 0, None, None, None],))
    sheets["Innovations"] = [INNOVATIONS, innovation("n2", 2021, "idea")]
    said = text_of(signed_in(begun(OWN, sheets), Role.VIEWER).get(PAGE).text)
    assert "Masih nol: belum ada inovasi 2020–2021 yang terhitung." in said
    assert "0,00 tidak dapat dinilai" in said


def test_from_2026_on_it_says_which_affairs_are_missing(db):
    sheets = with_innovations(of_region=([2026, "12", 3, None, "sk.pdf", "yes"],))
    sheets["Programmes"][1][6] = 2026
    sheets["Realisation"].append(["p1", None, 2026, None, "yes", None, None])
    sheets["Innovations"] = [
        INNOVATIONS,
        innovation("n1", 2025),
        innovation("n2", 2024, affair="pendidikan"),
    ]
    client = signed_in(begun(OWN, sheets), Role.COORDINATOR)
    said = text_of(client.get(f"/{OWN}/2026/inovasi/iid/").text)
    assert "Indeks Inovasi Daerah, edisi 2026" in said
    assert "tidak kami kenal" not in said
    assert "2 inovasi, dibagi sedikitnya 12" in said
    assert "inovasi baru mencakup 2 dari 5 urusan pelayanan dasar yang diminta" in said
    assert "Belum: Pekerjaan umum dan penataan ruang, Perumahan rakyat" in said


def test_the_page_of_an_innovation_shows_its_parameters_as_boxes(db):
    marks = [
        ["n3", "16", 2, None, "perbup.pdf", None],
        ["n3", "35", 3, None, None, None],
        ["n3", "20", 0, None, None, None],
    ]
    client = signed_in(begun(OWN, with_innovations(*marks)), Role.COORDINATOR)
    page = compact(client.get(f"/{OWN}/2022/inovasi/n3/").text)
    rows = {text_of(row): row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)}
    regulation, video, training = (
        next(row for name, row in rows.items() if one in name)
        for one in ("Regulasi inovasi", "Kualitas inovasi", "Bimbingan teknis")
    )
    boxes = [re.findall(r'<i class="(\w+)">', row) for row in (regulation, video, training)]
    assert boxes == [
        ["filled", "filled", "free"],
        ["lacking", "lacking", "lacking"],
        ["lacking", "free", "free"],
    ]
    assert "2 dari 3" in regulation
    assert "Ditetapkan dengan peraturan daerah" in regulation
    assert "Tambah bukti" in video
    assert "0 dari 3" in training
    said = text_of(page)
    assert "Indeks Inovasi Daerah, edisi 2023 2 dari 60" in said
    assert "20 dari 20 indikator belum lengkap. Kematangan diperkirakan 6 dari 111." in said


def test_it_asks_as_often_for_many_innovations_as_for_few(db, django_assert_max_num_queries):
    sheets = marked()
    sheets["Innovations"] += [innovation(f"x{at}", 2021) for at in range(60)]
    sheets["InnovationMarks"] += [
        [f"x{at}", code, 2, None, "sk.pdf", None] for at in range(60) for code in MANDATORY
    ]
    client = signed_in(begun(OWN, sheets), Role.COORDINATOR)
    with django_assert_max_num_queries(MOST_QUERIES + 3):  # read anew after each change
        client.get(PAGE)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert "Inovasi x30" in client.get(PAGE).text
