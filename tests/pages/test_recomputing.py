"""What a year's pages say while their figures are being computed anew, and when they are there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kotacerdas.accounts.models import Role
from kotacerdas.outbox.models import Lease
from kotacerdas.records.actions import mark_stale
from kotacerdas.scorecards import passes
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run
from pages.regions import AT, OWN, begun, somebody

pytestmark = pytest.mark.django_db
PAGE = f"/{OWN}/2022/"


@pytest.fixture
def region():
    return begun(OWN)


@pytest.fixture
def client(region):
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    return client


def asked(client, run):
    return client.get(f"{PAGE}hitung/{run.pk}/")


def test_it_says_since_when_and_asks_until_the_new_result_is_there(region, client):
    known = client.get(PAGE)
    assert "data-recomputing" not in known.text
    moment = timezone.localtime().replace(hour=14, minute=3, second=12)
    mark_stale(region, 0, moment)
    page = client.get(PAGE, headers={"if-none-match": known.headers["ETag"]})
    assert "sedang dihitung ulang sejak 14.03.12" in page.text
    run = Run.objects.filter(year=2022, basis="reported").latest("pk")
    assert f'hx-get="{PAGE}hitung/{run.pk}/"' in page.text
    assert asked(client, run).status_code == 204

    refresh_scorecards(region, AT + timedelta(days=400))  # of another day, so of other inputs
    assert "data-recomputing" not in client.get(PAGE).text


def test_a_new_result_loads_the_page_again_and_none_ends_the_asking(region, client):
    older, newer = Run.objects.filter(year=2022).order_by("pk")
    newer.basis = "reported"
    newer.save()
    assert asked(client, older).headers["HX-Refresh"] == "true"
    beside_a_notice = client.get(f"{PAGE}hitung/{older.pk}/?notice=1")
    assert "HX-Refresh" not in beside_a_notice.headers
    assert 'href=""' in beside_a_notice.text
    answer = asked(client, newer)
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_year_before_the_change_and_one_that_is_done_say_nothing(region, client):
    mark_stale(region, 2023, AT)
    assert "data-recomputing" not in client.get(PAGE).text


def test_where_it_fails_the_page_says_so(region, client, monkeypatch):
    mark_stale(region, 0, AT)

    def fail(*_):
        raise ValueError

    monkeypatch.setattr(passes, "counting", fail)
    with pytest.raises(ValueError):  # noqa: PT011 - the one above
        refresh_scorecards(region, AT)
    assert Lease.objects.get().failures == 1
    assert "belum berhasil dihitung ulang sejak" in client.get(PAGE).text
