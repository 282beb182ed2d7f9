"""What may become of a cycle, and which of its stages come. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from kotacerdas.frameworks.questionnaire import Stage as StageRule


class Phase(StrEnum):
    """Where a cycle stands."""

    PREPARING = auto()
    ANSWERING = auto()
    REVIEWING = auto()  # a stage was submitted; what is asked again may be answered
    CLOSED = auto()


class Move(StrEnum):
    """What is done with a cycle."""

    OPEN = auto()  # the next stage
    SUBMIT = auto()
    TAKE_BACK = auto()
    CLOSE = auto()
    REOPEN = auto()


@dataclass(frozen=True)
class To:
    """What a move leads to, and whether it asks for a reason."""

    phase: Phase
    needs_reason: bool = False


MOVES: dict[tuple[Phase, Move], To] = {
    (Phase.PREPARING, Move.OPEN): To(Phase.ANSWERING),
    (Phase.ANSWERING, Move.SUBMIT): To(Phase.REVIEWING),
    (Phase.REVIEWING, Move.TAKE_BACK): To(Phase.ANSWERING, needs_reason=True),
    (Phase.REVIEWING, Move.OPEN): To(Phase.ANSWERING),
    (Phase.REVIEWING, Move.CLOSE): To(Phase.CLOSED),
    (Phase.CLOSED, Move.REOPEN): To(Phase.REVIEWING, needs_reason=True),
}


def phase_of(*, is_opened: bool, is_submitted: bool, is_closed: bool) -> Phase:
    """The phase of a cycle: whether a stage was opened, the last of them submitted, all closed."""
    if is_closed:
        return Phase.CLOSED
    if not is_opened:
        return Phase.PREPARING
    return Phase.REVIEWING if is_submitted else Phase.ANSWERING


def moves_of(phase: Phase, *, has_next_stage: bool) -> list[Move]:
    """What may be done now: the next stage is opened only where there is one, and ended after."""
    return [
        move
        for at, move in MOVES
        if at is phase
        and (move is not Move.OPEN or has_next_stage)
        and (move is not Move.CLOSE or not has_next_stage)
    ]


def usual_deadline(stage: StageRule, year: int) -> date:
    """The day on which the stage is due as a rule, in the evaluation of that year.

    The evaluation of a year is held in it: that of 2024 in June and November 2024.
    """
    month, day = stage.ends
    return date(year, month, day)
