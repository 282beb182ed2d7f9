"""What an agency is asked, and what becomes of its answer: a process is a table and what it means.

A room that has one registers it as its app is ready; nothing in this one names any.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Case, State, Version
from kotacerdas.casework.workflow import Side, Step, Verb

Table = Mapping[tuple[State, Verb], Step]


@dataclass(frozen=True)
class Answer:
    """What a version would say.

    `problems` keep it from being sent in, and so do `questions`, warnings that wait for an answer.
    `warnings` ([{"rule", ...}]) are kept with what is sent in, and `risk` is by which it waits in
    the queue. The process that made it knows what else it has.
    """

    problems: Sequence[Any]
    questions: Sequence[Any]
    warnings: list[dict[str, Any]]
    risk: int


# What a process has a sentence for, in its table of the words; what its actions are called in the
# log, and what its notices are, each after the table's name.
SENTENCES = (
    *(f"not_{verb}" for verb in Verb),
    *("gone", "needs_reason", "needs_why", "not_due", "own", "own_and_nobody", "undo_of_another"),
)
ACTIONS = ("submit", "submit_for", "withdraw", "verify", "return", "undo", "comment")
NOTICES = ("verified", "unverified", "returned", "comment")


class Process(ABC):
    """A kind of case.

    `code` is that of its cases and windows. `phrases` is the table of the words with its
    `SENTENCES`, and begins the names of its `ACTIONS` and `NOTICES`; `logged` is what the log calls
    one of its versions. `steps` is what may become of a case, `related` the relations of a case
    that its name, key and address read.

    With `has_four_eyes` nobody decides on what they wrote a part of. A coordinator writes beside
    the agency where it `is_written_by_coordinator`. Unless it `ends_with_window` a deadline locks
    nothing, and once a window was closed the process says what can still be answered.
    """

    code: ClassVar[str]
    phrases: ClassVar[str]
    logged: ClassVar[str]
    steps: ClassVar[Table]
    related: ClassVar[tuple[str, ...]] = ()
    has_four_eyes: ClassVar[bool] = True
    is_written_by_coordinator: ClassVar[bool] = False
    ends_with_window: ClassVar[bool] = True

    @abstractmethod
    def name(self, case: Case) -> str:
        """What the case is about, as people call it."""

    @abstractmethod
    def key(self, case: Case) -> tuple[object, ...]:
        """What names the case in its region, in the log."""

    @abstractmethod
    def url(self, case: Case) -> str:
        """The address of its page."""

    @abstractmethod
    def text(self, case: Case, typed: Mapping[str, str]) -> dict[str, str]:
        """What of `typed` a draft keeps. Raises RefusedError: some of it is not asked for."""

    @abstractmethod
    def current(self, version: Version) -> dict[str, str]:
        """What a version was filled in with, by the names that its fields have now."""

    @abstractmethod
    def answer(self, case: Case, filled: Mapping[str, str], at: datetime) -> Answer:
        """Read what was filled in, at that moment. Raises RefusedError as `text`."""

    @abstractmethod
    def freeze(self, case: Case, version: Version, answer: Answer) -> None:
        """Write down what a version says, within the transaction that sends it in."""

    @abstractmethod
    def counts_anew(self, case: Case, by: User, at: datetime) -> None:
        """Another version counts since: whatever follows from it follows."""

    def refuse_ended(self, case: Case) -> None:  # noqa: B027 - most processes never end
        """Raises RefusedError where what the case belongs to has ended: nothing more is done."""

    def refuse_over(self, case: Case) -> None:  # noqa: B027 - most end with their windows
        """Raises RefusedError where nothing can be answered since the window was closed."""

    def decides(self, case: Case) -> Side:  # noqa: ARG002 - a process may ask what is proposed
        """Who decides on what was sent in."""
        return Side.VERIFIER


_PROCESSES: dict[str, Process] = {}


def register_process(process: Process) -> None:
    _PROCESSES[process.code] = process


def processes() -> list[Process]:
    """All that are registered."""
    return list(_PROCESSES.values())


def process_of(case: Case) -> Process:
    return _PROCESSES[case.process]


def case_url(case: Case) -> str:
    """The address of a case."""
    return process_of(case).url(case)


def whole_cases() -> QuerySet[Case]:
    """Cases with all that an act asks of one: window, agency, newest version, what it is about."""
    related = dict.fromkeys(name for one in _PROCESSES.values() for name in one.related)
    return Case.objects.select_related(
        *("region", "window__region", "window__opened_by", "window__closed_by"),
        *("agency__region", "programme", *related),
        *("newest__saved_by", "newest__submitted_by", "newest__settled_by"),
    )
