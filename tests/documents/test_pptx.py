import io
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from documents.invented import batang, hostile
from documents.office import faults_in
from kotacerdas.charts import fonts
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.pptx import deck, slides
from kotacerdas.documents.slides import MOST_WORDS, count_words
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) draws the slides; not installed"
)
FONT_CONFIGURATION = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{inter}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>"""


def _open(card: Scorecard, language: Language) -> Any:
    return Presentation(io.BytesIO(deck(card, language)))


def _texts(slide: Any) -> Iterator[Any]:
    return (shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text)


@pytest.mark.parametrize("language", Language)
def test_every_slide_keeps_its_form(any_card: Scorecard, language: Language):
    presentation = _open(any_card, language)
    assert 10 <= len(presentation.slides) <= 14
    for slide in presentation.slides:
        assert sum(count_words(shape.text_frame.text) for shape in _texts(slide)) <= MOST_WORDS + 1
        assert slide.shapes.title.text
        assert slide.notes_slide.notes_text_frame.text.strip()


@pytest.mark.parametrize("language", Language)
def test_nothing_lies_outside_its_slide(any_card: Scorecard, language: Language):
    presentation = _open(any_card, language)
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height


def test_office_has_nothing_to_mend(any_card: Scorecard):
    assert faults_in(deck(any_card, Language.ID)) == []


def test_text_can_be_read_from_the_back_of_the_room(card: Scorecard):
    for slide in _open(card, Language.ID).slides:
        for shape in _texts(slide):
            sizes = [run.font.size for each in shape.text_frame.paragraphs for run in each.runs]
            assert all(size is None or size >= Pt(18) for size in sizes)
        for shape in slide.shapes:
            if shape.has_chart:
                assert shape.chart.font.size >= Pt(18)


def test_charts_are_native_and_their_sheets_hold_the_figures(card: Scorecard):
    charts = [
        shape.chart
        for slide in _open(card, Language.ID).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    assert len(charts) == 10
    by_dimension = charts[1].plots[0]
    assert next(iter(by_dimension.categories)) == "Smart Governance"
    assert by_dimension.series[0].values == pytest.approx(
        (35 / 39 * 100, 6 / 7 * 100, 80, 5 / 6 * 100, 10 / 12 * 100, 100)
    )
    assert all(chart.part.chart_workbook.xlsx_part is not None for chart in charts)


def test_every_chart_says_what_it_shows(card: Scorecard):
    for slide in _open(card, Language.ID).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_titles_are_sentences_computed_from_the_figures(card: Scorecard):
    titles = [slide.title for slide in slides(Facts(card, Language.EN))]
    assert titles[1] == "70 of 80 programmes realised: achievement 87.5%, up 2.7 points on 2021"
    assert titles[2] == "Smart Environment reached all of its programmes; Smart Economy lost two"
    assert titles[8] == "36 of 41 agencies met the minimum of 3 innovations"


def test_a_name_like_a_formula_stays_text_in_the_sheet_behind_the_chart(card: Scorecard):
    figures = card.figures.with_columns(
        code=card.figures["code"].replace({"public_policy": "=1+1"})
    )
    presentation = _open(replace(card, figures=figures), Language.ID)
    chart = next(shape.chart for shape in presentation.slides[3].shapes if shape.has_chart)
    assert " =1+1" in list(chart.plots[0].categories)


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_inter_is_in_the_deck_as_office_reads_it(card: Scorecard, style: str):
    presentation = _open(card, Language.ID)
    [listed] = presentation.element.iter(qn("p:embeddedFont"))
    assert listed.find(qn("p:font")).get("typeface") == "Inter"
    assert "Inter" in {latin.get("typeface") for latin in _theme(presentation).iter(qn("a:latin"))}
    relation = listed.find(qn(f"p:{style.lower()}")).get(qn("r:id"))
    part = presentation.part.related_part(relation)
    assert part.content_type == "application/x-fontdata"
    whole, size, version, flags = struct.unpack_from("<4I", part.blob)
    assert (whole, version, flags) == (len(part.blob), 0x00020001, 0)
    fixed = struct.unpack_from("<10sBBIHH4I2II4I", part.blob, 16)
    assert fixed[3:6] == ({"Regular": 400, "Bold": 700}[style], 0, 0x504C)  # may be installed
    names, at = [], 82
    for _ in range(4):
        length = struct.unpack_from("<H", part.blob, at)[0]
        names.append(part.blob[at + 2 : at + 2 + length].decode("utf-16-le"))
        at += 2 + length + 2
    assert names[:2] == ["Inter", style]
    assert len(part.blob) - size == at + 2  # no root text, then the font
    with TTFont(io.BytesIO(part.blob[-size:])) as font:
        known = set(map(chr, font.getBestCmap()))
    text = "".join(
        shape.text_frame.text for slide in presentation.slides for shape in _texts(slide)
    )
    assert set(text) - {"\n", "\v"} <= known


def test_the_deck_stays_small_enough_for_a_letter(card: Scorecard):
    assert len(deck(card, Language.ID)) < 1_000_000


def _theme(presentation: Any) -> Any:
    relations = presentation.slide_master.part.rels.values()
    theme = next(one.target_part for one in relations if one.reltype.endswith("/theme"))
    return etree.fromstring(theme.blob)


@needs_libreoffice
@pytest.mark.parametrize("face", ["Inter", "another"])
@pytest.mark.parametrize("make", [batang, hostile])
def test_drawn_text_stays_in_its_box(make: Any, face: str, tmp_path: Path):
    """With Inter, and in whatever a machine without it takes instead."""
    content = deck(make(), Language.ID)
    drawn = pypdfium2.PdfDocument(_drawn(content, tmp_path, has_inter=face == "Inter"))
    presentation = Presentation(io.BytesIO(content))
    assert len(drawn) == len(presentation.slides)
    for page, slide in zip(drawn, presentation.slides, strict=True):
        text = page.get_textpage()
        for place in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(place)
            assert left >= 0
            assert bottom >= 0
            assert right <= page.get_width()
            assert top <= page.get_height()
        for shape in _texts(slide):
            _assert_inside(shape, text, page.get_height())


def _assert_inside(shape: Any, text: Any, height: float) -> None:
    """All that is Latin in the box is drawn within it, give or take the swash of a letter."""
    expected = shape.text_frame.text
    if not expected.isascii():
        expected = expected.encode("ascii", "ignore").decode()
        if len(expected) < len(shape.text_frame.text) * 0.9:
            return
    slack = 4
    inside = text.get_text_bounded(
        left=shape.left.pt - slack,
        top=height - shape.top.pt + slack,
        right=Emu(shape.left + shape.width).pt + slack,
        bottom=height - Emu(shape.top + shape.height).pt - slack,
    )
    kept = "".join(inside.encode("ascii", "ignore").decode().split())
    assert "".join(expected.split()) in kept


def _drawn(content: bytes, folder: Path, *, has_inter: bool) -> Path:
    """The deck as LibreOffice draws it."""
    (folder / "deck.pptx").write_bytes(content)
    configuration = folder / "fonts.conf"
    configuration.write_text(
        FONT_CONFIGURATION.format(
            inter=fonts.DIRECTORY if has_inter else folder / "none", cache=folder / "cache"
        )
    )
    subprocess.run(
        [  # noqa: S607 - wherever it is installed
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "deck.pptx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
        env=os.environ | {"FONTCONFIG_FILE": str(configuration)},
    )
    return folder / "deck.pdf"
