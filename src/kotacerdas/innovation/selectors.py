"""Likely twins as pages show them: those that nobody decided on yet, and what was decided."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from kotacerdas.innovation.models import LikelyPair, TwinDecision, TwinSearch
from kotacerdas.records.models import Region

_SIDES = ("first__agency", "second__agency")
_NAMED = [
    f"{side}__{name}"
    for side in ("first", "second")
    for name in ("code", "name", "year", "agency__name")
]


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


def likeliest_of(region: Region) -> tuple[LikelyPair | None, int]:
    """The likeliest of the open pairs, and how many there are."""
    pairs = open_pairs(region)
    return pairs.only("likeness", *_NAMED).first(), pairs.count()


def named_pairs_among(region: Region, innovations: Sequence[int]) -> QuerySet[LikelyPair]:
    """The same as `pairs_among`, of each innovation only what it is called."""
    return pairs_among(region, innovations).only(*_NAMED)


def pairs_among(region: Region, innovations: Sequence[int]) -> QuerySet[LikelyPair]:
    """The open pairs of some innovations, by their primary keys."""
    return open_pairs(region).filter(Q(first__in=innovations) | Q(second__in=innovations))
