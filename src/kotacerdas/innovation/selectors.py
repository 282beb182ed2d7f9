"""Likely twins as pages show them: those that nobody decided on yet, and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from kotacerdas.innovation.models import LikelyPair, TwinDecision, TwinSearch
from kotacerdas.records.models import Region

_SIDES = ("first__agency", "second__agency")


def open_pairs(region: Region) -> QuerySet[LikelyPair]:
    """Those that nobody decided on, the likeliest first, with their innovations and agencies.

    What is the same as another is out of it.
    """
    decided = TwinDecision.objects.filter(first=OuterRef("first"), second=OuterRef("second"))
    pairs = LikelyPair.objects.filter(
        ~Exists(decided), region=region, first__same_as="", second__same_as=""
    )
    return pairs.select_related(*_SIDES).order_by("-likeness", "pk")


def open_pair(region: Region, pk: int) -> LikelyPair | None:
    return open_pairs(region).filter(pk=pk).first()


def decisions_in(region: Region) -> QuerySet[TwinDecision]:
    """The newest first, with their innovations and agencies."""
    own = TwinDecision.objects.filter(region=region)
    return own.select_related(*_SIDES, "original", "by").order_by("-at", "-pk")


def search_of(region: Region) -> TwinSearch | None:
    return TwinSearch.objects.filter(region=region).first()


class Twin(NamedTuple):
    """What an innovation of a likely pair is called."""

    code: str
    name: str
    agency_id: int
    agency: str


@dataclass(frozen=True)
class OpenTwins:
    """How many open pairs there are, the likeliest, and by primary key which is most like each."""

    count: int
    likeliest: tuple[Twin, Twin, float] | None
    of: Mapping[int, Twin]


def open_twins(region: Region) -> OpenTwins:
    """In one query, of names alone: no more pairs are stored than a thousand."""
    names = ("code", "name", "agency", "agency__name")
    fields = [f"{side}__{name}" for side in ("first", "second") for name in names]
    of: dict[int, Twin] = {}
    likeliest = None
    rows = list(open_pairs(region).values_list("first", "second", "likeness", *fields))
    for first, second, likeness, *named in rows:
        one, other = Twin(*named[:4]), Twin(*named[4:])
        likeliest = likeliest or (one, other, likeness)
        of.setdefault(first, other)
        of.setdefault(second, one)
    return OpenTwins(len(rows), likeliest, of)


def pairs_among(region: Region, innovations: Sequence[int]) -> QuerySet[LikelyPair]:
    """The open pairs of some innovations, by their primary keys."""
    return open_pairs(region).filter(Q(first__in=innovations) | Q(second__in=innovations))
