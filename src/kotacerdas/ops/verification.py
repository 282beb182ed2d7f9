"""Whether the log is whole, what there is follows from it, and files are what was stored."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from kotacerdas.accounts.models import User
from kotacerdas.audit.hashing import breaks
from kotacerdas.audit.models import Entry, Touch
from kotacerdas.audit.selectors import Head, chain_names, touched
from kotacerdas.core.one_moment import one_moment
from kotacerdas.core.stored_files import is_whole
from kotacerdas.ops.backup_format import stored_files
from kotacerdas.ops.present import frozen_figures, present
from kotacerdas.ops.replay import LINKS, REPORT, VERSIONS, Leap, Of, Record, Values, replay
from kotacerdas.plan.models import Indicator
from kotacerdas.records.identity import CodesSince, codes_since
from kotacerdas.records.inverse import links_of, record_models
from kotacerdas.records.models import Region
from kotacerdas.reporting.content import is_figure, meaning
from kotacerdas.reporting.renaming import renamed_field

ENTRIES_AT_A_TIME = 10  # an import's may be megabytes
_USER = "accounts.user"
# Was begun by the command that loads a region, and is in the log from its first change on.
_NOT_MADE_IN_THE_LOG = {"records.region"}
# Accounts are compared by themselves; what was said to somebody stands in the log alone.
_SAID_ONLY = {"reporting.note", "reporting.reminder", "innovation.reminder", "survey.spreading"}
_LEAVES_NOTHING = _SAID_ONLY | {_USER, "survey.paper"}  # answers are nobody's


class Finding(NamedTuple):
    """Something that is not as it should be; `key` is a phrase of `audit_check`.

    `of` is the record that it is about, `name` the field.
    """

    key: str
    values: Mapping[str, Any]
    of: Of | None = None
    name: str = ""


def chain_findings(chain: str) -> list[Finding]:
    """The entries at which a chain is broken, and those that the index of records misses."""
    broken = breaks(_entries(chain))
    unindexed = [number for number in _unindexed(chain) if number not in broken]
    return [
        Finding(key, {"chain": chain, "number": number})
        for key, numbers in (("broken", broken), ("unindexed", unindexed))
        for number in numbers
    ]


def _unindexed(chain: str) -> list[int]:
    """The entries of which a record's history would show nothing, or what they don't say."""
    touches = Touch.objects.filter(entry__chain_id=chain)
    indexed: dict[int, set[tuple[str, int]]] = {}
    for number, model, pk in touches.values_list("entry__number", "model", "record").iterator():
        indexed.setdefault(number, set()).add((model, pk))
    return [
        entry.number
        for entry in _entries(chain)
        if touched(json.loads(entry.changes)) != indexed.get(entry.number, set())
    ]


def head_findings(kept: Iterable[Head]) -> Iterator[Finding]:
    """What became of entries whose hashes were kept elsewhere."""
    for head in kept:
        entry = Entry.objects.filter(chain_id=head.chain, number=head.number).only("hash").first()
        if entry is None:
            yield Finding("cut_off", head._asdict())
        elif entry.hash != head.hash:
            yield Finding("written_anew", head._asdict() | {"actual": entry.hash})


def state_findings(region: Region) -> Iterator[Finding]:
    """Where what there is in a region does not follow from its log."""
    links = {label: links_of(model) for label, model in record_models().items()}
    with one_moment():
        records, leaps = replay(_entries(region.code), {**links, **LINKS})
        current, frozen = present(region), frozen_figures(region)
        since = cache(codes_since(region, Indicator))
    chain = region.code
    for leap in leaps:
        if leap.of[0] != _USER:
            yield _leap(chain, leap)
    for key, record in records.items():
        if record.of[0] == REPORT:
            yield from _frozen_otherwise(chain, record, frozen.get(key, {}), since)
        if record.of[0] not in _LEAVES_NOTHING:
            _, values = current.pop(key, (None, None))
            yield from _compared(chain, record.of, record, values)
    for of, values in current.values():
        if of[0] not in _NOT_MADE_IN_THE_LOG and not _is_draft(of, values):
            yield Finding("unlogged", {"chain": chain}, of)


def account_findings(chains: Iterable[str]) -> Iterator[Finding]:
    """Where accounts are not what all chains together say of them."""
    entries = Entry.objects.filter(chain_id__in=list(chains), changes__contains=f'"{_USER}"')
    records, _ = replay(entries.order_by("at", "pk").iterator(chunk_size=ENTRIES_AT_A_TIME))
    users = {user.pk: user for user in User.objects.all()}
    for record in records.values():
        of = record.of
        if of[0] != _USER:
            continue
        user = users.get(of[1])
        if user is None:
            yield Finding("gone", {"chain": "", "number": record.entry}, of)
            continue
        record.values.setdefault("is_active", True)  # an account begins open
        for name, expected in record.values.items():
            if hasattr(user, name) and getattr(user, name) != expected:
                yield _differs("", of, record, name, getattr(user, name))


def file_findings(known_missing: Iterable[str] = ()) -> Iterator[Finding]:
    """The stored files that are gone or are not what was stored."""
    expected = set(known_missing)
    for name, sha256 in stored_files("default").items():
        if name not in expected and not is_whole(name, sha256):
            yield Finding("file", {"name": name})


def _entries(chain: str) -> Iterator[Entry]:
    found = Entry.objects.filter(chain_id=chain).order_by("number")
    return found.iterator(chunk_size=ENTRIES_AT_A_TIME)


def _compared(chain: str, of: Of, record: Record, values: Values | None) -> Iterator[Finding]:
    where = {"chain": chain, "number": record.entry}
    if record.is_gone:
        if values is not None:
            yield Finding("back", where, of)
    elif values is None:
        if not _is_draft(of, record.values):  # a draft that was thrown away leaves no entry
            yield Finding("gone", where, of)
    else:
        for name in {**record.values, **values}:
            if not record.agrees(name, values.get(name)):
                yield _differs(chain, of, record, name, values.get(name))


def _frozen_otherwise(
    chain: str, record: Record, figures: Values, since: CodesSince
) -> Iterator[Finding]:
    """The figures of a report that are not what the text means that the log has of it.

    `since` is `records.identity.codes_since` of indicators.
    """
    if record.values.get("state") == "draft":
        return
    said = {
        renamed_field(name, since(record.entries[name])): name
        for name in record.values
        if is_figure(name)
    }
    for name in {**said, **figures}:
        expected = meaning(name, record.values.get(said.get(name, ""), ""))
        if figures.get(name) != (None if expected == "" else expected):
            yield _differs(chain, record.of, record, said.get(name, name), figures.get(name))


def _differs(chain: str, of: Of, record: Record, name: str, value: object) -> Finding:
    values = {
        "chain": chain,
        "number": record.entries.get(name, record.entry),
        "value": value,
        "expected": record.values.get(name),
    }
    return Finding("differs", values, of, name)


def _leap(chain: str, leap: Leap) -> Finding:
    values = {
        "chain": chain,
        "number": leap.entry,
        "value": leap.value,
        "earlier": leap.earlier,
        "expected": leap.expected,
    }
    return Finding("leap", values, leap.of, leap.name)


def _is_draft(of: Of, values: Values) -> bool:
    """A draft is nobody's statement yet, so the log does not know it."""
    return of[0] in VERSIONS and values.get("state") == "draft"


def all_findings(known_missing: Iterable[str] = ()) -> list[Finding]:
    """Everything that `audit verify` looks at; `known_missing` are names of stored files."""
    chains = chain_names()
    return [
        *(finding for chain in chains for finding in chain_findings(chain)),
        *(finding for region in Region.objects.all() for finding in state_findings(region)),
        *account_findings(chains),
        *file_findings(known_missing),
    ]
