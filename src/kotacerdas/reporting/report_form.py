"""A report as its page shows it: the fields with what was typed, asked and warned of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kotacerdas.casework.models import Version
from kotacerdas.core.words import language, phrase, words
from kotacerdas.records.identity import CodesSince
from kotacerdas.reporting.content import TEXTS, Problem, not_asked
from kotacerdas.reporting.due import Due, DueValue
from kotacerdas.reporting.quality import Warned, rules
from kotacerdas.reporting.renaming import current_text, renamed_key
from kotacerdas.wording.numbers import NOTHING, plain, rupiah
from kotacerdas.workbook.cells import printable
from kotacerdas.workbook.vocabulary import yes_no

_EXACT = 12


@dataclass(frozen=True)
class Question:
    """A warning about a field; `name` is under which it is answered, None where it needs none."""

    text: str
    name: str | None
    answer: str
    is_open: bool


@dataclass(frozen=True)
class Field:
    """One field: what it asks for, what stands in it, and what is wrong with it."""

    name: str
    label: str
    text: str
    theirs: str | None = None
    hint: str = ""
    unit: str = ""
    references: list[tuple[str, str]] = field(default_factory=list)
    problem: str = ""
    questions: list[Question] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"f-{self.name}".replace("|", "-").replace(":", "-").replace(" ", "-")


@dataclass(frozen=True)
class Filled:
    """What stands in a report's form: `theirs` what somebody else saved meanwhile."""

    typed: Mapping[str, str]
    theirs: Mapping[str, str] | None = None
    problems: Iterable[Problem] = ()
    warned: Iterable[Warned] = ()
    asks_now: bool = False


def fields_of(due: Due, filled: Filled) -> dict[str, list[Field]]:
    """The fields by their groups: `head`, `values`, `money`, `texts`, and of what is filled in
    `not_asked` is what the report is not asked for any more.
    """
    return {
        "head": [_field(filled, name, words()(f"report.{name}")) for name in _HEAD],
        "values": [_value(filled, one) for one in due.values],
        "money": [
            _field(
                filled,
                f"money:{one.source}",
                words().term("source", one.source),
                unit="Rp",
                references=[
                    (words()("report.ceiling"), rupiah(one.ceiling, language())),
                    (words()("report.previous_money"), rupiah(one.previous, language())),
                ],
            )
            for one in due.money
        ],
        "texts": [_field(filled, name, words()(f"report.{name}")) for name in TEXTS],
        "not_asked": [
            replace(_field(filled, name, _name_of(name)), problem=words()("problem.not_asked"))
            for name in not_asked(filled.typed, due)
        ],
    }


_HEAD = ("realised", "progress_pct")


def warned_then(version: Version, since: CodesSince) -> list[Warned]:
    """What was to be looked at twice when a version was sent in, as far as the rules stand yet."""
    known = {rule.id: rule for rule in rules()}
    codes = since(version.submitted_entry or 0)
    return [
        Warned(known[one["rule"]], renamed_key(one["key"], codes), one["left"], one["right"])
        for one in version.warnings
        if one["rule"] in known
    ]


def proposed_fields(
    proposed: Version, verified: Version | None, since: CodesSince
) -> list[tuple[str, str, str]]:
    """What a correction that came by import changes: each field by name, before and after."""
    before = {} if verified is None else current_text(verified, since)
    after = current_text(proposed, since)
    return [
        (_name_of(name), _text_of(name, before), _text_of(name, after))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]


def _text_of(name: str, filled: Mapping[str, str]) -> str:
    text = filled.get(name, "")
    if name == "realised" and text:
        return words()("answer.yes" if yes_no(text) else "answer.no")
    return text or NOTHING


def _name_of(name: str) -> str:
    """Without what the report is asked for, which may be another by now."""
    say = words()
    kind, _, key = name.partition(":")
    if kind == "value":
        indicator, _, period = key.partition("|")
        return f"{indicator} · {say.term('period', period or 'tahun')}"
    return say.term("source", key) if kind == "money" else say(f"report.{name}")


def _value(filled: Filled, one: DueValue) -> Field:
    say = words()
    target = plain(one.target, say.language)
    if one.target_max is not None:
        target += f"–{plain(one.target_max, say.language)}"
    previous = plain(one.previous, say.language, _EXACT)
    references = [(say("report.target"), target), (say("report.previous"), previous)]
    if one.so_far is not None:
        references.append((say("report.so_far"), plain(one.so_far, say.language, _EXACT)))
    return _field(
        filled,
        f"value:{one.key}",
        one.name,
        hint=f"{one.indicator} · {say.term('period', one.period or 'tahun')}",
        unit=one.unit,
        references=references,
    )


def _field(filled: Filled, name: str, label: str, **more: Any) -> Field:
    problems = [one for one in filled.problems if one.name == name]
    text = filled.typed.get(name, "")
    theirs = None if filled.theirs is None else filled.theirs.get(name, "")
    is_theirs = theirs == printable(text)
    return Field(
        name,
        label,
        text,
        theirs=None if is_theirs else theirs,
        problem=" ".join(phrase(f"problem.{one.key}", one.values) for one in problems),
        questions=[_question(filled, one) for one in filled.warned if _place(one) == name],
        **more,
    )


def _place(one: Warned) -> str:
    """The field a warning stands at."""
    if one.rule.each == "report":
        return "realised" if one.rule.id == "no_evidence" else "progress_pct"
    return f"{one.rule.each}:{one.key}"


def _question(filled: Filled, one: Warned) -> Question:
    answer = filled.typed.get(f"answer:{one.name}", "")
    return Question(
        warning_text(one.rule.id, one.left, one.right),
        f"answer:{one.name}" if one.rule.asks else None,
        answer,
        is_open=filled.asks_now and one.rule.asks and not answer,
    )


def warning_text(rule: str, left: float | None, right: float) -> str:
    """What a rule found, with its two figures."""
    say = words()
    return say(
        f"warning.{rule}",
        left=plain(left, say.language, _EXACT),
        right=plain(right, say.language, _EXACT),
    )
