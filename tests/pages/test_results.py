"""A result can be named, compared and opened for ever: what a stranger sees from outside."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.models import Role
from kotacerdas.records.models import Region
from kotacerdas.scorecards.actions import publish_run
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import forget_contents
from kotacerdas.scoring.question import Basis
from markup import compact
from pages.regions import AT, OWN, begun, sheets_of, somebody
from workbook.builder import Sheets, put

KINDS = ("pdf", "pptx", "xlsx")
MOST_OF_A_NUMBER, MOST_OF_A_COMPARISON = 11, 6


OF_ECONOMY = "GOV-17"


def programmes(*codes: str, verified: str = "no") -> Sheets:
    """The small workbook with these programmes, all realised in 2022."""
    sheets = sheets_of(OWN)
    header, row = sheets["Programmes"]
    sheets["Programmes"] = [header] + [
        [code, f"Program {code}", "economy" if code == OF_ECONOMY else "living", *row[3:10], None]
        for code in codes
    ]
    for sheet in ("Indicators", "Targets", "Budget", "Innovations"):
        sheets[sheet] = sheets[sheet][:1]
    sheets["Realisation"] = [["programme", "year", "realised", "verified"]] + [
        [code, 2022, "yes", verified] for code in codes
    ]
    return sheets


@pytest.fixture
def coordinator(db) -> Client:
    return signed_in(begun(OWN, programmes("GOV-01", "GOV-17", "GOV-38")))


def signed_in(region: Region) -> Client:
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    return client


def newest(basis: str = "reported") -> Run:
    return Run.objects.filter(year=2022, basis=basis).latest("pk")


def test_a_programme_that_left_is_all_that_changed_beside_the_levels_above(coordinator: Client):
    old = newest()
    begun(OWN, programmes("GOV-17", "GOV-38"))
    page = coordinator.get(reverse("pages:compare-runs", args=[OWN, newest().pk, old.pk]))

    assert page.status_code == 200
    assert "Program GOV-01 · capaian kinerja 2022" in page.text
    assert "tidak ada lagi" in page.text
    assert f"/{OWN}/2022/angka/programmes/GOV-01/achievement_pct?hasil={old.pk}" in page.text
    assert "Smart Living · direncanakan 2022" in page.text
    for other in ("GOV-17", "GOV-38", "Smart Economy"):
        assert other not in page.text


def test_every_earlier_result_is_compared_with_the_newest_of_its_basis(coordinator: Client):
    old = {basis: newest(basis) for basis in Basis}
    begun(OWN, programmes("GOV-17"))
    page = coordinator.get(f"/{OWN}/2022/hasil/").text

    for basis, run in old.items():
        pair = [OWN, newest(basis).pk, run.pk]
        assert page.count(reverse("pages:compare-runs", args=pair)) == 1
        assert reverse("pages:run", args=[OWN, 2022, run.pk]) in page
    assert page.count("/banding/") == len(old)


def test_an_address_names_the_same_programme_after_another_left(coordinator: Client):
    address = f"/{OWN}/2022/angka/programmes/GOV-17/achievement_pct"
    before = coordinator.get(address).text
    old = newest()
    begun(OWN, programmes("GOV-38", "GOV-17"))

    for page in (before, coordinator.get(address).text):
        assert "<h1>Program GOV-17 · capaian kinerja 2022</h1>" in page
    assert coordinator.get(f"{address}?hasil={old.pk}").status_code == 200
    begun(OWN, programmes("GOV-38"))
    gone = coordinator.get(address)
    assert gone.status_code == 410
    assert "Program GOV-17 sudah dihapus" in gone.text
    assert f'href="/{OWN}/2022/"' in gone.text
    assert "Program GOV-17" in coordinator.get(f"{address}?hasil={old.pk}").text


@pytest.mark.parametrize("code", ["a/b/achievement_pct", "50 % x?y:z", "hasil/1", "#1;2", "0"])
def test_any_code_has_an_address(db, code: str):
    client = signed_in(begun(OWN, programmes("GOV-01", code)))
    page = client.get(f"/{OWN}/2022/program/").text
    found = client.get(reverse("pages:programme", args=[OWN, 2022, code])).text
    address = reverse("pages:number", args=[OWN, 2022, f"programmes/{code}/achievement_pct"])

    assert reverse("pages:programme", args=[OWN, 2022, code]) in page
    assert f'hx-get="{address}"' in found
    assert f"Program {code.split('/', maxsplit=1)[0]}" in client.get(address).text


@pytest.mark.parametrize(
    "name",
    [
        "dimensions/3/achievement_pct/",
        "dimensions/0/sub_dimensions/2/planned/",
        "programmes/0/indicator_achievement_pct/",
        "agencies/12/innovations/",
    ],
)
def test_a_place_in_a_list_is_an_address_no_more(coordinator: Client, name: str):
    answer = coordinator.get(f"/{OWN}/2022/angka/{name}")

    assert answer.status_code == 410
    assert f'href="/{OWN}/2022/"' in answer.text


@pytest.mark.parametrize("name", ["overall", "overall/colour", "programmes/GOV-99/achievement_pct"])
def test_what_names_no_number_is_not_found(coordinator: Client, name: str):
    assert coordinator.get(f"/{OWN}/2022/angka/{name}").status_code == 404


# To the newest of the year, by the list of years or by its page of results.
NOT_OF_A_RUN = {f"/{OWN}/2022/"}


def links_of(page: str) -> set[str]:
    """The addresses of the year that a page leads to, other results apart."""
    return set(re.findall(rf'href="(/{OWN}/2022/(?!hasil/\d)[^"#]*)"', page))


def test_every_page_and_download_of_the_year_opens_as_a_certain_run(coordinator: Client):
    old = newest()
    begun(OWN, put(programmes("GOV-01", "GOV-17", "GOV-38"), "Realisation!C2", "no"))
    opened = coordinator.get(f"/{OWN}/2022/hasil/{old.pk}/", follow=True)

    assert opened.redirect_chain == [(f"/{OWN}/2022/?hasil={old.pk}", 302)]
    assert f"hasil {old}," in opened.text
    assert "Lihat hasil terbaru" in opened.text
    assert ">100,0\u00a0<small>%</small>" in compact(opened.text)
    links = {link for link in links_of(opened.text) if "unduh" not in link}
    assert len(links) > 15
    for link in links - NOT_OF_A_RUN:
        assert f"hasil={old.pk}" in link
        answer = coordinator.get(link)
        assert answer.status_code == 200, link
        beside = {one for one in links_of(answer.text) if f"hasil={old.pk}" not in one}
        assert beside <= {*NOT_OF_A_RUN, link.partition("?")[0]}, link
    newer = compact(coordinator.get(f"/{OWN}/2022/").text)
    assert "Lihat hasil terbaru" not in newer
    assert ">66,7\u00a0<small>%</small>" in newer


@pytest.mark.parametrize("asked", ["0", "9" * 18, "9" * 40, "x", "", "-1", "١"])
def test_a_run_that_is_not_of_the_year_is_not_found(coordinator: Client, asked: str):
    assert coordinator.get(f"/{OWN}/2022/", {"hasil": asked}).status_code == 404
    other = Run.objects.filter(year=2021).first()
    assert coordinator.get(f"/{OWN}/2022/", {"hasil": other.pk}).status_code == 404


def contents(client: Client, query: str) -> list[bytes]:
    return [client.get(f"/{OWN}/2022/unduh/{kind}/{query}").content for kind in KINDS]


def test_what_was_published_and_taken_away_stays_byte_for_byte(coordinator: Client):
    everything = ("GOV-01", "GOV-17", "GOV-38")
    region = begun(OWN, programmes(*everything, verified="yes"))
    run, user = newest("verified"), region.appointments.get(role=Role.COORDINATOR).user
    publish_run(run, user, timezone.now(), "Rapat")
    result = json.dumps(Run.objects.get(pk=run.pk).result)
    taken = contents(coordinator, "?basis=verified")
    for at in range(3):
        new = [f"NEW-{n}" for n in range(at + 1)]
        begun(OWN, programmes(*everything, *new, verified="yes"))
        publish_run(newest("verified"), user, timezone.now(), "Rapat")
    forget_contents()

    assert newest("verified").pk > run.pk
    assert contents(coordinator, f"?hasil={run.pk}") == taken
    assert json.dumps(Run.objects.get(pk=run.pk).result) == result
    page = coordinator.get(f"/{OWN}/2022/program/?hasil={run.pk}").text
    assert "GOV-17" in page
    assert "NEW-0" not in page


def test_what_was_taken_away_says_the_same_after_a_window_of_its_year_was_opened(
    coordinator: Client,
):
    run, region = newest(), Region.objects.get(code=OWN)
    by = region.appointments.get(role=Role.COORDINATOR).user
    taken = contents(coordinator, "")
    region.windows.create(year=2022, code="q1", opened_at=AT, opened_by=by, deadline=AT.date())
    waits = "Capaian 2022 dihitung setelah tahun lengkap."

    assert waits in coordinator.get(f"/{OWN}/2022/").text
    assert waits not in coordinator.get(f"/{OWN}/2022/?hasil={run.pk}").text
    assert contents(coordinator, f"?hasil={run.pk}") == taken


def queries(client: Client, address: str) -> int:
    forget_contents()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_number_and_a_comparison_ask_as_often_for_many_programmes_as_for_few(
    coordinator: Client,
):
    def counts() -> tuple[int, int]:
        two = Run.objects.filter(year=2022, basis="reported").order_by("-pk")[:2]
        return (
            queries(coordinator, f"/{OWN}/2022/angka/overall/achievement_pct"),
            queries(coordinator, reverse("pages:compare-runs", args=[OWN, *(r.pk for r in two)])),
        )

    begun(OWN, programmes("GOV-17", "GOV-38"))
    few = counts()
    begun(OWN, programmes(*(f"P-{at}" for at in range(200))))
    begun(OWN, programmes(*(f"P-{at}" for at in range(300))))

    assert counts() == few
    assert few[0] <= MOST_OF_A_NUMBER
    assert few[1] <= MOST_OF_A_COMPARISON
