"""Which runs are kept, and what an address of one that was not kept says."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from kotacerdas.accounts.models import Role
from kotacerdas.scorecards.actions import publish_run
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.retention import ALL_KEPT_FOR, drop_runs
from markup import compact
from pages.regions import OWN, begun, somebody

pytestmark = pytest.mark.django_db
MORNING = datetime(2023, 3, 1, 8, tzinfo=ZoneInfo("Asia/Jakarta"))
DAYS, A_DAY = 40, 8  # acts, each of which made both bases anew
NOW = MORNING + timedelta(days=DAYS + 1)
# What takes most of the room of a run, and is read of the newest alone.
EMPTY = {"result": {}, "identities": {}, "card": b"", "trace": b""}


@pytest.fixture
def region():
    return begun(OWN)


@pytest.fixture
def client(region):
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    return client


def many(region, days=DAYS, a_day=A_DAY, **changed):
    """Copies of the year's runs, changed or not, so many of each on so many days."""
    kinds = list(Run.objects.filter(region=region, year=2022).order_by("pk")[:2])
    made = []
    for day in range(days):
        for hour in range(a_day):
            for run in kinds:
                values = {field.attname: getattr(run, field.attname) for field in run._meta.fields}
                moment = MORNING + timedelta(days=day, hours=hour)
                made.append(Run(**values | {"id": None, "made_at": moment} | changed))
    return Run.objects.bulk_create(made, batch_size=200)


def test_one_a_day_the_newest_and_what_left_the_house_are_kept(region, client):
    runs = many(region)
    assert len(runs) == 640
    published, taken = runs[1], runs[2]
    publish_run(published, coordinator(region), NOW, "Rapat")
    client.get(f"/{OWN}/2022/unduh/xlsx/?hasil={taken.pk}")
    drop_runs(None, NOW)

    kept = list(Run.objects.filter(year=2022))
    by_basis = Counter(run.basis for run in kept if run.decided is None)
    began = 1  # the day on which the region did
    assert all(count <= DAYS + began for count in by_basis.values())
    assert {published, taken, *runs[-2:]} <= set(kept)

    drop_runs(None, NOW)
    assert Run.objects.filter(year=2022).count() == len(kept)


def coordinator(region):
    return region.appointments.get(role=Role.COORDINATOR).user


def test_all_of_a_day_are_there_while_the_day_may_ask_for_them(region):
    runs = many(region, days=1)
    drop_runs(None, MORNING + ALL_KEPT_FOR)
    assert Run.objects.filter(pk__in=[run.pk for run in runs]).count() == len(runs)


def test_the_address_of_one_that_was_not_kept_says_which_followed(region, client):
    runs = many(region, days=2)
    drop_runs(None, NOW)
    gone, *_ = [run for run in runs if not Run.objects.filter(pk=run.pk).exists()]
    following = Run.objects.filter(basis=gone.basis, year=2022, pk__gt=gone.pk).order_by("pk")[0]
    newest = runs[-1]
    for address in (
        f"/{OWN}/2022/?hasil={gone.pk}",
        f"/{OWN}/2022/program/?hasil={gone.pk}",
        f"/{OWN}/hasil/{newest.pk}/banding/{gone.pk}/",
    ):
        answer = client.get(address)
        assert answer.status_code == 410, address
        assert f"Hasil {gone.pk} tidak disimpan lagi" in answer.text
        assert f'href="/{OWN}/hasil/{following.pk}/"' in answer.text
    assert client.get(f"/{OWN}/2021/?hasil={gone.pk}").status_code == 404
    assert client.get(f"/{OWN}/2022/?hasil=999999").status_code == 404


def test_the_page_of_results_asks_alike_for_5000_as_for_30(
    region, client, django_assert_max_num_queries
):
    many(region, days=1, a_day=15)
    client.get(f"/{OWN}/2022/hasil/")
    with django_assert_max_num_queries(12) as few:
        client.get(f"/{OWN}/2022/hasil/")
    many(region, days=311, **EMPTY)
    many(region, days=1)
    client.get(f"/{OWN}/2022/hasil/")
    with django_assert_max_num_queries(12) as plenty:
        page = client.get(f"/{OWN}/2022/hasil/").text
    assert len(plenty) == len(few)
    sql = [query["sql"] for query in plenty if "scorecards_run" in query["sql"]]
    assert not [one for one in sql if '"result"' in one.partition("FROM")[0]]
    assert compact(page).count('<tr><td class="nowrap">') == 50
    assert 'rel="next"' in page
