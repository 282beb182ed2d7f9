"""`kotacerdas serve`: the site, set up as far as it is not yet, on one address."""

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from kotacerdas.regions.models import Region


class Command(BaseCommand):
    help = "Migrates the database and serves the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--example", type=Path, help="in demo mode: a workbook to begin with")

    def handle(self, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO and options["example"]:
            self._demonstrate(options["example"])
        url = f"http://{options['host']}:{options['port']}"
        self.stdout.write(f"Kota Cerdas: {url} (Ctrl+C: berhenti / stop)")
        self.stdout.flush()
        _become_server(options["host"], options["port"], options["workers"])

    def _demonstrate(self, workbook: Path) -> None:
        if not Region.objects.exists():
            call_command("load", workbook)
        region = Region.objects.order_by("pk").first()
        if region is not None:
            call_command("demoaccounts", region.code)


def _become_server(host: str, port: int, workers: int) -> None:
    """In a process of its own: workers are forked, and polars does not survive a fork."""
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    places = ["--host", host, "--port", str(port)]
    work = ["--workers", str(workers), "--blocking-threads", "4", "--log-level", "warning"]
    if settings.DEBUG:
        work += ["--reload", "--reload-paths", str(settings.PACKAGE)]
    target = "kotacerdas.config.wsgi:application"
    os.execv(sys.executable, [*granian, *places, *work, target])  # noqa: S606 - our own server
