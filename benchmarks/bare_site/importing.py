"""A workbook of 20,000 rows into the database at hand, and then one changed row of it.

The floor is reading and checking the same file. The scorecards follow the import's commit, and
are timed beside it. A change lasts from its confirmation until the overview shows the new number,
with the pass that a worker makes of it. The first run of that pass is held against one reading and
one run, an act that leaves a mark against the same act without.
"""

import statistics
from collections.abc import Callable, Iterator
from unittest.mock import patch

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from kotacerdas.audit import actions as audit
from kotacerdas.audit.models import Entry
from kotacerdas.core.words import words
from kotacerdas.exchange.actions import apply_import, begin_region, send_file
from kotacerdas.exchange.choices import Choices
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.undo import undo_entry, undo_of
from kotacerdas.outbox.leases import take
from kotacerdas.records import actions
from kotacerdas.records.actions import Change, apply_changes, mark_stale
from kotacerdas.records.inverse import inverse, present_keys
from kotacerdas.records.models import Agency, Region
from kotacerdas.scorecards import passes
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.line import Pair
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import SCORES
from kotacerdas.scorecards.sheets import records_of
from kotacerdas.scoring.question import Basis
from kotacerdas.workbook.reading import read_bytes
from reading import PROGRAMMES, YEAR, records
from timing import Limit, Pairs, in_pairs, report, seconds

RUNS = 9


def main() -> None:
    first, second = workbooks()
    timed(first)  # warms up
    runs = [timed(first) for _ in range(RUNS)]
    scored_s = statistics.median(scored for _, _, scored in runs)
    print(f"{connection.vendor}; the scorecards after the import: {scored_s:.3f} s")
    against = tuple(imported / floor for floor, imported, _ in runs)
    imports = Pairs("import", against, aim=2.5, at_most=3)
    with_touches = in_pairs(
        "import with touches",
        lambda: imported_alone(first),
        lambda: untouched(lambda: imported_alone(first)),
        aim=1.03,
        at_most=1.05,
    )
    report(
        imports,
        with_touches,
        Limit("a changed row on the overview", changed(second), at_most=2),
        in_pairs(
            "first run of a pass",
            first_run,
            reading_and_run,
            aim=1.2,
            at_most=2,
        ),
        in_pairs(
            "an act that leaves a mark",
            act,
            lambda: unmarked(act),
            aim=1.15,
            at_most=1.3,
        ),
        *turned_back(),
    )


def workbooks() -> tuple[bytes, bytes]:
    """The second has a programme that was not realised."""
    made = records()
    first = content(made)
    made["Realisation"][0]["realised"] = False
    return first, content(made)


def timed(data: bytes) -> tuple[float, float, float]:
    """The seconds of reading, of importing into an empty database, and of the scorecards."""
    call_command("flush", verbosity=0, interactive=False)
    now = timezone.now()
    floor = seconds(lambda: read_bytes(data))
    imported = seconds(lambda: begin_region(data, "workbook.xlsx", now))
    region = Region.objects.get()
    return floor, imported, seconds(lambda: refresh_scorecards(region, now))


def imported_alone(data: bytes) -> None:
    call_command("flush", verbosity=0, interactive=False)
    begin_region(data, "workbook.xlsx", timezone.now())


def untouched(do: Callable[[], None]) -> None:
    with patch.object(audit, "_touch"):
        do()


def turned_back() -> Iterator[Pairs | Limit]:
    """Of a region with 46,000 rows, of which an import brought 20,000."""
    call_command("flush", verbosity=0, interactive=False)
    fewer, all_ = (content(records(programmes)) for programmes in (1300, 2300))
    region = begin_region(fewer, "fewer.xlsx", timezone.now())
    by = coordinator_of([region])
    sent = send_file(region, "all.xlsx", all_, by, timezone.now()).sent
    apply_import(sent, Choices(), by=by, at=timezone.now())
    yield in_pairs(
        "inverse of an import",
        lambda: inverse(region, 1, present_keys(region)),
        lambda: records_of(region),
        aim=0.2,
        at_most=0.25,
    )
    entry = Entry.objects.latest("number")
    preview = seconds(lambda: undo_of(region, entry, timezone.now()))
    yield Limit("preview of its undo", preview, at_most=3)
    yield Limit("its undo", undone(region), at_most=5)
    yield Limit("the undo of that", undone(region), at_most=8)


def undone(region: Region) -> float:
    """The seconds of taking back the newest entry."""
    number = Entry.objects.latest("number").number
    now = timezone.now()
    return seconds(lambda: undo_entry(region, number, Decisions(), by=None, at=now, reason="bench"))


def changed(data: bytes) -> float:
    """The seconds from the confirmation to the page, on which the new number stands."""
    region = Region.objects.get()
    refresh_scorecards(region, timezone.now())  # the imports that were timed last have none
    user = coordinator_of([region])
    client = client_of(user)
    page = f"/{region.code}/{YEAR}/"
    before, after = (
        words()("overview.of_planned", realised=realised, planned=PROGRAMMES)
        for realised in (PROGRAMMES, PROGRAMMES - 1)
    )
    assert before in client.get(page).content.decode()
    sent = send_file(region, "changed.xlsx", data, user, timezone.now()).sent

    def confirm_and_look() -> None:
        apply_import(sent, Choices(), by=user, at=timezone.now())
        refresh_scorecards(region, timezone.now())
        assert after in client.get(page).content.decode()

    return seconds(confirm_and_look)


def first_run() -> None:
    """From the mark to the first run that a pass saves."""
    region, now = Region.objects.get(), timezone.now()
    Run.objects.filter(region=region).delete()
    mark_stale(region, YEAR, now)
    held = take(f"{SCORES}/{region.code}", now, is_asked_for=True)
    assert held is not None
    assert next(passes.make_runs(region.code, held, timezone.now)) is not None
    held.release()
    region.stale_years.all().delete()


def reading_and_run() -> None:
    region, now = Region.objects.get(), timezone.now()
    Run.objects.filter(region=region).delete()
    reading = passes.read(region, now)
    assert reading.run(Pair(YEAR, Basis.REPORTED), now) is not None


def act() -> None:
    region = Region.objects.get()
    agency = Agency.objects.filter(region=region)[0]
    values = {"code": agency.code, "name": agency.name, "head": agency.head, "email": ""}
    after = values | {"head": "B" if agency.head == "A" else "A"}
    change = Change(Agency, (agency.code,), values, after, agency.pk)
    apply_changes(region, [change], "edit", actor="", at=timezone.now())


def unmarked(do: Callable[[], None]) -> None:
    with patch.object(actions, "mark_stale"):
        do()


main()
