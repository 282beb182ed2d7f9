"""A year's map of reports and a verifier's queue, both full: their queries and their times.

Both beside a signed-in page with the layout alone, and with 6,000 cases beside 300.
"""

import sys
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from bare_site.people import client_of, coordinator_of
from bare_site.reporting_stage import CODE, YEAR, planned
from bare_site.serving import AT_MOST_QUERIES, queries, ratios
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.casework.models import Author, Case, State, Version, Window
from kotacerdas.core.tables.table import SIZES
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import REPORTING
from kotacerdas.reporting.queue import queue
from kotacerdas.reporting.status import window_maps
from kotacerdas.reporting.syncing import sync_cases
from timing import Pairs, in_pairs, report

AGENCIES, PROGRAMMES, MONTHS = 60, 300, 12
QUEUE = 5000
WARNINGS = [
    {"rule": "far_over_target", "key": "i1|q1", "left": 300, "right": 100},
    {"rule": "no_evidence", "key": "", "left": 0, "right": 1},
]


def main() -> None:
    region = Region.objects.create(code=CODE, name="Kabupaten Batang", level="regency")
    user = coordinator_of([region])
    planned(region, PROGRAMMES, AGENCIES, YEAR)
    report_all(region, user, YEAR, [f"m{month:02}" for month in range(1, MONTHS + 1)])
    planned(region, QUEUE, AGENCIES, YEAR + 1)
    report_all(region, user, YEAR + 1, [""])
    verifier = User.objects.create_user("verifikator@bench.kotacerdas.invalid")
    for who in (user, verifier):
        Appointment.objects.create(
            user=who, region=region, role=Role.VERIFIER, from_at=timezone.now()
        )
    client = client_of(user)
    pages = {
        "map of a year": f"/{CODE}/pelaporan/{YEAR}/",
        "map of a month": f"/{CODE}/pelaporan/{YEAR}/m03/",
        "queue": f"/{CODE}/verifikasi/",
    }
    clients = {name: client_of(verifier) if name == "queue" else client for name in pages}
    counts = {name: queries(clients[name], page) for name, page in pages.items()}
    print(f"queries: {counts} (at most {AT_MOST_QUERIES})")
    bare = {"bare": f"/bare/{CODE}/{YEAR}/"}
    waiting = {"queue": pages.pop("queue")}
    answers = ratios(client, bare | pages, at_most=5)
    answers += ratios(clients["queue"], bare | waiting, at_most=5)
    answers += by_size(user)
    if max(counts.values()) > AT_MOST_QUERIES:
        print("TOO MANY QUERIES")
        sys.exit(1)
    report(*answers)


def by_size(user: User) -> list[Pairs]:
    """A window's map and the queue's first page where there are 6,000 cases, and 300."""
    few, many = (
        Region.objects.create(code=code, name=code, level="regency") for code in ("33.26", "33.27")
    )
    for region, years, codes in ((few, 1, ["q1"]), (many, 5, ["q1", "q2", "q3", "q4"])):
        for year in range(YEAR, YEAR + years):
            planned(region, PROGRAMMES, AGENCIES, year)
            report_all(region, user, year, codes)
    verifier, today = (
        User.objects.create_user("lain@bench.kotacerdas.invalid"),
        timezone.localdate(),
    )

    def mapped(region: Region) -> Callable[[], object]:
        window = Window.objects.get(region=region, year=YEAR, code="q1")
        return lambda: window_maps([window], today)

    def queued(region: Region) -> Callable[[], object]:
        return lambda: list(queue(region, verifier)[: SIZES[-1]])

    return [
        in_pairs(f"{name}, 6,000 cases beside 300", of(many), of(few), aim=1.2, at_most=1.5)
        for name, of in (("map of a window", mapped), ("page of the queue", queued))
    ]


def report_all(region: Region, by: User, year: int, codes: list[str]) -> None:
    """A report of every programme in every period, in all states but mostly sent in."""
    now = timezone.now()
    states = (State.SUBMITTED, State.VERIFIED, State.RETURNED, State.DRAFT) if codes[0] else ()
    windows = Window.objects.bulk_create(
        Window(
            process=REPORTING,
            region=region,
            year=year,
            code=code,
            opened_at=now,
            opened_by=by,
            deadline=timezone.localdate() - timedelta(days=3),
        )
        for code in codes
    )
    sync_cases(region)
    cases = list(Case.objects.filter(window__in=windows).order_by("window", "pk"))
    versions = Version.objects.bulk_create(
        version_of(case, states[at // AGENCIES % len(states)] if states else State.SUBMITTED, by)
        for at, case in enumerate(cases)
    )
    Author.objects.bulk_create(Author(version=one, user=by) for one in versions)
    for at, (case, version) in enumerate(zip(cases, versions, strict=True)):
        case.state, case.newest, case.risk = version.state, version, at % 9
    Case.objects.bulk_update(cases, ["state", "newest", "risk"], batch_size=500)


def version_of(case: Case, state: State, by: User) -> Version:
    is_sent = state != State.DRAFT
    is_settled = is_sent and state != State.SUBMITTED
    return Version(
        case=case,
        number=1,
        state=state,
        saved_by=by,
        saved_at=timezone.now(),
        submitted_by=by if is_sent else None,
        submitted_at=timezone.now() if is_sent else None,
        submitted_entry=1 if is_sent else None,
        settled_entry=1 if is_settled else None,
        warnings=WARNINGS,
    )


main()
