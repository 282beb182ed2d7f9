"""The rules of a year with their sources, the year under another edition, and other weights."""

import pytest

from kotacerdas.accounts.models import Role
from kotacerdas.frameworks.loading import load
from kotacerdas.plan.models import OtherRegion
from kotacerdas.records.models import Region
from kotacerdas.scorecards.models import Run
from markup import compact
from pages.regions import OWN, begun, sheets_of, somebody
from pages.test_access import signed_in

EVALUATION = f"/{OWN}/2022/evaluasi/"
MOST_QUERIES = 12
SCORES = {"baseline": 3.84, "output": 3.18, "outcome": 3.53, "impact": 3.63, "quick_win": 3.35}


@pytest.fixture
def client(db):
    sheets = sheets_of(OWN)
    sheets["Index"] = [
        ["year", "framework", "component", "dimension", "assessor", "score"],
        *([2022, "gsc-2021", name, None, "A", score] for name, score in SCORES.items()),
    ]
    return signed_in(somebody(begun(OWN, sheets), Role.VIEWER))


def test_every_rule_stands_with_its_source_and_days(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        text = compact(client.get(f"/{OWN}/2022/edisi/").text)
    for source in load("gsc-2021").sources.values():
        assert source.text.text_id in text
        assert source.text.text_en.replace("'", "&#x27;") not in text
    assert "1 Januari 2021 – 31 Desember 2024" in text
    assert f"/{OWN}/2022/edisi/gsc-2026-draft/" in text


def test_the_year_stands_under_both_editions(client, django_assert_max_num_queries):
    runs = Run.objects.count()
    with django_assert_max_num_queries(MOST_QUERIES):
        text = compact(client.get(f"/{OWN}/2022/edisi/gsc-2026-draft/").text)

    assert "rancangan" in text
    assert "berbobot sama" in text
    assert "Smart Mobility" in text
    assert "Smart Branding" in text
    assert Run.objects.count() == runs
    assert client.get(f"/{OWN}/2022/edisi/gsc-2021/").status_code == 404
    assert client.get(f"/{OWN}/2022/edisi/none/").status_code == 404


def test_the_index_under_the_weights_of_another_edition(client):
    runs = Run.objects.count()
    text = compact(client.get(EVALUATION, {"bobot": "gsc-sleman"}).text)

    assert "<strong>3,48</strong>" in text
    assert "3,50" in text
    assert Run.objects.count() == runs
    assert 'id="bobot"' in client.get(EVALUATION).text
    assert "3,50" not in client.get(EVALUATION).text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (("20", "20", "20", "20", "20"), "3,51"),
        (("10", "20", "30", "20", "30"), "harus 100, sekarang 110"),
        (("10", "20", "30", "20", "dua"), "dua bukan bobot"),
        (("-10", "20", "30", "20", "40"), "-10 bukan bobot"),
        (("12,5", "12.5", "25", "25", "25"), "Ditetapkan"),
    ],
)
def test_the_index_under_weights_that_somebody_types(client, typed, shown):
    fields = {f"bobot_{name}": text for name, text in zip(SCORES, typed, strict=True)}
    text = client.get(EVALUATION, {"bobot": "sendiri"} | fields).text

    assert shown in compact(text)


def test_other_regions_stand_with_their_sources(client):
    OtherRegion.objects.create(
        region=Region.objects.get(code=OWN),
        place="Kota Contoh",
        year=2022,
        value=3.17,
        source="Berita Contoh",
        url="https://contoh.example/berita",
    )
    page = client.get(f"/{OWN}/indeks/daerah-lain/")
    text = compact(page.text)

    assert "Kota Contoh" in text
    assert "3,17" in text
    assert 'href="https://contoh.example/berita"' in text
    assert f"/{OWN}/indeks/daerah-lain/" in client.get(f"/{OWN}/indeks/").text


def test_a_score_says_where_it_is_from(db):
    sheets = sheets_of(OWN)
    head = ["year", "framework", "component", "dimension", "assessor", "score", "source"]
    rows = [
        [2022, "gsc-2021", name, None, "A", score, "Surat B-1"] for name, score in SCORES.items()
    ]
    sheets["Index"] = [head, *rows]
    client = signed_in(somebody(begun(OWN, sheets), Role.VIEWER))

    assert compact(client.get(EVALUATION).text).count("Surat B-1") == 1
