"""The commands of the site: each passes what it was given to Django's command of its name.

Django is imported when one of them runs and not before, so the others stay quick and need no
settings.
"""

import importlib
import os
from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import Any

import typer

from kotacerdas.cli.terminal import err, phrases, refuse
from kotacerdas.wording.numbers import Language

EXIT_NOT_DONE = 1

COMMANDS = {
    "serve": "Serve the site, with a worker beside it.",
    "work": "Do what follows changes, or say what waits and failed.",
    "migrate": "Bring the database to the state that this version needs.",
    "load": "Begin a region with its first workbook.",
    "report": "Save or send in the reports of a filled workbook.",
    "refresh": "Make the scorecards anew whose records changed.",
    "remind": "Write to whoever has something due soon or late.",
    "audit": "Check the audit log, or print the heads of its chains.",
    "undo": "Take back what an entry of the log did to the records.",
    "backup": "Write the database and the files to one zip.",
    "restore": "Put a backup into an empty database.",
    "createaccount": "Make the first account of a region.",
    "closeaccount": "Close an account, or open it again.",
    "manage": "Call any of Django's commands, for maintainers.",
}
# What is asked of the database before; `serve` asks itself, `manage` is for those who know.
_REQUIREMENTS = {"migrate": "require_migratable", "serve": None, "manage": None}


def register(app: typer.Typer) -> None:
    """Add the commands; their options, and what `--help` says, are Django's."""
    for name, line in COMMANDS.items():
        app.command(
            name,
            help=line,
            add_help_option=False,
            context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
            rich_help_panel="Site",
        )(_passing_on(name))


def _passing_on(name: str) -> Callable[[typer.Context], None]:
    def command(context: typer.Context) -> None:
        asks_for_help = bool({"--help", "-h"} & set(context.args))
        if not asks_for_help or os.environ.get("KOTACERDAS_SECRET_KEY"):
            _call(name, context.args)
            return
        with TemporaryDirectory() as folder:  # Django wants settings, but none of a site
            os.environ |= {"KOTACERDAS_DATA": folder, "KOTACERDAS_DEMO": "1"}
            _call(name, context.args)

    return command


def _call(name: str, arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kotacerdas.config.settings")
    exceptions: Any = importlib.import_module("django.core.exceptions")
    management: Any = importlib.import_module("django.core.management")
    database: Any = importlib.import_module("django.db")
    try:
        importlib.import_module("django").setup()
        if name == "manage":
            management.execute_from_command_line(["kotacerdas manage", *arguments])
            return
        command = management.load_command_class(management.get_commands()[name], name)
        parser = command.create_parser("kotacerdas", name)
        options = vars(parser.parse_args(arguments))
        if requirement := _REQUIREMENTS.get(name, "require_own_schema"):
            getattr(importlib.import_module("kotacerdas.config.schema"), requirement)()
        command.execute(*options.pop("args", ()), **options)
    except (management.CommandError, exceptions.ImproperlyConfigured) as error:
        refuse(str(error))
    except (OSError, database.DatabaseError) as error:
        # Such as a full disk. Each act is whole or was not done: no more has to be told.
        err.print(phrases(Language.ID)("call.not_done", reason=str(error).strip()))
        raise typer.Exit(EXIT_NOT_DONE) from error
