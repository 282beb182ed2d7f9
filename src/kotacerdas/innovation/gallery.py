"""What a card of the gallery shows of an innovation: a public picture, a sentence, its effect."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from kotacerdas.core.addresses import address
from kotacerdas.core.formats import plain
from kotacerdas.core.words import words
from kotacerdas.innovation.pictures import public_pictures
from kotacerdas.plan.models import Innovation
from kotacerdas.records.models import Region
from kotacerdas.wording.cutting import first_sentence

# All columns of 5,000 innovations take thrice as long to sort.
SHOWN = (
    *("code", "name", "agency__name", "year", "stage", "summary"),
    *("measured", "value_before", "value_after", "unit"),
)


@dataclass(frozen=True)
class Card:
    """`picture` is the address of the evidence with it; empty where there is none."""

    innovation: Innovation
    url: str
    picture: str

    @property
    def sentence(self) -> str:
        return first_sentence(self.innovation.summary)

    @property
    def effect(self) -> str:
        return effect_of(self.innovation)


def innovations_shown(region: Region) -> QuerySet[Innovation]:
    """All that are not the same as another, with their agencies: the newest first, and of a year
    those that the deck shows, which have pictures and what they changed.
    """
    own = Innovation.objects.filter(region=region, same_as="").select_related("agency")
    is_chosen = Coalesce("in_deck", Value(value=False))
    return own.order_by("-year", is_chosen.desc(), "name", "pk")


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
    pictures = public_pictures([one.pk for one in shown])

    def card(own: Innovation) -> Card:
        picture = pictures.get(own.pk)
        return Card(
            own,
            address("innovation:way", region.code, own.code),
            address("casework:evidence-piece", region.code, picture) if picture else "",
        )

    return [card(one) for one in shown]
