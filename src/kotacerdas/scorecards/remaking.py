"""Runs that were not kept, made again from the log by a worker, because somebody asked for them."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from kotacerdas import __version__
from kotacerdas.core.one_moment import one_moment
from kotacerdas.frameworks.keys import FrameworkError
from kotacerdas.frameworks.loading import load
from kotacerdas.outbox.handlers import Clock, Handler
from kotacerdas.outbox.handlers import register as register_handler
from kotacerdas.outbox.leases import Held
from kotacerdas.scorecards.earlier import counting_at
from kotacerdas.scorecards.line import Pair
from kotacerdas.scorecards.models import DroppedRun, Run
from kotacerdas.scorecards.passes import OVERALL, Reading, inputs_of
from kotacerdas.scoring.question import Basis

DROPPED = "dropped"  # the worker's name for it


class Refusal(StrEnum):
    """Why a run can't be made again, a phrase of `dropped`."""

    OTHER_VERSION = "other_version"
    NO_EDITION = "no_edition"
    DIFFERS = "differs"


def register() -> None:
    register_handler(Handler(DROPPED, _due, make_again))


def _due(at: datetime) -> list[str]:
    del at
    codes = _asked_for().values_list("region__code", flat=True)
    return list(codes.distinct().order_by("region__code"))


def _asked_for() -> QuerySet[DroppedRun]:
    return DroppedRun.objects.filter(asked_at__isnull=False, refusal="")


def make_again(code: str, held: Held, now: Clock) -> Iterator[Run | Refusal]:
    """Each run of the region that was asked for, with its number and its day, or why not."""
    for dropped in _asked_for().filter(region__code=code).order_by("asked_at"):
        made = made_again(dropped)
        with transaction.atomic():
            held.keep(now())
            if isinstance(made, Run):
                made.save(force_insert=True)
                dropped.delete()
            else:
                dropped.refusal = made
                dropped.save(update_fields=["refusal"])
        yield made


def made_again(dropped: DroppedRun) -> Run | Refusal:
    """The run, not saved, if it has the same inputs and says the same."""
    if dropped.version != __version__:
        return Refusal.OTHER_VERSION
    try:
        load(dropped.framework)
    except FrameworkError:
        return Refusal.NO_EDITION
    with one_moment():
        counting = counting_at(dropped.region, dropped.entry)
    reading = Reading(dropped.region, dropped.as_of, dropped.entry, {}, counting)
    pair = Pair(dropped.year, Basis(dropped.basis))
    if reading.inputs(pair) != inputs_of(dropped):
        return Refusal.DIFFERS
    run = reading.evaluated(pair, dropped.made_at)
    if any(getattr(run, name) != getattr(dropped, name) for name in OVERALL):
        return Refusal.DIFFERS
    run.pk = dropped.pk
    return run
