"""What is done with a case on its page, whatever it is about: a form's button says it in `do`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.models import Appointment, User
from kotacerdas.casework.access import stands_on
from kotacerdas.casework.actions.cases import CaseCommand, ConflictError, GoneError
from kotacerdas.casework.actions.comments import comment
from kotacerdas.casework.actions.steps import (
    IncompleteError,
    correct,
    discard_draft,
    refuse_own,
    save_draft,
    send_back,
    submit,
    undo_verification,
    verify,
    withdraw,
)
from kotacerdas.casework.models import Case, State
from kotacerdas.casework.processes import process_of
from kotacerdas.casework.workflow import Verb
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import sentence

Typed = Mapping[str, str]
Act = Callable[[CaseCommand, Typed], object]

COMMENT = "comment"
# The process's table of steps says which of these there are; the others are refused.
ACTS: Mapping[str, Act] = {
    Verb.SAVE: save_draft,
    Verb.SUBMIT: submit,
    Verb.DISCARD: lambda command, _: discard_draft(command),
    Verb.WITHDRAW: lambda command, _: withdraw(command),
    Verb.CORRECT: lambda command, typed: correct(command, typed.get("reason", "")),
    Verb.VERIFY: lambda command, typed: verify(command, typed.get("reason", "")),
    Verb.UNDO: lambda command, _: undo_verification(command),
    Verb.RETURN: lambda command, typed: send_back(command, typed.get("reason", "")),
    COMMENT: lambda command, typed: comment(command, typed.get("text", "")),
}
# Sent with all that is filled in, so that nothing typed is lost where it can't be done.
_WITH_THE_FORM = frozenset({Verb.SAVE, Verb.SUBMIT, Verb.DISCARD})


@dataclass(frozen=True)
class FormState:
    """What came of an act that could not be done, for the page that says so.

    `typed` is what the form is filled in with in place of the draft, `theirs` the case as somebody
    else left it meanwhile.
    """

    typed: Typed | None = None
    theirs: Case | None = None
    problems: Sequence[Any] = ()
    questions: Sequence[Any] = ()
    refused: str = ""

    @property
    def status(self) -> HTTPStatus:
        """That of the page."""
        if self.theirs is not None:
            return HTTPStatus.CONFLICT
        is_whole = not (self.problems or self.questions or self.refused)
        return HTTPStatus.OK if is_whole else HTTPStatus.UNPROCESSABLE_ENTITY


def command_of(request: HttpRequest, here: Here, case: Case) -> CaseCommand:
    """Of the reader, now, on the case as their page had it."""
    seen = key_in(request.POST.get("seen", "")) or 0
    return CaseCommand(case, here.user, timezone.now(), seen)


def attempt(
    command: CaseCommand, typed: Typed, more: Mapping[str, Act] | None = None
) -> object | FormState:
    """Do what the form says, with the acts of a process beside those of every case.

    A `FormState` where it can't be done, else what the act gave.

    Raises:
        PermissionDenied: there is no such act.
        GoneError: what the form was sent to is not there any more.
    """
    verb = typed.get("do", "")
    act = {**ACTS, **(more or {})}.get(verb)
    if act is None:
        raise PermissionDenied
    filled = typed if verb in _WITH_THE_FORM else None
    try:
        return act(command, typed)
    except GoneError:
        raise
    except ConflictError as conflict:
        return FormState(filled, theirs=conflict.case)
    except IncompleteError as answer:
        return FormState(filled, problems=answer.problems, questions=answer.questions)
    except RefusedError as refused:
        return FormState(filled, refused=sentence(refused))


class Decision(NamedTuple):
    """Whether somebody is to decide on a case now; `why_not`, if they could on another such."""

    is_due: bool
    why_not: str = ""


def decision_on(case: Case, by: User, held: Iterable[Appointment], at: datetime) -> Decision:
    """Whether `by`, who holds these, decides on what was sent in."""
    side = process_of(case).decides(case)
    if case.state != State.SUBMITTED or not stands_on(side, held, case, at):
        return Decision(is_due=False)
    why_not = refusal_of(refuse_own, case, by, at)
    return Decision(not why_not, why_not)


def refusal_of(check: Callable[..., object], *of: object) -> str:
    """Why the check refuses, as a sentence; empty where it does not."""
    try:
        check(*of)
    except RefusedError as refused:
        return sentence(refused)
    return ""
