"""`work`: a worker, which does what follows commits; `work --status` says what waits and fails."""

import os
import signal
from argparse import SUPPRESS
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from kotacerdas.core.words import words
from kotacerdas.outbox.handlers import handlers
from kotacerdas.outbox.models import Lease
from kotacerdas.outbox.worker import Worker


class Command(BaseCommand):
    help = "Do what follows changes (scorecards, letters, the day's work); `serve` starts one."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--status", action="store_true", help="say what waits and what failed, and do nothing"
        )
        parser.add_argument("--end-with-parent", action="store_true", help=SUPPRESS)

    def handle(self, *, status: bool, end_with_parent: bool, **_: Any) -> None:
        if status:
            self._tell()
            return
        worker = Beside(os.getppid()) if end_with_parent else Worker()

        def stop(*_: object) -> None:
            worker.is_stopping = True

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        worker.run()

    def _tell(self) -> None:
        now = timezone.now()
        due = [f"{one.name}/{key}" for one in handlers() for key in one.due(now)]
        leases = Lease.objects.in_bulk(due)
        for name in due:
            self.stdout.write(_line(leases.get(name) or Lease(name=name)))
        if not due:
            self.stdout.write(words()("work.idle"))


class Beside(Worker):
    """Ends when the server does that started it, however that ended."""

    def __init__(self, parent: int) -> None:
        super().__init__()
        self._parent = parent

    def turn(self) -> bool:
        if os.getppid() != self._parent:
            self.is_stopping = True
        return super().turn()


def _line(lease: Lease) -> str:
    if lease.holder:
        return words()("work.runs", name=lease.name, holder=lease.holder)
    if lease.failed_at is None or lease.next_at is None:
        return words()("work.waits", name=lease.name)
    moments = {
        name: timezone.localtime(moment).isoformat(" ", "seconds")
        for name, moment in (("failed_at", lease.failed_at), ("next_at", lease.next_at))
    }
    return words()("work.failed", name=lease.name, n=lease.failures, **moments)
