"""Many answers from one place, seen without keeping an address; decision 26 says how and why."""

import hashlib
import hmac
from datetime import date, datetime, timedelta
from secrets import token_bytes
from typing import Any

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from kotacerdas.outbox.daily import Daily, register_daily
from kotacerdas.survey.models import Form, Place

MANY = 10  # answers of a place in ten minutes that somebody should look at
MOST = 1000  # answers of a place in ten minutes; more wait, and lose nothing
_SLOT_MINUTES = 10
_SALT_BYTES = 32
_A_DAY = timedelta(days=1)


def register() -> None:
    register_daily(Daily("survey_places", lambda _, at: forget_places(timezone.localdate(at))))


def is_full(form: Form, address: str, at: datetime) -> bool:
    """Whether so many answers came from there that the next has to wait a few minutes."""
    found = Place.objects.filter(form=form, **_fields(address, at))
    return any(count >= MOST for count in found.values_list("count", flat=True))


def place_of(form: Form, address: str, at: datetime) -> Place:
    """The place, with one answer more; within the transaction that keeps the answer."""
    place, _ = Place.objects.get_or_create(form=form, **_fields(address, at))
    Place.objects.filter(pk=place.pk).update(count=F("count") + 1)
    return place


def _fields(address: str, at: datetime) -> dict[str, Any]:
    local = timezone.localtime(at)
    slot = (local.hour * 60 + local.minute) // _SLOT_MINUTES
    mark = hmac.new(_salt(local.date()), address.encode(), hashlib.sha256).hexdigest()[:32]
    return {"day": local.date(), "slot": slot, "mark": mark}


def _salt(day: date) -> bytes:
    """Random, of that day alone, and in no database: without it no mark leads to an address.

    The cache may forget it, or be given two by the first answers of a day, where they come in one
    moment: a place is then counted as two.
    """
    name = f"survey-salt-{day}"
    own = token_bytes(_SALT_BYTES)
    cache.add(name, own, _A_DAY.total_seconds())
    salt: bytes = cache.get(name, own)
    return salt


def forget_places(today: date) -> None:
    """Of earlier days only that many came at once is kept, of no place that could be known."""
    earlier = Place.objects.filter(day__lt=today)
    earlier.filter(count__lt=MANY).delete()
    earlier.exclude(mark="").update(mark="", slot=None)
