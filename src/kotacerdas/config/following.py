"""What follows a change of records: the scorecards are made anew, right after the commit."""

from django.utils import timezone

from kotacerdas.regions.actions import after_change
from kotacerdas.regions.models import Region
from kotacerdas.scorecards.actions import refresh_scorecards


def register() -> None:
    after_change[:] = [_refresh]


def _refresh(region: Region) -> None:
    refresh_scorecards(region, timezone.now())
