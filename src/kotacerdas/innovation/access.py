"""Where somebody may propose innovations."""

from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.core.addresses import address
from kotacerdas.innovation.twins import replicated_in
from kotacerdas.plan.models import Innovation
from kotacerdas.records.identity import resolve
from kotacerdas.records.models import Region

_PROPOSING = frozenset({Right.RECORDS, Right.REPORT})


def may_propose(here: Here) -> bool:
    return bool(_PROPOSING & here.rights)


def regions_to_propose_in(here: Here) -> list[Region]:
    """By name; the reader's regions in which they report for an agency or keep the records."""
    held = current_appointments(here.user, timezone.now())
    regions = {one.region_id: one.region for one in held}
    own = (one for one in regions.values() if _PROPOSING & rights_in(one, held))
    return sorted(own, key=lambda region: region.name)


def original_url(here: Here, replicates: str) -> str:
    """Where the reader opens what a replication says that it replicates, in whichever region, by
    whatever code it has now.

    Empty where it names none, or one of a region that the reader does not read.
    """
    if not replicates:
        return ""
    code, name = replicated_in(replicates)
    held = current_appointments(here.user, timezone.now())
    for region in {one.region for one in held if one.region.name == name}:
        if Right.READ in rights_in(region, held):
            key = resolve(region, Innovation, code) or 0
            original = Innovation.objects.filter(pk=key).first()
            if original is not None:
                return address("innovation:way", region.code, original.code)
    return ""


def replicating_region(here: Here) -> str:
    """The code of the region in which a replication begins: this one, or another; else empty."""
    if may_propose(here):
        return here.region.code
    return next((one.code for one in regions_to_propose_in(here)), "")
