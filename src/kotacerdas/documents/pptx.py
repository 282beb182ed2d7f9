"""The deck as PowerPoint: thirteen slides and those of chosen innovations, one message each."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents import deck_chosen, deck_resources, deck_slides
from kotacerdas.documents.dated import dated
from kotacerdas.documents.deck_shapes import BAND, Canvas, add_band, add_lines, fill
from kotacerdas.documents.deck_template import (
    CONTENT,
    COVER,
    HEIGHT,
    MARGIN,
    MESSAGE,
    TITLE_SIZE,
    new_deck,
    rgb,
)
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.slides import Slide, unparted
from kotacerdas.documents.xml_text import storable
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.cutting import cut, cut_to_width
from kotacerdas.wording.numbers import Language

TITLE_EMS = 50  # two lines of a title
NO_PICTURES: Mapping[str, bytes] = {}


def deck(
    scorecard: Scorecard, language: Language, pictures: Mapping[str, bytes] = NO_PICTURES
) -> bytes:
    """The deck; `pictures` are those of chosen innovations that everybody may see, by code."""
    facts = Facts(scorecard, language)
    presentation = new_deck(_footer(facts), list(facts.colours.values()))
    describe(presentation, facts, facts.say("title.document", year=facts.year))
    for content in slides(facts, pictures):
        is_cover = not len(presentation.slides)
        slide = presentation.slides.add_slide(
            presentation.slide_layouts[COVER if is_cover else MESSAGE]
        )
        slide.shapes.title.text = unparted(storable(cut_to_width(content.title, TITLE_EMS)))
        slide.notes_slide.notes_text_frame.text = storable(content.notes)
        if is_cover:
            fill_cover(slide, content, facts)
            continue
        if content.colour:
            add_band(slide, content.colour, (0, 0, BAND, HEIGHT))
        fill(slide, content, Canvas(), language, facts.say("slide.empty"))
    file = io.BytesIO()
    presentation.save(file)
    return dated(file.getvalue(), facts.as_of)


def slides(facts: Facts, pictures: Mapping[str, bytes] = NO_PICTURES) -> list[Slide]:
    """The content of every slide, in order."""
    return [
        deck_slides.cover(facts),
        deck_slides.overall(facts),
        deck_slides.dimensions(facts),
        deck_slides.sub_dimensions(facts),
        deck_slides.missed(facts),
        deck_slides.unreported(facts),
        deck_resources.indicators(facts),
        deck_resources.money(facts),
        deck_resources.innovations(facts),
        *deck_chosen.chosen(facts, pictures),
        deck_resources.capacity(facts),
        deck_resources.index(facts),
        deck_resources.decisions(facts),
        deck_resources.method(facts),
    ]


def _footer(facts: Facts) -> str:
    basis = facts.say.term("basis", facts.scorecard.question.basis.value)
    region = cut(facts.region, 50)
    return storable(facts.say("footer.left", region=region, year=facts.year, basis=basis))


def describe(presentation: Any, facts: Facts, title: str) -> None:
    """What the file says of itself; the dates are the scorecard's, not the clock's."""
    about = presentation.core_properties
    about.title = storable(cut(title, 200))
    about.author = about.last_modified_by = storable(cut(facts.region, 100))
    about.language = facts.language.value
    about.created = about.modified = datetime.combine(facts.as_of, time(), UTC).replace(tzinfo=None)


def fill_cover(slide: Any, content: Slide, facts: Facts) -> None:
    """The title large, the place of the arms, and what it is of."""
    title = slide.shapes.title
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(TITLE_SIZE + 14)
    _shield(slide, facts)
    add_lines(slide, content.lines, (MARGIN, Inches(4.85), CONTENT, Inches(2.3)))


def _shield(slide: Any, facts: Facts) -> None:
    """A neutral shield with the region's initial, where its arms may be put."""
    unit = Inches(1.3) / 32
    half = [(32, 0), (32, 20), (31, 25), (28.5, 29.5), (24.5, 33.5), (16, 38)]
    points = half + [(32 - x, y) for x, y in reversed(half[:-1])]
    builder = slide.shapes.build_freeform(int(MARGIN), int(Inches(0.75)), scale=1.0)
    builder.add_line_segments(
        [(int(MARGIN + x * unit), int(Inches(0.75) + y * unit)) for x, y in points], close=True
    )
    shape = builder.convert_to_shape()
    shape.name = facts.say("alt.emblem", region=storable(cut(facts.region, 60)))
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(LIGHT.ink)
    shape.line.fill.background()
    frame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = 0
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    run = frame.paragraphs[0].add_run()
    run.text = storable((facts.region.split() or [" "])[-1][:1].upper())
    run.font.size = Pt(40)
    run.font.bold = True
    run.font.color.rgb = rgb(LIGHT.ground)
