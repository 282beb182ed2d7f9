"""From one stage to the next: what may be proposed, when it was reached, who decides. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kotacerdas.casework.workflow import Side
from kotacerdas.scoring.measures import STAGES
from kotacerdas.workbook.cells import printable
from kotacerdas.workbook.schema import BY_NAME, stage_day
from kotacerdas.workbook.typed_in import read_rows

IDEA, RETIRED = STAGES[0], STAGES[-1]
# What the agency has shown by then is checked by a verifier; until then somebody screens it.
CHECKED = frozenset({"applied", "replicated"})
SHEET = BY_NAME["Innovations"]
# What is filled in with a stage: what was measured is of the innovation, the rest of the step.
STAGE, DAY, NOTE = "stage", "on", "note"
MEASURED = ("measured", "indicator", "value_before", "value_after", "unit", "measured_by")
NAMES = (STAGE, DAY, NOTE, *MEASURED)
LONGEST_NOTE = 5000
MOST_YEARS_BEFORE = 10  # that a stage may lie before the year in which the innovation counts


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field; `key` is a phrase of `innovation`, or `text` says it."""

    name: str
    key: str = ""
    text: Any = None


@dataclass(frozen=True)
class Step:
    """An innovation's next stage, since when, and what is to be written down of it."""

    stage: str
    on: date | None
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Stop:
    """A stage on the way: its day where it is known, and whether it was passed or is held now."""

    stage: str
    on: date | None
    is_passed: bool
    is_now: bool


def stops(now: Mapping[str, Any]) -> list[Stop]:
    """The stages in their order, of an innovation's values by column.

    The retirement is among them only once it has retired; then those without a day were skipped.
    """
    place = STAGES.index(now["stage"])
    has_retired = now["stage"] == RETIRED
    days = [(stage, now[stage_day(stage)]) for stage in STAGES]
    return [
        Stop(stage, on, at < place and (not has_retired or on is not None), at == place)
        for at, (stage, on) in enumerate(days)
        if has_retired or stage != RETIRED
    ]


def following(stage: str) -> tuple[str, ...]:
    """The stages that can be proposed of one: the next, or its end."""
    if stage == RETIRED:
        return ()
    place = STAGES.index(stage)
    return tuple(dict.fromkeys((STAGES[place + 1], RETIRED)))


def decided_by(stage: str) -> Side:
    """Who decides on that stage."""
    return Side.VERIFIER if stage in CHECKED else Side.SCREENER


def kept(typed: Mapping[str, str]) -> dict[str, str]:
    """Of all that was sent, what belongs to the step and is not empty."""
    texts = {name: printable(typed[name]) for name in NAMES if name in typed}
    return {name: text for name, text in texts.items() if text.strip()}


def read(
    filled: Mapping[str, str], now: Mapping[str, Any], today: date, *, evidence: int
) -> tuple[Step, list[Problem]]:
    """What was filled in, and what is wrong with it: nothing where it may be sent in.

    `now` are the innovation's values by column, `evidence` is how many pieces there are.
    """
    stage = filled.get(STAGE, "")
    problems: list[Problem] = []
    if not stage:
        problems.append(Problem(STAGE, "choose_stage"))
    elif stage not in following(now["stage"]):
        problems.append(Problem(STAGE, "skipped"))
    on, problem = _day(filled.get(DAY, ""), now, today)
    problems += [Problem(DAY, problem)] if problem else []
    if stage in CHECKED and not evidence:
        problems.append(Problem("evidence", "no_evidence"))
    if stage == RETIRED and not filled.get(NOTE):
        problems.append(Problem(NOTE, "why_retired"))
    if len(filled.get(NOTE, "")) > LONGEST_NOTE:
        problems.append(Problem(NOTE, "note_too_long"))
    typed = read_rows(SHEET, [{name: filled.get(name, "") for name in MEASURED}])
    problems += [Problem(flaw.name, text=flaw.issue) for flaw in typed.flaws if flaw.issue.is_error]
    [values] = typed.rows
    return Step(stage, on, values), problems


def _day(text: str, now: Mapping[str, Any], today: date) -> tuple[date | None, str]:
    """The day, or the key of why it can't be that of the next stage."""
    if not text:
        return None, "no_day"
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None, "no_day"
    if on > today:
        return None, "day_ahead"
    passed = STAGES[: STAGES.index(now["stage"]) + 1]
    known = [now[stage_day(stage)] for stage in passed]
    is_long_ago = on.year < now["year"] - MOST_YEARS_BEFORE
    if is_long_ago or any(day is not None and on < day for day in known):
        return None, "day_too_early"
    return on, ""


def changed(step: Step) -> dict[str, Any]:
    """The columns of the innovation once the step is taken."""
    filled = {name: value for name, value in step.values.items() if value is not None}
    return {"stage": step.stage, stage_day(step.stage): step.on, **filled}
