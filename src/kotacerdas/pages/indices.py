"""The indices by which a region is judged: the smart-city index, and those of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.charts.index_years import index_years
from kotacerdas.core.drawing import drawn
from kotacerdas.core.words import language, words
from kotacerdas.documents import over_time
from kotacerdas.frameworks.other_indices import DECIMALS, OtherIndex, other_indices
from kotacerdas.plan import models
from kotacerdas.records.models import Region
from kotacerdas.scorecards.selectors import contents_of, newest_by_year, runs_with
from kotacerdas.scoring.question import Basis


class Value(NamedTuple):
    """A year's value as it was typed, and how it differs from that of the year before."""

    record: models.OtherIndex
    band: str
    change: float | None


@dataclass(frozen=True)
class IndexView:
    """An index with what it says, its values from the newest on, and its chart by theme."""

    index: OtherIndex
    name: str
    headline: str
    values: Sequence[Value]
    drawn: Sequence[tuple[str, SafeString]]

    @property
    def scale(self) -> tuple[float, float]:
        return self.index.scale


@in_region(Right.READ)
def indices(request: HttpRequest, here: Here) -> HttpResponse:
    """The newest result's index over the years, and each other index of which a value is known."""
    records = list(models.OtherIndex.objects.filter(region=here.region).order_by("index", "year"))
    by_code = {code: list(own) for code, own in groupby(records, key=lambda one: one.index)}
    known = [(one, by_code[code]) for code, one in other_indices().items() if code in by_code]
    context = {
        "here": here,
        "smart_city": _smart_city(here.region),
        "others": [_view(one, own) for one, own in known],
        "missing": [
            (one, one.name(language()))
            for code, one in other_indices().items()
            if code not in by_code
        ],
    }
    return render(request, "pages/indices.html", context)


def _smart_city(region: Region) -> dict[str, object] | None:
    """What the newest result of the last year says, and where it is drawn; None without any."""
    newest = newest_by_year(region, Basis.REPORTED)
    if not newest:
        return None
    year, pk = next(iter(newest.items()))
    card = contents_of(runs_with(region, pk)[pk]).card
    return {
        "headline": over_time.index_years(card.index_years, card.framework.index_decimals, words()),
        "chart": reverse("pages:picture", args=[region.code, year, "indeks-tahun"]),
        "is_known": bool(card.index_years),
        "edition": card.framework.title,
    }


def _view(index: OtherIndex, records: Sequence[models.OtherIndex]) -> IndexView:
    """`records` are its values from the first year on."""
    pairs = [(one.year, one.value) for one in records]
    befores = [None, *records[:-1]]
    values = [
        Value(
            one,
            index.band(one.value, one.year, language()),
            one.value - before.value if before and before.year == one.year - 1 else None,
        )
        for before, one in zip(befores, records, strict=True)
    ]
    return IndexView(
        index,
        index.name(language()),
        over_time.index_years(pairs, DECIMALS, words(), index.code),
        values[::-1],
        drawn(
            f"index-{index.code}",
            partial(index_years, pairs, index.scale, DECIMALS, language()),
        ),
    )
