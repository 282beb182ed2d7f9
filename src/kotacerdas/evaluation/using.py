"""Which evidence an item rests on, and whether it still may."""

from collections.abc import Iterable, Mapping

from kotacerdas.evaluation.models import Cycle, ItemCase, Use


def uses_of(cycle: Cycle) -> dict[int, list[Use]]:
    """The pieces by the primary key of the item, the oldest first; one query for the cycle."""
    found: dict[int, list[Use]] = {}
    rows = Use.objects.filter(item__cycle=cycle, evidence__removed_at__isnull=True)
    for use in rows.select_related("evidence__file", "evidence__case").order_by("pk"):
        found.setdefault(use.item_id, []).append(use)
    return found


def held_by(item: ItemCase) -> frozenset[str]:
    """The codes of the wanted pieces that are there and valid."""
    rows = Use.objects.filter(item=item, evidence__removed_at__isnull=True)
    return held(rows)


def held(uses: Iterable[Use]) -> frozenset[str]:
    return frozenset(one.wanted for one in uses if one.wanted and one.confirmed_at is not None)


def unconfirmed(uses: Mapping[int, Iterable[Use]]) -> int:
    """How many pieces wait for the word that they are still valid."""
    return sum(one.confirmed_at is None for own in uses.values() for one in own)
