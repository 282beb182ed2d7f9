"""What an answer says: the level claimed, the text with its figures, what it still lacks. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kotacerdas.core.keys import key_in
from kotacerdas.frameworks.questionnaire import Document, Item, Wanted
from kotacerdas.workbook.cells import printable

LEVEL, ANSWER, WHY = NAMES = ("level", "answer", "why")
FILE = "file"  # the one piece that a document asks for
LONGEST = 10_000
_LEFT_OPEN = "…"  # in a prefilled answer: what only a person knows
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Problem:
    """What keeps an answer from being ready; `key` is a phrase of `item`."""

    name: str
    key: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Claim:
    """What is claimed: the level, None of a document, and the text."""

    level: int | None
    answer: str
    why: str


@dataclass(frozen=True)
class Part:
    """A piece of an answer's text: words, or the figure of that code."""

    text: str
    figure: str = ""


def pieces_of(rule: Item | Document) -> tuple[Wanted, ...]:
    """All that an item asks for, at whatever level; of a document its file."""
    if isinstance(rule, Item):
        return rule.evidence
    return (Wanted(FILE, rule.name_id, rule.name_en, 0),)


def kept(typed: Mapping[str, str]) -> dict[str, str]:
    """Of all that was sent, what belongs to the answer and is not empty."""
    texts = {name: printable(typed[name]) for name in NAMES if name in typed}
    return {name: text for name, text in texts.items() if text.strip()}


def claimed_level(filled: Mapping[str, str]) -> int | None:
    """The level that was filled in, whether the scale has it or not; None where none was."""
    return key_in(filled.get(LEVEL, ""))


def read(
    rule: Item | Document,
    filled: Mapping[str, str],
    levels: range,
    held: Collection[str],
    suggestion: int | None,
) -> tuple[Claim, list[Problem]]:
    """What was filled in, and what keeps it from being ready.

    `held` are the codes of the wanted pieces that are there and valid, `suggestion` the level that
    the figures come to.
    """
    level, text, why = claimed_level(filled), filled.get(ANSWER, ""), filled.get(WHY, "")
    claim = Claim(level if isinstance(rule, Item) else None, text, why)
    problems = [
        Problem(name, "too_long", {"most": LONGEST})
        for name in (ANSWER, WHY)
        if len(filled.get(name, "")) > LONGEST
    ]
    if isinstance(rule, Document):
        return claim, problems + ([] if FILE in held else [Problem("evidence", "no_file", {})])
    if level is None or level not in levels:
        problems.append(Problem(LEVEL, "choose_level", {"low": levels[0], "high": levels[-1]}))
        return claim, problems
    if not text.strip():
        problems.append(Problem(ANSWER, "no_answer", {}))
    if _LEFT_OPEN in text:
        problems.append(Problem(ANSWER, "left_open", {}))
    known = {figure.code for figure in rule.figures}
    problems += [
        Problem(ANSWER, "no_such_figure", {"name": code})
        for code in dict.fromkeys(_PLACE.findall(text))
        if code not in known
    ]
    if suggestion is not None and level > suggestion and not why.strip():
        problems.append(Problem(WHY, "why_above", {"level": suggestion}))
    problems += [
        Problem("evidence", "missing", {"level": level, "piece": one})
        for one in missing(rule, level, held)
    ]
    return claim, problems


def missing(rule: Item, level: int | None, held: Collection[str]) -> list[Wanted]:
    """What a claim of that level lacks; before one is made, all that the item asks for."""
    wanted = rule.evidence if level is None else rule.wanted(level)
    return [one for one in wanted if one.code not in held]


def read_finding(filled: Mapping[str, str], pieces: int) -> list[Problem]:
    """What keeps the answer to a finding from being sent in; `pieces` of evidence stand by it."""
    problems = []
    if not filled.get(ANSWER, "").strip():
        problems.append(Problem(ANSWER, "no_answer", {}))
    if len(filled.get(ANSWER, "")) > LONGEST:
        problems.append(Problem(ANSWER, "too_long", {"most": LONGEST}))
    if not pieces:
        problems.append(Problem("evidence", "no_evidence", {}))
    return problems


def parts_of(answer: str, figures: Collection[str]) -> list[Part]:
    """The text in its order: words as they are, and figures where their codes stand in braces."""
    parts, at = [], 0
    for place in _PLACE.finditer(answer):
        if place[1] not in figures:
            continue
        if before := answer[at : place.start()]:
            parts.append(Part(before))
        parts.append(Part(place[0], place[1]))
        at = place.end()
    return parts + ([Part(answer[at:])] if answer[at:] else [])
