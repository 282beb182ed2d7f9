"""Letters of accounts: what somebody holds, and links to set a password."""

from collections.abc import Sequence
from datetime import datetime

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation

from kotacerdas.accounts.models import Appointment, User
from kotacerdas.core.words import language, words
from kotacerdas.outbox.mail import queue_letter
from kotacerdas.wording.dates import long_date

AUTOMATIC = {"Auto-Submitted": "auto-generated"}  # nobody is to answer that they are on leave


def queue_invitation(held: Sequence[Appointment], site: str, at: datetime) -> None:
    """Write to whoever holds the appointments, of one region and role, in their language.

    `site` is the address that links begin with, `https://kotacerdas.batangkab.go.id`.
    """
    queue_letter(f"invitation/{held[0].pk}", invitation(held, site), at)


def invitation(held: Sequence[Appointment], site: str) -> EmailMessage:
    """The letter; to an account that is not made yet with a dash in place of its link."""
    user = held[0].user
    with translation.override(user.language):
        subject = words()("mail.subject", region=held[0].region)
        return EmailMessage(subject, _text(held, site), to=[user.email])


def _text(held: Sequence[Appointment], site: str) -> str:
    say, first, user = words(), held[0], held[0].user
    agencies = ", ".join(str(one.agency) for one in held if one.agency)
    parts = [
        say("mail.greeting", name=user.name or agencies or user),
        say(
            "mail.appointed",
            role=say.term("role", first.role),
            where=f"{agencies}, {first.region}" if agencies else first.region,
            day=long_date(timezone.localdate(first.from_at), language()),
        ),
    ]
    if user.has_usable_password():
        parts.append(say("mail.sign_in", link=site + reverse("account_login")))
    else:
        again = site + reverse("account_reset_password")
        link = site + password_path(user) if user.pk else "–"
        parts.append(say("mail.set_password", link=link, again=again))
    return "\n\n".join([*parts, say("mail.closing")]) + "\n"


def reminder_headers(site: str) -> dict[str, str]:
    """Of a letter to somebody who may turn such letters off in their profile."""
    profile = site + reverse("accounts:profile")
    return {**AUTOMATIC, "List-Unsubscribe": f"<{profile}>"}


def password_path(user: User) -> str:
    """The address at which whoever knows it can set the user's password, once and for some days."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    parts = {"uidb36": user_pk_to_url_str(user), "key": key}
    return reverse("account_reset_password_from_key", kwargs=parts)
