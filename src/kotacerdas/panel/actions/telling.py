"""Telling a region what its panel did."""

from datetime import datetime

from kotacerdas.accounts.models import Role
from kotacerdas.accounts.selectors import in_force_at
from kotacerdas.casework.notices import tell
from kotacerdas.records.models import Region

_ROLES = (Role.COORDINATOR, Role.LEADER)


def tell_region(
    region: Region, key: str, values: dict[str, str], at: datetime, *, url: str
) -> None:
    """Put a notice before who leads and who coordinates the region then."""
    held = in_force_at(at).filter(region=region, role__in=_ROLES).select_related("user")
    tell([one.user for one in held], region, key, values, at, url=url)
