"""Which runs are kept, and what remains of the others."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kotacerdas.outbox.daily import Daily, register_daily
from kotacerdas.scorecards.models import DroppedRun, Publication, Run, RunRecord

ALL_KEPT_FOR = timedelta(hours=24)
ONE_A_DAY_KEPT_FOR = timedelta(days=400)
# What is known of a run that is not kept.
REMEMBERED = tuple(field.name for field in RunRecord._meta.fields)
AT_ONCE = 100  # a row holds a quarter of a megabyte, and others want to write in between


class Made(NamedTuple):
    """A run, and of what it is one of many."""

    pk: int
    of: tuple[int, int, str]  # region, year and basis
    at: datetime


def register() -> None:
    register_daily(Daily("runs", drop_runs))


def drop_runs(last: date | None, at: datetime) -> None:
    """Drop those that nobody will ask for: neither published nor taken away, nor the newest of
    its year and basis, nor the last of a local day. Of each it is kept which one followed.
    """
    del last
    undecided = Run.objects.filter(decided__isnull=True, made_at__lt=at - ALL_KEPT_FOR)
    newest = Run.objects.values("region", "year", "basis").annotate(newest=Max("pk"))
    to_keep = {row["newest"] for row in newest}
    to_keep |= set(Publication.objects.values_list("run", flat=True))
    rows = undecided.order_by("pk").values_list("pk", "region", "year", "basis", "made_at")
    made = [Made(pk, (region, year, basis), moment) for pk, region, year, basis, moment in rows]
    dropped = [one for one in to_drop(made, at) if one.pk not in to_keep]
    for first in range(0, len(dropped), AT_ONCE):
        _drop(dropped[first : first + AT_ONCE])


def to_drop(made: Iterable[Made], at: datetime) -> Iterator[Made]:
    """All but the last of each local day that is not too long ago, in the order of their keys."""
    made = list(made)
    last_of_day = {(one.of, timezone.localdate(one.at)): one.pk for one in made}
    since = at - ONE_A_DAY_KEPT_FOR
    to_keep = {pk for (_, day), pk in last_of_day.items() if day >= timezone.localdate(since)}
    yield from (one for one in made if one.pk not in to_keep)


def _drop(part: Sequence[Made]) -> None:
    runs = Run.objects.filter(pk__in=[one.pk for one in part])
    with transaction.atomic():
        DroppedRun.objects.bulk_create(
            DroppedRun(**values) for values in runs.values("id", "region_id", *REMEMBERED)
        )
        runs.delete()
