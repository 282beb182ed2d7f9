"""What waits for a verifier, what needs a second look first."""

from django.db.models import QuerySet

from kotacerdas.accounts.models import User
from kotacerdas.monitoring.models import Report, State
from kotacerdas.monitoring.selectors import has_written, written_by
from kotacerdas.records.models import Region

# The rest of a report, its period and its programme would be most of the time of a long queue.
_SHOWN = (
    *("submitted_at", "warnings", "period__year", "period__code"),
    *("programme__code", "programme__name", "programme__agency__name"),
)


def queue(region: Region, user: User) -> QuerySet[Report]:
    """The reports that the user may decide on: the riskiest first, of two the older.

    Few verifiers wrote a part of any report; asking that first spares asking it of each that waits.
    """
    waiting = Report.objects.filter(region=region, state=State.SUBMITTED)
    if has_written(user, region):
        waiting = waiting.exclude(written_by(user))
    return (
        waiting.select_related("period", "programme__agency").only(*_SHOWN).order_by("-risk", "pk")
    )
