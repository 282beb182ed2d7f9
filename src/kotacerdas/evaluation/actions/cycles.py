"""Beginning a cycle, and its moves: stages opened and submitted, dates moved, the cycle closed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
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
from kotacerdas.core.rows import insert_rows
from kotacerdas.evaluation.actions.requests import end
from kotacerdas.evaluation.actions.uses import of_use
from kotacerdas.evaluation.actions.uses import values_of as values_of_use
from kotacerdas.evaluation.answering import claimed_level
from kotacerdas.evaluation.cycle import MOVES, Move, Phase, moves_of, phase_of, usual_deadline
from kotacerdas.evaluation.figures import figures_of
from kotacerdas.evaluation.models import (
    EVALUATION,
    Cycle,
    FindingCase,
    Incoming,
    ItemCase,
    Questionnaire,
    Request,
    Stage,
    Submission,
    Use,
)
from kotacerdas.evaluation.process import refuse_agency, refuse_closed
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.evaluation.using import uses_of
from kotacerdas.frameworks.questionnaire import Questionnaire as Asked
from kotacerdas.plan.changes import checked_year
from kotacerdas.plan.models import Programme
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency, Region
from kotacerdas.scorecards.actions import freeze_decisions
from kotacerdas.scorecards.selectors import decisions_on, default_year


def begin_cycle(  # noqa: PLR0913 - the cycle, who begins it and when
    region: Region, year: int, questionnaire: Questionnaire, home: Agency, *, by: User, at: datetime
) -> Cycle:
    """Begin the evaluation of a year: its stages with their usual days, a case for each item.

    Each item goes to the agency that had it in the cycle before; else one of a dimension to the
    agency with most of its programmes, and the rest to `home`. What an item rested on in the cycle
    before stands by it again, and waits for the word that it is still valid.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: the year has a cycle or is none, or the agency is of another region or has
            retired.
    """
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        refuse_agency(home, region)
        checked_year("Programmes", "end_year", year)
        if Cycle.objects.filter(region=region, year=year).exists():
            raise RefusedError("cycle.begun_already", year=year)
        cycle = Cycle.objects.create(
            region=region,
            year=year,
            questionnaire=questionnaire,
            home=home,
            figures_year=min(year, default_year(region) or year),
            begun_by=by,
            begun_at=at,
        )
        asked = questionnaire_of(cycle)
        _add_stages(cycle, asked, by, at)
        said = _add_items(cycle, asked, by, at)
        _record(cycle, "evaluation.begin", None, values_of(cycle), by, at, more=said)
    return cycle


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


def stages_of(cycle: Cycle) -> list[Stage]:
    """In the order in which they end."""
    found = Stage.objects.filter(cycle=cycle).select_related("window", "submitted_by")
    return sorted(found, key=lambda one: one.window.order)


def phase(cycle: Cycle) -> Phase:
    current = cycle.current
    return phase_of(
        is_opened=current is not None,
        is_submitted=current is not None and current.submitted_at is not None,
        is_closed=cycle.closed_at is not None,
    )


def _add_stages(cycle: Cycle, asked: Asked, by: User, at: datetime) -> None:
    begins_on = timezone.localdate(at)
    for rule in asked.stages:
        deadline = max(usual_deadline(rule, cycle.year), begins_on)
        window = Window.objects.create(
            region=cycle.region,
            process=EVALUATION,
            year=cycle.year,
            code=rule.code,
            deadline=deadline,
            opened_by=by,
            opened_at=at,
        )
        Stage.objects.create(cycle=cycle, window=window, begins_on=begins_on)
        begins_on = deadline


def _add_items(cycle: Cycle, asked: Asked, by: User, at: datetime) -> list[dict[str, Any]]:
    """A case for each item and document, and what each rests on; what the log says of them."""
    earlier = Cycle.objects.filter(region=cycle.region, year__lt=cycle.year).order_by("-year")
    before = earlier.first()
    had = {
        one.code: one
        for one in ItemCase.objects.filter(cycle=before).select_related("agency")
        if one.agency.retired_on is None
    }
    leading = _leading_agencies(cycle)
    codes = [
        *((one.code, one.dimension) for one in asked.items),
        *((d.code, "") for d in asked.documents),
    ]
    agencies = [
        had[code].agency_id if code in had else leading.get(dimension, cycle.home_id)
        for code, dimension in codes
    ]
    cases = Case.objects.bulk_create(
        Case(region=cycle.region, process=EVALUATION, agency_id=agency) for agency in agencies
    )
    keys = [one.pk for one in cases]
    names = [code for code, _ in codes]
    insert_rows(ItemCase, {"case_id": keys, "cycle_id": [cycle.pk] * len(keys), "code": names})
    made = ItemCase.objects.filter(cycle=cycle).select_related("agency", "cycle").order_by("pk")
    said = [
        {
            "of": ["evaluation.item", one.pk, cycle.year, one.code],
            "before": None,
            "after": {"agency": one.agency.code},
        }
        for one in made
    ]
    if before is None:
        return said
    items = {one.code: one for one in made}
    again = [
        Use(
            item=items[code],
            evidence=use.evidence,
            wanted=use.wanted,
            added_by=by,
            added_at=at,
        )
        for code, one in had.items()
        if code in items
        for use in uses_of(before).get(one.pk, ())
    ]
    Use.objects.bulk_create(again)
    return [
        *said,
        *({"of": of_use(one), "before": None, "after": values_of_use(one)} for one in again),
    ]


def _leading_agencies(cycle: Cycle) -> dict[str, int]:
    """For each dimension the agency that answers for most of its programmes of the year."""
    planned = Programme.objects.filter(
        region=cycle.region,
        start_year__lte=cycle.figures_year,
        end_year__gte=cycle.figures_year,
        agency__retired_on=None,
    )
    counts: dict[str, dict[int, int]] = {}
    for dimension, agency in planned.order_by("code").values_list("dimension", "agency"):
        own = counts.setdefault(dimension, {})
        own[agency] = own.get(agency, 0) + 1
    return {dimension: max(own, key=lambda pk: own[pk]) for dimension, own in counts.items()}


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
        stages = stages_of(held)
        now = phase(held)
        following = _following(held, stages)
        if move not in moves_of(now, has_next_stage=following is not None):
            raise RefusedError(f"cycle.not_{move}")
        if MOVES[now, move].needs_reason and not reason.strip():
            raise RefusedError("cycle.needs_reason")
        before = values_of(held)
        match move:
            case Move.OPEN if following is not None:
                _open(held, following, by, at)
            case Move.SUBMIT if held.current is not None:
                _submit(held, held.current, by, at)
            case Move.TAKE_BACK if held.current is not None:
                _set_submitted(held.current, None, None)
            case Move.CLOSE:
                _close(held, by, at)
            case Move.REOPEN:
                held.closed_at = None
        held.save(update_fields=["current", "closed_at"])
        _record(held, _LOGGED[move], before, values_of(held), by, at, reason.strip())
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


def _following(cycle: Cycle, stages: Sequence[Stage]) -> Stage | None:
    """The stage that may be opened next."""
    opened = [one.pk for one in stages].index(cycle.current_id) + 1 if cycle.current_id else 0
    return stages[opened] if opened < len(stages) else None


def _open(cycle: Cycle, stage: Stage, by: User, at: datetime) -> None:
    """Ask all agencies that have something to answer, until the stage's deadline."""
    del by
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


def _submit(cycle: Cycle, stage: Stage, by: User, at: datetime) -> None:
    """Write down every item as it stands.

    Raises RefusedError: nothing is ready yet.
    """
    answers = answers_of(cycle)
    if not any(one["version"] for one in answers.values()):
        raise RefusedError("cycle.nothing_ready")
    run = figures_of(cycle, timezone.localdate(at)).run
    run_key = None if run is None else run.pk
    if run is not None and run.decided is None:  # what was submitted rests on it for good
        freeze_decisions(run, decisions_on(cycle.region).decided)
    sha256 = hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()
    Submission.objects.create(
        stage=stage, answers=answers, run=run_key, sha256=sha256, by=by, at=at
    )
    _set_submitted(stage, at, by)


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


def _set_submitted(stage: Stage, at: datetime | None, by: User | None) -> None:
    stage.submitted_at, stage.submitted_by = at, by
    stage.save(update_fields=["submitted_at", "submitted_by"])
    Window.objects.filter(pk=stage.window_id).update(closed_at=at, closed_by=by)
    stage.window.closed_at = at


def answers_of(cycle: Cycle) -> dict[str, dict[str, Any]]:
    """Each item with what is ready of it, and the evidence it rests on, in the items' order."""
    uses = uses_of(cycle)
    items = ItemCase.objects.filter(cycle=cycle).select_related("verified").order_by("pk")
    return {one.code: _answer(one, uses.get(one.pk, ())) for one in items}


def _answer(item: ItemCase, uses: Sequence[Use]) -> dict[str, Any]:
    version = item.verified
    filled: Mapping[str, str] = version.filled if version is not None else {}
    return {
        "version": version and version.number,
        "level": claimed_level(filled),
        "answer": filled.get("answer", ""),
        "evidence": [
            {
                "title": use.evidence.title,
                "sha256" if use.evidence.file else "url": use.evidence.file.sha256
                if use.evidence.file
                else use.evidence.url,
            }
            for use in uses
            if use.confirmed_at is not None
        ],
    }


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
        _record(cycle, "evaluation.dates", before, after, by, at, reason.strip())
    return stages_of(cycle)[[one.pk for one in stages_of(cycle)].index(stage.pk)]


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
        _record(held, "evaluation.figures", before, values_of(held), by, at)


def _record(  # noqa: PLR0913, PLR0917 - what, who, when and why
    cycle: Cycle,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    by: User,
    at: datetime,
    reason: str = "",
    more: Sequence[dict[str, Any]] = (),
) -> None:
    said = {"of": ["evaluation.cycle", cycle.pk, cycle.year], "before": before, "after": after}
    code = cycle.region.code
    record_entry(code, action, [said, *more], actor=by.email, at=at, reason=reason)
