"""Sign-in is for people who were invited; nobody makes an account for themselves."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from kotacerdas.accounts.events import count_failure, record_account_event, record_sign_in
from kotacerdas.accounts.models import User
from kotacerdas.core.addresses import is_local
from kotacerdas.outbox.mail import queue_letter


class InvitedOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's form
        return False

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Written for everybody and sent to who has an account: the answer takes as long."""
        letter = self.render_mail("account/email/password_reset_key", email, context)
        key = f"password/{secrets.token_hex(8)}"
        queue_letter(key, letter, timezone.now(), is_wanted=user.is_active)

    def is_safe_url(self, url: str) -> bool:
        return is_local(url)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Every way in ends here, once all its steps were taken."""
        methods = [one["method"] for one in get_authentication_records(request, user)]
        with transaction.atomic():
            super().login(request, user)
            record_sign_in(user, methods, self.get_client_ip(request), timezone.now())

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            record_account_event(user, "access.sign_out", timezone.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        count_failure(credentials.get("email") or "", timezone.now())

    def set_password(self, user: Any, password: str) -> None:
        with transaction.atomic():
            super().set_password(user, password)
            record_account_event(user, "access.password", timezone.now())

    def send_notification_mail(
        self, template_prefix: str, user: Any, *args: Any, **more: Any
    ) -> None:
        """Called for every change of how somebody signs in, whether or not a letter goes out."""
        if template_prefix in _CHANGES:
            record_account_event(user, _CHANGES[template_prefix], timezone.now())
        super().send_notification_mail(template_prefix, user, *args, **more)


# A password's change is in the log together with it, by `set_password`.
_CHANGES = {
    "mfa/email/totp_activated": "access.totp_on",
    "mfa/email/totp_deactivated": "access.totp_off",
    "mfa/email/webauthn_added": "access.key_on",
    "mfa/email/webauthn_removed": "access.key_off",
    "mfa/email/recovery_codes_generated": "access.codes",
    "socialaccount/email/account_connected": "access.sso_on",
    "socialaccount/email/account_disconnected": "access.sso_off",
    "account/email/email_changed": "access.email",
}


class KnownOnly(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ARG002
        """Only signing in: what is tied to an account by hand could be tied by a forged link."""
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(redirect("accounts:profile"))

    def authenticate_by_email(self, sociallogin: Any) -> Any:
        """Some services say `"false"` in words, which is true to Python; only a yes is a yes."""
        for address in sociallogin.email_addresses:
            address.verified = str(address.verified).lower() == "true"
        return super().authenticate_by_email(sociallogin)
