"""Who is to be reminded of what on a day. Pure."""

from dataclasses import dataclass, field
from datetime import date

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Window
from kotacerdas.casework.reminding import Paragraph, is_near, is_one_of, reminds_of
from kotacerdas.records.models import Region
from kotacerdas.reporting.status import Cell

# How many days the oldest report has waited for a verifier.
WAITED = (4, 7, 14)


@dataclass(frozen=True)
class Left:
    """What an agency has not sent in of a window, and the last day on which it may."""

    agency: int
    code: str
    name: str
    window: Window
    deadline: date
    cells: tuple[Cell, ...]

    def is_late(self, today: date) -> bool:
        return today > self.deadline

    def is_near(self, today: date) -> bool:
        """Whether it is late, or due so soon that people are reminded of it."""
        return is_near(self.deadline, today)


@dataclass(frozen=True)
class Waiting:
    """How many reports of a region wait for a verifier, and since when the oldest of them."""

    region: Region
    count: int
    since: date


@dataclass(frozen=True)
class Digest:
    """All that one person is told in a letter: what is missing, what waits, who is late, and
    what other processes have to say.
    """

    user: User
    own: list[Left] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    late: list[Left] = field(default_factory=list)
    more: list[Paragraph] = field(default_factory=list)


def last_day(window: Window, longer: date | None) -> date | None:
    """Until when an agency may report, that day included; None in a closed window.

    `longer` is the last day of its latest extension, which holds in a closed window, too.
    """
    if window.closed_at is not None:
        return longer
    return window.deadline if longer is None else max(window.deadline, longer)


def reminds_of_waiting(since: date, today: date) -> bool:
    """Whether a verifier is reminded of what has waited since then."""
    return is_one_of(WAITED, (today - since).days)


def is_to_be_sent(digest: Digest, today: date) -> bool:
    """Whether something in the letter is a reason to write it on that day."""
    deadlines = [left.deadline for left in (*digest.own, *digest.late)]
    return (
        any(reminds_of(deadline, today) for deadline in deadlines)
        or any(reminds_of_waiting(waiting.since, today) for waiting in digest.waiting)
        or any(one.is_reason for one in digest.more)
    )


def is_said_of(waiting: Waiting, today: date) -> bool:
    """Whether it has waited long enough to be mentioned to a verifier."""
    return (today - waiting.since).days >= min(WAITED)
