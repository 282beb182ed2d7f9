"""Likely twins: of what is saved at once, of all with all by a worker in steps."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from kotacerdas.audit.models import Entry
from kotacerdas.innovation.models import FIELDS, LikelyPair, TwinDecision, TwinSearch, Verdict
from kotacerdas.outbox.handlers import Clock, Handler
from kotacerdas.outbox.handlers import register as register_handler
from kotacerdas.outbox.leases import Held
from kotacerdas.outbox.worker import follow_the_commit
from kotacerdas.plan.models import Innovation
from kotacerdas.records.actions import Change, lock_region, register_follower
from kotacerdas.records.identity import resolve
from kotacerdas.records.models import Region
from kotacerdas.records.storage import in_region
from kotacerdas.wording.likeness import Text, Texts, Twins

TWINS = "twins"
MOST_AT_ONCE = 20  # innovations that are compared as they are saved; of more, a worker does it
MOST_PAIRS = 1_000  # that are stored, those most alike
_DOT = " · "  # between the parts of what a replication says
_COMPARED = ("name", "summary", "replicates")


def register() -> None:
    register_follower(_after)
    register_handler(Handler(TWINS, _due, _search))


def ask_for_search(region: Region) -> None:
    """Let a worker compare all innovations of the region with all."""
    TwinSearch.objects.get_or_create(region=region)
    TwinSearch.objects.filter(region=region).update(asked=F("asked") + 1, compared=0)
    follow_the_commit()


def replicates_of(innovation: Innovation, region: Region) -> str:
    """What a replication says of what it replicates."""
    return _DOT.join((innovation.code, innovation.name, region.name))


def replicated_in(replicates: str) -> tuple[str, str]:
    """The code of what a replication says that it replicates, and the name of its region."""
    return replicates.partition(_DOT)[0], replicates.rpartition(_DOT)[2]


def still_says(copy: Innovation, decided: TwinDecision) -> bool:
    """Whether the field of the copy says what was decided, by whatever code the original has now.

    Otherwise something else was written there since.
    """
    text = getattr(copy, FIELDS[Verdict(decided.verdict)])
    if decided.verdict == Verdict.REPLICATION:
        code, name = replicated_in(text)
        text = code if name == decided.region.name else ""
    return bool(text) and resolve(decided.region, Innovation, text) == decided.original_id


def alike_in(region: Region, text: Text, at_most: int = 3) -> list[Innovation]:
    """The innovations of the region, with their agencies, that are most like the text."""
    found = Texts(_texts(region)).twins_of(text, at_most).pairs
    known = in_region(Innovation, region).select_related("agency")
    by_key = known.in_bulk([int(pair.second) for pair in found])
    return [by_key[int(pair.second)] for pair in found]


def _after(region: Region, changes: Sequence[Change], entry: Entry | None) -> None:
    own = [change for change in changes if change.model is Innovation and change.after is not None]
    if entry is None or not own:
        return
    _forget_decisions(own)
    compared = [one for one in own if any(name in one.changed for name in _COMPARED)]
    if not compared:
        return
    is_waiting = TwinSearch.objects.filter(region=region, made__lt=F("asked")).exists()
    if is_waiting or len(compared) > MOST_AT_ONCE:
        ask_for_search(region)
    if len(compared) <= MOST_AT_ONCE:
        _compare(region, [(change.after or {})["code"] for change in compared])


def _forget_decisions(changes: Iterable[Change]) -> None:
    """What a field said of a pair was decided as long as the field says it."""
    for verdict, name in FIELDS.items():
        emptied = [
            change.pk
            for change in changes
            if (change.before or {}).get(name) and not (change.after or {}).get(name)
        ]
        if emptied:
            decided = TwinDecision.objects.filter(verdict=verdict)
            decided.filter(
                Q(first__in=emptied) | Q(second__in=emptied), ~Q(original__in=emptied)
            ).delete()


def _compare(region: Region, codes: Sequence[object]) -> None:
    changed = in_region(Innovation, region).filter(code__in=codes).values_list("pk", flat=True)
    LikelyPair.objects.filter(Q(first__in=changed) | Q(second__in=changed)).delete()
    texts = _texts(region)
    ready, by_key = Texts(texts), {text.key: text for text in texts}
    found = (pair for pk in changed for pair in ready.twins_of(by_key[str(pk)]).pairs)
    _store(region, found)


def _texts(region: Region) -> list[Text]:
    rows = in_region(Innovation, region).values_list("pk", "name", "summary")
    return [Text(str(pk), name, summary) for pk, name, summary in rows]


def _store(region: Region, found: Iterable[Twins]) -> None:
    """Each pair once, without those of which one says that it replicates the other."""
    pairs = {_in_order(pair): pair for pair in found}
    keys = {pk for pair in pairs for pk in pair}
    codes, replicates = {}, {}
    for pk, code, text in in_region(Innovation, region).values_list("pk", "code", "replicates"):
        if pk in keys:
            codes[pk], replicates[pk] = code, text
    LikelyPair.objects.bulk_create(
        LikelyPair(
            region=region,
            first_id=first,
            second_id=second,
            likeness=pair.likeness,
            name=pair.name,
            summary=pair.summary,
        )
        for (first, second), pair in pairs.items()
        if not _names(replicates[first], codes[second], region)
        and not _names(replicates[second], codes[first], region)
    )


def _in_order(pair: Twins) -> tuple[int, int]:
    first, second = sorted((int(pair.first), int(pair.second)))
    return first, second


def _names(replicates: str, code: str, region: Region) -> bool:
    return replicates.startswith(f"{code}{_DOT}") and replicates.endswith(f"{_DOT}{region.name}")


def _due(at: datetime) -> list[str]:
    del at
    waiting = TwinSearch.objects.filter(made__lt=F("asked"))
    return list(waiting.values_list("region__code", flat=True).order_by("region__code"))


def _search(code: str, held: Held, now: Clock) -> Iterator[None]:
    """What is saved meanwhile asks once more; the search then begins anew."""
    region = Region.objects.get(code=code)
    search = TwinSearch.objects.filter(region=region)
    while True:
        asked = search.values_list("asked", flat=True).get()
        steps = Texts(_texts(region)).steps_to_all(MOST_PAIRS)
        while True:
            try:
                compared, pairs = next(steps)
            except StopIteration as end:
                found: Sequence[Twins] = end.value.pairs
                break
            with transaction.atomic():
                held.keep(now())
                search.update(compared=compared, pairs=pairs)
            yield None
        with transaction.atomic():
            lock_region(region)
            held.keep(now())
            if search.filter(asked=asked).update(made=asked):
                LikelyPair.objects.filter(region=region).delete()
                _store(region, found)
                return
        yield None
