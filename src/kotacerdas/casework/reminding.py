"""On which days people are reminded of a deadline, and what a letter of the day may say."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from kotacerdas.accounts.models import Appointment
from kotacerdas.records.models import Region

# On how many days before and after a deadline people are reminded, and how often after the last.
BEFORE = (7, 3, 1, 0)
AFTER = (1, 3, 7, 14)
THEN_EVERY = 7


def is_near(deadline: date, today: date) -> bool:
    """Whether a deadline has passed, or is so near that people are reminded of it."""
    return (deadline - today).days <= max(BEFORE)


def reminds_of(deadline: date, today: date) -> bool:
    """Whether the day is one on which people are reminded of a deadline."""
    left = (deadline - today).days
    return left in BEFORE if left >= 0 else is_one_of(AFTER, -left)


def is_one_of(days: tuple[int, ...], passed: int) -> bool:
    """Whether so many days have passed, or after the last of them a multiple of a week more."""
    beyond = passed - max(days)
    return passed in days or (beyond > 0 and beyond % THEN_EVERY == 0)


@dataclass(frozen=True)
class Paragraph:
    """What a process has to say in somebody's letter of the day.

    `write` gives it in the reader's language, with links that begin with the site's address, and
    `subject` the line for a letter that says nothing else. `is_reason` is whether a letter is sent
    on that day for it alone.
    """

    region: Region
    subject: Callable[[], str]
    write: Callable[[str], str]
    is_reason: bool


Source = Callable[[Collection[Appointment], date], Mapping[int, list[Paragraph]]]
_sources: list[Source] = []


def register_paragraphs(source: Source) -> None:
    """Ask it, of all who may be written to that day, what to say to whom (by the user's key)."""
    _sources.append(source)


def paragraphs(held: Collection[Appointment], today: date) -> dict[int, list[Paragraph]]:
    """What all processes have to say, by the primary key of the user."""
    found: dict[int, list[Paragraph]] = {}
    for source in _sources:
        for user, own in source(held, today).items():
            found.setdefault(user, []).extend(own)
    return found
