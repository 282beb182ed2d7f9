"""The charts on the pages: all of them, on both grounds, with their figures in a table."""

import re

import pytest
from django.test import Client

from kotacerdas.accounts.models import Role
from kotacerdas.pages.pictures import PICTURES
from kotacerdas.records.models import Region
from pages.regions import OWN, begun, somebody

CHARTS = f"/{OWN}/2022/grafik/"


@pytest.fixture
def region(db) -> Region:
    return begun(OWN)


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(somebody(region, Role.VIEWER))
    return client


def test_every_chart_is_drawn_once_for_each_ground_with_its_figures(client: Client):
    ids: list[str] = []
    for name, one in PICTURES.items():
        part = client.get(f"{CHARTS}{name}/", headers={"HX-Request": "true"}).text
        assert len(re.findall(r"<svg[^>]*class=.marks", part)) == 2, name
        assert part.count("<th ") == len(one.heads), name
        assert all(f"on-{ground}" in part for ground in ("light", "dark"))
        assert not re.search(r"<script|\son\w+=", part), name
        ids += re.findall(r'\bid="([^"]+)"', part)
        assert {*re.findall(r"url\(#([^)]+)\)", part)} <= {*ids}, name
    assert len(ids) == len(set(ids))


def test_the_page_of_charts_says_the_finding_of_each(client: Client):
    page = client.get(CHARTS).text

    assert page.count("hx-get") >= len(PICTURES)
    assert "1 dari 1 program terealisasi" in page
    assert client.get(f"{CHARTS}lain/").status_code == 404


def test_english_figures_in_the_table(client: Client):
    client.post("/bahasa/", {"language": "en"})
    assert "100.0%" in client.get(f"{CHARTS}dimensi/").text
