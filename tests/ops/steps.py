"""What is done to a site in a process of its own; sites.py starts it.

The steps come as JSON, a list of lists; what `report` and `busy` find is written as lines of JSON.
"""

import hashlib
import json
import os
import shutil
import signal
import sys
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from kotacerdas.accounts.actions import appoint_from_the_server
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.hashing import breaks
from kotacerdas.audit.models import Entry
from kotacerdas.audit.selectors import chain_names
from kotacerdas.ops.backup import snapshot
from kotacerdas.ops.backup_format import tables
from kotacerdas.records.models import Region, SourceFile
from kotacerdas.scorecards.actions import publish_run
from kotacerdas.scorecards.models import Publication, Run


def keep(copy):
    """The SQLite file as it is now."""
    connection.close()
    shutil.copy(connection.settings_dict["NAME"], copy)


def people():
    """Somebody with all that signing in needs, a published run, and a file that was lost."""
    region, at = Region.objects.get(), timezone.now()
    held = Appointment(region=region, role=Role.COORDINATOR, from_at=at)
    user = appoint_from_the_server(held, "koordinator@batang.example", "Koordinator", at)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "ünsichtbar"})
    publish_run(Run.objects.filter(basis="verified", year=2022).get(), user, at, "Rapat")
    SourceFile.objects.create(
        region=region, sha256="0" * 64, name="lost.xlsx", content="workbooks/lost", sent_at=at
    )


def report():
    runs = Run.objects.order_by("pk")
    told = runs.values("pk", "year", "basis", "as_of", "input_sha256", "result", "made_at")
    names = SourceFile.objects.order_by("pk").values_list("content", flat=True)
    say(
        runs=list(told),
        stored=[digest(run.card + run.trace) for run in runs],
        published=list(Publication.objects.values_list("year", "run__input_sha256")),
        log=list(Entry.objects.order_by("pk").values_list("number", "hash")),
        breaks=[
            breaks(Entry.objects.filter(chain=chain).order_by("number")) for chain in chain_names()
        ],
        files=[content_of(name) for name in names],
        rows={table._meta.label: table._base_manager.count() for table in tables()},
        users=list(User.objects.values("pk", "email", "password", "joined_at")),
        secrets=list(Authenticator.objects.values("data", "created_at")),
    )


def grow():
    """A new row takes a number that is free."""
    before = max(User.objects.values_list("pk", flat=True))
    assert User.objects.create_user("baru@batang.example").pk > before


def busy():
    """What a backup sees of what is written while it runs."""
    with snapshot() as alias:
        before = User.objects.using(alias).count()
        User.objects.create_user("sibuk@batang.example")
        seen = User.objects.using(alias).count()
    say(before=before, seen=seen, there=User.objects.count())


def die_at(module, name):
    """Be killed, as by a power failure, where the module calls that."""
    setattr(import_module(module), name, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))


def content_of(name):
    return digest(default_storage.open(name).read()) if default_storage.exists(name) else None


def digest(data):
    return hashlib.sha256(data).hexdigest()


def say(**found):
    sys.stdout.write(json.dumps(found, default=str) + "\n")


def backup(file):
    """A backup that is made although a file was lost, and says so with its exit code."""
    with pytest.raises(CommandError) as ended:
        call_command("backup", file, stdout=sys.stderr)
    assert ended.value.returncode == 1


OWN = {
    "backup": backup,
    "keep": keep,
    "people": people,
    "report": report,
    "grow": grow,
    "busy": busy,
    "die_at": die_at,
}


def run(steps):
    for step, *arguments in steps:
        if step in OWN:
            OWN[step](*arguments)
        else:
            call_command(step, *arguments, stdout=sys.stderr)
