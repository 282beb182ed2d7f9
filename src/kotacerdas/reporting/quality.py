"""The rules of quality.toml over a report's figures. Pure."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kotacerdas.reporting.content import Content
from kotacerdas.reporting.due import Due, DueMoney, DueValue
from kotacerdas.workbook.fractions import looks_like_fraction
from kotacerdas.workbook.units import is_percent

RULES = Path(__file__).parent / "quality.toml"

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """A line of quality.toml, which says what its parts mean."""

    id: str
    each: str
    left: str
    compares: str
    right: str = ""
    number: float = 0
    factor: float = 1
    only: Mapping[str, list[Any]] = field(default_factory=dict)
    unless: str = ""
    asks: bool = False
    risk: int = 0


@dataclass(frozen=True)
class Warned:
    """A rule that a figure met: `key` says of what, `left` and `right` are the two figures."""

    rule: Rule
    key: str
    left: float | None
    right: float

    @property
    def name(self) -> str:
        """Under which it is answered."""
        return f"{self.rule.id}|{self.key}"


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in force. Raises ValueError as `rules_in`."""
    return rules_in(RULES.read_text("utf-8"))


def rules_in(text: str) -> tuple[Rule, ...]:
    """The rules that a file like quality.toml holds.

    Raises:
        ValueError: a rule looks at something or compares in a way that nobody knows.
    """
    found = tuple(Rule(**one) for one in tomllib.loads(text)["rule"])
    unknown = {rule.compares for rule in found} - {*_COMPARES, "missing"}
    unknown |= {rule.each for rule in found} - {"report", "value", "money"}
    unknown |= {rule.unless for rule in found} - {"", *(rule.id for rule in found)}
    if unknown:
        raise ValueError(f"{RULES.name}: {', '.join(sorted(unknown))}")
    return found


_COMPARES = {
    "above": lambda left, right: left > right,
    "below": lambda left, right: left < right,
    "at_least": lambda left, right: left >= right,
    "multiple_of": lambda left, right: left != 0 and left % right == 0,
}


def warnings(content: Content, due: Due, *, evidence: int) -> list[Warned]:
    """All that a verifier should look at twice; `evidence` is how many pieces there are."""
    report = {
        "realised": content.realised,
        "progress_pct": content.progress_pct,
        "progress_any": None
        if "progress_pct" in content.marked
        else _above_nought(content.progress_pct),
        "previous_pct": due.previous_pct,
        "evidence": evidence,
    }
    met = {
        (rule.id, key): warned
        for each, key, figures in _figures(content, due, report)
        for rule in rules()
        if rule.each == each and (warned := _warned(rule, key, figures)) is not None
    }
    return [one for one in met.values() if (one.rule.unless, one.key) not in met]


def risk_of(found: list[Warned]) -> int:
    return sum(one.rule.risk for one in found)


def unanswered(found: list[Warned], content: Content) -> list[Warned]:
    """What the operator still has to answer."""
    return [one for one in found if one.rule.asks and not content.answers.get(one.name)]


def _figures(content: Content, due: Due, report: Figures) -> Iterator[tuple[str, str, Figures]]:
    for one in due.values:
        if one.key not in content.not_applicable:
            is_marked = f"value:{one.key}" in content.marked
            yield "value", one.key, _of_value(one, content.values.get(one.key), is_marked=is_marked)
    for source in due.money:
        yield "money", source.source, _of_money(source, content.money.get(source.source))
    yield "report", "", report


def _of_value(one: DueValue, value: float | None, *, is_marked: bool) -> Figures:
    usual = one.previous if one.target == 0 else one.target
    is_fraction = value is not None and not is_marked and looks_like_fraction(value, usual)
    return {
        **vars(one),
        "value": value,
        "year_so_far": None if value is None or one.so_far is None else value + one.so_far,
        "is_percent": is_percent(one.unit),
        "may_be_negative": min(one.target, one.previous or 0) < 0,
        "usual": usual,
        "fraction": value if is_fraction else None,
    }


def _above_nought(figure: float | None) -> float | None:
    """Nothing done or spent is no small figure."""
    return figure if figure is not None and figure > 0 else None


def _of_money(source: DueMoney, spent: float | None) -> Figures:
    return {
        **vars(source),
        "spent": spent,
        "spent_any": _above_nought(spent),
        "spent_parted": spent if spent is not None and spent % 1 else None,
    }


def _warned(rule: Rule, key: str, figures: Figures) -> Warned | None:
    if any(figures[name] not in words for name, words in rule.only.items()):
        return None
    left = figures[rule.left]
    if rule.compares == "missing":
        return Warned(rule, key, None, 0) if left is None else None
    right = figures[rule.right] if rule.right else rule.number
    if left is None or right is None:
        return None
    if rule.factor != 1 and right == 0:
        return None
    is_met = _COMPARES[rule.compares](left, right + (rule.factor - 1) * abs(right))
    return Warned(rule, key, left, right) if is_met else None
