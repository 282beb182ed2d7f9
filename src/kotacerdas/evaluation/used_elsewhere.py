"""Evidence that is in the store already: which items rest on it, and what was submitted of it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Q

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
) -> dict[tuple[str, str], Evidence]:
    """What there still is of the pieces that were submitted, by title and content."""
    every = [piece for one in answers.values() for piece in one["evidence"]]
    hashes = {piece["sha256"] for piece in every if "sha256" in piece}
    links = {piece["url"] for piece in every if "url" in piece}
    # Of two that are alike the one that may be shown to fewer decides.
    known = pieces_of(region).filter(Q(file__sha256__in=hashes) | Q(url__in=links))
    return {
        (one.title, one.file.sha256 if one.file is not None else one.url): one
        for one in known.order_by("is_personal", "-pk")
    }
