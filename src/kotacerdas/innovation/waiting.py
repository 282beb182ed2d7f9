"""Which innovations wait for somebody: for a decision, or for what their agency does next."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.models import State
from kotacerdas.casework.selectors import written_by
from kotacerdas.innovation.models import InnovationCase
from kotacerdas.innovation.stages import CHECKED, STAGE
from kotacerdas.records.models import Region


def to_decide(region: Region, user: User, rights: Collection[Right]) -> QuerySet[InnovationCase]:
    """What is sent in and what the user, with these rights, may decide on; the oldest first."""
    is_checked = Q(**{f"newest__filled__{STAGE}__in": sorted(CHECKED)})
    sides = Q(pk__in=())
    if Right.SCREEN in rights:
        sides |= ~is_checked
    if Right.VERIFY in rights:
        sides |= is_checked
    own = InnovationCase.objects.filter(sides, region=region, state=State.SUBMITTED)
    shown = own.exclude(written_by(user)).select_related("innovation", "agency", "newest")
    return shown.order_by("newest__submitted_at", "pk")


def to_go_on(region: Region, agencies: Collection[int]) -> QuerySet[InnovationCase]:
    """What the agencies, by their keys, have begun or got back."""
    own = InnovationCase.objects.filter(
        region=region, agency__in=agencies, state__in=[State.RETURNED, State.DRAFT]
    )
    return own.select_related("innovation", "agency", "newest").order_by("-state", "pk")
