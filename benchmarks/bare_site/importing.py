"""A workbook of 20,000 rows into the database at hand, and then one changed row of it.

The floor is reading and checking the same file. The scorecards follow the import's commit, and
are timed beside it. A change lasts from its confirmation until the overview shows the new number.
"""

import statistics

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from kotacerdas.core.words import words
from kotacerdas.exchange.actions import begin_region, import_file, keep_file
from kotacerdas.regions.actions import after_change
from kotacerdas.regions.models import Region
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.workbook.reading import read_bytes
from reading import PROGRAMMES, YEAR, records
from timing import Limit, Pairs, report, seconds

RUNS = 9


def main() -> None:
    first, second = workbooks()
    timed(first)  # warms up
    runs = [timed(first) for _ in range(RUNS)]
    scored_s = statistics.median(scored for _, _, scored in runs)
    print(f"{connection.vendor}; the scorecards after the import: {scored_s:.3f} s")
    against = tuple(imported / floor for floor, imported, _ in runs)
    report(
        Pairs("import", against, aim=2.5, at_most=3),
        Limit("a changed row on the overview", changed(second), at_most_s=2),
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
    following, after_change[:] = list(after_change), []
    floor = seconds(lambda: read_bytes(data))
    imported = seconds(lambda: begin_region(data, "workbook.xlsx", now))
    after_change[:] = following
    region = Region.objects.get()
    return floor, imported, seconds(lambda: refresh_scorecards(region, now))


def changed(data: bytes) -> float:
    """The seconds from the confirmation to the page, on which the new number stands."""
    region = Region.objects.get()
    user = coordinator_of([region])
    client = client_of(user)
    page = f"/{region.code}/{YEAR}/"
    before, after = (
        words()("overview.of_planned", realised=realised, planned=PROGRAMMES)
        for realised in (PROGRAMMES, PROGRAMMES - 1)
    )
    assert before in client.get(page).content.decode()
    file = keep_file(region, "changed.xlsx", data, user, timezone.now())

    def confirm_and_look() -> None:
        import_file(file, user, timezone.now())
        assert after in client.get(page).content.decode()

    return seconds(confirm_and_look)


main()
