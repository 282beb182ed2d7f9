"""Passes of a region, while its records go on changing and workers come and go."""

from datetime import timedelta

import pytest

from kotacerdas.outbox import leases
from kotacerdas.outbox.leases import LeaseLostError, take
from kotacerdas.outbox.models import Lease
from kotacerdas.records.actions import mark_stale
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.passes import make_runs
from pages.regions import AT, OWN, begun

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture
def region():
    """Its runs are all still to be made."""
    region = begun(OWN)
    Run.objects.all().delete()
    mark_stale(region, 0, AT)
    return region


def pass_of(region):
    held = take(f"scores/{region.code}", LATER)
    assert held is not None
    return held, make_runs(region.code, held, lambda: LATER)


def test_each_run_is_saved_at_once_and_the_reported_one_first(region):
    _, steps = pass_of(region)
    first = next(steps)
    assert list(Run.objects.all()) == [first]
    assert first.basis == "reported"
    list(steps)
    assert not region.stale_years.exists()
    assert refresh_scorecards(region, LATER) == []


def test_a_mark_that_comes_meanwhile_is_followed_in_the_same_pass(region):
    _, steps = pass_of(region)
    next(steps)
    mark_stale(region, 0, LATER)
    assert list(steps).count(None) == 1  # the first was looked at again, and nothing is another
    assert not region.stale_years.exists()


def test_what_a_killed_worker_left_goes_on_where_it_was(region):
    _, steps = pass_of(region)
    known = next(steps)
    steps.close()
    assert region.stale_years.exists()

    assert refresh_scorecards(region, LATER) == []  # it is still held
    Lease.objects.update(until=AT)
    made = refresh_scorecards(region, LATER)
    assert made
    assert known not in made
    assert not region.stale_years.exists()
    assert Run.objects.values("year", "basis").distinct().count() == Run.objects.count()


def test_who_lost_the_lease_writes_nothing(region):
    _, steps = pass_of(region)
    Lease.objects.update(until=AT)
    assert take(f"scores/{region.code}", LATER + leases.HELD_FOR) is not None
    with pytest.raises(LeaseLostError):
        next(steps)
    assert not Run.objects.exists()
    assert region.stale_years.exists()
