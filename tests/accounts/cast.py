"""The test people: a region with a coordinator and an operator, and another region beside it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from allauth.account.models import EmailAddress
from django.test import Client

from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.rules import A_DAY, first_moment
from kotacerdas.records.models import Agency, Region

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)  # 9 in the morning in Batang
TODAY = date(2026, 3, 10)
PASSWORD = "sehelai-daun-jati"  # noqa: S105 - of test people


@dataclass(frozen=True)
class Cast:
    batang: Region
    health: Agency
    elsewhere: Region
    agency_elsewhere: Agency
    coordinator: User
    operator: User
    stranger: User  # the coordinator of the other region


def make_cast() -> Cast:
    batang = Region.objects.create(code="33.25", name="Kabupaten Batang", level="regency")
    health = Agency.objects.create(region=batang, code="dinkes", name="Dinas Kesehatan")
    elsewhere = Region.objects.create(code="34.04", name="Kabupaten Sleman", level="regency")
    other = Agency.objects.create(region=elsewhere, code="dinkes", name="Dinas Kesehatan Sleman")
    coordinator, operator, stranger = (
        person("koordinator@batang.example", "Sri Wahyuni"),
        person("operator@batang.example", "Budi Santoso"),
        person("koordinator@sleman.example", "Agus Pratama"),
    )
    held(coordinator, batang, "coordinator")
    held(operator, batang, "operator", agency=health)
    held(stranger, elsewhere, "coordinator")
    return Cast(batang, health, elsewhere, other, coordinator, operator, stranger)


def person(email: str, name: str) -> User:
    user = User.objects.create_user(email, PASSWORD, name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def held(user: User, region: Region, role: str, **more: object) -> Appointment:
    """A role of whole days, from the first to the last."""
    more = {"from_on": date(2025, 1, 1), "to_on": None} | more
    first, last = more.pop("from_on"), more.pop("to_on")
    return Appointment.objects.create(
        user=user,
        region=region,
        role=role,
        from_at=first_moment(first),
        to_at=last and first_moment(last + A_DAY),
        **more,
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
