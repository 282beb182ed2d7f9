"""The binder of an evaluation, its items and its findings, for little evidence and for much."""

import sys

from django.test import Client
from django.utils import timezone

from bare_site.evaluated import with_evidence
from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from bare_site.serving import AT_MOST_QUERIES, queries
from kotacerdas.exchange.actions import begin_region
from kotacerdas.scorecards.actions import refresh_scorecards
from reading import YEAR, records
from timing import Pairs, in_pairs, report

SIZES = {"33.25": 10, "33.26": 400}
AT_MOST = 5  # times the bare page
PAGES = {
    "binder": f"{YEAR}/bundel/?bagian=output",
    "binder of what a survey answers": f"{YEAR}/bundel/?bagian=impact",
    "documents": f"{YEAR}/bundel/?bagian=documents",
    "findings": f"{YEAR}/temuan/",
}


def main() -> None:
    regions = []
    for code in SIZES:
        regions.append(begin_region(content(records(80, code)), f"{code}.xlsx", timezone.now()))
        refresh_scorecards(regions[-1], timezone.now())
    coordinator = coordinator_of(regions)
    for region, count in zip(regions, SIZES.values(), strict=True):
        with_evidence(region, count, coordinator)
    client = client_of(coordinator)
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
    """A page of the region with much evidence against the bare one of the same."""
    bare = f"/bare/{page.split('/')[1]}/{YEAR}/"
    return in_pairs(
        f"{name}, {max(SIZES.values())} pieces",
        lambda: client.get(page),
        lambda: client.get(bare),
        aim=0.6 * AT_MOST,
        at_most=AT_MOST,
        most=25,
    )


main()
