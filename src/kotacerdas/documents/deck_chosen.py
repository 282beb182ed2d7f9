"""A slide for each innovation that was chosen to stand in the deck."""

from collections.abc import Mapping, Sequence

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents.facts import Facts, Row
from kotacerdas.documents.slides import MOST_WORDS, Line, Slide, count_words
from kotacerdas.wording.cutting import ELLIPSIS, cut, first_sentence
from kotacerdas.wording.numbers import plain

FEWEST_WORDS = 4  # of a sentence that was cut
ROWS = 4  # that it may take


def chosen(facts: Facts, pictures: Mapping[str, bytes]) -> list[Slide]:
    """In the order of their codes; `pictures` are those that everybody may see, by code."""
    rows = [row for row in facts.scorecard.innovations.to_dicts() if row.get("in_deck")]
    return [
        _slide(facts, row, pictures.get(row["code"]))
        for row in sorted(rows, key=lambda row: row["code"])
    ]


def _slide(facts: Facts, row: Row, picture: bytes | None) -> Slide:
    say, title, figure = facts.say, cut(row["name"], 90), _effect(facts, row)
    stage = say.term("stage", row["stage"])
    lead = Line(f"{cut(row['agency_name'], 60)} · {stage}")
    lines = [Line(cut(row["measured"] or "", 80))] if figure and row["measured"] else []
    left = MOST_WORDS - sum(map(count_words, (title, figure, *(one.text for one in lines))))
    sentence = _within(first_sentence(row["summary"] or ""), left - count_words(lead.text))
    lines += [Line(sentence, is_large=not figure, is_told=True, rows=ROWS)] if sentence else []
    notes = say("notes.innovation", name=row["name"], agency=row["agency_name"], stage=stage)
    said = (cut(row["summary"] or "", 600), cut(row["measured_by"] or "", 200) if figure else "")
    return Slide(
        title,
        " ".join(filter(None, (notes, *said))),
        lines=[*lines, lead],
        figure=figure,
        picture=picture,
        colour=_colour(facts, row),
    )


def _effect(facts: Facts, row: Row) -> str:
    """What was measured before and after; empty where either is not known."""
    if row["value_before"] is None or row["value_after"] is None:
        return ""
    before, after = (plain(row[name], facts.language) for name in ("value_before", "value_after"))
    return f"{before} → {after} {cut(row['unit'] or '', 20)}".strip()


def _colour(facts: Facts, row: Row) -> str:
    """That of the dimension of its programme."""
    dimensions: Sequence[str] = [
        one["dimension"] for one in facts.programmes if one["code"] == row["programme"]
    ]
    return facts.colours.get(next(iter(dimensions), ""), LIGHT.accent)


def _within(sentence: str, most: int) -> str:
    """The sentence in so many words; empty where that would say nothing."""
    words = sentence.split()
    if len(words) <= most:
        return sentence
    return f"{' '.join(words[:most])}{ELLIPSIS}" if most >= FEWEST_WORDS else ""
