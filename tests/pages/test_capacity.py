"""The capacity of a year, each of its items, and the way to them."""

import re

import pytest
from django.test import Client

from kotacerdas.accounts.models import Role
from kotacerdas.records.models import Region
from markup import compact
from pages.regions import OWN, begun, sheets_of, somebody
from workbook.builder import Sheets

PAGE = f"/{OWN}/2022/kapasitas/"
PART = {"HX-Request": "true"}
MOST_QUERIES = 12


def with_items(more: int = 0) -> Sheets:
    """Zero, not reported, beyond its target, one that can't be scored, and an earlier year."""
    sheets = sheets_of(OWN)
    sheets["Capacity"] = [
        ["code", "kind", "item", "year", "unit", "target", "realised", "agency"],
        ["c1", "hr", "Pelatihan", 2022, "orang", 10, 0, "a1"],
        ["c1", "hr", "Pelatihan", 2021, "orang", 8, 6, "a1"],
        ["c2", "infrastructure", "Serat optik", 2022, "km", 10, None, None],
        ["c3", "application", "Layanan daring", 2022, "layanan", 10, 12, None],
        ["c4", "application", "Pusat data", 2022, "unit", 0, 1, None],
        *([f"x{n}", "literacy", f"Kelas {n}", 2022, "orang", 10, 5, None] for n in range(more)),
    ]
    return sheets


@pytest.fixture
def region(db) -> Region:
    return begun(OWN, with_items())


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(somebody(region, Role.VIEWER))
    return client


def row(page: str, name: str) -> str:
    """The words of the table's row, without its tags."""
    found = next(one for one in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if f">{name}<" in one)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found)).replace("\u00a0", " ").strip()


def test_the_list_keeps_zero_and_not_reported_apart(client: Client):
    page = client.get(PAGE).text
    assert "<h2>Kapasitas terkuat pada aplikasi, terlemah pada sumber daya manusia</h2>" in page
    assert f'hx-get="/{OWN}/2022/grafik/kapasitas/"' in page
    assert row(page, "Pelatihan").endswith("orang 10 0 terhitung 0,0 %")
    assert row(page, "Serat optik").endswith("km 10 – belum dilaporkan –")
    assert row(page, "Layanan daring").endswith("layanan 10 12 terhitung 100,0 %")
    assert row(page, "Pusat data").endswith("unit 0 1 tidak dapat dihitung –")

    one_kind = client.get(f"{PAGE}?jenis=hr").text + client.get(f"{PAGE}?kind=hr").text
    assert "Pelatihan" in one_kind
    assert client.get(f"{PAGE}?format=csv").status_code == 200


def test_the_chart_says_how_much_of_a_kind_is_not_reported(client: Client):
    part = client.get(f"/{OWN}/2022/grafik/kapasitas/", headers=PART).text
    svg = part[part.index("<svg") : part.index("</svg>")]
    assert "1 butir, 1 belum dilaporkan" in svg
    assert "0,0\u00a0%" in svg  # of people: reported, and nothing reached
    assert row(part, "Infrastruktur") == "Infrastruktur 1 1 –"


def test_an_item_stands_over_its_years(client: Client):
    page = client.get(f"{PAGE}c1/").text
    assert "<h2>Target 2022 belum tercapai: 0\u00a0orang, target 10\u00a0orang" in page
    assert "Diskominfo" in page
    chart = client.get(f"/{OWN}/2022/grafik/kapasitas/c1/", headers=PART).text
    assert all(year in chart for year in ("2021", "2022"))

    page = client.get(f"{PAGE}c2/").text
    assert "Nilai 2022 belum dilaporkan; targetnya 10\u00a0km" in page
    assert client.get(f"{PAGE}lain/").status_code == 404
    assert client.get(f"/{OWN}/2021/grafik/kapasitas/c2/").status_code == 404


def test_search_finds_an_item_once_in_the_last_of_its_years(client: Client):
    page = compact(client.get(f"/{OWN}/cari/", {"q": "latih"}).text)
    assert page.count("Pelatihan") == 1
    assert f'href="{PAGE}c1/"' in page


def test_a_year_without_capacity_says_what_comes_here(region: Region):
    begun(OWN, sheets_of(OWN) | {"Capacity": with_items()["Capacity"][:1]})
    for role, offers in ((Role.VIEWER, False), (Role.COORDINATOR, True)):
        client = Client()
        client.force_login(somebody(region, role))
        page = client.get(PAGE).text
        assert "Kapasitas 2022 belum diisi" in page
        assert (f"/{OWN}/isi/kapasitas/baru/" in page) is offers
        assert "Belum ada data kapasitas" in client.get(f"/{OWN}/2022/evaluasi/").text


def test_the_list_asks_as_often_for_many_items_as_for_few(
    region: Region, client: Client, django_assert_max_num_queries
):
    client.get(PAGE)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        client.get(PAGE)
        asked = len(few)
    begun(OWN, with_items(200))
    client.get(PAGE)
    with django_assert_max_num_queries(asked):
        assert "204" in client.get(PAGE).text
