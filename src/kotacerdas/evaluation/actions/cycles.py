"""The moves of a cycle: stages opened and submitted, dates moved, the cycle closed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import operators_at
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.models import Case, State, Window
from kotacerdas.casework.notices import tell
from kotacerdas.core.addresses import address
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.actions.requests import end
from kotacerdas.evaluation.actions.submitting import set_submitted, submit_stage
from kotacerdas.evaluation.cycle import MOVES, Move, moves_of
from kotacerdas.evaluation.models import (
    Cycle,
    FindingCase,
    Incoming,
    ItemCase,
    Request,
    Stage,
)
from kotacerdas.evaluation.process import refuse_closed
from kotacerdas.evaluation.selectors import next_stage, phase, stages_of
from kotacerdas.plan.changes import checked_year
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency


def values_of(cycle: Cycle) -> dict[str, Any]:
    """What the log has of a cycle."""
    return {
        "questionnaire": cycle.questionnaire_id,
        "home": cycle.home.code,
        "figures_year": cycle.figures_year,
        "stage": cycle.current.window.code if cycle.current else None,
        "phase": phase(cycle).value,
        "dates": {
            one.window.code: [one.begins_on.isoformat(), one.window.deadline.isoformat()]
            for one in stages_of(cycle)
        },
    }


def move_cycle(cycle: Cycle, move: Move, reason: str = "", *, by: User, at: datetime) -> Cycle:
    """Open the next stage, submit, take back, close or open again; the table says when.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: the table has no such move now, the reason is missing, or what is to be
            submitted is not ready.
    """
    with transaction.atomic():
        lock_region(cycle.region)
        require(by, cycle.region, Right.PREPARE, at)
        held = locked_cycle(cycle)
        now, following = phase(held), next_stage(held, stages_of(held))
        if move not in moves_of(now, has_next_stage=following is not None):
            raise RefusedError(f"cycle.not_{move}")
        if MOVES[now, move].needs_reason and not reason.strip():
            raise RefusedError("cycle.needs_reason")
        before, more = values_of(held), []
        match move:
            case Move.OPEN if following is not None:
                _open(held, following, at)
            case Move.SUBMIT if held.current is not None:
                more = [submit_stage(held, held.current, by, at)]
            case Move.TAKE_BACK if held.current is not None:
                set_submitted(held.current, None, None)
            case Move.CLOSE:
                _close(held, by, at)
            case Move.REOPEN:
                held.closed_at = None
        held.save(update_fields=["current", "closed_at"])
        record_cycle(held, _LOGGED[move], before, values_of(held), by, at, reason.strip(), more)
    return held


# What the log calls each move.
_LOGGED = {
    Move.OPEN: "evaluation.open",
    Move.SUBMIT: "evaluation.submit",
    Move.TAKE_BACK: "evaluation.take_back",
    Move.CLOSE: "evaluation.close",
    Move.REOPEN: "evaluation.reopen",
}


def locked_cycle(cycle: Cycle) -> Cycle:
    """The cycle as it is now that its region is locked."""
    related = ("region", "home", "current__window", "current__cycle")
    return Cycle.objects.select_related(*related).get(pk=cycle.pk)


def _open(cycle: Cycle, stage: Stage, at: datetime) -> None:
    """Ask all agencies that have something to answer, until the stage's deadline.

    Raises RefusedError: it has passed.
    """
    if stage.window.deadline < timezone.localdate(at):
        raise RefusedError("period.deadline_has_passed")
    cycle.current = stage
    items = ItemCase.objects.filter(cycle=cycle).values("pk")
    Case.objects.filter(pk__in=items).update(window=stage.window)
    open_findings = FindingCase.objects.filter(cycle=cycle).exclude(state=State.VERIFIED)
    open_findings.exclude(stage=stage).update(carried_to=stage)
    agencies = Agency.objects.filter(pk__in=ItemCase.objects.filter(cycle=cycle).values("agency"))
    values = {
        "year": str(cycle.year),
        "stage": stage.window.code,
        "day": stage.window.deadline.isoformat(),
    }
    url = address("evaluation:binder", cycle.region.code, cycle.year)
    tell(operators_at(agencies, at), cycle.region, "evaluation_opened", values, at, url=url)


def _close(cycle: Cycle, by: User, at: datetime) -> None:
    """Its links end with it.

    Raises RefusedError: files that came by them wait for a decision.
    """
    waiting = Incoming.objects.filter(request__item__cycle=cycle, settled_at=None).count()
    if waiting:
        raise RefusedError("cycle.files_wait", n=waiting)
    cycle.closed_at = at
    for one in Request.objects.filter(item__cycle=cycle, ended_at=None).order_by("pk"):
        end(one, by=by, at=at)


def set_dates(  # noqa: PLR0913 - which days, why, who and when
    stage: Stage, begins_on: date, deadline: date, reason: str, *, by: User, at: datetime
) -> Stage:
    """Say when a stage begins, and until when agencies are asked; the same again changes nothing.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: it ends before it begins, the day has passed, the stage was submitted, or the
            reason is missing once agencies were asked.
    """
    cycle = stage.cycle
    with transaction.atomic():
        lock_region(cycle.region)
        require(by, cycle.region, Right.PREPARE, at)
        held = Stage.objects.select_related("window").get(pk=stage.pk)
        if (held.begins_on, held.window.deadline) == (begins_on, deadline):
            return held
        if deadline < begins_on:
            raise RefusedError("cycle.ends_before")
        if deadline < timezone.localdate(at):
            raise RefusedError("period.deadline_has_passed")
        if held.submitted_at is not None:
            raise RefusedError("cycle.stage_submitted")
        current = locked_cycle(cycle)
        if current.current_id == held.pk and not reason.strip():
            raise RefusedError("cycle.needs_reason")
        before = values_of(current)
        Stage.objects.filter(pk=held.pk).update(begins_on=begins_on)
        Window.objects.filter(pk=held.window_id).update(deadline=deadline)
        after = values_of(locked_cycle(cycle))
        record_cycle(cycle, "evaluation.dates", before, after, by, at, reason.strip())
    return Stage.objects.select_related("window").get(pk=held.pk)


def set_figures_year(cycle: Cycle, year: int, *, by: User, at: datetime) -> None:
    """Say the figures of which year answer.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: it is none, it lies after the cycle's, or that was closed.
    """
    with transaction.atomic():
        lock_region(cycle.region)
        require(by, cycle.region, Right.PREPARE, at)
        held = locked_cycle(cycle)
        refuse_closed(held)
        checked_year("Programmes", "end_year", year)
        if year > cycle.year:
            raise RefusedError("cycle.figures_ahead", year=cycle.year)
        if held.figures_year == year:
            return
        before = values_of(held)
        held.figures_year = year
        held.save(update_fields=["figures_year"])
        record_cycle(held, "evaluation.figures", before, values_of(held), by, at)


def record_cycle(  # noqa: PLR0913, PLR0917 - what, who, when and why
    cycle: Cycle,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    by: User,
    at: datetime,
    reason: str = "",
    more: Sequence[dict[str, Any]] = (),
) -> None:
    """Put what was done with a cycle in the log, with what `more` the same act did."""
    said = {"of": ["evaluation.cycle", cycle.pk, cycle.year], "before": before, "after": after}
    code = cycle.region.code
    record_entry(code, action, [said, *more], actor=by.email, at=at, reason=reason)
