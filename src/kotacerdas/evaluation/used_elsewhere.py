"""Evidence that is in the store already: where else it is used, and what may be used again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from kotacerdas.accounts.access import Here
from kotacerdas.casework.evidence_rules import sees
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.processes import process_of
from kotacerdas.casework.selectors import pieces_of
from kotacerdas.core.words import language
from kotacerdas.evaluation.models import Use
from kotacerdas.evaluation.process import rule_of
from kotacerdas.frameworks.questionnaire import Item
from kotacerdas.records.models import Region

MOST = 50


@dataclass(frozen=True)
class Candidate:
    """A piece that an item may rest on, and what it was brought for."""

    evidence: Evidence
    of: str


def used_elsewhere(uses: Collection[Use]) -> dict[int, list[str]]:
    """The other items that rest on the same pieces, with their year, by the piece's key."""
    own = {use.item_id for use in uses}
    found: dict[int, list[str]] = {}
    rows = Use.objects.filter(evidence__in=[use.evidence_id for use in uses]).exclude(item__in=own)
    for one in rows.select_related("item__cycle").order_by("pk"):
        rule = rule_of(one.item)
        name = rule.code if isinstance(rule, Item) else rule.name(language())
        found.setdefault(one.evidence_id, []).append(f"{name} ({one.item.cycle.year})")
    return found


def seen_of(here: Here, pieces: Collection[int]) -> frozenset[int]:
    """Which of the pieces the reader may see, even by their names; by their primary keys."""
    found = pieces_of(here.region).filter(pk__in=pieces)
    return frozenset(one.pk for one in found if one.seen_by in sees(here.appointments, one))


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


def candidates(here: Here, used: Collection[int], search: str = "") -> list[Candidate]:
    """Pieces of the region that the reader sees and the item has not, the newest first."""
    found: QuerySet[Evidence] = pieces_of(here.region).exclude(pk__in=used)
    if search:
        found = found.filter(title__icontains=search)
    return [Candidate(one, of) for one, of in _seen(here, found.order_by("-pk")[: 2 * MOST])][:MOST]


def _seen(here: Here, found: Iterable[Evidence]) -> Iterable[tuple[Evidence, str]]:
    for one in found:
        if one.seen_by in sees(here.appointments, one):
            yield one, process_of(one.case).name(one.case) if one.case is not None else ""
