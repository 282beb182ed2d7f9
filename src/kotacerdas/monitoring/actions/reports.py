"""What is done with a report, each verb whole: checked, written, in the log, people told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kotacerdas.accounts.models import Role, User
from kotacerdas.accounts.selectors import holders_at, operators_at
from kotacerdas.core.errors import RefusedError
from kotacerdas.monitoring.access import is_stand_in, require_side
from kotacerdas.monitoring.actions.cases import (
    CaseCommand,
    ConflictError,
    current_case,
    locked_case,
    move,
    write,
)
from kotacerdas.monitoring.actions.versions import (
    add_author,
    answer_of,
    begin_version,
    newest_of,
    refuse_not_asked,
    send_in,
    settle,
)
from kotacerdas.monitoring.asking import due_of
from kotacerdas.monitoring.content import Problem, kept
from kotacerdas.monitoring.models import Case, State, Version, Window
from kotacerdas.monitoring.notices import tell
from kotacerdas.monitoring.quality import Warned, unanswered
from kotacerdas.monitoring.renaming import current_text
from kotacerdas.monitoring.selectors import (
    evidence_of,
    longer_until,
    states_of,
    writers_of,
)
from kotacerdas.monitoring.workflow import STEPS, Side, Step, Verb, came_back, lock_of
from kotacerdas.plan.models import Indicator
from kotacerdas.records.identity import codes_since
from kotacerdas.workbook.cells import printable


class IncompleteError(Exception):
    """It can't be sent in: what is wrong with it, and what has to be answered."""

    def __init__(self, problems: list[Problem], questions: list[Warned]) -> None:
        super().__init__()
        self.problems, self.questions = problems, questions


def save_draft(command: CaseCommand, typed: Mapping[str, str]) -> Case:
    """Keep what was typed, whatever it is; only what differs is written.

    A draft is nobody's statement yet, so it is not in the log. The same once more is no conflict
    with oneself; after anything else was done with the case, it is.

    Raises:
        NotAllowedError: `by` does not report for the agency.
        RefusedError: the report is not a draft, the window is locked, or a field is filled in that
            is not asked for.
        ConflictError: somebody else saved in the meantime.
    """
    case = current_case(command.case)
    due = due_of(case.window, [case.programme])[case.programme.code]
    refuse_not_asked(typed, due)
    filled = kept(due, typed)
    _step(command, case, Verb.SAVE)
    draft = case.newest
    if case.state == State.NOT_STARTED or draft is None:
        return _first(command, case, filled)
    if draft.filled == filled and case.revision <= command.expected_revision + 1:
        return case
    with transaction.atomic():
        write(case, command.expected_revision)
        Version.objects.filter(pk=draft.pk).update(
            filled=filled, saved_by=command.by, saved_at=command.at
        )
        add_author(draft, command.by)
    draft.filled = filled
    return case


def _first(command: CaseCommand, case: Case, filled: dict[str, str]) -> Case:
    try:
        with transaction.atomic():
            begin_version(command, case, filled, "")
            move(case, command.expected_revision)
    except IntegrityError as error:
        raise ConflictError(current_case(case)) from error
    return case


def discard_draft(command: CaseCommand) -> None:
    """Throw the draft away; the version before counts again. Raises as `save_draft`."""
    with transaction.atomic():
        case = locked_case(command)
        _step(command, case, Verb.DISCARD)
        newest_of(case).delete()
        move(case, command.expected_revision)


def submit_report(command: CaseCommand, typed: Mapping[str, str] | None = None) -> Case:
    """Send the draft in, with what was typed since. Sending it in again changes nothing.

    What was typed is kept even where the report can't be sent in.

    Raises:
        NotAllowedError, RefusedError, ConflictError: as `save_draft`.
        IncompleteError: a field is wrong or missing, or a warning waits for its answer.
    """
    if typed is not None and not _was_done(command, current_case(command.case), State.SUBMITTED):
        command = replace(command, expected_revision=save_draft(command, typed).revision)
    with transaction.atomic():
        case = locked_case(command)
        if _was_done(command, case, State.SUBMITTED):
            return case
        _step(command, case, Verb.SUBMIT)
        refuse_unseen(command, case)
        due = due_of(case.window, [case.programme])[case.programme.code]
        pieces = len(evidence_of(case))
        answer = answer_of(newest_of(case).filled, due, evidence=pieces)
        questions = unanswered(answer.warned, answer.content)
        if answer.problems or questions:
            raise IncompleteError(answer.problems, questions)
        version = newest_of(case)
        version.on_behalf = is_stand_in(command.by, case, command.at)
        action = "report.submit_for" if version.on_behalf else "report.submit"
        send_in(command, case, answer, action)
    return case


def withdraw_report(command: CaseCommand) -> Case:
    """Take back what waits for a verifier. It stays as it was sent in; a new draft has its text.

    Raises as `save_draft`.
    """
    with transaction.atomic():
        case = locked_case(command)
        if _was_done(command, case, State.DRAFT):
            return case
        _step(command, case, Verb.WITHDRAW)
        refuse_unseen(command, case)
        version = newest_of(case)
        version.settled_by, version.settled_at = command.by, command.at
        draft = current_text(version, codes_since(case.region, Indicator))
        settle(command, case, State.WITHDRAWN, "report.withdraw", "", draft=draft)
    return case


def verify_report(command: CaseCommand, reason: str = "") -> Case:
    """Say that a report is true; with a reason where something of it was to be looked at twice.

    Raises as `_decide`.
    """
    return _decide(command, Verb.VERIFY, printable(reason))


def undo_verification(command: CaseCommand) -> Case:
    """Take one's verification back until the next decision on the report, which waits again.

    Raises:
        NotAllowedError: `by` is no verifier.
        RefusedError: it is not verified any more, or another verified it.
        ConflictError: it changed since.
    """
    with transaction.atomic():
        case = locked_case(command)
        _step(command, case, Verb.UNDO)
        version = newest_of(case)
        if version.settled_by != command.by:
            raise RefusedError("report.undo_of_another", by=version.settled_by)
        refuse_unseen(command, case)
        version.settled_by, version.settled_at, version.verdict = None, None, ""
        settle(command, case, State.SUBMITTED, "report.undo", "")
        _tell_operators(command, case, "unverified")
    return case


def return_report(command: CaseCommand, reason: str) -> Case:
    """Give a report back to its agency, with what has to be mended. Raises as `_decide`."""
    return _decide(command, Verb.RETURN, printable(reason))


def _decide(command: CaseCommand, verb: Verb, reason: str) -> Case:
    """What a verifier decides; deciding the same again changes nothing.

    Raises:
        NotAllowedError: `by` is no verifier.
        RefusedError: it does not wait for one, `by` wrote a part of it, or a reason is missing.
        ConflictError: it changed in the meantime.
    """
    with transaction.atomic():
        case = locked_case(command)
        wanted = STEPS[State.SUBMITTED, verb].state
        if wanted and _was_done(command, case, wanted):
            return case
        step = _step(command, case, verb, reason)
        version = newest_of(case)
        refuse_own(case, command.by, command.at)
        if verb is Verb.VERIFY and version.warnings and not reason.strip():
            raise RefusedError("report.needs_why", n=len(version.warnings))
        refuse_unseen(command, case)
        version.settled_by, version.settled_at, version.verdict = command.by, command.at, reason
        settle(command, case, step.state or State.SUBMITTED, f"report.{verb}", reason)
        _tell_operators(command, case, case.state)
    return case


def _tell_operators(command: CaseCommand, case: Case, key: str) -> None:
    values = {"programme": case.programme.name, "by": str(command.by)}
    people = operators_at([case.agency], command.at)
    tell(people, case.region, key, values, command.at, case=case)


def refuse_own(case: Case, by: User, at: datetime) -> None:
    """Raises RefusedError, naming who may decide, where `by` wrote a part of the report."""
    writers = writers_of(case)
    if by.pk not in writers:
        return
    verifiers = holders_at(case.region, Role.VERIFIER, at).exclude(user__in=writers)
    names = sorted({str(one.user) for one in verifiers.select_related("user")})
    key = "report.own" if names else "report.own_and_nobody"
    raise RefusedError(key, people=", ".join(names))


def correct_report(
    command: CaseCommand, reason: str = "", typed: Mapping[str, str] | None = None
) -> Case:
    """Begin the version that mends what was returned or, with a reason, what was verified.

    With the text of the one before, or what was `typed`. Raises as `save_draft`, and RefusedError
    where the reason is missing.
    """
    reason = printable(reason)
    with transaction.atomic():
        case = locked_case(command)
        if _was_done(command, case, State.DRAFT):
            return case
        _step(command, case, Verb.CORRECT, reason)
        refuse_unseen(command, case)
        begin_version(command, case, _mended(case, typed), reason)
        move(case, command.expected_revision)
    return case


def _mended(case: Case, typed: Mapping[str, str] | None) -> dict[str, str]:
    """What a correction begins with."""
    if typed is None:
        return current_text(newest_of(case), codes_since(case.region, Indicator))
    refuse_not_asked(typed, due_of(case.window, [case.programme])[case.programme.code])
    return dict(typed)


def _step(command: CaseCommand, case: Case, verb: Verb, reason: str = "") -> Step:
    """The row of the workflow that the act is, once everything that could forbid it does not."""
    step = STEPS.get((State(case.state), verb))
    side = step.side if step else Side.VERIFIER if verb in _OF_VERIFIERS else Side.AGENCY
    require_side(command.by, case, side, command.at)
    if step is None:
        raise RefusedError(f"report.not_{verb}", state=case.state)
    if step.needs_open:
        refuse_locked(case, command.at)
    if step.needs_reason and not reason.strip():
        raise RefusedError("report.needs_reason")
    return step


_OF_VERIFIERS = {Verb.VERIFY, Verb.RETURN, Verb.UNDO}


def refuse_locked(case: Case, at: datetime) -> None:
    """Raises RefusedError where nothing can be sent in now."""
    if not case.is_due:
        raise RefusedError("report.not_due")
    today = timezone.localdate(at)
    has_passed = case.window.has_passed(today)
    if case.window.closed_at is None and not has_passed:
        return  # nobody needs longer
    lock = lock_of(
        case.window,
        longer_until(case.window, case.agency),
        today,
        was_returned=has_passed and came_back(states_of(case)),
    )
    if lock is not None:
        raise RefusedError(f"lock.{lock.key}", **lock_values(case.window))


def lock_values(window: Window) -> dict[str, Any]:
    """What the sentence about a lock says: by whom, and since when."""
    return {
        "by": window.closed_by or window.opened_by,
        "closed_on": window.closed_at and timezone.localdate(window.closed_at),
        "deadline": window.deadline,
    }


def _was_done(command: CaseCommand, case: Case, state: State) -> bool:
    """Whether a second press of the button comes after the first was done."""
    last = case.newest
    if case.state != state or last is None:
        return False
    by = {
        State.DRAFT: last.saved_by,
        State.SUBMITTED: last.submitted_by,
        State.VERIFIED: last.settled_by,
        State.RETURNED: last.settled_by,
    }
    return by[state] == command.by


def refuse_unseen(command: CaseCommand, case: Case) -> None:
    """Raises ConflictError where the case is another than was seen."""
    if case.revision != command.expected_revision:
        raise ConflictError(case)
