"""The overview of a small and of a large region: its queries and its times."""

import sys
from pathlib import Path

from django.utils import timezone

from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from bare_site.serving import AT_MOST_QUERIES, queries, ratios
from kotacerdas.exchange.actions import begin_region
from kotacerdas.scorecards.actions import refresh_scorecards
from reading import YEAR, records
from timing import report

EXAMPLE = Path("examples/batang/batang.xlsx")
PROGRAMMES = 2000
CODE = "33.26"


def main() -> None:
    regions = {
        80: begin_region(EXAMPLE.read_bytes(), EXAMPLE.name, timezone.now()),
        PROGRAMMES: begin_region(content(records(PROGRAMMES, CODE)), "large.xlsx", timezone.now()),
    }
    for region in regions.values():
        refresh_scorecards(region, timezone.now())
    client = client_of(coordinator_of(regions.values()))
    pages = {
        f"overview, {many} programmes": f"/{one.code}/{YEAR}/" for many, one in regions.items()
    }
    counts = [queries(client, page) for page in pages.values()]
    print(f"queries: {counts[0]} and {counts[1]} (the same, at most {AT_MOST_QUERIES})")
    bare = f"/bare/{regions[80].code}/{YEAR}/"
    answers = ratios(client, {"bare": bare, **pages}, at_most=4)
    if not counts[0] == counts[1] <= AT_MOST_QUERIES:
        print("TOO MANY QUERIES")
        sys.exit(1)
    report(*answers)


main()
