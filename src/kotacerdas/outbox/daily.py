"""What is done once a day, whatever the number of workers; rooms register theirs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kotacerdas.outbox.handlers import Clock, Handler
from kotacerdas.outbox.handlers import register as register_handler
from kotacerdas.outbox.leases import Held
from kotacerdas.outbox.mail import FINAL
from kotacerdas.outbox.models import Letter, Tick

LETTERS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Daily:
    """Work of a day, from an hour on; safe to be done twice.

    `work` gets the day it was last done on, None at first, and the moment. After days without a
    worker it is done once.
    """

    name: str
    work: Callable[[date | None, datetime], None]
    from_hour: int = 0


_daily: dict[str, Daily] = {}


def register_daily(daily: Daily) -> None:
    """To be called once at start-up."""
    _daily[daily.name] = daily


def register() -> None:
    register_handler(Handler("tick", _due, _work, is_of_a_commit=False))
    register_daily(Daily("letters", _forget_letters))


def _due(at: datetime) -> list[str]:
    local = timezone.localtime(at)
    done = set(Tick.objects.filter(done_on__gte=local.date()).values_list("name", flat=True))
    return [
        name for name, one in _daily.items() if name not in done and local.hour >= one.from_hour
    ]


def _work(name: str, held: Held, now: Clock) -> Iterator[None]:
    at = now()
    last = Tick.objects.filter(name=name).values_list("done_on", flat=True).first()
    _daily[name].work(last, at)
    with transaction.atomic():
        held.keep(now())
        Tick.objects.update_or_create(name=name, defaults={"done_on": timezone.localdate(at)})
    yield


def _forget_letters(last: date | None, at: datetime) -> None:
    """Who was written to when is kept for a while; what was never sent is shown for a week."""
    del last
    Letter.objects.filter(state__in=FINAL, queued_at__lt=at - LETTERS_KEPT).delete()
