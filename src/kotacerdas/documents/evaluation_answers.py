"""The slides of an evaluation on what was answered: findings, and the self-assessment."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents.deck_table import MOST_ROWS
from kotacerdas.documents.evaluation_story import Answer, Chapter, Finding, Story
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.slides import Chart, Series, Slide, Table
from kotacerdas.wording.cutting import cut, first_sentence
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import number, percent

LONGEST = 160
IN_NOTES = 600
Row = TypeVar("Row")


def findings(story: Story) -> list[Slide]:
    """What became of each."""
    facts = story.facts
    say = facts.say
    if not story.findings:
        return [Slide(say("story.no_findings"), say("notes.nothing"))]
    accepted = len(story.findings) - story.open_findings
    title = say.count("story.findings", len(story.findings), accepted=accepted)
    heads = [
        (say("story.number"), 0.6),
        (say("story.finding"), 5),
        (say("label.agency"), 2.6),
        (say("label.status"), 3.2),
    ]
    made = []
    for rows in _parts(story.findings):
        texts = [(str(one.number), one.text, one.agency, became(facts, one)) for one in rows]
        table = Table(heads, texts, say("story_alt.findings"), bold=3, muted=frozenset({0, 2}))
        notes = " ".join(
            say("story_notes.finding", number=one.number, text=one.text, answer=one.answer or "–")
            for one in rows
        )
        made.append(Slide(title, cut(notes, IN_NOTES * len(rows)), table=table))
    return made


def became(facts: Facts, one: Finding) -> str:
    """Of a finding, in a few words."""
    day = long_date(one.due_on, facts.language)
    return facts.say(f"became.{one.state}", day=day)


def self_assessment(story: Story) -> Iterator[Slide]:
    """The components by the mean of what is claimed, then each item of each."""
    yield _components(story)
    for chapter in story.chapters:
        yield from _of_chapter(story, chapter)


def _components(story: Story) -> Slide:
    facts = story.facts
    say, language = facts.say, facts.language
    decimals = facts.scorecard.framework.index_decimals
    top = story.levels[-1]
    claimed = sum(len(part.claimed) for part in story.chapters)
    every = sum(len(part.answers) for part in story.chapters)
    title = (
        say("story.claims_open", claimed=claimed, total=every)
        if story.estimate is None
        else say("story.claims", value=number(story.estimate, decimals, language), top=top)
    )
    notes = " ".join(
        say(
            "story_notes.component",
            name=part.name,
            weight=percent(part.weight_pct, language, 0),
            mean=number(part.mean, decimals, language),
            claimed=len(part.claimed),
            total=len(part.answers),
        )
        for part in story.chapters
    )
    series = Series(say("story.mean_level"), [part.mean for part in story.chapters], [LIGHT.accent])
    names = [part.name for part in story.chapters]
    alt, form = say("story_alt.components"), f"0.{'0' * decimals}" if decimals else "0"
    chart = Chart("bars", names, [series], alt, form, highest=top)
    return Slide(title, f"{say('story_notes.claims')} {notes}", chart=chart)


def _of_chapter(story: Story, chapter: Chapter) -> Iterator[Slide]:
    """Its answers in their order; what is open stands in one row behind them."""
    facts = story.facts
    say = facts.say
    heads = [
        (say("story.number"), 0.7),
        (say("story.item"), 4),
        (say("story.level"), 1.1),
        (say("story.line"), 6.2),
    ]
    rows = [
        ((one.code, one.name, _level(facts, one), one_line(one)), one.text or one.sentence)
        for one in chapter.answered
    ]
    if chapter.open:
        codes = _open_codes(chapter)
        said = say.count("story.open_items", len(chapter.open))
        rows.append((("", said, "", codes), f"{said} ({codes})."))
    parts = _parts(rows)
    alt = say("story_alt.chapter", name=chapter.name)
    for place, part in enumerate(parts, 1):
        title = chapter_title(story, chapter)
        if len(parts) > 1:
            title = f"{title} ({place}/{len(parts)})"
        table = Table(heads, [row for row, _ in part], alt, bold=2, muted=frozenset({0}))
        notes = " ".join(cut(f"{row[0]} {note}".strip(), IN_NOTES) for row, note in part)
        yield Slide(title, notes or title, table=table)


def _open_codes(chapter: Chapter) -> str:
    """The codes of what is open; of more than two in a row the first and the last."""
    said = []
    for is_open, run in groupby(chapter.answers, lambda one: one.is_open):
        codes = [one.code for one in run] if is_open else []
        said += [f"{codes[0]}–{codes[-1]}"] if len(codes) > 2 else codes  # noqa: PLR2004 - two
    return ", ".join(said)


def chapter_title(story: Story, chapter: Chapter) -> str:
    """What the claims come to, and how many of all items are in the scale's top quarter."""
    facts, claimed = story.facts, chapter.claimed
    if not claimed:
        return facts.say("story.chapter_none", name=chapter.name)
    low, top = story.levels[0], story.levels[-1]
    high = top - (top - low) // 4
    return facts.say(
        "story.chapter",
        **{"from": high},
        name=chapter.name,
        mean=number(chapter.mean, facts.scorecard.framework.index_decimals, facts.language),
        top=top,
        high=sum(one >= high for one in claimed),
        total=len(chapter.answers),
    )


def _level(facts: Facts, one: Answer) -> str:
    return facts.say("story.no_level") if one.level is None else str(one.level)


def one_line(one: Answer) -> str:
    """What the region answers, else what the level that it claims says."""
    return cut(first_sentence(one.text) or one.sentence, LONGEST)


def _parts(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """In as few parts as they need, all of about one length."""
    count = -(-len(rows) // MOST_ROWS)
    if not count:
        return []
    size = -(-len(rows) // count)
    return [rows[at : at + size] for at in range(0, len(rows), size)]
