"""The deck of an evaluation, on its own ground or on a region's PowerPoint file."""

import io
from typing import Any

from pptx.util import Inches

from kotacerdas.charts.theme import DARK, LIGHT
from kotacerdas.documents import own_template
from kotacerdas.documents.dated import dated
from kotacerdas.documents.deck_shapes import BAND, Canvas, add_band, fill
from kotacerdas.documents.deck_template import COVER, HEIGHT, MESSAGE, new_deck
from kotacerdas.documents.evaluation_slides import slides
from kotacerdas.documents.evaluation_story import Story
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.pptx import TITLE_EMS, describe, fill_cover
from kotacerdas.documents.slides import Slide, unparted
from kotacerdas.documents.xml_text import storable
from kotacerdas.wording.cutting import cut, cut_to_width

_BAND = Inches(0.2)


def evaluation_deck(story: Story, template: bytes | None = None) -> bytes:
    """The deck; `template` is the region's own file, without its slides.

    Raises:
        NoLayoutError: the template has no layout to make slides of.
    """
    facts = story.facts
    contents = slides(story)
    if template is None:
        deck = _on_ours(facts, contents, f"{cut(facts.region, 40)} · {story.foot}")
    else:
        deck = _on_theirs(facts, contents, story.foot, template)
    describe(deck, facts, facts.say("story.title", year=story.year))
    file = io.BytesIO()
    deck.save(file)
    return dated(file.getvalue(), facts.as_of)


def _on_ours(facts: Facts, contents: list[Slide], foot: str) -> Any:
    deck = new_deck(storable(foot), list(facts.colours.values()))
    for content in contents:
        is_cover = not len(deck.slides)
        slide = deck.slides.add_slide(deck.slide_layouts[COVER if is_cover else MESSAGE])
        slide.shapes.title.text = unparted(storable(cut_to_width(content.title, TITLE_EMS)))
        slide.notes_slide.notes_text_frame.text = storable(content.notes)
        if is_cover:
            fill_cover(slide, content, facts)
            continue
        if content.colour:
            add_band(slide, content.colour, (0, 0, BAND, HEIGHT))
        fill(slide, content, Canvas(), facts.language, facts.say("slide.empty"))
    return deck


def _on_theirs(facts: Facts, contents: list[Slide], foot: str, template: bytes) -> Any:
    ground = own_template.opened(template)
    left, top, _, height = ground.body
    titles = [unparted(cut_to_width(one.title, TITLE_EMS)) for one in contents]
    size = own_template.title_size(ground, titles[1:])
    on_dark = _on_dark(facts)
    for content, title in zip(contents, titles, strict=True):
        is_cover = not len(ground.deck.slides)
        slide = own_template.new_slide(ground, title, size, foot, is_cover=is_cover)
        slide.notes_slide.notes_text_frame.text = storable(content.notes)
        if is_cover:
            own_template.fill_cover(ground, slide, content.lines)
        else:
            if content.colour:
                add_band(slide, content.colour, (max(left - _BAND, 0), top, _BAND // 2, height))
            fill(slide, content, ground.canvas, facts.language, facts.say("slide.empty"))
        own_template.take_theme(ground, slide, on_dark)
    return ground.deck


def _on_dark(facts: Facts) -> dict[str, str]:
    """What each colour of the deck is on a dark ground."""
    own = {part.light: part.dark for part in facts.scorecard.framework.dimensions}
    states = {LIGHT.status[name]: DARK.status[name] for name in LIGHT.status}
    return own | states | {LIGHT.ground: DARK.ground, LIGHT.line: DARK.line}
