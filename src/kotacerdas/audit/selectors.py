"""Reading the log."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Max, Q, QuerySet

from kotacerdas.audit.models import Chain, Entry, Tally


class Head(NamedTuple):
    """The newest entry of a chain; kept elsewhere, it shows when the end was cut off."""

    chain: str
    number: int
    hash: str


def entries_of(chain: str) -> QuerySet[Entry]:
    """The newest first, without the text of their changes."""
    return Entry.objects.filter(chain_id=chain).order_by("-number").defer("changes")


def mentioning(entries: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    """Those with the text in their reason or in what they changed."""
    written = json.dumps(text, ensure_ascii=False)[1:-1]
    return entries.filter(Q(reason__icontains=text) | Q(changes__icontains=written))


def history_of(chain: str, model: str, record: int) -> QuerySet[Entry]:
    """The entries that speak of one record, by its primary key, the newest first."""
    touched = Entry.objects.filter(chain_id=chain, touches__model=model, touches__record=record)
    return touched.order_by("-number")


def touched(changes: Iterable[Mapping[str, Any]]) -> set[tuple[str, int]]:
    """The records that an entry's changes speak of, by model and primary key."""
    return {(of[0], of[1]) for of in (change["of"] for change in changes) if of[1] is not None}


def changes_of_record(entry: Entry, model: str, record: int) -> Iterator[dict[str, Any]]:
    """What the entry says of one record, without reading the rest of it."""
    beginning = f'{{"of": {json.dumps([model, record])[:-1]}'
    decoder = json.JSONDecoder()
    place = entry.changes.find(beginning)
    while place >= 0:
        if entry.changes[place + len(beginning)] in ",]":  # else a longer number
            yield decoder.raw_decode(entry.changes, place)[0]
        place = entry.changes.find(beginning, place + 1)


def chain_names() -> list[str]:
    """All chains, those too whose own row somebody removed."""
    kept = Chain.objects.values_list("name", flat=True)
    used = Entry.objects.order_by().values_list("chain_id", flat=True).distinct()
    return sorted({*kept, *used})


def heads(chains: Iterable[str]) -> list[Head]:
    """The newest entry of each chain that has one."""
    newest = (
        entries_of(chain).values_list("chain_id", "number", "hash").first() for chain in chains
    )
    return [Head(*found) for found in newest if found]


def newest_number(chain: str) -> int:
    """Of the chain's newest entry, zero where there is none."""
    return Entry.objects.filter(chain_id=chain).aggregate(last=Max("number"))["last"] or 0


def newest_hash(chain: str) -> str:
    """That of its newest entry, which stands for all before it; empty where there is none."""
    hashes = Entry.objects.filter(chain_id=chain).order_by("-number").values_list("hash", flat=True)
    return hashes.first() or ""


def has_counts(action: str, before: datetime) -> bool:
    """Whether events of hours that began before wait for their entry."""
    return Tally.objects.filter(action=action, hour__lt=before).exists()
