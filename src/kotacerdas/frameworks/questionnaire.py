"""The questionnaire of an edition: its stages, the documents it wants, items with levels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from kotacerdas.frameworks.framework import Framework, Named, Wording
from kotacerdas.frameworks.keys import FrameworkError, Keys, each, packaged_in
from kotacerdas.frameworks.loading import load
from kotacerdas.frameworks.questionnaire_layers import layered
from kotacerdas.wording.numbers import Language

DIRECTORY = Path(__file__).parent / "questionnaires"

ITEM_CODE = re.compile(r"[0-9]+(\.[0-9]+)*")
_STAGE = re.compile(r"s[12]|q[1-4]|m(0[1-9]|1[0-2])")
NUMBER_NAME = re.compile(r"[a-z][a-z0-9_]*(/[^/{}]+)+")
PART_CODE = re.compile(r"[a-z][a-z0-9_]*")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_PLACE = re.compile(r"\{([^{}]*)\}")  # of a figure, in an answer


@dataclass(frozen=True)
class Stage(Named):
    """A part of the cycle; `ends` is the month and day on which it is due as a rule.

    The code is that of the window in which agencies are asked, a workbook's half or quarter.
    """

    ends: tuple[int, int]
    is_scored: bool


@dataclass(frozen=True)
class Wanted(Named):
    """A piece of evidence that an item asks for, by who claims that level or a higher one."""

    from_level: int


@dataclass(frozen=True)
class Figure(Named):
    """A number of the system that helps to answer an item, by the code it has in the item.

    `number` names it (`budget/absorption_pct`). With `of` it is the percentage that it makes of
    that number, with `is_change` its difference to the same number of the year before.
    """

    number: str
    of: str
    is_change: bool


@dataclass(frozen=True)
class Suggestion:
    """By which figure a level is suggested: the least value of each level above the lowest."""

    figure: str
    from_values: tuple[float, ...]


@dataclass(frozen=True)
class Document(Named):
    """A document that the cycle wants; `valid_years` says after how many it lapses, 0 never."""

    valid_years: int
    source: Wording


@dataclass(frozen=True)
class Item(Named):
    """A question: what is asked, why, and what each level says, from the lowest.

    `dimension` and `sub_dimension` are empty where it is of the whole. `answer` is the text that an
    answer begins with; `{code}` stands for a figure.
    """

    component: str
    dimension: str
    sub_dimension: str
    question_id: str
    question_en: str
    why_id: str
    why_en: str
    levels_id: tuple[str, ...]
    levels_en: tuple[str, ...]
    evidence: tuple[Wanted, ...]
    figures: tuple[Figure, ...]
    suggestion: Suggestion | None
    answer: str

    def question(self, language: Language) -> str:
        return self.question_id if language is Language.ID else self.question_en

    def why(self, language: Language) -> str:
        return self.why_id if language is Language.ID else self.why_en

    def levels(self, language: Language) -> tuple[str, ...]:
        return self.levels_id if language is Language.ID else self.levels_en

    def wanted(self, level: int) -> list[Wanted]:
        """The evidence that a claim of that level rests on."""
        return [one for one in self.evidence if one.from_level <= level]

    def suggested(self, value: float | None, lowest: int) -> int | None:
        """The level that the figure's value comes to; None where it has none."""
        if self.suggestion is None or value is None:
            return None
        return lowest + sum(value >= least for least in self.suggestion.from_values)


@dataclass(frozen=True)
class Questionnaire:
    """What an edition asks of a region, from the day on that it holds."""

    id: str
    edition: str
    title: str
    source: Wording
    is_own_wording: bool  # the project's, for want of the ministry's
    from_day: date
    stages: tuple[Stage, ...]
    documents: tuple[Document, ...]
    items: tuple[Item, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Item]:
        return {item.code: item for item in self.items}

    def stage(self, code: str) -> Stage:
        """The one of that code; a questionnaire has it for every stage of its cycles."""
        return next(one for one in self.stages if one.code == code)

    def of_component(self, code: str) -> list[Item]:
        return [item for item in self.items if item.component == code]


def levels_of(framework: Framework) -> range:
    """The levels that can be claimed: the whole numbers of the edition's scale."""
    low, high = framework.scale
    return range(round(low), round(high) + 1)


def packaged() -> list[str]:
    """The ids of the questionnaires that come with the program."""
    return packaged_in(DIRECTORY)


def of_edition(edition: str) -> Questionnaire | None:
    """The packaged questionnaire of that edition; None where it has none."""
    return next((one for one in map(packaged_one, packaged()) if one.edition == edition), None)


@cache
def packaged_one(name: str) -> Questionnaire:
    """The packaged questionnaire of that id. Raises FrameworkError where it breaks a rule."""
    return read(table_of(name), f"{name}.toml")


def table_of(name: str) -> dict[str, Any]:
    """The keys of the packaged questionnaire of that id."""
    return layered(DIRECTORY / f"{name}.toml", DIRECTORY)


def read(table: Mapping[str, Any], file: str) -> Questionnaire:
    """The questionnaire of those keys.

    Raises:
        FrameworkError: a key is missing, wrong or left over; it names the file and the key.
    """
    keys = Keys(dict(table), file)
    edition = keys.text("edition")
    try:
        framework = load(edition)
    except FrameworkError as error:
        raise keys.refuse("edition", error.reason) from error
    made = Questionnaire(
        id=keys.text("id"),
        edition=edition,
        title=keys.text("title"),
        source=keys.wording("source"),
        is_own_wording=keys.flag("own_wording"),
        from_day=_day(keys),
        stages=tuple(each(keys.tables("stages"), _stage)),
        documents=tuple(each(keys.tables("documents"), _document)),
        items=tuple(each(keys.tables("items"), partial(_item, framework))),
    )
    keys.require_unique("stages", [one.code for one in made.stages])
    codes = [*(one.code for one in made.items), *(one.code for one in made.documents)]
    keys.require_unique("items", codes)
    if any(one.ends >= other.ends for one, other in pairwise(made.stages)):
        raise keys.refuse("stages", "must run in the order in which they end")
    asked = {one.component for one in made.items}
    for component in framework.component_codes:
        if component not in asked:
            raise keys.refuse("items", f"nothing is asked of the component {component}")
    keys.nothing_left()
    return made


def _day(keys: Keys) -> date:
    """Of a TOML file a day, of kept JSON its text."""
    text = str(keys.take("from", (date, str), "a day as 2026-12-31"))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise keys.refuse("from", f"must be a day as 2026-12-31, not {text!r}") from error


def _stage(keys: Keys) -> Stage:
    code = keys.matching("code", _STAGE, "a half, quarter or month as s1, q3 or m11")
    ends = keys.matching("ends", _MONTH_DAY, "a month and day as 06-30")
    month, day = (int(part) for part in ends.split("-"))
    return Stage(code, *_names(keys, "name"), (month, day), keys.flag("scored"))


def _document(keys: Keys) -> Document:
    code = keys.matching("code", PART_CODE, "lower-case letters, digits and _")
    return Document(code, *_names(keys, "name"), keys.whole("valid_years"), keys.wording("source"))


def _names(keys: Keys, key: str) -> tuple[str, str]:
    """A text in both languages; the Indonesian where no English is given."""
    indonesian = keys.text(f"{key}_id")
    return indonesian, keys.take_optional(f"{key}_en", str, "").strip() or indonesian


def _item(framework: Framework, keys: Keys) -> Item:
    component = keys.one_of("component", framework.component_codes)
    dimension, sub_dimension = _where(framework, keys)
    levels = levels_of(framework)
    evidence = tuple(each(_optional(keys, "evidence"), partial(_wanted, levels)))
    figures = tuple(each(_optional(keys, "figures"), _figure))
    keys.require_unique("evidence", [one.code for one in evidence])
    keys.require_unique("figures", [one.code for one in figures])
    codes = [one.code for one in figures]
    question, why = _names(keys, "question"), _names(keys, "why")
    sentences = _sentences(keys, "levels_id", levels)
    item = Item(
        keys.matching("code", ITEM_CODE, "numbers with dots between"),
        *_names(keys, "name"),
        component=component,
        dimension=dimension,
        sub_dimension=sub_dimension,
        question_id=question[0],
        question_en=question[1],
        why_id=why[0],
        why_en=why[1],
        levels_id=sentences,
        levels_en=_sentences(keys, "levels_en", levels, sentences),
        evidence=evidence,
        figures=figures,
        suggestion=_suggestion(keys, codes, len(levels)),
        answer=keys.take_optional("answer", str, "").strip(),
    )
    for code in places_in(item.answer):
        if code not in codes:
            raise keys.refuse("answer", f"no figure of the item is called {code!r}")
    return item


def _where(framework: Framework, keys: Keys) -> tuple[str, str]:
    """The item's dimension and sub-dimension, empty where none is named."""
    code = keys.take_optional("dimension", str, "")
    sub_code = keys.take_optional("sub_dimension", str, "")
    dimension = framework.dimension(code)
    if code and dimension is None:
        raise keys.refuse("dimension", f"no dimension is called {code}")
    if sub_code and sub_code not in {
        one.code for one in (dimension.sub_dimensions if dimension else ())
    }:
        raise keys.refuse("sub_dimension", f"{code or 'no dimension'} has no {sub_code}")
    return code, sub_code


def _sentences(
    keys: Keys, key: str, levels: range, otherwise: tuple[str, ...] | None = None
) -> tuple[str, ...]:
    """A sentence for each level, from the lowest."""
    rows = (
        keys.take(key, list, "a list") if otherwise is None else keys.take_optional(key, list, [])
    )
    if not rows and otherwise is not None:
        return otherwise
    if len(rows) != len(levels) or not all(isinstance(one, str) and one.strip() for one in rows):
        raise keys.refuse(key, f"must have a sentence for each level, {levels[0]} to {levels[-1]}")
    return tuple(one.strip() for one in rows)


def places_in(answer: str) -> list[str]:
    """The codes of figures for which an answer's text has a place."""
    return _PLACE.findall(answer)


def _optional(keys: Keys, key: str) -> list[Keys]:
    return keys.tables(key) if keys.has(key) else []


def _wanted(levels: range, keys: Keys) -> Wanted:
    code = keys.matching("code", PART_CODE, "lower-case letters, digits and _")
    names = _names(keys, "name")
    from_level = keys.whole("from_level") if keys.has("from_level") else levels[1]
    if from_level not in levels:
        raise keys.refuse("from_level", f"must be {levels[0]} to {levels[-1]}")
    return Wanted(code, *names, from_level)


def _figure(keys: Keys) -> Figure:
    code = keys.matching("code", PART_CODE, "lower-case letters, digits and _")
    number = keys.matching("number", NUMBER_NAME, "the name of a number, as budget/absorption_pct")
    of = keys.matching("of", NUMBER_NAME, "the name of a number") if keys.has("of") else ""
    is_change = keys.flag("change")
    if of and is_change:
        raise keys.refuse("change", "is of a number as it is, not of a share")
    return Figure(code, *_names(keys, "name"), number, of, is_change)


def _suggestion(keys: Keys, figures: Sequence[str], levels: int) -> Suggestion | None:
    """Raises FrameworkError: it names no figure, or its values don't rise from level to level."""
    if not keys.has("suggests"):
        return None
    table = keys.table("suggests")
    figure = table.text("figure")
    if figure not in figures:
        raise table.refuse("figure", f"no figure of the item is called {figure!r}")
    rows = table.take("from", list, "a list of numbers")
    if len(rows) != levels - 1 or not all(isinstance(one, int | float) for one in rows):
        raise table.refuse("from", f"must have {levels - 1} numbers, for each level but the lowest")
    values = tuple(float(one) for one in rows)
    if any(one > other for one, other in pairwise(values)):
        raise table.refuse("from", "must not fall from one level to the next")
    table.nothing_left()
    return Suggestion(figure, values)
