"""The charts on the pages: all of them, on both grounds, with their figures in a table."""

import re
from dataclasses import replace

import polars as pl
import pytest
from django.test import Client

from kotacerdas.accounts.models import Role
from kotacerdas.frameworks.loading import load
from kotacerdas.pages import years
from kotacerdas.pages.pictures import PICTURES
from kotacerdas.records.models import Region
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import contents_of
from pages.regions import OWN, begun, sheets_of, somebody

CHARTS = f"/{OWN}/2022/grafik/"
PART = {"HX-Request": "true"}


@pytest.fixture
def region(db) -> Region:
    """One with the index of both years, and its indicators' targets in them."""
    sheets = sheets_of(OWN)
    scores = [(2021, 3), (2022, 3.5)]
    sheets["Index"] = [
        ["year", "framework", "component", "score"],
        *[[year, "gsc-2021", one, score] for year, score in scores for one in load().weights],
    ]
    sheets["Targets"] += [["i1", 2021, None, 12, None], ["i2", 2021, None, 5, 7]]
    sheets["Realisation"] += [
        ["p1", None, 2021, None, "no", None, None],
        [None, "i2", 2021, None, None, 0, None],
    ]
    return begun(OWN, sheets)


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(somebody(region, Role.VIEWER))
    return client


def test_every_chart_is_drawn_for_each_ground_and_room_with_its_figures(client: Client):
    ids: list[str] = []
    for name, one in PICTURES.items():
        part = client.get(f"{CHARTS}{name}/", headers=PART).text
        assert len(re.findall(r'<div aria-hidden="true">\s*<svg', part)) == 4, name
        assert part.count("<th ") == len(one.heads), name
        looks = re.findall(r'class="picture on-([^"]+)"', part)
        assert looks == ["light is-wide", "light is-narrow", "dark is-wide", "dark is-narrow"]
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


def test_other_facts_under_the_key_of_a_run_are_another_picture(region: Region, client: Client):
    before = client.get(f"{CHARTS}dimensi/", headers=PART).text
    run = Run.objects.filter(region=region, year=2022, basis="reported").latest("pk")
    contents = contents_of(run)
    figures = contents.card.figures
    changed = figures.with_columns(achievement_pct=pl.col("achievement_pct") / 4)
    contents.card = replace(contents.card, figures=changed)
    years._facts.cache_clear()

    after = client.get(f"{CHARTS}dimensi/", headers=PART).text

    assert "100,0" in svg_of(before)
    assert "25,0" in svg_of(after)
    assert "100,0" not in svg_of(after)


def svg_of(part: str) -> str:
    return re.search(r"<svg.*?</svg>", part, re.DOTALL)[0]


def test_an_indicator_is_drawn_over_its_years(client: Client):
    page = client.get(f"/{OWN}/2022/indikator/i2/").text
    chart = client.get(f"{CHARTS}indikator/i2/", headers=PART).text

    assert "<h2>Indikator ini tidak berlaku pada 2022</h2>" in page
    assert f'hx-get="{CHARTS}indikator/i2/"' in page
    svg = svg_of(chart)
    assert all(text in svg for text in ("2021", "2022", "tidak", "berlaku"))
    assert '<td class="num">5–7</td>' in chart  # the figures are a click away
    assert client.get(f"{CHARTS}indikator/lain/").status_code == 404


def test_a_programme_shows_each_indicator_that_has_a_value_over_its_years(region: Region):
    sheets = sheets_of(OWN)
    sheets["Indicators"].append(["i3", *sheets["Indicators"][1][1:]])
    begun(OWN, sheets)
    client = Client()
    client.force_login(somebody(region, Role.VIEWER))
    page = client.get(f"/{OWN}/2022/program/p1/").text

    found = re.findall(
        r"<h3>([^<]+)</h3>\s*<p[^>]*>([^<]+)</p>\s*<div class=\"picture-slot\"", page
    )
    assert found == [("Target 2022 belum tercapai: 9\u00a0orang, target 30\u00a0orang", "Jumlah")]
    assert f'hx-get="{CHARTS}indikator/i1/"' in page


def test_a_programme_asks_as_often_for_many_indicators(
    region: Region, client: Client, django_assert_max_num_queries
):
    page = f"/{OWN}/2022/program/p1/"
    client.get(page)
    with django_assert_max_num_queries(12) as few:
        client.get(page)
        asked = len(few)
    sheets = sheets_of(OWN)
    more = [[f"x{n}", *sheets["Indicators"][1][1:]] for n in range(40)]
    sheets["Indicators"] += more
    sheets["Targets"] += [[one[0], *sheets["Targets"][1][1:]] for one in more]
    sheets["Realisation"] += [
        [None, one[0], 2022, *[None] * 2, 7, *sheets["Realisation"][1][6:]] for one in more
    ]
    begun(OWN, sheets)
    client.get(page)
    with django_assert_max_num_queries(asked):
        assert client.get(page).text.count("picture-slot") > 40


def test_two_years_are_slopes_where_both_are_complete(client: Client):
    page = client.get(f"/{OWN}/2022/banding/2021/").text
    for one, other in ((2022, 2021), (2021, 2022)):  # in the order of time, whichever is asked
        chart = client.get(f"/{OWN}/{one}/grafik/tahun/{other}/", headers=PART).text
        assert svg_of(chart).index("2021") < svg_of(chart).index("2022")
        assert "+100,0" in chart

    said = "Sejak 2021 Smart Living naik paling banyak, 100,0 poin; tidak ada yang turun"
    assert f"<h2>{said}</h2>" in page
    assert client.get(f"/{OWN}/2022/grafik/tahun/1999/").status_code == 404


def test_a_year_without_an_index_draws_none_and_says_so(region: Region, client: Client):
    run = Run.objects.filter(region=region, year=2022, basis="reported").latest("pk")
    contents = contents_of(run)
    contents.card = replace(contents.card, index_history=contents.card.index_history.clear())
    years._facts.cache_clear()

    part = client.get(f"{CHARTS}indeks-tahun/", headers=PART).text

    assert "<svg" not in part
    assert "Belum ada tahun dengan indeks yang lengkap" in client.get(CHARTS).text
