"""To whom a letter to an agency goes."""

from collections.abc import Iterable

from django.conf import settings

from kotacerdas.accounts.mail import AUTOMATIC, reminder_headers
from kotacerdas.accounts.models import User
from kotacerdas.records.models import Agency


def addressees(
    agency: Agency, operators: Iterable[User], site: str
) -> dict[str, tuple[str, dict[str, str]]]:
    """By address the language and the headers of a letter.

    Its operators', but of those who turned reminders off, and the agency's own, which is of no
    account that says otherwise.
    """
    people = list(operators)
    headers = reminder_headers(site)
    to: dict[str, tuple[str, dict[str, str]]] = {
        one.email: (one.language, headers) for one in people if one.wants_reminders
    }
    if agency.email and agency.email not in {one.email for one in people}:
        to[agency.email] = settings.LANGUAGE_CODE, AUTOMATIC
    return to
