"""A slide's chart drawn for a browser: the figures that PowerPoint would show, and no others."""

import re

import pytest

from kotacerdas.charts.rendering import to_svg
from kotacerdas.documents.slide_chart import slide_chart
from kotacerdas.documents.slides import Chart, Series
from kotacerdas.wording.numbers import Language

TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")
NAMES = ["Dinas Kesehatan", "Dinas Sosial", "Kecamatan Batang"]


def texts(chart):
    return TEXT.findall(to_svg(slide_chart(chart, Language.ID)))


@pytest.mark.parametrize("kind", ["bars", "columns", "line"])
def test_each_point_has_its_figure_and_none_where_nothing_was_reported(kind):
    series = [Series("Capaian", [87.5, None, 0.0], ["#1D4ED8"])]
    said = texts(Chart(kind, NAMES, series, "Capaian"))
    assert [one for one in said if one not in NAMES] == ["87,5", "0,0"]
    assert said[:3] == NAMES or kind != "bars"


def test_parts_of_a_bar_stand_one_behind_the_other():
    series = [
        Series("terealisasi", [14, 13, 8], ["#0F766E"]),
        Series("belum dilaporkan", [3, 0, 1], ["#667085"], is_hatched=True),
    ]
    chart = Chart("stacked", NAMES, series, "Program", number_format="0")
    svg = to_svg(slide_chart(chart, Language.ID))
    assert "url(#hatch)" in svg
    assert '<pattern id="hatch"' in svg
    assert {"14", "13", "8", "3"} <= set(TEXT.findall(svg))


def test_a_point_of_its_own_colour_keeps_it_and_text_stays_text():
    series = [Series("Inovasi", [2, 5], ["#B42318", "#0F766E"])]
    svg = to_svg(slide_chart(Chart("bars", ["<b>A</b>", "B"], series, "Inovasi"), Language.EN))
    assert "#B42318" in svg
    assert "#0F766E" in svg
    assert "<b>" not in svg
