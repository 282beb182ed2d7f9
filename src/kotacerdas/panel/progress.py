"""How far the regions of a panel are, and what its members have to score, for one page of all."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, FilteredRelation, Q, TextField
from django.db.models.functions import Cast

from kotacerdas.core.addresses import address
from kotacerdas.panel.models import Assignment, Member, Panel, Review
from kotacerdas.panel.outcomes import standing_results
from kotacerdas.panel.phases import Phase, phase_of
from kotacerdas.panel.selectors import Barred, in_force
from kotacerdas.records.area_codes import areas

# Of a review its primary key, the region's code and name, the questionnaire, when scoring was
# concluded, and the standing as text.
_Review = tuple[Any, ...]
UNASSIGNED = "unassigned"
STATES = (UNASSIGNED, *(one.value for one in Phase))  # in the order in which a review comes there


class Row(NamedTuple):
    """A region of a panel: how many of its seats have sent, how many spreads are open, and the
    index, a fraction as text, for a chair who does not score it yet. `url` is empty for who reads
    it not, `questionnaire` is the one that its cycle asks.
    """

    code: str
    name: str
    state: str  # one of STATES
    seats: int
    sent: int
    wide: int
    index_fraction: str | None
    url: str
    questionnaire: str


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
    """By the names of the regions, as a member of the panel or somebody else sees them; three
    queries at most, however many there are.
    """
    region = "cycle__region__"
    columns = ("pk", f"{region}code", f"{region}name", "cycle__questionnaire", "concluded_at")
    as_text = Cast("standing", TextField())  # read all at once: in a third of the time
    own = FilteredRelation("assignments", condition=Q(assignments__member=reader and reader.pk))
    found = Review.objects.filter(panel=panel).annotate(
        own=own, holds=in_force(at, "own__"), has_sent=Q(own__sent_at__isnull=False)
    )
    reviews: dict[_Review, None] = {}
    sees: dict[int, bool] = {}
    for *review, holds, is_scoring, has_sent in found.order_by(f"{region}name", "pk").values_list(
        *columns, as_text, "holds", "own__is_scoring", "has_sent"
    ):
        reviews[tuple(review)] = None  # a row for each assignment, of which one may be in force
        if reader is not None and holds:
            # The index: who chairs, unless they score the region and have not sent yet.
            sees[review[0]] = reader.is_chair and (not is_scoring or has_sent)
    # No result is set before scoring is concluded.
    is_concluded = any(concluded_at is not None for *_, concluded_at, _ in reviews)
    signed = standing_results(panel) if is_concluded else {}
    known = frozenset(sees.items()), frozenset(signed.items())
    return _rows(panel.year, panel.stage, tuple(reviews), *known)


@lru_cache(maxsize=16)
def _rows(
    year: int,
    stage: str,
    reviews: tuple[_Review, ...],
    seen: frozenset[tuple[int, bool]],
    results: frozenset[tuple[int, bool]],
) -> tuple[Row, ...]:
    """Made once of the same, for most who open the page saw it a moment ago."""
    standings = json.loads(f"[{','.join(text for *_, text in reviews)}]")
    sees, signed = dict(seen), dict(results)
    rows = []
    for review, standing in zip(reviews, standings, strict=True):
        pk, code, name, questionnaire, concluded_at, _ = review
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
                questionnaire,
            )
        )
    return tuple(rows)


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


def members_and_conflicts(panel: Panel, at: datetime) -> tuple[list[Load], list[Barred]]:
    """The members of now, the chair first, and who of all there were is barred; two queries."""
    user, conflict = "user__", "conflicts__"
    columns = (
        *("left_at", "pk", "user", f"{user}name", f"{user}email", "institution", "is_chair"),
        *(f"{conflict}pk", f"{conflict}region__name", f"{conflict}reason"),
    )
    rows = Member.objects.filter(panel=panel).order_by("-is_chair", f"{user}name", "pk")
    held = Assignment.objects.filter(in_force(at), member__panel=panel, is_scoring=True)
    counted = held.order_by().values_list("member").annotate(Count("pk"), Count("sent_at"))
    counts = {member: (seats, sent) for member, seats, sent in counted}
    loads: dict[int, Load] = {}
    barred = []
    for left_at, pk, key, name, email, about, is_chair, *barring in rows.values_list(*columns):
        who = name or email
        if left_at is None:
            loads[pk] = Load(pk, key, who, about or email, is_chair, *counts.get(pk, (0, 0)))
        if barring[0] is not None:
            barred.append(Barred(barring[0], who, *barring[1:]))
    return list(loads.values()), sorted(barred)
