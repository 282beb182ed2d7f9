"""Scorecards made while records go on changing."""

from datetime import timedelta

import pytest

from home.regions import AT, OWN, begun
from kotacerdas.regions.actions import mark_stale
from kotacerdas.regions.models import Region
from kotacerdas.scorecards import actions
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def without_runs() -> Region:
    """A region whose runs are all still to be made."""
    region = begun(OWN)
    Run.objects.all().delete()
    mark_stale(region, 0, AT)
    return region


def while_made(monkeypatch: pytest.MonkeyPatch, happens: object) -> None:
    """`happens` to a region once, while its runs are made."""
    real, left = actions._runs, [happens]

    def making(region: Region, *rest: object) -> list[Run]:
        made = real(region, *rest)
        if left:
            left.pop()(region)
        return made

    monkeypatch.setattr(actions, "_runs", making)


def test_runs_are_kept_though_something_changed_meanwhile(monkeypatch: pytest.MonkeyPatch):
    region = without_runs()
    while_made(monkeypatch, lambda region: mark_stale(region, 2022, LATER))

    made = refresh_scorecards(region, LATER)

    assert made
    assert [one.since_year for one in region.stale_years.all()] == [2022]
    assert refresh_scorecards(region, LATER) == []
    assert not region.stale_years.exists()


def test_runs_are_dropped_where_somebody_else_made_newer_ones(monkeypatch: pytest.MonkeyPatch):
    region = without_runs()
    while_made(monkeypatch, lambda region: region.stale_years.all().delete())

    assert refresh_scorecards(region, LATER) == []
    assert not Run.objects.exists()


def test_what_changed_while_newer_runs_were_made_elsewhere_is_made_in_its_turn(
    monkeypatch: pytest.MonkeyPatch,
):
    region = without_runs()

    def elsewhere(region: Region) -> None:
        region.stale_years.all().delete()
        mark_stale(region, 0, LATER)

    while_made(monkeypatch, elsewhere)

    made = refresh_scorecards(region, LATER)

    assert made
    assert Run.objects.filter(made_at=LATER).count() == len(made)
    assert not region.stale_years.exists()
