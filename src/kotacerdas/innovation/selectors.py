"""Likely twins as pages show them: those that nobody decided on yet, and what was decided."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from kotacerdas.innovation.models import LikelyPair, TwinDecision, TwinSearch
from kotacerdas.records.models import Region

_SIDES = ("first__agency", "second__agency")
MOST_MARKED = 200  # pairs of which the rows of a list are marked


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


def pairs_with(region: Region, innovation: int) -> QuerySet[LikelyPair]:
    """The open pairs of one innovation, by its primary key."""
    return open_pairs(region).filter(Q(first=innovation) | Q(second=innovation))


def search_of(region: Region) -> TwinSearch | None:
    return TwinSearch.objects.filter(region=region).first()


@dataclass(frozen=True)
class OpenPairs:
    """How many there are, and the likeliest of them."""

    count: int
    likeliest: list[LikelyPair]


def open_pairs_of(region: Region) -> OpenPairs:
    """In two queries."""
    pairs = open_pairs(region)
    likeliest = list(pairs[: MOST_MARKED + 1])
    count = len(likeliest) if len(likeliest) <= MOST_MARKED else pairs.count()
    return OpenPairs(count, likeliest[:MOST_MARKED])
