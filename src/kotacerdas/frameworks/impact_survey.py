"""The impact survey of an edition: its statements, scale, quotas and what its mean comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from kotacerdas.frameworks.framework import Dimension, Framework, Named, Wording
from kotacerdas.frameworks.keys import FrameworkError, Keys, each, layers, packaged_in

DIRECTORY = Path(__file__).parent / "surveys"
OF_DIMENSION, OF_SUB_DIMENSION = VARIANTS = ("dimension", "sub_dimension")  # a form for each
WORDINGS = ("own", "ministry")
LEVEL_RULES = ("linear",)
_STEPS = range(2, 10)  # an answer is one digit

Rules = Mapping[str, Any]  # as the file says them, and as a survey keeps them


@dataclass(frozen=True)
class Statement(Named):
    """What somebody agrees with or not."""


@dataclass(frozen=True)
class AgeBand:
    """From the one age to the other; `last` is None where there is no end."""

    code: str
    first: int
    last: int | None

    @property
    def name(self) -> str:
        return f"{self.first}+" if self.last is None else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class ImpactSurvey:
    """The rules by which a survey is made and read; a step is 1 up to the number of `steps`."""

    source: Wording
    holds_from: date
    is_own_wording: bool
    steps: tuple[Named, ...]
    quota: Mapping[str, int]  # respondents of a form, by variant
    fewest: int  # of fewer respondents no mean is given
    level: tuple[float, float]  # what the lowest and the highest mean come to
    ages: tuple[AgeBand, ...]
    statements: Mapping[str, tuple[Statement, ...]]  # by sub-dimension

    def level_of(self, mean: float) -> float:
        """The level that a mean comes to: linear between the ends of both scales."""
        low, high = self.level
        return low + (mean - 1) / (len(self.steps) - 1) * (high - low)

    def asked(self, dimension: Dimension, sub_dimension: str = "") -> list[str]:
        """The sub-dimensions of a form: all of the dimension's, or the one."""
        return [sub_dimension] if sub_dimension else [one.code for one in dimension.sub_dimensions]


def rules_of(framework: Framework) -> Rules | None:
    """What the edition says of the survey, or the nearest that it shares scores with; else None.

    Raises:
        FrameworkError: its file breaks a rule.
    """
    known = packaged_in(DIRECTORY)
    own = (framework.id, *reversed(framework.shares_scores_with))
    name = next((one for one in own if one in known), None)
    return None if name is None else merged(DIRECTORY / f"{name}.toml", framework)


def merged(path: Path, framework: Framework) -> Rules:
    """The file's keys over those that it extends, whose statements for other editions are left out.

    Raises:
        FrameworkError: it is no TOML, extends nothing known, or breaks a rule.
    """
    subs = {sub.code for one in framework.dimensions for sub in one.sub_dimensions}
    rules: dict[str, Any] = {}
    for own in layers(path, DIRECTORY):
        inherited = {
            code: said for code, said in rules.get("statements", {}).items() if code in subs
        }
        rules |= own
        if isinstance(rules.get("statements"), dict):
            rules["statements"] = inherited | rules["statements"]
    survey_of(rules, framework, path.name)
    return rules


def survey_of(rules: Rules, framework: Framework, file: str = "survey") -> ImpactSurvey:
    """What the rules mean.

    Raises:
        FrameworkError: they break one of their own, or miss a sub-dimension of the edition.
    """
    keys = Keys(dict(rules), file)
    keys.take("id", str, "a text")
    quota, level = keys.table("quota"), keys.table("level")
    survey = ImpactSurvey(
        source=keys.wording("source"),
        holds_from=_day(keys, "holds_from"),
        is_own_wording=keys.one_of("wording", WORDINGS) == WORDINGS[0],
        steps=tuple(each(keys.tables("steps"), _step)),
        quota={variant: quota.whole(variant) for variant in VARIANTS},
        fewest=keys.whole("fewest"),
        level=_level(level),
        ages=tuple(each(keys.tables("ages"), _age)),
        statements=_statements(keys, framework, file),
    )
    for table in (quota, level, keys):
        table.nothing_left()
    if len(survey.steps) not in _STEPS:
        raise keys.refuse("steps", f"must be {_STEPS[0]} to {_STEPS[-1]}")
    if not all(survey.quota.values()):
        raise quota.refuse("*", "must be at least 1")
    if not survey.fewest:
        raise keys.refuse("fewest", "must be at least 1")
    keys.require_unique("ages", [one.code for one in survey.ages])
    _require_in_order(keys, survey.ages)
    return survey


def _day(keys: Keys, key: str) -> date:
    """As text, so that a survey can keep its rules as JSON."""
    written = keys.text(key)
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise keys.refuse(key, f"must be a day as 2026-12-31, not {written!r}") from error


def _step(keys: Keys) -> Named:
    return Named("", keys.text("name_id"), keys.text("name_en"))


def _level(keys: Keys) -> tuple[float, float]:
    keys.one_of("rule", LEVEL_RULES)
    low, high = keys.number("low"), keys.number("high")
    if low >= high:
        raise keys.refuse("low", "must be below high")
    return low, high


def _age(keys: Keys) -> AgeBand:
    first, last = keys.whole("first"), keys.take_optional("last", int, None)
    if last is not None and last < first:
        raise keys.refuse("last", "must not be below first")
    return AgeBand(keys.text("code"), first, last)


def _require_in_order(keys: Keys, ages: tuple[AgeBand, ...]) -> None:
    for one, following in pairwise(ages):
        if one.last is None or following.first != one.last + 1:
            raise keys.refuse("ages", f"{following.code} must begin where {one.code} ends")


def _statements(keys: Keys, framework: Framework, file: str) -> dict[str, tuple[Statement, ...]]:
    of_edition = [sub.code for one in framework.dimensions for sub in one.sub_dimensions]
    table = keys.table("statements")
    read = partial(_of_sub_dimension, table, file)
    statements = {code: read(code) for code in of_edition}
    table.nothing_left()
    return statements


def _of_sub_dimension(table: Keys, file: str, code: str) -> tuple[Statement, ...]:
    said = table.take(code, list, "a list of statements")
    statements = []
    for one in said:
        match one:
            case [str(own), str(name_id), str(name_en)] if (
                own and name_id.strip() and name_en.strip()
            ):
                statements.append(Statement(own, name_id, name_en))
            case _:
                reason = f"each must be a code, the Indonesian and the English, not {one!r}"
                raise FrameworkError(file, f"statements.{code}", reason)
    if not statements:
        raise FrameworkError(file, f"statements.{code}", "is empty")
    table.require_unique(code, [one.code for one in statements])
    return tuple(statements)
