"""`createaccount EMAIL --region CODE --role ROLE`: the first account of a site."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from kotacerdas.accounts.actions import appoint_from_the_server, set_password
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.records.models import Agency, Region


class Command(BaseCommand):
    help = "Make an account with a role; the password is asked for on the terminal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--region", required=True, help="the region's code")
        parser.add_argument("--role", choices=Role.values, default=Role.COORDINATOR)
        parser.add_argument("--agency", help="the agency's code; for an operator")
        parser.add_argument("--password-stdin", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        try:
            validate_email(options["email"])
            password = _password(options["email"], from_stdin=options["password_stdin"])
            user = _appoint(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except RefusedError as error:
            raise CommandError(sentence(error)) from error
        set_password(user, password, timezone.now())
        self.stdout.write(f"{user.email}: {options['role']}, {options['region']}")


def _appoint(options: dict[str, Any]) -> User:
    region = Region.objects.filter(code=options["region"]).first()
    if region is None:
        raise CommandError(f"There is no region {options['region']}.")
    agency = None
    if options["agency"] is not None:
        agency = Agency.objects.filter(region=region, code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"There is no agency {options['agency']} in {region}.")
    now = timezone.now()
    wanted = Appointment(region=region, role=options["role"], agency=agency, from_at=now)
    return appoint_from_the_server(wanted, options["email"], options["name"], now)


def _password(email: str, *, from_stdin: bool) -> str:
    """Raises ValidationError for one that is too easy to guess."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass("Password: ")
        if getpass("Again: ") != password:
            raise CommandError("The two are not the same.")
    validate_password(password, User(email=email))
    return password
