"""A year that is not complete: what its pages say, which year comes first, and who lands where."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.models import Case, State, Window
from kotacerdas.exchange.actions import begin_region
from kotacerdas.records.actions import mark_stale
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import REPORTING, Statement
from kotacerdas.reporting.syncing import sync_cases
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import default_year
from pages.regions import OWN, begun, sheets_of, somebody
from replay import replayed
from reporting.cast import answered
from workbook.builder import Sheets, xlsx

LATER = datetime(2024, 2, 1, tzinfo=UTC)  # when 2023 is over
PROGRAMMES = 10
# A percentage with its decimal, or a difference: neither is there while the year runs.
PERCENTAGE = re.compile(r"\d,\d\s*%|[+−±]\d|\d,\d poin")
OF_THE_YEAR = (
    *("", "dimensi/living/", "dimensi/economy/", "program/", "program/p0/", "opd/", "opd/a1/"),
    *("hasil/", "angka/overall/achievement_pct/", "anggaran/", "inovasi/"),
)


def sheets(reports: list[tuple[str, str | None, str, str]], quarterly: int = 0) -> Sheets:
    """Ten programmes, all realised and verified in 2022; of 2023 (code, period, yes, verified).

    So many were realised in its first quarter, and reported by quarter.
    """
    last_period = "q4" if quarterly else None
    found = sheets_of(OWN)
    head, row = found["Programmes"]
    place = {name: at for at, name in enumerate(head)}
    row[place["end_year"]] = 2023
    codes = [f"p{at}" for at in range(PROGRAMMES)]
    found["Programmes"] = [head, *([code, code, *row[2:]] for code in codes)]
    found["Innovations"][1][place["name"] + 7] = "p1"
    found["Realisation"] = [
        ["programme", "year", "period", "realised", "verified"],
        *([code, 2022, last_period, "yes", "yes"] for code in codes),
        *([code, 2022, "q1", "yes", "yes"] for code in codes[:quarterly] if last_period),
        *([code, 2023, part, yes, sure] for code, part, yes, sure in reports),
    ]
    return found


@replayed
def region_with(*reports: tuple[str, str | None, str, str]) -> Region:
    region = begin_region(xlsx(sheets(list(reports))), f"{OWN}.xlsx", LATER)
    refresh_scorecards(region, LATER)
    return region


def verified(count: int, period: str = "q4") -> list[tuple[str, str | None, str, str]]:
    return [(f"p{at}", period, "yes", "yes") for at in range(count)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, address: str) -> str:
    """What a page says, without its drawings."""
    answer = client.get(f"/{OWN}/{address}")
    assert answer.status_code == 200, address
    words = re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", answer.text, flags=re.DOTALL))
    return " ".join(words.split())


@pytest.mark.parametrize(
    "reports",
    [[], [("p0", "q1", "yes", "yes")], [("p0", "q1", "no", "no"), *verified(3, "q2")[1:]]],
)
@pytest.mark.parametrize("basis", ["", "?basis=verified"])
def test_no_page_of_it_has_a_percentage_or_a_difference(db, reports, basis):
    client = signed_in(somebody(region_with(*reports), Role.COORDINATOR))

    for page in OF_THE_YEAR:
        assert not PERCENTAGE.search(text_of(client, f"2023/{page}{basis}")), page
    against = text_of(client, f"2023/banding/2022/{basis}")
    assert not re.search(r"[+−±]\d", against)
    assert "Tahun 2023 belum lengkap" in against
    assert "100,0 %" in text_of(client, "2022/")


def test_the_overview_counts_side_by_side_and_leads_back_to_the_complete_year(db):
    client = signed_in(
        somebody(region_with(("p0", "q1", "yes", "yes"), ("p1", "q1", "no", "no")), Role.VIEWER)
    )
    page = client.get(f"/{OWN}/2023/").text
    said = text_of(client, "2023/")

    assert "2023, berjalan" in said
    assert "Triwulan I dari IV" in said
    assert "2 dari 2 program yang dilaporkan sesuai rencana" in said
    assert "1 dari 2 laporan terverifikasi" in said
    assert "10 program 1 terealisasi 1 sesuai rencana 8 belum dilaporkan" in said
    assert f'href="/{OWN}/2022/"' in page
    assert "Lihat 2022, tahun lengkap terakhir" in said
    assert page.count('class="mark mark-not_reported"') == 8 + 1 + 1  # programmes, legend, matter
    assert "mark-not_realised" not in page
    assert "short" not in re.findall(r'role="listitem" class="([^"]*)"', page)


def test_it_stands_beside_the_year_before_as_that_stood_then(db):
    by_quarter = begin_region(
        xlsx(sheets([("p0", "q1", "yes", "yes")], quarterly=7)), f"{OWN}.xlsx", LATER
    )
    refresh_scorecards(by_quarter, LATER)
    client = signed_in(somebody(by_quarter, Role.VIEWER))

    assert "Triwulan I 2022: 7 dari 7. Capaian 2023 dihitung" in text_of(client, "2023/")
    assert "2022: " not in text_of(client, "2022/")


def test_what_the_reports_of_the_year_before_said_of_the_work_counts_in_it(db):
    rows = sheets([("p0", "q1", "yes", "yes")], quarterly=7)
    rows["Realisation"].append(["p9", 2022, "q1", "no", "yes"])
    region = begin_region(xlsx(rows), f"{OWN}.xlsx", LATER)
    by = somebody(region, Role.COORDINATOR)
    window = Window.objects.create(
        process=REPORTING,
        region=region,
        year=2022,
        code="q1",
        opened_at=LATER,
        opened_by=by,
        deadline=LATER.date(),
    )
    sync_cases(region)
    case = Case.objects.get(window=window, programme__code="p9")
    answered(case, State.VERIFIED, by=by, filled={"realised": "no", "progress_pct": "5"})
    refresh_scorecards(region, LATER)
    client = signed_in(by)
    assert "Triwulan I 2022: 7 dari 8." in text_of(client, "2023/")  # 5 of 25 % is behind

    Statement.objects.update(progress_pct=25)
    mark_stale(region, 2023, LATER)
    refresh_scorecards(region, LATER)
    assert "Triwulan I 2022: 8 dari 8." in text_of(client, "2023/")


def test_nothing_is_said_of_a_year_before_that_was_told_of_as_a_whole(db):
    client = signed_in(somebody(region_with(("p0", "q1", "yes", "yes")), Role.VIEWER))

    assert "Triwulan I 2022" not in text_of(client, "2023/")


@pytest.mark.parametrize(
    ("reports", "year"),
    [
        ([], 2022),
        (verified(1, "q1"), 2022),
        (verified(10, "q3"), 2022),
        (verified(7), 2022),
        (verified(8), 2023),
    ],
)
def test_the_last_complete_year_stays_the_first_until_the_next_is_settled(db, reports, year):
    region = region_with(*reports)
    client = signed_in(somebody(region, Role.VIEWER))

    assert default_year(region) == year
    assert client.get(f"/{OWN}/").url == f"/{OWN}/{year}/"
    assert f"/{OWN}/{year}/" in client.get(f"/{OWN}/tugas/").text
    assert f"/{OWN}/{year}/program/p0/" in client.get(f"/{OWN}/cari/", {"q": "p0"}).text


def test_publishing_makes_a_year_the_first(db):
    region = region_with(*verified(1, "q1"))
    client = signed_in(somebody(region, Role.COORDINATOR))
    run = Run.objects.get(region=region, year=2023, basis="verified")
    client.post(reverse("pages:publish", args=[OWN, run.pk]), {"reason": "Rapat"})

    assert default_year(region) == 2023
    assert "10,0 %" in text_of(client, "2023/")


def test_a_page_is_not_known_any_longer_once_a_period_is_open(db):
    region = region_with(*[(f"p{at}", "q4", "yes", "no") for at in range(10)])
    client = signed_in(somebody(region, Role.COORDINATOR))
    known = {"if-none-match": client.get(f"/{OWN}/2023/").headers["ETag"]}
    opened(region)

    assert client.get(f"/{OWN}/2023/", headers=known).status_code == 200


def opened(region: Region) -> Window:
    by = User.objects.create_user("buka@example.org")
    return Window.objects.create(
        process=REPORTING,
        region=region,
        year=2023,
        code="q1",
        opened_at=LATER,
        opened_by=by,
        deadline=LATER.date(),
    )


@pytest.mark.parametrize(
    ("role", "before", "with_a_window"),
    [
        (Role.LEADER, "pimpinan/", "pimpinan/"),
        (Role.EVALUATOR, "", ""),
        (Role.VIEWER, "", ""),
        (Role.OPERATOR, "", "tugas/"),
        (Role.VERIFIER, "", "tugas/"),
        (Role.COORDINATOR, "", "tugas/"),
    ],
)
def test_a_person_lands_where_their_work_is(db, role, before, with_a_window):
    region = begun(OWN)
    client = signed_in(somebody(region, role))

    assert client.get("/").url == f"/{OWN}/{before}"
    opened(region)
    assert client.get("/").url == f"/{OWN}/{with_a_window}"
