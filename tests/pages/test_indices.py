"""The indices by which a region is judged: typed with their sources, by either door."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.bringing import PRESET, REPLACING, brought_in
from kotacerdas.accounts.models import Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.frameworks.loading import load
from kotacerdas.plan.models import OtherIndex
from kotacerdas.records.models import Region
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run
from markup import compact
from pages.forms import form_of
from pages.regions import AT, OTHER, OWN, begun, sheets_of, somebody
from workbook.builder import Sheets, put, xlsx

PAGE = f"/{OWN}/indeks/"
ADD = f"/{OWN}/isi/indeks/baru/"
MOST_QUERIES = 12
HEADS = ["index", "year", "value", "source", "url"]


def with_index() -> Sheets:
    sheets = sheets_of(OWN)
    scores = [(2021, 3), (2022, 3.5)]
    sheets["Index"] = [
        ["year", "framework", "component", "score"],
        *[[year, "gsc-2021", one, score] for year, score in scores for one in load().weights],
    ]
    return sheets


@pytest.fixture
def region(db) -> Region:
    return begun(OWN, with_index())


@pytest.fixture
def coordinator(region: Region) -> User:
    return somebody(region, Role.COORDINATOR)


@pytest.fixture
def client(coordinator: User) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


def typed(region: Region, *values: tuple[str, int, float], url: str = "") -> None:
    OtherIndex.objects.bulk_create(
        OtherIndex(region=region, index=index, year=year, value=value, source="Keputusan", url=url)
        for index, year, value in values
    )


def save(client: Client, where: str = ADD, **fields: object):
    sent = form_of(client.get(where).text) | {"do": "save"}
    return client.post(where, sent | {f"f:{name}": value for name, value in fields.items()})


def text_of(page: str) -> str:
    """The page's words without its tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def test_without_a_value_it_says_what_comes_here_and_who_brings_it(region: Region, client: Client):
    page = client.get(PAGE).text
    assert "Indeks smart city naik 0,50, dari 3,00 pada 2021 ke 3,50 pada 2022" in page
    assert f'hx-get="/{OWN}/2022/grafik/indeks-tahun/"' in page
    assert all(f"<strong>{code}</strong>" in page for code in ("SPBE", "Pemdi", "IID", "SAKIP"))
    assert ADD in page
    assert "lembar Indeks Lain" in page

    viewer = Client()
    viewer.force_login(somebody(region, Role.VIEWER))
    page = viewer.get(PAGE).text
    assert ADD not in page
    assert "Koordinator mengisinya beserta sumbernya." in page


def test_a_region_without_results_says_so(db):
    region = Region.objects.create(code=OTHER, name="Baru", level="city")
    client = Client()
    client.force_login(somebody(region, Role.VIEWER))
    assert "setelah ada hasil hitung" in client.get(f"/{OTHER}/indeks/").text


def test_each_index_says_how_it_moved_and_a_missing_year_keeps_its_place(
    region: Region, client: Client
):
    typed(region, ("SPBE", 2021, 1.9), ("SPBE", 2022, 2.34), ("SPBE", 2024, 3.12))
    typed(region, ("IMDI", 2025, 51.19))
    page = client.get(PAGE).text
    spbe, _, imdi = page.partition("<h2>IMDI")

    assert "<h2>SPBE naik 0,78, dari 2,34 pada 2022 ke 3,12 pada 2024</h2>" in spbe
    said = text_of(spbe[spbe.index("<h2>SPBE") :])
    # 2024 has no year before it to be compared with, 2021 neither.
    assert re.search(r"2024 : Ubah SPBE 3,12 baik – .* 2,34 cukup \+0,44 .* 1,90 cukup –", said)
    [chart] = re.findall(r'(?s)<div\s+class="picture on-light is-wide".*?</svg>', spbe)
    for text in ("2023", "1,90", "2,34", "3,12"):  # the year without a value has its place
        assert f">{text}<" in chart
    assert "IMDI bernilai 51,19 pada 2025; belum ada tahun lain untuk dibandingkan" in page
    assert imdi.count('class="picture on-light is-wide"') == 1
    assert "<strong>SPBE</strong>" not in page
    assert "<strong>SAKIP</strong>" in page


def test_a_source_is_a_link_only_where_it_leads_to_the_web(region: Region, client: Client):
    typed(region, ("SPBE", 2022, 2.34), url="https://contoh.example/spbe")
    typed(region, ("IID", 2022, 50), url="javascript:alert(1)")
    page = client.get(PAGE).text
    assert 'href="https://contoh.example/spbe"' in page
    assert "javascript:" not in page


def test_it_asks_as_often_for_many_values_as_for_none(
    region: Region, client: Client, django_assert_max_num_queries
):
    client.get(PAGE)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        client.get(PAGE)
        asked = len(few)
    typed(region, *[("SPBE", year, 2.0) for year in range(1990, 2020)])
    with django_assert_max_num_queries(asked):
        assert client.get(PAGE).text.count('<td class="num main">') == 30


def test_a_value_is_typed_changed_and_taken_back(region: Region, client: Client):
    answer = save(
        client,
        f"{ADD}?dari={PAGE}",
        index="SPBE",
        year="2022",
        value="2,34",
        source="Kepmen PANRB",
    )
    assert answer.url == PAGE
    one = OtherIndex.objects.get()
    assert (one.region, one.index, one.year, one.value) == (region, "SPBE", 2022, 2.34)
    page = client.get(PAGE).text
    assert "Indeks lain SPBE · 2022 ditambahkan." in compact(page)
    assert "dihitung ulang" not in page  # no figure of a result rests on it

    change = reverse("pages:plan-change", args=[OWN, "indeks", one.pk])
    assert change in page
    save(client, change, value="2,5")
    one.refresh_from_db()
    assert one.value == 2.5
    assert "SPBE · 2022" in client.get(f"/{OWN}/isi/indeks/").text
    entry = Entry.objects.filter(chain_id=OWN).latest("number")
    undo = reverse("exchange:undo", args=[OWN, entry.number])
    assert client.post(undo, {"at_once": "yes"}).status_code == 302
    one.refresh_from_db()
    assert one.value == 2.34


def test_no_result_is_made_anew(region: Region, client: Client):
    before = list(Run.objects.values_list("pk", flat=True))
    save(client, index="SPBE", year="2022", value="2,34", source="Kepmen PANRB")
    refresh_scorecards(region, AT)
    assert list(Run.objects.values_list("pk", flat=True)) == before


SENTENCE = "SPBE dinilai dari 1 sampai 5; angka ini di luarnya."


def test_both_doors_say_the_same_of_a_value_beyond_its_scale(client: Client):
    answer = save(client, index="SPBE", year="2022", value="51,2", source="Kepmen PANRB")
    assert answer.status_code == 422
    assert SENTENCE in answer.text
    assert 'value="51,2"' in answer.text  # what was typed stays
    assert not OtherIndex.objects.exists()

    sheets = with_index() | {"OtherIndices": [HEADS, ["SPBE", 2022, 51.2, "Kepmen PANRB", None]]}
    file = {"file": SimpleUploadedFile("buku.xlsx", xlsx(sheets))}
    answer = client.post(reverse("exchange:imports", args=[OWN]), file, follow=True)
    assert SENTENCE in html.unescape(answer.text)


def test_a_second_value_of_a_year_is_refused(region: Region, client: Client):
    typed(region, ("SPBE", 2022, 2.34))
    answer = save(client, index="SPBE", year="2022", value="3", source="Lain")
    assert answer.status_code == 422
    assert OtherIndex.objects.count() == 1


def test_an_older_workbook_without_the_sheet_removes_nothing(region: Region, coordinator: User):
    sheets = with_index() | {"OtherIndices": [HEADS, ["SPBE", 2022, 2.34, "Kepmen", None]]}
    assert brought_in(region, xlsx(sheets), coordinator, AT, PRESET).changes == 1
    older = put(with_index(), "Programmes!B2", "Satu nama lain")

    assert brought_in(region, xlsx(older), coordinator, AT, REPLACING).changes == 1
    assert OtherIndex.objects.get().value == 2.34
