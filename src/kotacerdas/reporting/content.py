"""What a report says, read from what was typed. Pure.

A report is filled in as text by the names of its fields: `realised`, `progress_pct`, `note`,
`obstacles`, `follow_up`, `value:CODE|PERIOD`, `money:SOURCE`, `answer:RULE|KEY`. A page, a
workbook and a command fill in the same names.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from kotacerdas.reporting.due import Due
from kotacerdas.wording.matching import normalised
from kotacerdas.workbook import numerals
from kotacerdas.workbook.cells import printable
from kotacerdas.workbook.schema import LARGEST, STATUSES
from kotacerdas.workbook.units import takes
from kotacerdas.workbook.vocabulary import yes_no

Filled = Mapping[str, str]

TEXTS = ("obstacles", "follow_up", "note")
LONGEST_TEXT = 10_000
FULL_PCT = 100


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field; `key` is a phrase of `problem`."""

    name: str
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """What a report says. A value of None was not told; of what is not applicable there is none.

    `values` is by the keys of what is due, `money` in rupiah since the year began by source;
    `marked` are the fields whose number says itself that it is percent, or rupiah.
    """

    realised: bool | None = None
    progress_pct: float | None = None
    values: Mapping[str, float | None] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()
    money: Mapping[str, float | None] = field(default_factory=dict)
    note: str = ""
    obstacles: str = ""
    follow_up: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()

    @property
    def summary(self) -> str:
        """What stands beside the realisation, in the dossier too: what hinders, and what follows.

        The note where nothing hinders.
        """
        return " → ".join(filter(None, (self.obstacles, self.follow_up))) or self.note


def known_names(due: Due) -> list[str]:
    """The fields of a report, its answers apart."""
    return [
        "realised",
        "progress_pct",
        *(f"value:{one.key}" for one in due.values),
        *(f"money:{one.source}" for one in due.money),
        *TEXTS,
    ]


def not_asked(filled: Filled, due: Due) -> list[str]:
    """The values and sums that are filled in and that the report is not asked for."""
    known = {*known_names(due)}
    return [
        name
        for name, text in filled.items()
        if name.startswith(("value:", "money:")) and name not in known and printable(text)
    ]


def kept(due: Due, typed: Mapping[str, str]) -> dict[str, str]:
    """Of all that was sent, what belongs to the report and is not empty.

    Without control characters, which no database keeps, and with one kind of line end.
    """
    known = {*known_names(due)}
    of = {"", *(one.key for one in due.values), *(one.source for one in due.money)}

    def belongs(name: str) -> bool:
        rule, mark, key = name.partition("|")
        return name in known or (rule.startswith(_ANSWER) and bool(mark) and key in of)

    shown = {name: printable(text) for name, text in typed.items() if belongs(name)}
    return {name: text for name, text in shown.items() if text}


_ANSWER = "answer:"


def read(filled: Filled, due: Due) -> tuple[Content, list[Problem]]:
    """What was filled in, and what is wrong with it: empty where it may be sent in."""
    filled = kept(due, filled)
    problems: list[Problem] = []

    def number(
        name: str,
        unit: str,
        at_least: float = -LARGEST,
        at_most: float = LARGEST,
        *,
        is_money: bool = False,
    ) -> float | None:
        try:
            return _number(filled.get(name, ""), at_least, at_most, is_money=is_money, unit=unit)
        except _Wrong as wrong:
            problems.append(Problem(name, wrong.key, wrong.values))
            return None

    realised = yes_no(filled.get("realised", ""))
    if realised is None:
        problems.append(Problem("realised", "yes_or_no"))
    not_applicable = frozenset(
        one.key
        for one in due.values
        if normalised(filled.get(f"value:{one.key}", "")) in _NOT_APPLICABLE
    )
    problems += [
        Problem(name, "too_long", {"most": LONGEST_TEXT, "found": len(filled[name])})
        for name in filled
        if name.startswith((*TEXTS, _ANSWER)) and len(filled[name]) > LONGEST_TEXT
    ]
    if realised is False and not filled.get("obstacles"):
        problems.append(Problem("obstacles", "why_not"))
    content = Content(
        realised=realised,
        progress_pct=number("progress_pct", "%", 0, FULL_PCT),
        values={
            one.key: None if one.key in not_applicable else number(f"value:{one.key}", one.unit)
            for one in due.values
        },
        not_applicable=not_applicable,
        money={
            one.source: number(f"money:{one.source}", "Rp", 0, is_money=True) for one in due.money
        },
        **{name: filled.get(name, "") for name in TEXTS},
        answers={
            name.removeprefix(_ANSWER): text
            for name, text in filled.items()
            if name.startswith(_ANSWER)
        },
        marked=frozenset(name for name, text in filled.items() if _is_marked(text)),
    )
    return content, sorted(problems, key=_placed(known_names(due)))


def meaning(name: str, text: str) -> bool | float | str:
    """What a field's text says however it is written: `1,5` and `1.5` are the same.

    What can't be read stays text.
    """
    text = printable(text)
    found: bool | float | None = None
    if name == "realised":
        found = yes_no(text)
    elif is_figure(name):
        if normalised(text) in _NOT_APPLICABLE:
            return "not_applicable"
        with suppress(_Wrong):
            found = _number(text, None, LARGEST, is_money=name.startswith("money:"))
    return text if found is None else found


def is_figure(name: str) -> bool:
    """Whether the field holds a number, or whether the programme was realised."""
    return name in {"realised", "progress_pct"} or name.startswith(("value:", "money:"))


_NOT_APPLICABLE = {normalised(word) for words in STATUSES.items() for word in words}


def _placed(names: Iterable[str]) -> Callable[[Problem], int]:
    place = {name: at for at, name in enumerate(names)}
    return lambda problem: place.get(problem.name, len(place))


class _Wrong(Exception):  # noqa: N818 - no error of the program
    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values


def _is_marked(text: str) -> bool:
    with suppress(ValueError):
        return bool(numerals.figure(text).mark)
    return False


def _number(
    text: str, at_least: float | None, at_most: float, *, is_money: bool, unit: str | None = None
) -> float | None:
    """What `text` says, within its bounds. A mark beside it must be the unit's, if that is known.

    Raises:
        _Wrong: it is no such number.
    """
    if not text:
        return None
    try:
        if is_money:
            value, mark = numerals.rupiah(text), ""
        else:
            value, mark = numerals.figure(text, at_most)
    except numerals.AmbiguousNumberError as error:
        value, other = error.readings
        raise _Wrong("ambiguous", one=value, other=other) from error
    except numerals.ThreeDecimalsError as error:
        raise _Wrong("three_decimals", found=text[:50]) from error
    except ValueError as error:
        raise _Wrong("no_number", found=text[:50]) from error
    if unit is not None and not takes(unit, mark):
        raise _Wrong("other_unit", mark=mark, unit=unit)
    if at_least is not None and value < at_least:
        raise _Wrong("too_small", least=at_least)
    if abs(value) > at_most:
        raise _Wrong("too_large", most=at_most)
    return value + 0.0  # -0 is nought
