"""How far the regions of a panel are, for one page of all of them."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from kotacerdas.accounts.models import User
from kotacerdas.panel.models import Assignment, Panel, Review
from kotacerdas.panel.selectors import own_assignments
from kotacerdas.panel.shown import value_text


@dataclass(frozen=True)
class Row:
    """A region of a panel: how many of its seats have sent, how many spreads are open, and the
    index for a chair who does not score it yet, else a dash. `is_own`: the reader reads it.
    """

    code: str
    name: str
    seats: int
    sent: int
    wide: int
    index: str
    is_own: bool


def rows_of(panel: Panel, reader: User, at: datetime) -> list[Row]:
    """By the names of the regions; two queries, however many there are."""
    own = {one.review_id: one for one in own_assignments(reader, panel, at)}
    columns = ("pk", "cycle__region__code", "cycle__region__name", "standing")
    found = Review.objects.filter(panel=panel).order_by("cycle__region__name", "pk")
    rows = []
    for pk, code, name, standing in found.values_list(*columns):
        mine = own.get(pk)
        index = standing.get("index") if mine is not None and _sees_index(mine) else None
        rows.append(
            Row(
                code,
                name,
                standing.get("seats", 0),
                standing.get("sent", 0),
                standing.get("wide", 0),
                value_text(Fraction(index) if index else None),
                mine is not None,
            )
        )
    return rows


def _sees_index(own: Assignment) -> bool:
    """Who chairs, unless they score the region and have not sent yet."""
    return own.member.is_chair and (not own.is_scoring or own.sent_at is not None)
