"""What marks of the regional innovation index rest on beside the names that a workbook has."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.reuse import Holder, Used, register_users, seen_of
from kotacerdas.core.words import language, words
from kotacerdas.frameworks.innovation_index import InnovationIndicator, edition_of_year
from kotacerdas.innovation.models import MarkUse
from kotacerdas.plan.models import InnovationMark, RegionMark

Mark = InnovationMark | RegionMark
MODELS: Mapping[str, type[Mark]] = {  # in an address
    "kematangan": InnovationMark,
    "indikator-pemda": RegionMark,
}
_READERS = frozenset({Right.READ})
_INNOVATION, _REGION = InnovationMark._meta.label_lower, RegionMark._meta.label_lower
_SLUGS = {model: slug for slug, model in MODELS.items()}
_RELATED = ("innovation_mark__innovation", "region_mark", "evidence__file", "evidence__case")


class Resting(NamedTuple):
    """How many pieces a mark rests on, and how many of them were taken back since."""

    pieces: int = 0
    withdrawn: int = 0


NOTHING = Resting()


def holder_of(mark: Mark) -> Holder:
    """What the mark is called where something is said of many."""
    return mark._meta.label_lower, mark.pk


def slug_of(mark: Mark) -> str:
    """Its kind, in an address."""
    return _SLUGS[type(mark)]


def uses_of(mark: Mark) -> list[MarkUse]:
    """The pieces, the oldest first, those that were taken back among them."""
    return list(mark.uses.select_related(*_RELATED).order_by("pk"))


def resting_in(region: int, only: Collection[int] | None = None) -> dict[Holder, Resting]:
    """Of each mark of a region that rests on any piece how many; only of those of innovations."""
    of_marks = Q(innovation_mark__region=region) | Q(region_mark__region=region)
    chosen = of_marks if only is None else Q(innovation_mark__in=only)
    rows: Iterable[tuple[int | None, int | None, datetime | None]] = MarkUse.objects.filter(
        chosen
    ).values_list("innovation_mark", "region_mark", "evidence__removed_at")
    found: dict[Holder, Resting] = {}
    for innovation_mark, region_mark, removed_at in rows:
        of = _INNOVATION, innovation_mark or 0
        if region_mark is not None:
            of = _REGION, region_mark
        pieces, withdrawn = found.get(of, NOTHING)
        found[of] = Resting(pieces + 1, withdrawn + (removed_at is not None))
    return found


def titles_of(here: Here, marks: Iterable[RegionMark]) -> dict[Holder, list[str]]:
    """What the pieces are called that marks of the region rest on, as far as the reader sees."""
    uses = list(MarkUse.objects.filter(region_mark__in=list(marks)).select_related(*_RELATED))
    seen = seen_of(here, {one.evidence_id for one in uses})
    found: dict[Holder, list[str]] = {}
    for one in uses:
        if one.evidence.removed_at is None:
            title = one.evidence.title if one.evidence_id in seen else words()("evidence.unnamed")
            found.setdefault(holder_of(one.mark), []).append(title)
    return found


def indicator_of(mark: Mark) -> InnovationIndicator | None:
    """By the edition of the year in which the mark counts first; None of one that has it not."""
    if isinstance(mark, RegionMark):
        rules = edition_of_year(mark.year).government
    else:
        rules = edition_of_year(mark.innovation.year + 1).innovation
    return next((one for one in rules if one.code == mark.indicator), None)


def name_of(mark: Mark) -> str:
    """`IID 16 Regulasi inovasi (INO-1)`, of the region with its year."""
    indicator = indicator_of(mark)
    name = f" {indicator.name(language())}" if indicator else ""
    of = mark.year if isinstance(mark, RegionMark) else mark.innovation.code
    return f"IID {mark.indicator}{name} ({of})"


def marks_on(pieces: Collection[int]) -> Iterator[Used]:
    """The marks that rest on the pieces."""
    rows = MarkUse.objects.filter(evidence__in=pieces).select_related(*_RELATED[:2])
    for one in rows.order_by("pk"):
        yield Used(one.evidence_id, holder_of(one.mark), name_of(one.mark), _READERS)


def register() -> None:
    register_users(marks_on)
