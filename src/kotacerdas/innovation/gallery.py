"""What a card of the gallery shows of an innovation: a public picture, a sentence, its effect."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kotacerdas.casework.caseless import caseless
from kotacerdas.casework.file_kinds import Kind
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.core.addresses import address
from kotacerdas.core.formats import plain
from kotacerdas.core.words import words
from kotacerdas.innovation.models import InnovationCase
from kotacerdas.plan.models import Innovation
from kotacerdas.records.models import Region

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
# All columns of 5,000 innovations take thrice as long to sort.
SHOWN = (
    *("code", "name", "agency__name", "year", "stage", "summary"),
    *("measured", "value_before", "value_after", "unit"),
)
_PICTURES = [kind for kind in Kind if kind.is_picture]


@dataclass(frozen=True)
class Card:
    """`picture` is the address of the evidence with it; empty where there is none."""

    innovation: Innovation
    url: str
    picture: str

    @property
    def sentence(self) -> str:
        return _SENTENCE_END.split(self.innovation.summary.strip(), maxsplit=1)[0]

    @property
    def effect(self) -> str:
        return effect_of(self.innovation)


def innovations_shown(region: Region) -> QuerySet[Innovation]:
    """All that are not the same as another, the newest first, with their agencies."""
    own = Innovation.objects.filter(region=region, same_as="").select_related("agency")
    return own.order_by("-year", "name", "pk")


def effect_of(innovation: Innovation) -> str:
    """What was measured before and after, in words; empty where either is not known."""
    before, after = innovation.value_before, innovation.value_after
    if before is None or after is None:
        return ""
    values = {"before": plain(before), "after": plain(after), "unit": innovation.unit}
    said = words()("gallery.effect", **values).strip()
    return f"{innovation.measured}: {said}" if innovation.measured else said


def cards_of(region: Region, innovations: Iterable[Innovation]) -> list[Card]:
    """In one query beside that for the innovations."""
    shown = list(innovations)
    pictures = _pictures([one.pk for one in shown])

    def card(own: Innovation) -> Card:
        picture = pictures.get(own.pk)
        return Card(
            own,
            address("innovation:way", region.code, own.code),
            address("casework:evidence-piece", region.code, picture) if picture else "",
        )

    return [card(one) for one in shown]


def _pictures(keys: Sequence[int]) -> Mapping[int, int]:
    """The newest picture of each that everybody may see, of its row or of its case."""
    cases = InnovationCase.objects.filter(innovation__in=keys)
    of_row = caseless().paths[Innovation]
    public = Evidence.objects.filter(
        Q((f"{of_row}__in", keys)) | Q(case__in=cases.values("pk")),
        seen_by=Seen.PUBLIC,
        removed_at=None,
        file__kind__in=_PICTURES,
    )
    rows = public.order_by("pk").values_list("pk", of_row, "case__of__innovation")
    return {own or of_case: pk for pk, own, of_case in rows}
