"""What is done with a case, each verb whole: checked, written, in the log, people told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.selectors import in_force_at, operators_at
from kotacerdas.casework.access import is_stand_in, require_side, roles_of
from kotacerdas.casework.actions.cases import (
    CaseCommand,
    ConflictError,
    current_case,
    locked_case,
    move,
    write,
)
from kotacerdas.casework.actions.versions import (
    add_author,
    begin_version,
    newest_of,
    send_in,
    settle,
)
from kotacerdas.casework.models import Case, State, Version, Window
from kotacerdas.casework.notices import tell
from kotacerdas.casework.processes import Answer, process_of
from kotacerdas.casework.selectors import longer_until, states_of, writers_of
from kotacerdas.casework.workflow import DECISIONS, Side, Step, Verb, came_back, lock_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.workbook.cells import printable


class IncompleteError(Exception):
    """It can't be sent in: what is wrong with it, and what has to be answered."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.problems, self.questions = answer.problems, answer.questions


def save_draft(command: CaseCommand, typed: Mapping[str, str]) -> Case:
    """Keep what was typed, whatever it is; only what differs is written.

    A draft is nobody's statement yet, so it is not in the log. The same once more is no conflict
    with oneself; after anything else was done with the case, it is.

    Raises:
        NotAllowedError: `by` does not answer for the agency.
        RefusedError: the answer is not a draft, the window is locked, or a field is filled in that
            is not asked for.
        ConflictError: somebody else saved in the meantime.
    """
    case = current_case(command.case)
    filled = process_of(case).text(case, typed)
    step = _step(command, case, Verb.SAVE)
    draft = case.newest
    if step.is_new_version or draft is None:
        return _begun(command, case, filled)
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


def _begun(command: CaseCommand, case: Case, filled: dict[str, str]) -> Case:
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


def submit(command: CaseCommand, typed: Mapping[str, str] | None = None) -> Case:
    """Send the draft in, with what was typed since. Sending it in again changes nothing.

    What was typed is kept even where it can't be sent in.

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
        process, version = process_of(case), newest_of(case)
        answer = process.answer(case, version.filled, command.at)
        if answer.problems or answer.questions:
            raise IncompleteError(answer)
        version.on_behalf = is_stand_in(command.by, case, command.at)
        action = f"{process.phrases}.submit{'_for' if version.on_behalf else ''}"
        send_in(command, case, answer, action)
    return case


def withdraw(command: CaseCommand) -> Case:
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
        process = process_of(case)
        action = f"{process.phrases}.withdraw"
        settle(command, case, State.WITHDRAWN, action, "", draft=process.current(version))
    return case


def verify(command: CaseCommand, reason: str = "") -> Case:
    """Say that an answer is true; with a reason where something of it was to be looked at twice.

    Raises as `_decide`.
    """
    return _decide(command, Verb.VERIFY, printable(reason))


def undo_verification(command: CaseCommand) -> Case:
    """Take one's verification back until the next decision on the answer, which waits again.

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
            raise _refused(case, "undo_of_another", by=version.settled_by)
        refuse_unseen(command, case)
        version.settled_by, version.settled_at, version.verdict = None, None, ""
        settle(command, case, State.SUBMITTED, f"{process_of(case).phrases}.undo", "")
        _tell_operators(command, case, "unverified")
    return case


def send_back(command: CaseCommand, reason: str) -> Case:
    """Give an answer back to its agency, with what has to be mended. Raises as `_decide`."""
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
        process = process_of(case)
        wanted = process.steps[State.SUBMITTED, verb].state
        if wanted and _was_done(command, case, wanted):
            return case
        step = _step(command, case, verb, reason)
        version = newest_of(case)
        refuse_own(case, command.by, command.at)
        if verb is Verb.VERIFY and version.warnings and not reason.strip():
            raise _refused(case, "needs_why", n=len(version.warnings))
        refuse_unseen(command, case)
        version.settled_by, version.settled_at, version.verdict = command.by, command.at, reason
        settle(command, case, step.state or State.SUBMITTED, f"{process.phrases}.{verb}", reason)
        _tell_operators(command, case, case.state)
    return case


def _tell_operators(command: CaseCommand, case: Case, key: str) -> None:
    values = {"name": process_of(case).name(case), "by": str(command.by)}
    people = operators_at([case.agency], command.at)
    tell(people, case.region, f"{process_of(case).phrases}_{key}", values, command.at, case=case)


def refuse_own(case: Case, by: User, at: datetime) -> None:
    """Raises RefusedError, naming who may decide, where `by` wrote a part of the case."""
    if not process_of(case).has_four_eyes:
        return
    writers = writers_of(case)
    if by.pk not in writers:
        return
    roles = roles_of(process_of(case).decides(case))
    deciding = in_force_at(at).filter(region=case.region, role__in=roles)
    others = deciding.exclude(user__in=writers).select_related("user")
    names = sorted({str(one.user) for one in others})
    raise _refused(case, "own" if names else "own_and_nobody", people=", ".join(names))


def correct(command: CaseCommand, reason: str = "", typed: Mapping[str, str] | None = None) -> Case:
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
    process = process_of(case)
    if typed is None:
        return process.current(newest_of(case))
    return process.text(case, typed)


def _step(command: CaseCommand, case: Case, verb: Verb, reason: str = "") -> Step:
    """The row of the workflow that the act is, once everything that could forbid it does not."""
    process = process_of(case)
    side = process.decides(case) if verb in DECISIONS else Side.AGENCY
    require_side(command.by, case, side, command.at)
    step = process.steps.get((State(case.state), verb))
    if step is None:
        raise _refused(case, f"not_{verb}")
    process.refuse_ended(case)
    if step.needs_open:
        refuse_locked(case, command.at)
    if step.needs_reason and not reason.strip():
        raise _refused(case, "needs_reason")
    return step


def _refused(case: Case, key: str, **values: object) -> RefusedError:
    """Why it can't be done, in the words of the case's process."""
    return RefusedError(f"{process_of(case).phrases}.{key}", **values)


def refuse_locked(case: Case, at: datetime) -> None:
    """Raises RefusedError where nothing can be sent in now."""
    process_of(case).refuse_ended(case)
    if not case.is_due:
        raise _refused(case, "not_due")
    if case.window_id is None:
        return  # its process knows no deadline
    today = timezone.localdate(at)
    has_passed = process_of(case).ends_with_window and case.window.has_passed(today)
    if case.window.closed_at is None and not has_passed:
        return  # nobody needs longer
    if not process_of(case).ends_with_window:
        process_of(case).refuse_over(case)
        return
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
