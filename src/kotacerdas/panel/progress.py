"""How far the regions of a panel are, and what its members have to score, for one page of all."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, TextField
from django.db.models.functions import Cast

from kotacerdas.core.addresses import address
from kotacerdas.panel.models import Assignment, Panel, Review
from kotacerdas.panel.outcomes import standing_results
from kotacerdas.panel.phases import Phase, phase_of
from kotacerdas.panel.selectors import in_force, members_of
from kotacerdas.records.area_codes import areas

UNASSIGNED = "unassigned"
STATES = (UNASSIGNED, *(one.value for one in Phase))  # in the order in which a review comes there


class Row(NamedTuple):
    """A region of a panel: how many of its seats have sent, how many spreads are open, and the
    index, a fraction as text, for a chair who does not score it yet. `url` is empty for who reads
    it not.
    """

    code: str
    name: str
    state: str  # one of STATES
    seats: int
    sent: int
    wide: int
    index_fraction: str | None
    url: str


@dataclass(frozen=True)
class Province:
    """The regions of a province; without a name where the ministry's list has none."""

    code: str
    name: str
    rows: Sequence[Row]


class Load(NamedTuple):
    """A member, and how many of the regions that they score they have sent."""

    pk: int
    user_id: int
    who: str
    about: str  # the institution, else the address
    is_chair: bool
    seats: int
    sent: int


def rows_of(panel: Panel, reader: Load | None, at: datetime) -> tuple[Row, ...]:
    """By the names of the regions, as a member of the panel or somebody else sees them; four
    queries at most, however many there are.
    """
    sees = _seen_by(reader, at) if reader is not None else {}
    region = "cycle__region__"
    columns = ("pk", f"{region}code", f"{region}name", "concluded_at")
    as_text = Cast("standing", TextField())  # read all at once: in a third of the time
    found = Review.objects.filter(panel=panel).order_by(f"{region}name", "pk")
    reviews = tuple(found.values_list(*columns, as_text))
    # No result is set before scoring is concluded.
    is_concluded = any(concluded_at is not None for *_, concluded_at, _ in reviews)
    signed = standing_results(panel) if is_concluded else {}
    known = frozenset(sees.items()), frozenset(signed.items())
    return _rows(panel.year, panel.stage, reviews, *known)


@lru_cache(maxsize=16)
def _rows(
    year: int,
    stage: str,
    reviews: tuple[tuple[int, str, str, datetime | None, str], ...],
    seen: frozenset[tuple[int, bool]],
    results: frozenset[tuple[int, bool]],
) -> tuple[Row, ...]:
    """Made once of the same, for most who open the page saw it a moment ago."""
    standings = json.loads(f"[{','.join(text for *_, text in reviews)}]")
    sees, signed = dict(seen), dict(results)
    rows = []
    for (pk, code, name, concluded_at, _), standing in zip(reviews, standings, strict=True):
        index = standing.get("index") if sees.get(pk) else None
        seats, sent = standing.get("seats", 0), standing.get("sent", 0)
        rows.append(
            Row(
                code,
                name or code,
                _state(
                    is_concluded=concluded_at is not None, is_signed=signed.get(pk), seats=seats
                ),
                seats,
                sent,
                standing.get("wide", 0),
                index,
                address("panel:review", code, year, stage) if pk in sees else "",
            )
        )
    return tuple(rows)


def _seen_by(member: Load, at: datetime) -> dict[int, bool]:
    """The reviews that the member reads, and whether they see the index: who chairs does, unless
    they score the region and have not sent yet.
    """
    own = Assignment.objects.filter(in_force(at), member=member.pk)
    return {
        review: member.is_chair and (not is_scoring or sent_at is not None)
        for review, is_scoring, sent_at in own.values_list("review", "is_scoring", "sent_at")
    }


def _state(*, is_concluded: bool, is_signed: bool | None, seats: int) -> str:
    """One of STATES; `is_signed` is None without a result."""
    phase = phase_of(
        is_concluded=is_concluded,
        is_set=is_concluded and is_signed is not None,
        is_signed=bool(is_signed),
    )
    return UNASSIGNED if phase is Phase.SCORING and not seats else phase.value


def counts_of(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """How many regions are in each state."""
    states = [one.state for one in rows]
    return [(state, states.count(state)) for state in STATES]


def province_of(row: Row) -> str:
    """The name of its province; empty where the ministry's list has none."""
    province = areas().get(_province_code(row))
    return province.name if province is not None else ""


def _province_code(row: Row) -> str:
    return row.code.partition(".")[0]


def provinces_of(rows: Sequence[Row]) -> list[Province]:
    """The regions by their provinces, in the order of the ministry's codes."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows):
        found.setdefault(_province_code(row), []).append(row)
    return [Province(code, province_of(own[0]), own) for code, own in found.items()]


def loads_of(panel: Panel, at: datetime) -> list[Load]:
    """The members of now, the chair first; two queries."""
    columns = ("pk", "user", "user__name", "user__email", "institution", "is_chair")
    members = list(members_of(panel).values_list(*columns))
    keys = [pk for pk, *_ in members]
    held = Assignment.objects.filter(in_force(at), member__in=keys, is_scoring=True)
    counted = held.order_by().values_list("member").annotate(Count("pk"), Count("sent_at"))
    loads = {member: (seats, sent) for member, seats, sent in counted}
    return [
        Load(pk, user, name or email, institution or email, is_chair, *loads.get(pk, (0, 0)))
        for pk, user, name, email, institution, is_chair in members
    ]
