"""`closeaccount EMAIL --reason TEXT`: end the roles and sessions of an account, in all regions."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kotacerdas.accounts.closing import (
    close_account_from_the_server,
    open_account_from_the_server,
)
from kotacerdas.accounts.models import User
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence


class Command(BaseCommand):
    help = "Close an account at once, or open it again; both stand in the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="for the log")
        parser.add_argument("--reopen", action="store_true", help="open a closed account again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where there is no such account, or it can't be closed."""
        del args
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['email']}.")
        act = open_account_from_the_server if options["reopen"] else close_account_from_the_server
        try:
            act(user, timezone.now(), options["reason"])
        except RefusedError as error:
            raise CommandError(sentence(error)) from error
        self.stdout.write(f"{user.email}: {'open' if options['reopen'] else 'closed'}")
