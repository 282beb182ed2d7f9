"""Each type of page of a small and of a large region: its queries and its time.

In this process and by one reader; what many at once see of a page, `bare_site.pages` asks of one.
"""

import sys

from django.test import Client
from django.utils import timezone

from bare_site.innovations import add_innovations
from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from bare_site.serving import AT_MOST_QUERIES, queries
from kotacerdas.exchange.actions import begin_region
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.workbook.writing import Records
from reading import YEAR, records
from timing import Pairs, in_pairs, report

SIZES = {"33.25": 80, "33.26": 2000}
INNOVATIONS = {"33.25": 80, "33.26": 5000}
AT_MOST = 5
OF_A_YEAR = {
    "overview": "",
    "leader": "pimpinan/",
    "charts": "grafik/",
    "dimension": "dimensi/governance/",
    "programmes": "program/",
    "programmes sorted and filtered": "program/?urut=-nama&q=1",
    "programme": "program/P0001/",
    "indicators": "indikator/",
    "indicator": "indikator/P0001-1/",
    "agencies": "opd/",
    "agency": "opd/A01/",
    "innovations": "inovasi/",
    "innovation index": "inovasi/iid/",
    "budget": "anggaran/",
    "legal basis": "dasar/",
    "evaluation": "evaluasi/",
    "documents": "dokumen/",
    "a number": "angka/overall/achievement_pct/",
    "results": "hasil/",
    "two years": f"banding/{YEAR - 1}/",
}
OF_A_REGION = {
    "first steps": "langkah/",
    "tasks": "tugas/",
    "search": "cari/?q=program",
    "plan": "isi/",
    "plan, programmes": "isi/program/",
    "plan, grid of targets": "isi/target/tabel/",
    "plan, a new programme": "isi/program/baru/",
    "log": "catatan/",
    "people": "orang/",
    "imports": "impor/",
}


def main() -> None:
    regions = []
    for code, programmes in SIZES.items():
        book = of_two_years(records(programmes, code))
        region = begin_region(content(book), f"{code}.xlsx", timezone.now())
        refresh_scorecards(region, timezone.now())
        add_innovations(region, INNOVATIONS[code])
        regions.append(region)
    client = client_of(coordinator_of(regions))
    paths = {name: f"{YEAR}/{path}" for name, path in OF_A_YEAR.items()} | OF_A_REGION
    too_many, answers = [], []
    for name, path in paths.items():
        of_each = [f"/{code}/{path}" for code in SIZES]
        counts = [queries(client, page) for page in of_each]
        answer = against_bare(client, name, of_each[-1])
        size_kb = len(client.get(of_each[-1]).content) / 1000
        print(f"{name}: queries {counts[0]} and {counts[1]}, {size_kb:.0f} kB", flush=True)
        # Of few rows all can be chosen at once, for which one query more asks.
        if not counts[1] <= counts[0] <= AT_MOST_QUERIES:
            too_many.append(name)
        answers.append(answer)
    if too_many:
        print("TOO MANY QUERIES", ", ".join(too_many), f"(the same, at most {AT_MOST_QUERIES})")
        for answer in answers:
            print(answer)
        sys.exit(1)
    report(*answers)


def of_two_years(book: Records) -> Records:
    """The programmes run since the year before, and were carried out in it."""
    programmes = [{**one, "start_year": YEAR - 1} for one in book["Programmes"]]
    before = [{"programme": one["code"], "year": YEAR - 1, "realised": True} for one in programmes]
    return {**book, "Programmes": programmes, "Realisation": [*book["Realisation"], *before]}


def against_bare(client: Client, name: str, page: str) -> Pairs:
    """A page of the large region against the bare one of the same."""
    bare = f"/bare/{page.split('/')[1]}/{YEAR}/"
    for path in (page, bare):
        status = client.get(path).status_code
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
    return in_pairs(
        f"{name}, {max(SIZES.values())} programmes",
        lambda: client.get(page),
        lambda: client.get(bare),
        aim=0.6 * AT_MOST,
        at_most=AT_MOST,
        most=25,
    )


main()
