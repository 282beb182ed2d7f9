"""Two small regions and somebody for each role, for the tests of pages."""

from datetime import UTC, datetime

from exchange.bringing import REPLACING
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.exchange.actions import begin_region
from kotacerdas.records.models import Agency, Region
from kotacerdas.scorecards.actions import refresh_scorecards
from replay import replayed
from workbook.builder import Sheets, good, put, xlsx

AT = datetime(2023, 2, 1, tzinfo=UTC)
OWN, OTHER = "33.25", "33.74"


def sheets_of(code: str) -> Sheets:
    return put(put(good(), "Region!A2", code), "Region!B2", f"Kabupaten {code}")


@replayed
def begun(code: str, sheets: Sheets | None = None) -> Region:
    """The region with its scorecards, which a test's open transaction would put off."""
    region = begin_region(
        xlsx(sheets or sheets_of(code)), f"{code}.xlsx", AT, choices=REPLACING, reason="Rapat"
    )
    refresh_scorecards(region, AT)
    return region


def somebody(region: Region | None, role: Role | None = None) -> User:
    """A user with that role in that region since 2020, or with none at all."""
    name = f"{role or 'nobody'}-{region.code if region else 'nowhere'}"
    user = User.objects.create_user(f"{name}@example.org", "rahasia", name)
    if region is not None and role is not None:
        agency = Agency.objects.get(region=region) if role is Role.OPERATOR else None
        Appointment.objects.create(
            user=user,
            region=region,
            role=role,
            agency=agency,
            from_at=datetime(2020, 1, 1, tzinfo=UTC),
        )
    return user
