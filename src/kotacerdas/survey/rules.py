"""Whether a survey takes answers, and what a coordinator may do with it. Pure."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from kotacerdas.survey.models import State

GRACE = timedelta(days=1)  # in which an answer begun before the end still counts


class Door(StrEnum):
    """How a survey meets who wants to answer."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


class Move(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"
    DISCARD = "discard"


MOVES = {
    (State.PLANNED, Move.OPEN): State.OPEN,
    (State.OPEN, Move.CLOSE): State.CLOSED,
    (State.CLOSED, Move.REOPEN): State.OPEN,
}
ACTIONS = {Move.OPEN: "survey.open", Move.CLOSE: "survey.close", Move.REOPEN: "survey.reopen"}
NEEDS_REASON = frozenset({Move.CLOSE, Move.REOPEN})


class Days(Protocol):
    """What of a survey is read here."""

    state: str
    opens_on: date
    closes_on: date
    closed_at: datetime | None


def door_of(survey: Days, at: datetime, zone: ZoneInfo) -> Door:
    today = at.astimezone(zone).date()
    if survey.state == State.CLOSED or (survey.state == State.OPEN and today > survey.closes_on):
        return Door.CLOSED
    is_open = survey.state == State.OPEN and today >= survey.opens_on
    return Door.OPEN if is_open else Door.NOT_YET


def ended_at(survey: Days, zone: ZoneInfo) -> datetime:
    """When it took its last answer that was begun: its last day's end, or before by somebody."""
    day_over = datetime.combine(survey.closes_on + timedelta(days=1), time(), zone)
    return min(day_over, survey.closed_at) if survey.closed_at else day_over


def last_day(survey: Days, zone: ZoneInfo) -> date:
    """The last day on which it could be begun: the one planned, or before by somebody."""
    closed = survey.closed_at
    return min(survey.closes_on, closed.astimezone(zone).date()) if closed else survey.closes_on


def is_late_but_counts(survey: Days, begun_at: datetime, at: datetime, zone: ZoneInfo) -> bool:
    """Whether an answer to a closed survey was begun while it was open, and not long ago."""
    end = ended_at(survey, zone)
    return begun_at <= end and at <= end + GRACE
