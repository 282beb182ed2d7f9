"""The innovations of a year: who has how many, and the list of all of them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from innovation.adding import JAGA, POSYANDU, RONDA, add, change
from kotacerdas.accounts.models import Role
from kotacerdas.innovation.twins import ask_for_search
from kotacerdas.outbox.worker import do_all
from kotacerdas.pages.lists import innovations
from kotacerdas.records.models import Region
from kotacerdas.scorecards.actions import refresh_scorecards
from markup import compact
from pages.regions import AT, OWN, begun, somebody

pytestmark = pytest.mark.django_db
PAGE = f"/{OWN}/2022/inovasi/"


@pytest.fixture
def region() -> Region:
    return begun(OWN)


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    return client


def page(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return compact(answer.text)


def boxes(text: str) -> list[str]:
    """The boxes of the agency that is below the minimum."""
    listed = text[text.index('class="list boxes') :]
    return [part.split('"')[0] for part in listed[: listed.index("</ul>")].split("box-")[1:]]


def test_an_agency_has_a_box_for_each_that_counts_is_coming_and_is_missing(
    client: Client, region: Region
):
    assert boxes(page(client)) == ["full", "missing", "missing"]
    (ronda,) = add(region, x1=RONDA)
    change(region, ronda, stage="idea")
    refresh_scorecards(region, AT)
    text = page(client)
    assert boxes(text) == ["full", "coming", "missing"]
    assert "0</a>dari 1 OPD" in text.replace("</strong>", "").replace('<span class="muted">', "")
    assert "1 gagasan belum terhitung" in text
    assert "Di bawah 3, 1 OPD" in text


def test_what_lacks_is_red_only_after_the_thirtieth_of_november(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    def page_on(day: date) -> str:
        monkeypatch.setattr(innovations.timezone, "localdate", lambda *_: day)
        return page(client)

    before = page_on(date(2022, 11, 30))
    assert "tenggat 30 November 2022" in before
    assert "boxes is-over" not in before
    after = page_on(date(2022, 12, 1))
    assert "sejak 30 November 2022" in after
    assert "boxes is-over" in after


def test_each_chip_leaves_those_of_which_it_holds(client: Client, region: Region):
    ronda, jaga = add(region, x1=RONDA, x2=POSYANDU)
    change(region, ronda, stage="idea", digital=False)
    change(region, jaga, public_service=False, programme="p1")
    refresh_scorecards(region, AT)
    left = {
        "?counts=yes": {"n1", "x2"},
        "?public=yes": {"n1", "x1"},
        "?by_computer=yes": {"n1", "x2"},
        "?tried=yes": {"n1"},
        "?alone=yes": {"x1"},
        "?stage=idea": {"x1"},
    }
    for query, codes in left.items():
        text = page(client, query)
        found = {code for code in ("n1", "x1", "x2") if f'nowrap">{code}<' in text}
        assert found == codes, query


def test_the_grades_are_bars_with_their_mean(client: Client, region: Region):
    (ronda,) = add(region, x1=RONDA)
    change(region, ronda, effective=4, efficient=3, simple=3)
    refresh_scorecards(region, AT)
    text = page(client)
    assert "<strong>3,3</strong>" in text
    assert "Efektif 4, Efisien 3, Sederhana 3" in text
    assert "<strong>4,0</strong>" in text  # n1 has one grade, and its mean is that one


def test_a_likely_twin_is_named_in_the_row_until_it_is_decided(client: Client, region: Region):
    add(region, x1=RONDA, x2=JAGA)
    refresh_scorecards(region, AT)
    text = page(client)
    assert "mirip JAGA RONDA" in text
    assert "mirip RONDA NYALA" in text
    assert "1 pasangan mungkin sama" in text
    assert f'href="/{OWN}/inovasi/mirip/"' in text
    viewer = Client()
    viewer.force_login(somebody(region, Role.VIEWER))
    assert "mirip JAGA RONDA" in page(viewer)
    assert f'href="/{OWN}/inovasi/mirip/"' not in page(viewer)


def test_the_page_is_another_when_a_search_found_pairs(client: Client, region: Region):
    add(region, x1=RONDA, x2=POSYANDU)
    refresh_scorecards(region, AT)
    tag = client.get(PAGE)["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 304
    ask_for_search(region)
    do_all()
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 200


def test_the_list_takes_the_same_queries_however_many_there_are(client: Client, region: Region):
    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    few = queries()
    add(region, **{f"m{at}": (f"Inovasi {at}", "") for at in range(1_000)})
    refresh_scorecards(region, AT)
    assert "1.001 terhitung" in page(client).replace("</a>", " ")
    assert queries() == few <= 12
