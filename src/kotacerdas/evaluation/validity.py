"""Until when a document holds, and where it stands on a day. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from typing import Any, NamedTuple, Protocol

from kotacerdas.evaluation.answering import FILE
from kotacerdas.frameworks.questionnaire import Document, Item


@dataclass(frozen=True)
class Days:
    """What was typed of a document: the day it bears, and the last one on which it holds."""

    dated: date | None = None
    valid_until: date | None = None


UNSAID = Days()


class Dated(Protocol):
    """A piece that an item or a document rests on."""

    @property
    def wanted(self) -> str: ...
    @property
    def is_confirmed(self) -> bool: ...
    @property
    def dated(self) -> date | None: ...
    @property
    def valid_until(self) -> date | None: ...


class DocumentState(StrEnum):
    """Where a document stands on a day."""

    THERE = auto()
    UNCONFIRMED = auto()  # nobody said yet that the one of the year before still holds
    LAPSED = auto()
    MISSING = auto()


class Standing(NamedTuple):
    """The state, and the last day on which the document holds or held; None where it has none."""

    state: DocumentState
    until: date | None = None


def last_day(rule: Item | Document, piece: Dated) -> date | None:
    """The day typed; else what the edition's years come to from the day that the document bears.

    None where it never lapses, and where nobody said its day.
    """
    if piece.valid_until is not None:
        return piece.valid_until
    if isinstance(rule, Item) or not rule.valid_years or piece.dated is None:
        return None
    return _years_after(piece.dated, rule.valid_years) - timedelta(days=1)


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; of 29 February 1 March where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def holds(rule: Item | Document, piece: Dated, on: date) -> bool:
    """Whether it has not lapsed by that day, for all that is known of it."""
    last = last_day(rule, piece)
    return last is None or on <= last


def held(rule: Item | Document, pieces: Iterable[Dated], on: date) -> frozenset[str]:
    """The codes of the wanted pieces that are there and valid."""
    return frozenset(
        one.wanted for one in pieces if one.wanted and one.is_confirmed and holds(rule, one, on)
    )


def standing_of_document(rule: Document, pieces: Iterable[Dated], on: date) -> Standing:
    """Of several files the one that stands best decides, and of two alike the longer one."""
    found = [
        Standing(_state(rule, one, on), last_day(rule, one)) for one in pieces if one.wanted == FILE
    ]
    return min(found, key=_rank, default=Standing(DocumentState.MISSING))


def standing_submitted(answer: Mapping[str, Any]) -> Standing | None:
    """Of what was submitted of a document, how it stood then; None of an item."""
    if "state" not in answer:
        return None
    until = answer["valid_until"]
    last = None if until is None else date.fromisoformat(until)
    return Standing(DocumentState(answer["state"]), last)


_ORDER = list(DocumentState)


def _state(rule: Document, piece: Dated, on: date) -> DocumentState:
    if not holds(rule, piece, on):
        return DocumentState.LAPSED
    return DocumentState.THERE if piece.is_confirmed else DocumentState.UNCONFIRMED


def _rank(one: Standing) -> tuple[int, int]:
    return _ORDER.index(one.state), -(one.until or date.max).toordinal()
