"""What a stage submits: every item as it stands, written down for good."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Window
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.answering import claimed_level
from kotacerdas.evaluation.figures import Figures, figures_of
from kotacerdas.evaluation.models import Cycle, ItemCase, Stage, Submission, Use
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.evaluation.snapshot import snapshot_of
from kotacerdas.evaluation.using import uses_of
from kotacerdas.evaluation.validity import standing_of_document
from kotacerdas.scorecards.actions import freeze_decisions
from kotacerdas.scorecards.selectors import decisions_on


def submit_stage(cycle: Cycle, stage: Stage, by: User, at: datetime) -> dict[str, Any]:
    """Write down every item as it stands; what the log says of it.

    Raises RefusedError: nothing is ready yet.
    """
    today = timezone.localdate(at)
    figures = figures_of(cycle, today)
    answers = answers_of(cycle, today, figures)
    if not any(one["version"] for one in answers.values()):
        raise RefusedError("cycle.nothing_ready")
    run = figures.run
    run_key = None if run is None else run.pk
    if run is not None and run.decided is None:  # what was submitted rests on it for good
        freeze_decisions(run, decisions_on(cycle.region).decided)
    written = {"answers": answers, "snapshot": snapshot_of(cycle, figures)}
    made = Submission.objects.create(stage=stage, run=run_key, by=by, at=at, **written)
    set_submitted(stage, at, by)
    return {"of": of_submission(made), "before": None, "after": values_of(made)}


def of_submission(one: Submission) -> list[Any]:
    """What the log calls a submission."""
    return ["evaluation.submission", one.pk, one.stage.cycle.year, one.stage.window.code]


def values_of(one: Submission) -> dict[str, Any]:
    """What the log has of a submission: by the hashes what was submitted is proved."""
    return {"answers_sha256": one.sha256, "snapshot_sha256": one.snapshot_sha256, "run": one.run}


def set_submitted(stage: Stage, at: datetime | None, by: User | None) -> None:
    """Close the stage's window with its submission, or open it again with None."""
    Window.objects.filter(pk=stage.window_id).update(closed_at=at, closed_by=by)
    stage.window.closed_at, stage.window.closed_by = at, by


def answers_of(cycle: Cycle, on: date, known: Figures | None = None) -> dict[str, dict[str, Any]]:
    """Each item with what is ready of it, its figures and its evidence, in the items' order.

    A document also with how it stands on that day. The figures are those `known`, else of the day.
    """
    uses, asked = uses_of(cycle), questionnaire_of(cycle)
    figures = known or figures_of(cycle, on)
    documents = {one.code: one for one in asked.documents}
    found = {}
    for one in ItemCase.objects.filter(cycle=cycle).select_related("verified").order_by("pk"):
        own = uses.get(one.pk, ())
        found[one.code] = _answer(one, own)
        if one.code in asked.by_code:
            rule = asked.by_code[one.code]
            found[one.code]["figures"] = {part.code: figures.value(part) for part in rule.figures}
        if one.code in documents:
            state, last = standing_of_document(documents[one.code], own, on)
            found[one.code] |= {"state": state.value, "valid_until": last and last.isoformat()}
    return found


def _answer(item: ItemCase, uses: Sequence[Use]) -> dict[str, Any]:
    version = item.verified
    filled: Mapping[str, str] = version.filled if version is not None else {}
    return {
        "version": version and version.number,
        "level": claimed_level(filled),
        "answer": filled.get("answer", ""),
        "evidence": [
            {
                "evidence": use.evidence_id,
                "title": use.evidence.title,
                "sha256" if use.evidence.file else "url": use.evidence.file.sha256
                if use.evidence.file
                else use.evidence.url,
            }
            for use in uses
            if use.confirmed_at is not None
        ],
    }
