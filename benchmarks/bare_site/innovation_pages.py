"""Innovations of a year of 60 agencies: their pages, and the search of all for likely twins."""

import random
import sys
from time import perf_counter

from django.test import Client
from django.utils import timezone

from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from bare_site.serving import AT_MOST_QUERIES, queries
from kotacerdas.exchange.actions import begin_region
from kotacerdas.innovation.models import LikelyPair
from kotacerdas.innovation.twins import TWINS
from kotacerdas.outbox.worker import finish
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.workbook.writing import Records
from likeness import texts
from reading import YEAR, records
from timing import Pairs, in_pairs, report

AGENCIES = 60
SIZES = {"33.25": 10, "33.26": 5_000}
SEARCH_AT_MOST_S = 60
AT_MOST = 5  # times the bare page
PAGES = {
    "list": f"{YEAR}/inovasi/",
    "list sorted and filtered": f"{YEAR}/inovasi/?urut=-name&counts=yes&q=1",
    "gallery": "inovasi/galeri/",
    "gallery filtered": f"inovasi/galeri/?year={YEAR}&q=ka",
    "likely twins": "inovasi/mirip/",
}


def book(code: str, count: int) -> Records:
    chance, made = random.Random(7), texts()  # noqa: S311 - text to measure with
    agencies = [{"code": f"A{at:02}", "name": f"Perangkat daerah {at}"} for at in range(AGENCIES)]
    innovations = [
        {
            "code": f"INO-{at:05}",
            "agency": f"A{at % AGENCIES:02}",
            # Of 5,000 made-up names a few are the same by chance, which a workbook may not have.
            "name": f"{made[at].name} {at}",
            "year": YEAR,
            "public_service": chance.random() < 0.8,
            "form": "public-service",
            "digital": chance.random() < 0.6,
            "stage": chance.choice(("idea", "trial", "applied")),
            "effective": chance.randint(0, 4),
            "summary": made[at].summary,
        }
        for at in range(count)
    ]
    return records(80, code) | {"Agencies": agencies, "Innovations": innovations}


def main() -> None:
    regions = []
    for code, count in SIZES.items():
        region = begin_region(content(book(code, count)), f"{code}.xlsx", timezone.now())
        refresh_scorecards(region, timezone.now())
        began = perf_counter()
        finish(TWINS, code, timezone.now())
        took = perf_counter() - began
        pairs = LikelyPair.objects.filter(region=region).count()
        print(f"{count} innovations: all compared with all in {took:.1f} s, {pairs} likely pairs")
        if took > SEARCH_AT_MOST_S:
            sys.exit("THE SEARCH TAKES TOO LONG")
        regions.append(region)
    client = client_of(coordinator_of(regions))
    too_many, answers = [], []
    for name, path in PAGES.items():
        of_each = [f"/{code}/{path}" for code in SIZES]
        counts = [queries(client, page) for page in of_each]
        print(f"{name}: queries {counts[0]} and {counts[1]}", flush=True)
        if max(counts) > AT_MOST_QUERIES:
            too_many.append(name)
        answers.append(against_bare(client, name, of_each[-1]))
    if too_many:
        print(f"TOO MANY QUERIES: {', '.join(too_many)} (at most {AT_MOST_QUERIES})")
        sys.exit(1)
    report(*answers)


def against_bare(client: Client, name: str, page: str) -> Pairs:
    """A page of the large region against the bare one of the same."""
    bare = f"/bare/{page.split('/')[1]}/{YEAR}/"
    return in_pairs(
        f"{name}, {max(SIZES.values())} innovations",
        lambda: client.get(page),
        lambda: client.get(bare),
        aim=0.6 * AT_MOST,
        at_most=AT_MOST,
        most=25,
    )


main()
