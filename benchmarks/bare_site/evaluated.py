"""An evaluation whose items rest on much evidence, for what is measured of one."""

from itertools import cycle as again

from django.utils import timezone

from bare_site.evaluation_cycle import cycle_of
from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Case, Evidence
from kotacerdas.evaluation.models import Cycle, ItemCase, Use
from kotacerdas.records.models import Region


def with_evidence(region: Region, count: int, by: User) -> Cycle:
    """A cycle whose items rest on so many pieces in all."""
    now = timezone.now()
    made = cycle_of(region, by)
    items = list(ItemCase.objects.filter(cycle=made).order_by("pk"))
    own = list(zip(range(count), again(items), strict=False))
    pieces = Evidence.objects.bulk_create(
        Evidence(
            region=region,
            case=Case(pk=item.pk),
            url=f"https://arsip.example/{n}",
            title=f"Bukti {n}",
            seen_on=now.date(),
            added_by=by,
            added_at=now,
        )
        for n, item in own
    )
    Use.objects.bulk_create(
        Use(item=item, evidence=piece, added_by=by, added_at=now, confirmed_at=now, confirmed_by=by)
        for piece, (_, item) in zip(pieces, own, strict=True)
    )
    return made
