"""`kotacerdas serve`: the site, set up as far as it is not yet, on one address."""

import os
import shlex
import socket
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command as Collect
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.ownership import new_owner_link
from kotacerdas.config.data_folder import emptied, taken
from kotacerdas.config.demonstration import report_on_a_quarter
from kotacerdas.config.demonstration_survey import ask_the_citizens
from kotacerdas.config.schema import require_migratable, require_own_schema
from kotacerdas.config.supervision import become
from kotacerdas.core.build import build_id
from kotacerdas.core.words import words
from kotacerdas.files import atomic
from kotacerdas.records.models import Region
from kotacerdas.sandbox import calls


class Command(BaseCommand):
    help = "Serves the site, with a worker beside it; in demo mode it migrates the database before."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument(
            "--without-worker",
            action="store_true",
            help="where `kotacerdas work` runs by itself, such as under systemd",
        )
        parser.add_argument("--example", type=Path, help="in demo mode: a workbook to begin with")

    def handle(self, **options: Any) -> None:
        """Raises CommandError where the port, or the folder of the site, is taken."""
        require_free(options["host"], options["port"])
        if not taken(settings.DATA):
            raise CommandError(words()("serve.folder_taken", folder=settings.DATA), returncode=2)
        if settings.DEMO:
            require_migratable()
            call_command("migrate", verbosity=0)
        require_own_schema()
        emptied(settings.FILE_UPLOAD_TEMP_DIR)
        collect_static()
        if settings.DEMO and options["example"]:
            self._demonstrate(options["example"])
        url = f"http://{options['host']}:{options['port']}"
        if settings.DEMO and not settings.SITE:
            # Its people are on this machine: letters and documents may lead to where it is served.
            settings.SITE = os.environ["KOTACERDAS_SITE"] = url
        self.stdout.write(f"Kota Cerdas: {url} (Ctrl+C: berhenti / stop)")
        if (token := new_owner_link(timezone.now())) is not None:
            link = (settings.SITE.rstrip("/") or url) + reverse("accounts:own-site", args=[token])
            self.stdout.write(words()("serve.owner_link", link=link))
        self.stdout.flush()
        server = _server(options["host"], options["port"], options["workers"])
        calls.close()  # what opened the example's workbook would be nobody's child
        become(server, None if options["without_worker"] else _worker())

    def _demonstrate(self, workbook: Path) -> None:
        is_new = not Region.objects.exists()
        if is_new:
            call_command("load", workbook)
        region = Region.objects.order_by("pk").first()
        if region is not None:
            call_command("demoaccounts", region.code)
            if is_new:
                report_on_a_quarter(region, timezone.now())
                ask_the_citizens(region, timezone.now())


def require_free(host: str, port: int) -> None:
    """Raises CommandError where somebody listens there already.

    The server would not notice: its workers share the port, and would share it with a stranger.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        message = words()("serve.not_free", host=host, port=port, reason=error.strerror)
        raise CommandError(message, returncode=2) from error


def collect_static() -> None:
    """Put the static files in place, which takes long, where they are not this program's yet.

    They are collected elsewhere, since a file that a killed start left half written would look
    newer than its source, and stay.
    """
    mark = settings.STATIC_ROOT / "build.txt"
    if mark.exists() and mark.read_text(encoding="ascii") == build_id():
        return
    fresh = Path(mkdtemp(dir=settings.FILE_UPLOAD_TEMP_DIR))
    collect = Collect()
    kind = settings.STORAGES["staticfiles"]
    collect.storage = storages.create_storage({**kind, "OPTIONS": {"location": str(fresh)}})
    call_command(collect, verbosity=0, interactive=False)
    (fresh / mark.name).write_text(build_id(), encoding="ascii")
    atomic.replace_folder(settings.STATIC_ROOT, fresh)


def _worker() -> list[str]:
    if settings.DEBUG:
        call = f"{shlex.quote(sys.executable)} -m django work"
        watched = ["--filter", "python", call, str(settings.PACKAGE)]
        return [sys.executable, "-m", "watchfiles", *watched]
    return [sys.executable, "-m", "django", "work", "--end-with-parent"]


def _server(host: str, port: int, workers: int) -> list[str]:
    granian = [sys.executable, "-m", "granian", "--interface", "rsgi", "--no-ws", "--http", "1"]
    places = ["--host", host, "--port", str(port), "--http1-header-read-timeout", "15000"]
    work = ["--workers", str(workers), "--respawn-failed-workers", "--log-level", "warning"]
    if settings.DEBUG:
        work += ["--reload", "--reload-paths", str(settings.PACKAGE)]
    return [*granian, *places, *work, "kotacerdas.config.server:application"]
