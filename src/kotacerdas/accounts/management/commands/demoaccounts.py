"""`demoaccounts REGION`: an account of each role, with a new password each time.

The coordinator owns the site, too.
"""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kotacerdas.accounts.actions import appoint_from_the_server, set_password
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.ownership import give_demonstration
from kotacerdas.core.words import words
from kotacerdas.records.models import Agency, Region

DOMAIN = "demo.kotacerdas.invalid"


class Command(BaseCommand):
    help = "In demo mode: make an account of each role and print their passwords."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("region", help="the region's code")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        if not settings.DEMO:
            raise CommandError("Demo accounts are made in demo mode only (KOTACERDAS_DEMO=1).")
        region = Region.objects.filter(code=options["region"]).first()
        if region is None:
            raise CommandError(f"There is no region {options['region']}.")
        for role in Role:
            user = _user(region, role)
            if role == Role.COORDINATOR:
                give_demonstration(user, timezone.now())
            password = secrets.token_urlsafe(9)
            set_password(user, password, timezone.now())
            self.stdout.write(f"{user.email:<40}{password:<16}{words().term('role', role)}")


def _user(region: Region, role: Role) -> User:
    email = f"{role}@{DOMAIN}"
    held = Appointment.objects.filter(region=region, role=role, user__email=email)
    if found := held.select_related("user").first():
        return found.user
    agency = None
    if role == Role.OPERATOR:
        agency = Agency.objects.filter(region=region).order_by("code").first()
    now = timezone.now()
    wanted = Appointment(region=region, role=role, agency=agency, from_at=now)
    return appoint_from_the_server(wanted, email, words().term("role", role), now)
