"""The minimum of the year on an agency's own page: the same as on the page of the year."""

from datetime import date

import pytest
from django.test import Client

from innovation.adding import JAGA, POSYANDU, RONDA, add, change
from kotacerdas.accounts.models import Role
from kotacerdas.pages import overview
from kotacerdas.records.models import Region
from kotacerdas.scorecards.actions import refresh_scorecards
from markup import compact
from pages.regions import AT, OWN, begun, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return begun(OWN)


def own_page(region: Region, monkeypatch: pytest.MonkeyPatch, today: date) -> str:
    refresh_scorecards(region, AT)
    monkeypatch.setattr(overview.timezone, "localdate", lambda *_: today)
    client = Client()
    client.force_login(somebody(region, Role.VIEWER))
    page = compact(client.get(f"/{OWN}/2022/opd/a1/").text)
    start = page.index('class="boxes')
    return page[start : page.index("</p>", start)]


@pytest.mark.parametrize(
    ("today", "when"),
    [(date(2022, 11, 30), "tenggat 30 November 2022"), (date(2022, 12, 1), "sejak 30 November")],
)
def test_a_short_agency_sees_what_counts_what_comes_and_since_when(
    region: Region, monkeypatch: pytest.MonkeyPatch, today: date, when: str
):
    (ronda,) = add(region, x1=RONDA)
    change(region, ronda, stage="idea")
    block = own_page(region, monkeypatch, today)
    assert "Kurang 2 dari paling sedikit 3" in block
    assert when in block
    assert ("is-over" in block) == (today.month == 12)
    assert "1 terhitung, 1 sedang disiapkan, 2 kurang" in block
    looks = [block.count(f"box-{look}") for look in ("full", "coming", "missing")]
    assert looks == [1, 1, 1]


def test_one_that_has_enough_is_told_so(region: Region, monkeypatch: pytest.MonkeyPatch):
    add(region, x1=RONDA, x2=POSYANDU, x3=JAGA)
    block = own_page(region, monkeypatch, date(2022, 12, 1))
    assert "Sudah paling sedikit 3" in block
    assert "kurang" not in block.lower()


def test_its_innovations_lead_to_their_pages(region: Region):
    add(region, x1=RONDA)
    refresh_scorecards(region, AT)
    client = Client()
    client.force_login(somebody(region, Role.VIEWER))
    page = compact(client.get(f"/{OWN}/2022/opd/a1/").text)
    assert f'href="/{OWN}/2022/inovasi/x1/">RONDA NYALA</a>' in page
