"""Which evidence an item rests on, and whether it still may."""

from datetime import date
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Coalesce

from kotacerdas.evaluation.models import Cycle, ItemCase, Use
from kotacerdas.evaluation.validity import held
from kotacerdas.frameworks.questionnaire import Document, Item


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
    """What of a use says whether its item is complete, who sees the piece, and its size."""

    item_id: int
    wanted: str
    is_confirmed: bool
    agency_id: int | None  # of the case that the piece was brought for
    seen_by: str
    is_personal: bool
    file_id: int | None
    size: int | None
    dated: date | None
    valid_until: date | None


def marks_of(cycle: Cycle) -> dict[int, list[Mark]]:
    """Of each use its mark, by the primary key of the item; for a cycle with many pieces."""
    found: dict[int, list[Mark]] = {}
    rows = Use.objects.filter(item__cycle=cycle, evidence__removed_at__isnull=True)
    size = Coalesce("evidence__file__copy__size", "evidence__file__size")
    # Whether alone: to read 400 moments takes as long as all else.
    is_confirmed = ExpressionWrapper(Q(confirmed_at__isnull=False), BooleanField())
    columns = (
        *("item", "wanted", is_confirmed, "evidence__case__agency", "evidence__seen_by"),
        *("evidence__is_personal", "evidence__file", size, "dated", "valid_until"),
    )
    for one in rows.order_by("pk").values_list(*columns):
        found.setdefault(one[0], []).append(Mark(*one))
    return found


def held_by(item: ItemCase, rule: Item | Document, on: date) -> frozenset[str]:
    """The codes of the wanted pieces that are there and valid on that day."""
    return held(rule, Use.objects.filter(item=item, evidence__removed_at__isnull=True), on)
