"""Reading the log."""

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Greatest, StrIndex, Substr

from kotacerdas.audit.models import Chain, Entry, Tally

# Longer than any one change can be: its texts come from cells of at most 32,767 characters.
LONGEST_CHANGE = 4_000_000
# A key with more parts that could be a year or a number as well as a text is nobody's.
MOST_NUMERALS = 4

Values = Mapping[str, Any]


class Head(NamedTuple):
    """The newest entry of a chain; kept elsewhere, it shows when the end was cut off."""

    chain: str
    number: int
    hash: str


def entries_of(chain: str) -> QuerySet[Entry]:
    """The newest first, without the text of their changes."""
    return Entry.objects.filter(chain_id=chain).order_by("-number").defer("changes")


def matching(entries: QuerySet[Entry], action: str, actor: str, text: str) -> QuerySet[Entry]:
    """Those of an action, of an actor, and with the text in them; an empty one asks nothing."""
    if action:
        entries = entries.filter(action=action)
    if actor:
        entries = entries.filter(actor=actor)
    if text:
        written = json.dumps(text, ensure_ascii=False)[1:-1]
        entries = entries.filter(Q(reason__icontains=text) | Q(changes__icontains=written))
    return entries


def history_of(chain: str, model: str, parts: Sequence[str]) -> QuerySet[Entry]:
    """The entries that changed one record, the newest first, each with the text from there on.

    `parts` is the record's key as an address has it: all text, and an empty one where the key has
    nothing. `change_in` reads what is in the entry's `text_from_change`.
    """
    names = _names(model, parts)
    if not names:
        return entries_of(chain).none()
    places = [StrIndex("changes", Value(f'{{"of": {name}, ')) for name in names]
    place = Greatest(*places) if len(places) > 1 else places[0]
    text = Substr("changes", place, LONGEST_CHANGE, output_field=TextField())
    return entries_of(chain).annotate(place=place, text_from_change=text).filter(place__gt=0)


def change_in(entry: Entry) -> dict[str, Any]:
    """The change of the record whose history the entry was found in."""
    text: str = entry.text_from_change  # type: ignore[attr-defined] # annotated by history_of
    change: dict[str, Any] = json.JSONDecoder().raw_decode(text)[0]
    return change


def _names(model: str, parts: Sequence[str]) -> list[str]:
    """The record as the log may name it: whether `2022` is a year or a code, only it knows."""
    if sum(map(str.isdecimal, parts)) > MOST_NUMERALS:
        return []
    return [
        json.dumps([model, *key], ensure_ascii=False)
        for key in itertools.product(*map(_readings, parts))
    ]


def _readings(part: str) -> tuple[object, ...]:
    if not part:
        return (None,)
    is_number = part.isascii() and part.isdecimal() and str(int(part)) == part
    return (part, int(part)) if is_number else (part,)


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


def has_counts(action: str, before: datetime) -> bool:
    """Whether events of hours that began before wait for their entry."""
    return Tally.objects.filter(action=action, hour__lt=before).exists()
