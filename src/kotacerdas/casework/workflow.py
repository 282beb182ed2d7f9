"""What can be done with a case, by whom, and until when. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto

from kotacerdas.casework.models.cases import State
from kotacerdas.casework.models.windows import Window


class Verb(StrEnum):
    """What is done with a case."""

    SAVE = auto()
    DISCARD = auto()
    SUBMIT = auto()
    WITHDRAW = auto()
    VERIFY = auto()
    RETURN = auto()
    CORRECT = auto()
    UNDO = auto()


class Side(StrEnum):
    """Who acts: the agency whose case it is, who screens what agencies propose, a verifier, or the
    coordinator.
    """

    AGENCY = auto()
    SCREENER = auto()
    VERIFIER = auto()
    COORDINATOR = auto()


DECISIONS = frozenset({Verb.VERIFY, Verb.RETURN, Verb.UNDO})


@dataclass(frozen=True)
class Step:
    """What a verb leads to, and what it asks for: an open window, a reason."""

    state: State | None  # None: the version is gone, and the case is as before it
    is_new_version: bool = False
    needs_open: bool = True
    needs_reason: bool = False


# What is late once the deadline has passed.
MISSING = frozenset({State.NOT_STARTED, State.DRAFT, State.RETURNED})


@dataclass(frozen=True)
class Lock:
    """Why nothing can be sent in now: `key` is a phrase of `lock`."""

    key: str
    window: Window


def lock_of(window: Window, until: date | None, now: date, *, was_returned: bool) -> Lock | None:
    """What keeps an agency from writing on that day; None where it may.

    `until` is the last day of the agency's latest extension. What came back from a verifier may
    be corrected after the deadline, for it was sent in time, until it is verified or the window
    is closed.
    """
    if until is not None and now <= until:
        return None
    if window.closed_at is not None:
        return Lock("closed", window)
    if window.has_passed(now) and not was_returned:
        return Lock("passed", window)
    return None


def came_back(states: Iterable[str]) -> bool:
    """Whether an answer, given the states of its versions, was returned and not verified since."""
    decided = [state for state in states if state in {State.VERIFIED, State.RETURNED}]
    return bool(decided) and decided[-1] == State.RETURNED


def late_since(window: Window) -> date:
    """The day after the deadline, on which what is missing turned red."""
    return window.deadline + timedelta(days=1)


def standing(states: Sequence[State]) -> int | None:
    """Which of a case's versions counts, given their states from the first.

    The newest that was verified, for a correction counts when it is verified in its turn; without
    one, the newest that was not withdrawn if it was submitted; None where nothing counts.
    """
    stay = [(place, state) for place, state in enumerate(states) if state is not State.WITHDRAWN]
    verified = [place for place, state in stay if state is State.VERIFIED]
    if verified:
        return verified[-1]
    return stay[-1][0] if stay and stay[-1][1] is State.SUBMITTED else None
