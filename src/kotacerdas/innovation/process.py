"""The way of an innovation, as a process of the casework: a version proposes its next stage."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Case, State, Version
from kotacerdas.casework.processes import Answer, Process, Table
from kotacerdas.casework.selectors import evidence_of
from kotacerdas.casework.workflow import Side, Step, Verb
from kotacerdas.core.addresses import address
from kotacerdas.core.errors import RefusedError
from kotacerdas.innovation import stages
from kotacerdas.innovation.models import INNOVATION
from kotacerdas.plan.changes import changes_of
from kotacerdas.plan.models import Indicator, Innovation
from kotacerdas.records.actions import apply_changes
from kotacerdas.records.identity import resolve
from kotacerdas.scoring.measures import STAGES
from kotacerdas.workbook.schema import stage_day

_BEGUN = Step(State.DRAFT, is_new_version=True)
_NOT_MEASURED = "not_measured"


@dataclass(frozen=True)
class StepAnswer(Answer):
    """The step that a version proposes."""

    step: stages.Step


class Innovating(Process):
    """Innovations from idea to replication; what is accepted is written into the plan."""

    code = INNOVATION
    phrases = "innovation"
    logged = "innovation.step"
    related = ("of__innovation",)
    steps: ClassVar[Table] = {
        (State.NOT_STARTED, Verb.SAVE): _BEGUN,
        (State.VERIFIED, Verb.SAVE): _BEGUN,
        (State.DRAFT, Verb.SAVE): Step(State.DRAFT),
        (State.DRAFT, Verb.DISCARD): Step(None, needs_open=False),
        (State.DRAFT, Verb.SUBMIT): Step(State.SUBMITTED),
        (State.SUBMITTED, Verb.WITHDRAW): _BEGUN,
        (State.SUBMITTED, Verb.VERIFY): Step(State.VERIFIED, needs_reason=True),
        (State.SUBMITTED, Verb.RETURN): Step(State.RETURNED, needs_reason=True),
        (State.RETURNED, Verb.CORRECT): _BEGUN,
    }

    def name(self, case: Case) -> str:
        return innovation_of(case).name

    def key(self, case: Case) -> tuple[object, ...]:
        return (innovation_of(case).code,)

    def url(self, case: Case) -> str:
        return address("innovation:way", case.region.code, innovation_of(case).code)

    def text(self, case: Case, typed: Mapping[str, str]) -> dict[str, str]:
        del case
        return stages.kept(typed)

    def current(self, version: Version) -> dict[str, str]:
        return dict(version.filled)

    def answer(self, case: Case, filled: Mapping[str, str], at: datetime) -> StepAnswer:
        now = values_of(innovation_of(case))
        pieces = len(evidence_of(case))
        step, problems = stages.read(filled, now, timezone.localdate(at), evidence=pieces)
        if (code := step.values.get("indicator")) is not None:
            known = _code_now(case, code)
            problems += [] if known else [stages.Problem("indicator", "no_indicator")]
            step = replace(step, values={**step.values, "indicator": known})
        measured = {**now, **{k: v for k, v in step.values.items() if v is not None}}
        is_shown = measured["value_before"] is not None and measured["value_after"] is not None
        warned = step.stage in stages.CHECKED and not is_shown
        warnings = [{"rule": _NOT_MEASURED, "key": "", "left": None, "right": None}]
        return StepAnswer(problems, (), warnings if warned else [], int(warned), step)

    def freeze(self, case: Case, version: Version, answer: Answer) -> None:
        """Nothing more than its text: what it says is written into the plan when it is accepted."""

    def counts_anew(self, case: Case, by: User, at: datetime) -> None:
        version = case.verified
        if version is None or case.newest_id != version.pk:
            return
        innovation = innovation_of(case)
        answer = self.answer(case, version.filled, at)
        if answer.problems:  # the plan changed while it waited
            raise RefusedError("innovation.fits_no_more")
        step = answer.step
        changes = changes_of(case.region, Innovation, {innovation.pk: stages.changed(step)})
        apply_changes(
            case.region,
            changes,
            "innovation.stage",
            actor=by.email,
            at=at,
            reason=version.verdict,
        )

    def decides(self, case: Case) -> Side:
        proposed = case.newest.filled.get(stages.STAGE, "") if case.newest else ""
        return stages.decided_by(proposed)


def _code_now(case: Case, code: str) -> str | None:
    """The code that the indicator has now that has or had this one; None where there is none."""
    pk = resolve(case.region, Indicator, code)
    return None if pk is None else Indicator.objects.get(pk=pk).code


def innovation_of(case: Case) -> Innovation:
    """What a case of this process is about."""
    found: Innovation = case.of.innovation
    return found


def values_of(innovation: Innovation) -> dict[str, Any]:
    """What of an innovation its next step is held against."""
    names = ("stage", "year", *map(stage_day, STAGES), "value_before", "value_after")
    return {name: getattr(innovation, name) for name in names}
