"""Somebody who coordinates regions, and their session."""

from collections.abc import Iterable

from django.conf import settings
from django.test import Client
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.records.models import Region


def coordinator_of(regions: Iterable[Region]) -> User:
    user = User.objects.create_user("koordinator@bench.kotacerdas.invalid")
    now = timezone.now()
    for region in regions:
        Appointment.objects.create(user=user, region=region, role=Role.COORDINATOR, from_at=now)
    return user


def client_of(user: User) -> Client:
    """A client that is signed in."""
    client = Client()
    client.force_login(user)
    return client


def cookie_of(client: Client) -> str:
    """The header that another client sends to be the same user."""
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"
