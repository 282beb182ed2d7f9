"""Which innovations are likely twins, and in what they are alike."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kotacerdas.wording.likeness import THRESHOLD, Text, Texts, stems_of

BATANG = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"

SAME = [
    (
        "SIPANDU - Sistem Pengaduan Unit Pelayanan Terpadu",
        "Sipandu: sistem pengaduan pelayanan terpadu",
    ),
    (
        "E-PUSKESMAS - Pendaftaran Puskesmas dari Ponsel",
        "Pendaftaran online pusat kesehatan masyarakat lewat HP",
    ),
    ("TIGA DALAM SATU - Akta, KK, dan KIA Sekali Urus", "Akta KK KIA sekali urus"),
    (
        "GURU SAMBANG - Kunjungan Guru bagi Siswa Tanpa Gawai",
        "Guru Kunjung untuk siswa tanpa gawai",
    ),
    ("SIPANDU 2.0", "SIPANDU - Sistem Pengaduan Unit Pelayanan Terpadu"),
    ("LAPOR JALAN - Aduan Jalan Berlubang dengan Foto", "Pengaduan jalan berlubang lewat foto"),
    (
        "OBAT TERHANTAR - Pengiriman Obat Pasien Kronis ke Rumah",
        "ANTAR OBAT - Pengantaran Obat bagi Pasien Kronis ke Rumah",
    ),
    ("CUTI KILAT - Pengajuan Cuti ASN dari Ponsel", "Pengajuan cuti online ASN"),
    ("Bank Sampah Digital", "Digitalisasi Bank Sampah"),
]
DIFFERENT = [
    ("PPDB BATANG - Penerimaan Siswa Baru Daring", "PBB MOBILE - Cek Tagihan PBB dari Ponsel"),
    ("Posyandu Remaja", "Kartu Remaja Sehat"),
    ("SIMPEG - Sistem Informasi Kepegawaian", "SIMPUS - Sistem Informasi Puskesmas"),
    ("Sistem Informasi Desa", "Sistem Informasi Kepegawaian"),
    ("Aplikasi Inovasi Pertanian", "Aplikasi Inovasi Perikanan"),
    ("Inovasi: Kartu Ibu Hamil", "Inovasi: Jalan Pagi"),  # a title that says nothing
    ("SUKMA BATANG - Survei Kepuasan Masyarakat Berkode QR", "Survei Jalan Rusak"),
]


def only_pair(one: Text, other: Text):
    pairs = Texts([one, other]).all_twins().pairs
    return pairs[0] if pairs else None


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_innovation_under_another_name_is_a_likely_twin(one, other):
    assert only_pair(Text("a", one), Text("b", other)).likeness >= THRESHOLD


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_others_are_not(one, other):
    assert only_pair(Text("a", one), Text("b", other)) is None


# Two presences of night watches, and two protections of springs.
PAIRS = [("INO-2022-025", "INO-2022-098"), ("INO-2021-054", "INO-2022-116")]


def test_the_example_has_two_likely_pairs():
    rows = CalamineWorkbook.from_path(BATANG).get_sheet_by_name("Inovasi").to_python()
    name, summary = (rows[0].index(column) for column in ("nama", "ringkasan"))
    texts = [Text(row[0], row[name], row[summary]) for row in rows[1:]]
    assert len(texts) > 200
    found = Texts(texts).all_twins()
    assert found.count == 2
    assert [(one.first, one.second) for one in found.pairs] == PAIRS
    assert found.pairs[-1].words == ("perlindungan", "mata", "air", "desa")


def test_a_likeness_worked_by_hand():
    pair = only_pair(Text("a", "Jemput Sampah"), Text("b", "Sampah Dijemput, Warga!"))
    # Words: 2 of 2 and 3 are shared, 100 x 2 x 2 / 5 = 80. Letters of "jemput sampah" and
    # "jemput sampah warga": 13 of 13 and 19, 100 x 2 x 13 / 32 = 81.25.
    assert pair.likeness == pair.name == pytest.approx((80 + 81.25) / 2)
    assert pair.summary is None
    assert pair.words == ("jemput", "sampah")


def test_a_summary_tells_what_a_new_name_hides():
    told = "Petugas menjemput sampah terpilah dari rumah warga tiap pekan"
    retold = "Tiap pekan, sampah yang terpilah dijemput petugas di rumah warga."
    pair = only_pair(Text("a", "BERSERI", told), Text("b", "Kampung Hijau", retold))
    assert pair.summary == pytest.approx(100)
    assert pair.name < THRESHOLD < pair.likeness
    assert pair.words == (
        *("petugas", "menjemput", "sampah", "terpilah"),
        *("rumah", "warga", "tiap", "pekan"),
    )


@pytest.mark.parametrize("summary", ["", "Sudah berjalan", "-"])
def test_a_summary_that_says_too_little_is_not_compared(summary):
    assert only_pair(Text("a", "BERSERI", summary), Text("b", "Kampung Hijau", summary)) is None


def test_of_a_long_text_the_first_200_words_are_compared():
    start = " ".join(
        f"kata{letter}{other}" for letter in "abcdefghij" for other in "abcdefghijklmnopqrst"
    )
    one, other = (Text(key, key * 9, f"{start} {key * 50}") for key in "ab")
    assert only_pair(one, other).summary == 100


@pytest.mark.parametrize("name", ["", "-", "!!"])
def test_names_without_words_are_not_alike(name):
    assert only_pair(Text("a", name), Text("b", name)) is None


def test_a_name_of_words_that_say_nothing_is_compared_by_them():
    pair = only_pair(Text("a", "Sistem Informasi"), Text("b", "sistem  informasi"))
    assert (pair.likeness, pair.words) == (100, ("sistem", "informasi"))


def test_one_title_makes_a_likely_twin_of_what_is_described_otherwise():
    pair = only_pair(Text("a", "SEHATI - Kartu Ibu Hamil"), Text("b", "SEHATI (Jalan Pagi)"))
    assert pair.name == 75
    assert pair.words == ("sehati",)


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        (("pelayanan", "layanan", "melayani", "dilayani"), "layan"),
        (("pendaftaran", "mendaftar", "daftar", "terdaftar"), "daftar"),
        (("kesehatan", "sehat"), "sehat"),
        (("desa",), "desa"),
    ],
)
def test_forms_of_a_word_have_one_stem(words, stem):
    assert {stems_of(word) for word in words} == {(stem,)}


def test_the_most_alike_come_first_and_only_so_many_but_all_are_counted():
    texts = [Text(f"a{at}", "Jemput Sampah Warga") for at in range(600)]
    texts.append(Text("b", "Jemput Sampah"))
    ready = Texts(texts)
    said = list(ready.steps_to_all(at_most=50))

    found = ready.all_twins(at_most=50)

    assert found.count == 601 * 600 // 2
    assert [(pair.first, pair.second) for pair in found.pairs[:2]] == [("a0", "a1"), ("a0", "a2")]
    assert len(found.pairs) == 50
    assert said[-1] == (found.count, found.count)
    assert said == sorted(said)
    of_one = ready.twins_of(Text("new", "Jemput Sampah"), at_most=3)
    assert (of_one.count, of_one.pairs[0].second) == (601, "b")


words = st.sampled_from(
    ["sampah", "jemput", "warga", "bank", "desa", "sehat", "antar", "obat", "rumah", "pasar"]
)
phrases = st.lists(words, max_size=6).map(" ".join)


@given(st.lists(st.tuples(phrases, phrases), max_size=12))
def test_all_with_all_are_the_twins_of_each(named):
    texts = [Text(str(at), *one) for at, one in enumerate(named)]
    ready = Texts(texts)
    found = {
        frozenset((pair.first, pair.second)): pair.likeness for pair in ready.all_twins().pairs
    }

    each = {
        frozenset((pair.first, pair.second)): pair.likeness
        for text in texts
        for pair in ready.twins_of(text).pairs
    }
    assert each == found
    alone = {
        frozenset((one.key, other.key)): pair.likeness
        for one, other in combinations(texts, 2)
        if (pair := only_pair(other, one))
    }
    assert alone == pytest.approx(found)
