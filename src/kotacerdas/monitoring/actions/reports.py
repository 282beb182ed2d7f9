"""What is done with a report, each verb whole: checked, written, in the log, people told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kotacerdas.accounts.models import Role, User
from kotacerdas.accounts.selectors import holders_at
from kotacerdas.core.errors import RefusedError
from kotacerdas.monitoring.access import require_side
from kotacerdas.monitoring.content import Problem, kept, read
from kotacerdas.monitoring.models import Period, Report, State
from kotacerdas.monitoring.notices import operators_of, report_url, tell
from kotacerdas.monitoring.posting import changes_of
from kotacerdas.monitoring.quality import Warned, risk_of, unanswered, warnings
from kotacerdas.monitoring.selectors import (
    due_of,
    evidence_of,
    longer_until,
    previous_content,
    programmes_due,
    state_of,
    versions_of,
    writers_of,
)
from kotacerdas.monitoring.workflow import STEPS, UNDO_WITHIN, Side, Step, Verb, came_back, lock_of
from kotacerdas.plan.models import Programme
from kotacerdas.records.actions import apply_changes, lock_region
from kotacerdas.workbook.cells import printable


class ConflictError(Exception):
    """Somebody else wrote in the meantime; `theirs` is what stands now."""

    def __init__(self, theirs: Report | None) -> None:
        super().__init__()
        self.theirs = theirs


class IncompleteError(Exception):
    """It can't be sent in: what is wrong with it, and what has to be answered."""

    def __init__(self, problems: list[Problem], questions: list[Warned]) -> None:
        super().__init__()
        self.problems, self.questions = problems, questions


@dataclass(frozen=True)
class Act:
    """Who does what with a programme's report of a period, and when.

    `seen` is the revision of the newest version as it was shown, 0 where there was none.
    """

    period: Period
    programme: Programme
    by: User
    at: datetime
    seen: int

    @property
    def key(self) -> tuple[object, ...]:
        """What names the report in its region."""
        return self.period.year, self.period.code or None, self.programme.code


def save_draft(act: Act, typed: Mapping[str, str]) -> Report:
    """Keep what was typed, whatever it is; only what differs is written.

    A draft is nobody's statement yet, so it is not in the log.

    Raises:
        NotAllowedError: `by` does not report for the agency.
        RefusedError: the report is not a draft, or the period is locked.
        ConflictError: somebody else saved in the meantime.
    """
    filled = kept(due_of(act.period, [act.programme])[act.programme.code], typed)
    versions = versions_of(act.period, act.programme)
    _step(act, versions, Verb.SAVE)
    if not versions:
        return _first(act, filled)
    draft = versions[-1]
    if draft.filled == filled:
        return draft
    seen = Report.objects.filter(pk=draft.pk, revision=act.seen, state=State.DRAFT)
    with transaction.atomic():
        written = seen.update(
            filled=filled, revision=act.seen + 1, saved_by=act.by, saved_at=act.at
        )
        if not written:
            raise ConflictError(versions_of(act.period, act.programme)[-1])
        draft.authors.add(act.by)
    draft.filled, draft.revision = filled, act.seen + 1
    return draft


def _first(act: Act, filled: dict[str, str]) -> Report:
    try:
        with transaction.atomic():
            return _new_version(act, 1, filled, "")
    except IntegrityError as error:
        raise ConflictError(versions_of(act.period, act.programme)[-1]) from error


def _new_version(act: Act, number: int, filled: dict[str, str], why: str) -> Report:
    made = Report.objects.create(
        region=act.period.region,
        period=act.period,
        programme=act.programme,
        number=number,
        filled=filled,
        why=why,
        saved_by=act.by,
        saved_at=act.at,
    )
    made.authors.add(act.by)
    return made


def discard_draft(act: Act) -> None:
    """Throw the draft away; the version before counts again. Raises as `save_draft`."""
    with transaction.atomic():
        versions = _locked(act)
        _step(act, versions, Verb.DISCARD)
        _refuse_unseen(act, versions)
        versions[-1].delete()


def submit_report(act: Act, typed: Mapping[str, str] | None = None) -> Report:
    """Send the draft in, with what was typed since. Sending it in again changes nothing.

    What was typed is kept even where the report can't be sent in.

    Raises:
        NotAllowedError, RefusedError, ConflictError: as `save_draft`.
        IncompleteError: a field is wrong or missing, or a warning waits for its answer.
    """
    versions = versions_of(act.period, act.programme)
    if typed is not None and not _was_done(act, versions, State.SUBMITTED):
        act = replace(act, seen=save_draft(act, typed).revision)
    with transaction.atomic():
        versions = _locked(act)
        if _was_done(act, versions, State.SUBMITTED):
            return versions[-1]
        _step(act, versions, Verb.SUBMIT)
        _refuse_unseen(act, versions)
        found = _complete(act, versions[-1])
        version = versions[-1]
        version.risk = risk_of(found)
        version.warnings = [
            {"rule": one.rule.id, "key": one.key, "left": one.left, "right": one.right}
            for one in found
        ]
        version.submitted_by, version.submitted_at = act.by, act.at
        version.authors.add(act.by)
        _move(act, version, State.SUBMITTED, "report.submit", version.why)
    return version


def _complete(act: Act, version: Report) -> list[Warned]:
    due = due_of(act.period, [act.programme])[act.programme.code]
    content, problems = read(version.filled, due)
    earlier = previous_content(act.period, act.programme)
    found = warnings(
        content,
        due,
        evidence=len(evidence_of(act.period, act.programme)),
        previous_pct=earlier.progress_pct if earlier else None,
    )
    questions = unanswered(found, content)
    if problems or questions:
        raise IncompleteError(problems, questions)
    return found


def withdraw_report(act: Act) -> Report:
    """Take back what waits for a verifier; it is a draft again. Raises as `save_draft`."""
    with transaction.atomic():
        versions = _locked(act)
        if _was_done(act, versions, State.DRAFT):
            return versions[-1]
        _step(act, versions, Verb.WITHDRAW)
        _refuse_unseen(act, versions)
        version = versions[-1]
        version.risk, version.warnings = 0, []
        _move(act, version, State.DRAFT, "report.withdraw", "")
    return version


def verify_report(act: Act, reason: str = "") -> Report:
    """Say that a report is true; with a reason where something of it was to be looked at twice.

    Raises as `_decide`.
    """
    return _decide(act, Verb.VERIFY, printable(reason))


def undo_verification(act: Act) -> Report:
    """Take one's verification back while nothing followed from it; the report waits again.

    Raises:
        NotAllowedError: `by` is no verifier.
        RefusedError: it is not verified, another verified it, or more than `UNDO_WITHIN` ago.
        ConflictError: it changed since.
    """
    with transaction.atomic():
        versions = _locked(act)
        _step(act, versions, Verb.UNDO)
        version = versions[-1]
        is_late = version.decided_at is None or act.at - version.decided_at > UNDO_WITHIN
        if is_late or version.decided_by != act.by:
            raise RefusedError("report.undo_too_late", minutes=UNDO_WITHIN.seconds // 60)
        _refuse_unseen(act, versions)
        version.decided_by, version.decided_at, version.verdict = None, None, ""
        _move(act, version, State.SUBMITTED, "report.undo", "")
        _tell_operators(act, "unverified")
    return version


def return_report(act: Act, reason: str) -> Report:
    """Give a report back to its agency, with what has to be mended. Raises as `_decide`."""
    return _decide(act, Verb.RETURN, printable(reason))


def _decide(act: Act, verb: Verb, reason: str) -> Report:
    """What a verifier decides; deciding the same again changes nothing.

    Raises:
        NotAllowedError: `by` is no verifier.
        RefusedError: it does not wait for one, `by` wrote a part of it, or a reason is missing.
        ConflictError: it changed in the meantime.
    """
    with transaction.atomic():
        versions = _locked(act)
        wanted = STEPS[State.SUBMITTED, verb].state
        if wanted and _was_done(act, versions, wanted):
            return versions[-1]
        step = _step(act, versions, verb, reason)
        version = versions[-1]
        refuse_own(act)
        if verb is Verb.VERIFY and version.warnings and not reason.strip():
            raise RefusedError("report.needs_why", n=len(version.warnings))
        _refuse_unseen(act, versions)
        version.decided_by, version.decided_at, version.verdict = act.by, act.at, reason
        _move(act, version, step.state or State.SUBMITTED, f"report.{verb}", reason)
        _tell_operators(act, f"{version.state}")
    return version


def _tell_operators(act: Act, key: str) -> None:
    values = {"programme": act.programme.name, "by": str(act.by)}
    url = report_url(act.period, act.programme)
    tell(operators_of(act.programme.agency, act.at), act.period.region, key, values, url, act.at)


def refuse_own(act: Act) -> None:
    """Raises RefusedError, naming who may decide, where `by` wrote a part of the report."""
    writers = writers_of(act.period, act.programme)
    if act.by.pk not in writers:
        return
    verifiers = holders_at(act.period.region, Role.VERIFIER, act.at).exclude(user__in=writers)
    names = sorted({str(one.user) for one in verifiers.select_related("user")})
    key = "report.own" if names else "report.own_and_nobody"
    raise RefusedError(key, people=", ".join(names))


def correct_report(act: Act, reason: str = "") -> Report:
    """Begin the version that mends what was returned or, with a reason, what was verified.

    Raises as `save_draft`, and RefusedError where the reason is missing.
    """
    reason = printable(reason)
    with transaction.atomic():
        versions = _locked(act)
        if _was_done(act, versions, State.DRAFT):
            return versions[-1]
        _step(act, versions, Verb.CORRECT, reason)
        _refuse_unseen(act, versions)
        last = versions[-1]
        return _new_version(act, last.number + 1, dict(last.filled), reason)


def _locked(act: Act) -> list[Report]:
    """The versions, once every other act in the region has ended."""
    lock_region(act.period.region)
    return versions_of(act.period, act.programme)


def _step(act: Act, versions: list[Report], verb: Verb, reason: str = "") -> Step:
    """The row of the workflow that the act is, once everything that could forbid it does not."""
    state = state_of(versions)
    step = STEPS.get((state, verb))
    side = step.side if step else Side.VERIFIER if verb in _OF_VERIFIERS else Side.AGENCY
    require_side(act.by, act.programme, side, act.at)
    if step is None:
        raise RefusedError(f"report.not_{verb}", state=state or "none")
    if step.needs_open:
        refuse_locked(act, versions)
    if step.needs_reason and not reason.strip():
        raise RefusedError("report.needs_reason")
    return step


_OF_VERIFIERS = {Verb.VERIFY, Verb.RETURN, Verb.UNDO}


def refuse_locked(act: Act, versions: list[Report]) -> None:
    """Raises RefusedError where nothing can be sent in now."""
    period = Period.objects.select_related("region", "opened_by", "closed_by").get(pk=act.period.pk)
    due = programmes_due(period.region, period.year, period.code)
    if not due.filter(pk=act.programme.pk).exists():
        raise RefusedError("report.not_due")
    lock = lock_of(
        period,
        longer_until(period, act.programme.agency),
        timezone.localdate(act.at),
        was_returned=came_back(one.state for one in versions),
    )
    if lock is not None:
        raise RefusedError(f"lock.{lock.key}", **lock_values(period))


def lock_values(period: Period) -> dict[str, Any]:
    """What the sentence about a lock says: by whom, and since when."""
    return {
        "by": period.closed_by or period.opened_by,
        "closed_on": period.closed_at and timezone.localdate(period.closed_at),
        "deadline": period.deadline,
    }


def _was_done(act: Act, versions: list[Report], state: State) -> bool:
    """Whether a second press of the button comes after the first was done."""
    if state_of(versions) is not state:
        return False
    last = versions[-1]
    by = {
        State.DRAFT: last.saved_by,
        State.SUBMITTED: last.submitted_by,
        State.VERIFIED: last.decided_by,
        State.RETURNED: last.decided_by,
    }
    return by[state] == act.by


def _refuse_unseen(act: Act, versions: list[Report]) -> None:
    if versions[-1].revision != act.seen:
        raise ConflictError(versions[-1])


def _move(act: Act, version: Report, state: State, action: str, reason: str) -> None:
    """Write the version in its new state, and the rows that follow from it."""
    before = version.state
    version.state = state
    version.revision += 1
    version.save()
    said = {
        "of": ["monitoring.report", version.pk, *act.key, version.number],
        "before": {"state": before},
        "after": {"state": state.value} | (version.filled if state == State.SUBMITTED else {}),
    }
    apply_changes(
        act.period.region,
        changes_of(act.period, act.programme),
        action,
        actor=act.by.email,
        at=act.at,
        reason=reason,
        beside=[said],
    )
