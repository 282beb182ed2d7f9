"""Doing what is due: by a worker, at once after a commit, or because a command asks for it."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kotacerdas.outbox.handlers import Clock, handler, handlers
from kotacerdas.outbox.leases import Held, LeaseLostError, take

POLL_S = 0.2
log = logging.getLogger(__name__)


class Worker:
    """Does what is due in steps, all work by turns, until it is told to stop."""

    def __init__(self, now: Clock = timezone.now, *, follows_the_clock: bool = True) -> None:
        self.is_stopping = False
        self._now = now
        self._follows_the_clock = follows_the_clock
        self._begun: dict[str, tuple[Held, Iterator[object]]] = {}

    def run(self) -> None:
        """Go on for ever; idle, it only reads."""
        while not self.is_stopping:
            try:
                is_idle = not self.turn()
            except DatabaseError:  # gone for a while, or busy for long
                log.exception("The worker can't ask the database what is to be done")
                connection.close()
                is_idle = True
            if is_idle:
                time.sleep(POLL_S)
        for held, steps in self._begun.values():
            steps.close()  # type: ignore[attr-defined] # a generator
            held.give_back()

    def turn(self) -> bool:
        """One step of everything that is due; whether there was anything."""
        for one in handlers():
            if not (one.is_of_a_commit or self._follows_the_clock):
                continue
            for key in one.due(self._now()):
                name = f"{one.name}/{key}"
                if name not in self._begun and (held := take(name, self._now())):
                    self._begun[name] = held, one.work(key, held, self._now)
        begun = list(self._begun)
        for name in begun:
            if not self.is_stopping:
                self._step(name)
        return bool(begun)

    def _step(self, name: str) -> None:
        held, steps = self._begun[name]
        try:
            next(steps)
        except StopIteration:
            del self._begun[name]
            held.release()
        except LeaseLostError:
            del self._begun[name]
            log.warning("%s took so long that another worker took it over", name)
        except Exception:
            del self._begun[name]
            log.exception("%s failed", name)
            held.fail(self._now())


def finish(name: str, key: str, at: datetime) -> list[object]:
    """All steps of a handler's work of one key now, if there is any and nobody else does it.

    Raises:
        Exception: what the work raises; it is then tried again later, too.
    """
    one = handler(name)
    held = take(f"{name}/{key}", at, is_asked_for=True) if key in one.due(at) else None
    if held is None:
        return []
    try:
        done = list(one.work(key, held, lambda: at))
    except Exception:
        held.fail(at)
        raise
    held.release()
    return done


def follow_the_commit() -> None:
    """To be called by acts that leave work. A worker finds it by itself; without one, for tests,
    it is done right after the commit.
    """
    if settings.OUTBOX == "inline":
        transaction.on_commit(do_all, robust=True)


def do_all() -> None:
    """Everything that commits left; not what the day asks for."""
    worker = Worker(follows_the_clock=False)
    while worker.turn():
        pass
