"""What waits for a verifier, what needs a second look first."""

from collections.abc import Iterable

from django.db.models import QuerySet

from kotacerdas.accounts.models import User
from kotacerdas.monitoring.models import REPORTING, Case, State
from kotacerdas.monitoring.selectors import has_written, written_by
from kotacerdas.records.models import Region

# The rest of a case and of what belongs to it would be most of the time of a long queue.
_SHOWN = (
    *("newest__submitted_at", "newest__warnings", "newest__via", "window__year", "window__code"),
    *("programme__code", "programme__name", "agency__name", "region__code"),
)


def queue(region: Region, user: User) -> QuerySet[Case]:
    """The cases that the user may decide on: the riskiest first, of two the older.

    Few verifiers wrote a part of any report; asking that first spares asking it of each that waits.
    """
    waiting = waiting_in([region.pk])
    if has_written(user, region):
        waiting = waiting.exclude(written_by(user))
    shown = waiting.select_related("region", "newest", "window", "programme", "agency").only(
        *_SHOWN
    )
    return shown.order_by("-risk", "newest")


def waiting_in(regions: Iterable[int]) -> QuerySet[Case]:
    """What waits for a verifier of those regions, by primary key."""
    return Case.objects.filter(
        region__in=regions, process=REPORTING, state=State.SUBMITTED, is_due=True
    )
