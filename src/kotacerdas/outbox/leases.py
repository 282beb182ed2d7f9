"""Leases: a piece of work is done by one process at a time, and goes on where that one died."""

import os
import secrets
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F

from kotacerdas.outbox.models import Lease

HELD_FOR = timedelta(seconds=60)  # without a step; a process that died on this machine is seen
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
_HOST, _PROCESS = socket.gethostname(), secrets.token_hex(4)


class LeaseLostError(Exception):
    """The work took so long that another process took it over."""


def _holder() -> str:
    """Unlike that of any other lease, this process's others too."""
    return f"{_HOST}|{os.getpid()}|{_PROCESS}|{secrets.token_hex(4)}"


@dataclass(frozen=True)
class Held:
    """A lease that this process took."""

    name: str
    holder: str = field(default_factory=_holder)

    def keep(self, at: datetime) -> None:
        """Hold it for longer. What is written in the same transaction is written by its holder.

        Raises:
            LeaseLostError: somebody else holds it by now.
        """
        if not self._update(until=at + HELD_FOR):
            raise LeaseLostError(self.name)

    def release(self) -> None:
        self._update(holder="", failures=0, failed_at=None, next_at=None)

    def give_back(self) -> None:
        """What was not brought to an end goes on elsewhere."""
        self._update(holder="")

    def fail(self, at: datetime) -> None:
        """Let it be tried again later, the longer the more often it failed."""
        failures = Lease.objects.values_list("failures", flat=True).get(name=self.name)
        wait = RETRY_AFTER[min(failures, len(RETRY_AFTER) - 1)]
        self._update(holder="", failures=F("failures") + 1, failed_at=at, next_at=at + wait)

    def _update(self, **values: object) -> int:
        return Lease.objects.filter(name=self.name, holder=self.holder).update(**values)


def take(name: str, at: datetime, *, is_asked_for: bool = False) -> Held | None:
    """The lease, or None where it is held; nothing is written then.

    After a failure it is held until it is to be tried again, unless somebody asked for it.
    """
    lease = Lease.objects.filter(name=name).first()
    if lease is None:
        Lease.objects.bulk_create([Lease(name=name)], ignore_conflicts=True)
        lease = Lease.objects.get(name=name)
    if not _is_free(lease, at) or (lease.next_at and lease.next_at > at and not is_asked_for):
        return None
    held = Held(name)
    as_seen = Lease.objects.filter(name=name, holder=lease.holder, until=lease.until)
    return held if as_seen.update(holder=held.holder, until=at + HELD_FOR) else None


def has_failed(name: str) -> bool:
    """Whether the work failed when it was tried last."""
    return Lease.objects.filter(name=name, failures__gt=0).exists()


def _is_free(lease: Lease, at: datetime) -> bool:
    return not lease.holder or lease.until is None or lease.until < at or _is_dead(lease.holder)


def _is_dead(holder: str) -> bool:
    """Whether it was a process of this machine that is no more."""
    host, pid, process, _ = holder.split("|")
    if host != _HOST:
        return False
    if int(pid) == os.getpid():
        return process != _PROCESS
    with suppress(PermissionError):
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
    return False
