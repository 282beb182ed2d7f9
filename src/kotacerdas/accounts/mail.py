"""Letters of accounts: what somebody holds, and links to set a password."""

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


def queue_invitation(appointment: Appointment, site: str, at: datetime) -> None:
    """Write to whoever holds the appointment, in their language.

    `site` is the address that links begin with, `https://kotacerdas.batangkab.go.id`.
    """
    user = appointment.user
    with translation.override(user.language):
        subject = words()("mail.subject", region=appointment.region)
        letter = EmailMessage(subject, _text(appointment, site), to=[user.email])
    queue_letter(f"invitation/{appointment.pk}", letter, at)


def _text(appointment: Appointment, site: str) -> str:
    say, user = words(), appointment.user
    where = appointment.agency or appointment.region
    parts = [
        say("mail.greeting", name=user),
        say(
            "mail.appointed",
            role=say.term("role", appointment.role),
            where=where if where == appointment.region else f"{where}, {appointment.region}",
            day=long_date(timezone.localdate(appointment.from_at), language()),
        ),
    ]
    if user.has_usable_password():
        parts.append(say("mail.sign_in", link=site + reverse("account_login")))
    else:
        again = site + reverse("account_reset_password")
        parts.append(say("mail.set_password", link=site + password_path(user), again=again))
    return "\n\n".join([*parts, say("mail.closing")]) + "\n"


def password_path(user: User) -> str:
    """The address at which whoever knows it can set the user's password, once and for some days."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    parts = {"uidb36": user_pk_to_url_str(user), "key": key}
    return reverse("account_reset_password_from_key", kwargs=parts)
