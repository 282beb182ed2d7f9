"""What is done to a site in a process of its own; sites.py starts it."""

from pkgutil import resolve_name

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from exchange.workbooks import WORKBOOKS
from kotacerdas.accounts.models import Role, User
from kotacerdas.audit.hashing import breaks
from kotacerdas.audit.models import Entry
from kotacerdas.exchange.actions import apply_import, begin_region, send_file
from kotacerdas.exchange.choices import Choices
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.sides import LABELS
from kotacerdas.outbox.models import Lease
from kotacerdas.outbox.worker import Worker, do_all
from kotacerdas.plan.models import Programme, Realisation
from kotacerdas.records.actions import Change, apply_changes, mark_stale
from kotacerdas.records.models import Region, SourceFile, StaleYear
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.sheets import records_of
from pages.regions import AT, OWN, somebody
from workbook.builder import xlsx


def begin(say, _, *names):
    """The region with its coordinator, and the other workbooks sent but not applied."""
    call_command("migrate", verbosity=0)
    somebody(begin_region(xlsx(WORKBOOKS["first"]), "first", AT), Role.COORDINATOR)
    for name in names:
        send(say, _, name)


def send(say, _, name):
    by = User.objects.get()
    say("begun")
    looked = send_file(Region.objects.get(), name, xlsx(WORKBOOKS[name]), by, timezone.now())
    say(looked.sent.file_id)


def bring_in(say, _, name):
    """Says how many changes it made."""
    sent = Import.objects.select_related("region").get(file__name=name)
    choices = Choices(removals=frozenset(LABELS.values()))
    say("begun")
    applied = apply_import(sent, choices, by=User.objects.get(), at=timezone.now())
    say(applied.sent.changes if applied.is_new else 0)


def refresh(say, _):
    call_command("refresh")


def work_beside(say, _):
    """A worker, until it is killed."""
    say("begun")
    Worker().run()


def acts(say, _, count):
    """So many changes of one report, each an act of its own that a worker has to follow."""
    settings.OUTBOX = "worker"
    region, report = Region.objects.get(code=OWN), Realisation.objects.filter(indicator=None).get()
    say("begun")
    for at in range(count):
        values = {"programme": "p1", "indicator": None, "year": report.year, "period": None}
        before, after = ({"note": f"{n}", "realised": n % 2 == 0} for n in (at, at + 1))
        change = Change(Realisation, ("p1",), values | before, values | after, report.pk)
        apply_changes(region, [change], "edit", actor="", at=timezone.now())
    say("done")


def rest(say, _):
    """Whatever is due, done; then everything again, which must make no run."""
    Lease.objects.update(until=None)  # a process that holds one may be killed, and not yet seen
    do_all()
    made = Run.objects.count()
    mark_stale(Region.objects.get(code=OWN), 0, timezone.now())
    do_all()
    inputs = list(Run.objects.order_by("pk").values_list("year", "basis", "input_sha256"))
    say((Run.objects.count() - made, StaleYear.objects.count(), inputs))


def pause_at(say, wait, place):
    """When the function of that name is called next, say what is there, and wait."""
    owner, _, name = place.rpartition(".")
    owner = resolve_name(owner)
    original = getattr(owner, name)

    def paused(*args, **kwargs):
        setattr(owner, name, original)
        say(written())
        wait()
        return original(*args, **kwargs)

    setattr(owner, name, paused)


def written():
    """How far an import has come, as its own transaction sees it."""
    return {
        "programmes": Programme.objects.count(),
        "entries": Entry.objects.count(),
        "stale": StaleYear.objects.count(),
        "applied": SourceFile.objects.exclude(applied_at=None).count(),
    }


def state(say, _):
    """Everything that an import writes."""
    entries = Entry.objects.order_by("number")
    newest = Run.objects.filter(year=2022, basis="reported").order_by("-pk").first()
    overall = newest.result["overall"]
    say(
        {
            "records": records_of(Region.objects.get(code=OWN)),
            "log": list(entries.values_list("number", "action", "changes", "hash")),
            "breaks": breaks(entries),
            "runs": list(Run.objects.order_by("pk").values_list("pk", "input_sha256")),
            "stale": StaleYear.objects.count(),
            "files": list(SourceFile.objects.order_by("pk").values_list("name", "applied_at")),
            "stored": sorted(default_storage.listdir("workbooks")[1]),
            "realised": (overall["realised"], overall["planned"]),
        }
    )


_STEPS = (begin, send, bring_in, refresh, pause_at, state, work_beside, acts, rest)
STEPS = {f.__name__: f for f in _STEPS}


def work(folder, database, steps, line):
    """Do the steps at the site, and say what they find on the line."""
    settings.MEDIA_ROOT = folder
    connections.settings["default"]["NAME"] = database
    for name, *arguments in steps:
        STEPS[name](line.send, line.recv, *arguments)
    connections.close_all()
