"""What reports say was spent by the end of each period, and how the page of the budget shows it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from kotacerdas.casework.models import State, Window
from kotacerdas.reporting.actions.windows import open_window
from kotacerdas.reporting.spending import spent_by_period
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run
from kotacerdas.scoring.question import Basis
from reporting.cast import OWN, Stage, answered, stage

IN_JULY = datetime(2022, 7, 5, 2, 0, tzinfo=UTC)
CHART = f"/{OWN}/2022/grafik/serapan/"
PART = {"HX-Request": "true"}
NOTHING = "Belum ada realisasi anggaran per triwulan pada 2022"


@pytest.fixture
def region(db) -> Stage:
    return stage()


@pytest.fixture
def second(region: Stage) -> Window:
    """The second quarter, opened in July."""
    return open_window(
        region.region,
        year=2022,
        code="q2",
        deadline=date(2022, 7, 10),
        by=region.people.coordinator,
        at=IN_JULY,
    )


def told(region: Stage, window: Window, amount: str, *states: State) -> None:
    filled = {"realised": "no", "money:apbd": amount}
    case = region.case(window=window)
    answered(case, *states, by=region.people.operator, filled=filled)


def spent(region: Stage, basis: Basis = Basis.REPORTED) -> list[tuple[str | None, float]]:
    frame = spent_by_period(region.region, 2022, basis)
    return list(frame.select("period", "realised").iter_rows())


def part_of(region: Stage, query: str = "") -> str:
    refresh_scorecards(region.region, IN_JULY)
    client = Client()
    client.force_login(region.people.coordinator)
    return client.get(f"{CHART}{query}", headers=PART).text.replace("\u00a0", " ")


def test_what_counts_of_the_reports_of_each_period(region: Stage, second: Window):
    told(region, region.window, "250.000", State.VERIFIED)
    told(region, second, "450.000", State.SUBMITTED)
    assert spent(region) == [("q1", 250_000.0), ("q2", 450_000.0)]
    assert spent(region, Basis.VERIFIED) == [("q1", 250_000.0)]


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_what_is_not_sent_in_counts_for_nothing(region: Stage, state: State):
    told(region, region.window, "250.000", state)
    assert spent(region) == []


def test_without_reports_nothing_is_drawn_and_that_is_said(region: Stage):
    refresh_scorecards(region.region, IN_JULY)
    client = Client()
    client.force_login(region.people.coordinator)
    page = client.get(f"/{OWN}/2022/anggaran/").text
    assert f'hx-get="{CHART}"' in page

    part = part_of(region)
    assert NOTHING in part
    assert "<svg" not in part
    alone = client.get(CHART).text
    assert alone.count(NOTHING) == 2  # as its title, and in its head


def test_the_quarters_are_drawn_with_their_figures(region: Stage, second: Window):
    told(region, region.window, "0", State.SUBMITTED)
    told(region, second, "450.000", State.SUBMITTED)
    part = part_of(region)
    assert (
        "<strong>Serapan 0,0 % sampai Triwulan I, 45,0 % sampai Triwulan II 2022, dari 1 program"
        " yang melaporkan setiap triwulan itu</strong>"
    ) in part
    assert "Rp450.000" in part
    svg = part[part.index("<svg") : part.index("</svg>")]
    assert svg.count('aria-roledescription="point"') == 2  # a zero is one of them
    assert "jatuh" in svg  # what lies ahead is not due


def test_a_kept_result_says_that_it_has_none(region: Stage, second: Window):
    refresh_scorecards(region.region, IN_JULY)
    old = Run.objects.filter(region=region.region, year=2022, basis="reported").latest("pk")
    told(region, second, "450.000", State.SUBMITTED)
    answered(region.case("p3", second), State.SUBMITTED, by=region.people.operator, filled={})
    region.region.stale_years.create(since_year=2022, marked_at=IN_JULY)
    assert "45,0 %" in part_of(region)
    part = part_of(region, f"?hasil={old.pk}")
    assert "tidak disimpan bersama hasil ini" in part
    assert "<svg" not in part
