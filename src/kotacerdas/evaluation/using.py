"""Which evidence an item rests on, and whether it still may."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from kotacerdas.evaluation.models import Cycle, ItemCase, Use


def uses_of(cycle: Cycle) -> dict[int, list[Use]]:
    """The pieces by the primary key of the item, the oldest first; one query for the cycle."""
    found: dict[int, list[Use]] = {}
    for use in _present(item__cycle=cycle):
        found.setdefault(use.item_id, []).append(use)
    return found


def uses_of_item(item: ItemCase) -> list[Use]:
    """The pieces of one item, the oldest first."""
    return list(_present(item=item))


def _present(**which: object) -> QuerySet[Use]:
    rows = Use.objects.filter(evidence__removed_at__isnull=True, **which)
    return rows.select_related("evidence__file", "evidence__case").order_by("pk")


class Mark(NamedTuple):
    """What of a use says whether its item is complete."""

    item_id: int
    wanted: str
    confirmed_at: datetime | None


def marks_of(cycle: Cycle) -> dict[int, list[Mark]]:
    """Of each use its mark, by the primary key of the item; for a cycle with many pieces."""
    found: dict[int, list[Mark]] = {}
    rows = Use.objects.filter(item__cycle=cycle, evidence__removed_at__isnull=True)
    for one in rows.order_by("pk").values_list("item", "wanted", "confirmed_at"):
        found.setdefault(one[0], []).append(Mark(*one))
    return found


def held_by(item: ItemCase) -> frozenset[str]:
    """The codes of the wanted pieces that are there and valid."""
    rows = Use.objects.filter(item=item, evidence__removed_at__isnull=True)
    return held(rows)


def held(uses: Iterable[Use | Mark]) -> frozenset[str]:
    """The codes of the wanted pieces that are valid."""
    return frozenset(one.wanted for one in uses if one.wanted and one.confirmed_at is not None)
