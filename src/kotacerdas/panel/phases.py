"""What may become of a review, as a table. Pure."""

from dataclasses import dataclass
from enum import StrEnum, auto


class Phase(StrEnum):
    """Where the review of a region stands."""

    SCORING = auto()
    DISCUSSING = auto()  # the scores stand; spreads are settled
    SIGNING = auto()  # the result is set
    SIGNED = auto()


class Move(StrEnum):
    """What the chair does with it."""

    CONCLUDE = auto()
    RESUME = auto()
    SET = auto()
    CORRECT = auto()


@dataclass(frozen=True)
class To:
    """What a move leads to, and whether it asks for a reason."""

    phase: Phase
    needs_reason: bool = False


MOVES: dict[tuple[Phase, Move], To] = {
    (Phase.SCORING, Move.CONCLUDE): To(Phase.DISCUSSING),
    (Phase.DISCUSSING, Move.RESUME): To(Phase.SCORING, needs_reason=True),
    (Phase.DISCUSSING, Move.SET): To(Phase.SIGNING),
    (Phase.SIGNING, Move.CORRECT): To(Phase.DISCUSSING, needs_reason=True),
    (Phase.SIGNED, Move.CORRECT): To(Phase.DISCUSSING, needs_reason=True),
}


def phase_of(*, is_concluded: bool, is_set: bool, is_signed: bool) -> Phase:
    """The phase: whether scoring was concluded, a result stands, and all have signed it."""
    if is_set:
        return Phase.SIGNED if is_signed else Phase.SIGNING
    return Phase.DISCUSSING if is_concluded else Phase.SCORING


def moves_of(phase: Phase) -> list[Move]:
    return [move for at, move in MOVES if at is phase]
