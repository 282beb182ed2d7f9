"""Evidence that is in the store already: which items rest on it, and what was submitted of it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.reuse import Used, used_in
from kotacerdas.casework.selectors import pieces_of
from kotacerdas.core.words import language
from kotacerdas.evaluation.models import ItemCase, Use
from kotacerdas.evaluation.process import rule_of
from kotacerdas.frameworks.questionnaire import Item
from kotacerdas.records.models import Region

ITEM = ItemCase._meta.label_lower
_READERS = frozenset({Right.REPORTS, Right.REPORT})  # who reads items, of an agency or of all


def items_on(pieces: Collection[int]) -> Iterator[Used]:
    """The items that rest on the pieces, with their year."""
    rows = Use.objects.filter(evidence__in=pieces).select_related("item__cycle").order_by("pk")
    for one in rows:
        rule = rule_of(one.item)
        name = rule.code if isinstance(rule, Item) else rule.name(language())
        yield Used(
            one.evidence_id, (ITEM, one.item_id), f"{name} ({one.item.cycle.year})", _READERS
        )


def used_elsewhere(here: Here, uses: Collection[Use]) -> dict[int, list[str]]:
    """What else rests on the same pieces, by the piece's key."""
    own = {(ITEM, use.item_id) for use in uses}
    return used_in(here, {use.evidence_id for use in uses}, own)


def pieces_submitted(
    region: Region, answers: Mapping[str, Mapping[str, Any]]
) -> dict[int, Evidence]:
    """What there still is of the pieces that were submitted, by their keys."""
    keys = {piece["evidence"] for one in answers.values() for piece in one["evidence"]}
    return {one.pk: one for one in pieces_of(region).filter(pk__in=keys)}
