"""A deck of an evaluation on its own ground and on regions' files, with all that it has to say."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from documents import own_templates
from documents.invented import batang, empty, hostile
from documents.office import faults_in
from kotacerdas.documents.evaluation_deck import evaluation_deck
from kotacerdas.documents.evaluation_report import evaluation_report
from kotacerdas.documents.evaluation_story import Answer, Chapter, Finding, Piece, Story
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.own_template import stripped
from kotacerdas.documents.text_fit import overflows
from kotacerdas.frameworks.questionnaire import of_edition
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language

LONG = "Pertanggungjawaban penyelenggaraan kota cerdas yang berkelanjutan dan berketahanan " * 4
TEMPLATES = {
    "own": lambda: None,
    "dark": own_templates.dark,
    "small": own_templates.small,
    "without_content": own_templates.without_content,
}


def story(card: Scorecard, language: Language = Language.ID) -> Story:
    asked, framework = of_edition("gsc-2021"), card.framework
    assert asked is not None
    chapters = [
        Chapter(
            one.code,
            one.name(language),
            float(one.weight) * 100,
            [
                Answer(
                    item.code,
                    item.name(language),
                    place % 5 or None,
                    item.levels(language)[place % 5],
                    LONG if place % 3 else "",
                    [("Capaian", "87,5 %")],
                    [
                        Piece(f"{LONG}.pdf", "a1b2c3d4e5f6", 12),
                        Piece("Situs", "https://a.example/b"),
                    ],
                    ["SK Forum"],
                    LONG,
                )
                for place, item in enumerate(asked.of_component(one.code))
            ],
        )
        for one in framework.components
    ]
    findings = [
        Finding(n, LONG, "2.2", LONG, date(2023, 11, 1), "open", LONG) for n in range(1, 16)
    ]
    documents = [Answer(one.code, one.name(language), None, "", "") for one in asked.documents]
    return Story(
        Facts(card, language),
        2023,
        "tahap I",
        "keadaan per 1 Juni 2023",
        "23",
        range(5),
        chapters,
        documents,
        None,
        findings,
    )


def texts_of(deck: Any) -> Iterator[str]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("card", [batang, empty, hostile])
def test_all_of_it_is_there_and_fits(template: str, card: Any):
    whole = story(card())
    data = TEMPLATES[template]()
    made = evaluation_deck(whole, None if data is None else stripped(data))
    deck = Presentation(io.BytesIO(made))
    texts = list(texts_of(deck))
    codes = [one.code for part in whole.chapters for one in part.answers if not one.is_open]
    still_open = [
        ", ".join(one.code for one in part.answers if one.is_open) for part in whole.chapters
    ]

    assert faults_in(made) == []
    assert not overflows(deck)
    assert [text for text in texts if text in codes] == codes
    assert all(still_open)
    assert [text for text in texts if text in still_open] == still_open
    assert {str(n) for n in range(1, 16)} <= set(texts)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
    if template != "own":
        feet = [text for text in texts if "hasil 23" in text]
        assert len([text for text in feet if text == whole.foot]) == len(deck.slides) - 1


def test_a_template_keeps_its_look_and_loses_its_slides():
    data = own_templates.dark()
    bare = Presentation(io.BytesIO(stripped(data)))
    deck = Presentation(io.BytesIO(evaluation_deck(story(batang()), stripped(data))))

    assert len(bare.slides) == 0
    assert bare.part._element.find(qn("p:extLst")) is None
    assert own_templates.OLD not in "".join(texts_of(deck))
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))
    used = {slide.slide_layout.name for slide in deck.slides}
    assert used == {"Title Slide", "Title and Content"}
    runs = [run for slide in deck.slides for run in slide._element.iter(qn("a:rPr"))]
    assert "0F172A" not in {one.get("val") for run in runs for one in run.iter(qn("a:srgbClr"))}


@pytest.mark.parametrize("template", ["own", "dark"])
def test_a_figure_stays_with_its_unit(template: str):
    data = TEMPLATES[template]()
    made = evaluation_deck(story(batang()), None if data is None else stripped(data))
    deck = Presentation(io.BytesIO(made))
    titles = [slide.shapes.title.text for slide in deck.slides]

    assert any("87,5\u00a0%" in title for title in titles)
    assert not [title for title in titles if re.search(r"\d [%M]", title)]


def test_text_that_is_too_long_is_found():
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(0, 0, Inches(3), Inches(0.5))
    box.text_frame.text = "Pendek"
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(14)
    assert overflows(deck) == []
    box.text_frame.paragraphs[0].runs[0].text = LONG

    assert overflows(deck) == [f"1: {LONG[:60]}"]


@pytest.mark.parametrize("card", [batang, empty, hostile])
@pytest.mark.parametrize("language", Language)
def test_the_report_can_be_made_of_anything(card: Any, language: Language):
    assert evaluation_report(story(card(), language)).startswith(b"%PDF")


def test_the_same_story_is_the_same_deck():
    whole = story(batang())
    assert evaluation_deck(whole) == evaluation_deck(whole)
