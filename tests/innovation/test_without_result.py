"""Innovations of a year of which there is no result yet."""

import pytest
from django.test import Client
from django.utils import timezone

from innovation.adding import RONDA, add
from kotacerdas.accounts.models import Role
from kotacerdas.innovation.models import LikelyPair
from kotacerdas.plan.models import Innovation
from markup import compact
from pages.regions import OWN, begun, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    region = begun(OWN)
    add(region, x1=RONDA)
    Innovation.objects.filter(code="x1").update(year=timezone.localdate().year, stage="idea")
    assert not LikelyPair.objects.exists()
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    return client


def test_the_list_the_minimum_and_the_reminder_are_there(client: Client):
    year = timezone.localdate().year
    page = compact(client.get(f"/{OWN}/{year}/inovasi/").text)
    assert f"Belum ada hasil perhitungan untuk {year}" in page
    assert f'<a href="/{OWN}/inovasi/x1/tahap/">RONDA NYALA</a>' in page
    assert "1 sedang disiapkan" in page
    assert f'action="/{OWN}/inovasi/ingatkan/{year}/"' in page


def test_a_year_without_any_or_a_result_that_is_none_is_no_page(client: Client):
    year = timezone.localdate().year
    assert client.get(f"/{OWN}/{year + 1}/inovasi/").status_code == 404
    assert client.get(f"/{OWN}/{year}/inovasi/?hasil=999").status_code == 404
    assert client.get(f"/{OWN}/2022/inovasi/").status_code == 200


def test_who_holds_no_role_there_sees_nothing(client: Client):
    client.force_login(somebody(begun("33.26"), Role.COORDINATOR))
    year = timezone.localdate().year
    assert client.get(f"/{OWN}/{year}/inovasi/").status_code == 404
