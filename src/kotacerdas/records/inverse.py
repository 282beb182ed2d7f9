"""Turning back: what a region's records were, by its log.

A code may pass from one record to another, so that what names another record is given by that
one's primary key here: a link is a key, a list of links a list of keys.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from kotacerdas.audit.models import Entry
from kotacerdas.records.models import Record, Region
from kotacerdas.records.storage import TYPED_IN, Origin, Values, fields_of, in_region, typed

RecordId = tuple[str, int]  # the model's label and the primary key
Keys = dict[str, dict[str, int]]  # by the model's label and the code
CodesByKey = Mapping[str, Mapping[int, str]]  # by the model's label and the primary key
Rows = dict[str, dict[int, Values]]  # by the model's label and the primary key, links by key
Element = Mapping[str, Any]  # of an entry's `changes`
NOBODY = 0  # no record has this primary key
ENTRIES_AT_A_TIME = 10  # an import's may be megabytes


class Kind(StrEnum):
    """What a record was: not there, there with all its fields known, or with some of them."""

    GONE = "gone"
    SET = "set"
    PARTIAL = "partial"


class Patch(NamedTuple):
    """What turns a record as it is now into what it was; `origin` is where that came from."""

    kind: Kind
    values: Values
    origin: Origin


class Turn(NamedTuple):
    """A record of a workbook's row before and after an entry, None where there was none.

    Of one that was changed both hold only the fields that changed. `was` is where the values
    before came from.
    """

    record: RecordId
    key: Sequence[Any]
    before: Values | None
    after: Values | None
    was: Origin


class Later(NamedTuple):
    """The newest change of a field, or of a record, by an entry after another."""

    number: int
    actor: str
    at: Any


_GONE = Patch(Kind.GONE, {}, TYPED_IN)


@cache
def record_models() -> dict[str, type[models.Model]]:
    """The models whose records are rows of a workbook, by their labels."""
    own = [one for one in apps.get_models() if issubclass(one, Record) or one is Region]
    return {one._meta.label_lower: one for one in own}


@cache
def links_of(model: type[models.Model]) -> dict[str, str]:
    """The fields that name other records, with the label of the model that each names."""
    return {
        field.name: field.related_model._meta.label_lower
        for field in fields_of(model)
        if field.is_relation
    }


def inverse(region: Region, base_entry: int, now: Keys) -> dict[RecordId, Patch]:
    """What turns the region's records back into what they were after the entry of that number.

    `now` are the keys as they are.
    """
    patches: dict[RecordId, Patch] = {}
    keys = {label: dict(own) for label, own in now.items()}
    known = record_models()
    for entry in entries_after(region, base_entry):
        elements = json.loads(entry.changes)
        take_back_codes(elements, keys)
        for element in reversed(elements):
            of, before = element["of"], element["before"]
            model = known.get(of[0])
            if model is None:
                continue
            record = of[0], of[1]
            if before is None:
                patches[record] = _GONE
                continue
            values = linked(model, typed(model, before), keys)
            origin = tuple(element["was"])
            later = patches.get(record)
            if element["after"] is None:
                patches[record] = Patch(Kind.SET, values, origin)
            elif later is None:
                patches[record] = Patch(Kind.PARTIAL, values, origin)
            else:
                patches[record] = Patch(later.kind, later.values | values, origin)
    return patches


def turned_back(rows: Rows, patches: Mapping[RecordId, Patch]) -> Rows:
    """The records as the patches say that they were."""
    then = {label: dict(own) for label, own in rows.items()}
    for (label, pk), patch in patches.items():
        if patch.kind is Kind.GONE:
            then[label].pop(pk, None)
        elif patch.kind is Kind.SET:
            then[label][pk] = patch.values
        else:
            then[label][pk] = rows[label][pk] | patch.values
    return then


def entries_after(region: Region, number: int) -> Iterator[Entry]:
    """The entries of the region's records after that number, the newest first."""
    entries = Entry.objects.filter(chain_id=region.code, number__gt=number)
    return entries.order_by("-number").iterator(chunk_size=ENTRIES_AT_A_TIME)


def present_keys(region: Region) -> Keys:
    """The primary keys by code of the records that others may name, as they are now."""
    named = {label for model in record_models().values() for label in links_of(model).values()}
    return {
        label: dict(in_region(apps.get_model(label), region).values_list("code", "pk"))
        for label in named
    }


def take_back_codes(elements: Iterable[Element], keys: Keys) -> None:
    """Let `keys`, which are those after the entry of these elements, be those before it."""
    taken_up = []
    for element in elements:
        of = element["of"]
        own = keys.get(of[0])
        if own is None:
            continue
        after, before = element["after"], element["before"]
        code = (after or {}).get("code")
        if code is not None and own.get(code) == of[1]:
            del own[code]
        if before is not None and "code" in before:
            taken_up.append((own, before["code"], of[1]))
    for own, code, pk in taken_up:
        own[code] = pk


def linked(
    model: type[models.Model], values: Values, keys: Mapping[str, Mapping[str, int]]
) -> Values:
    """Values with primary keys instead of codes; `NOBODY` for a code that no record has."""
    links = links_of(model)
    if not links:
        return values
    by_key = dict(values)
    for name in links.keys() & values.keys():
        known, named = keys[links[name]], values[name]
        if isinstance(named, list):
            by_key[name] = [known.get(code, NOBODY) for code in named]
        elif named is not None:
            by_key[name] = known.get(named, NOBODY)
    return by_key


def by_code(record: RecordId, values: Values | None, codes: CodesByKey) -> Values | None:
    """Values with codes instead of primary keys."""
    if values is None:
        return None
    named = dict(values)
    for name, label in links_of(record_models()[record[0]]).items():
        keys = named.get(name)
        if isinstance(keys, list):
            named[name] = [codes[label][pk] for pk in keys if pk in codes[label]] or None
        elif keys is not None:
            named[name] = codes[label].get(keys)
    return named


def turns_of(region: Region, entry: Entry) -> tuple[list[Turn], dict[RecordId, dict[str, Later]]]:
    """What an entry did to rows of the workbook, and which of their fields were changed since.

    A record that was added or removed since has the field `""`.
    """
    known = record_models()
    elements = json.loads(entry.changes)
    own = {tuple(one["of"][:2]) for one in elements}
    keys = present_keys(region)
    since: dict[RecordId, dict[str, Later]] = {}
    for later in entries_after(region, entry.number):
        newer = json.loads(later.changes)
        take_back_codes(newer, keys)
        note = Later(later.number, later.actor, later.at)
        for element in newer:
            record = tuple(element["of"][:2])
            if record in own:
                for name in _changed(element):
                    since.setdefault(record, {}).setdefault(name, note)
    own_elements = [one for one in elements if one["of"][0] in known]
    after = [_read(known[one["of"][0]], one["after"], keys) for one in own_elements]
    take_back_codes(elements, keys)
    turns = []
    for one, then in zip(own_elements, after, strict=True):
        label, pk, *key = one["of"]
        before = _read(known[label], one["before"], keys)
        was = tuple(one.get("was") or TYPED_IN)
        turns.append(Turn((label, pk), key, before, then, was))
    return turns, since


def newest_changes(
    region: Region, number: int, fields: Iterable[tuple[RecordId, str]]
) -> dict[tuple[RecordId, str], Later]:
    """By which entry after that number each field of a record was changed last.

    The field `""` is the record as a whole, whichever of its fields was changed. Each entry that
    speaks of one of the records is read once.
    """
    waiting: dict[RecordId, set[str]] = {}
    for record, name in fields:
        waiting.setdefault(record, set()).add(name)
    newest: dict[tuple[RecordId, str], Later] = {}
    for entry in _entries_of(region, number, waiting):
        for element in json.loads(entry.changes):
            record = tuple(element["of"][:2])
            changed = _changed_of(element, waiting.get(record, set()))
            for name in changed:
                newest[record, name] = Later(entry.number, entry.actor, entry.at)
            if changed:
                waiting[record] -= changed
        if not any(waiting.values()):
            break
    return newest


def _entries_of(region: Region, number: int, records: Iterable[RecordId]) -> Iterator[Entry]:
    keys: dict[str, list[int]] = {}
    for label, pk in records:
        keys.setdefault(label, []).append(pk)
    later = Entry.objects.filter(chain_id=region.code, number__gt=number)
    entries: set[int] = set()
    for label, pks in keys.items():
        for start in range(0, len(pks), _ASKED_AT_ONCE):
            some = pks[start : start + _ASKED_AT_ONCE]
            touching = later.filter(touches__model=label, touches__record__in=some)
            entries |= set(touching.values_list("pk", flat=True).distinct())
    own = Entry.objects.filter(pk__in=entries).order_by("-number")
    return own.iterator(chunk_size=ENTRIES_AT_A_TIME)


_ASKED_AT_ONCE = 500


def _changed_of(element: Element, names: set[str]) -> set[str]:
    """Which of the fields it changed; where a record came or went all of them."""
    before, after = element["before"], element["after"]
    if before is None or after is None:
        return set(names)
    return names & {"", *before, *after}


def _read(model: type[models.Model], values: Values | None, keys: Keys) -> Values | None:
    return None if values is None else linked(model, typed(model, values), keys)


def _changed(element: Element) -> Iterable[str]:
    before, after = element["before"], element["after"]
    return [""] if before is None or after is None else {**before, **after}
