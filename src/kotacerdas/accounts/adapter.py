"""Sign-in is for people who were invited; nobody makes an account for themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import redirect

from kotacerdas.accounts.mail import send_soon
from kotacerdas.accounts.models import User
from kotacerdas.core.addresses import is_local


class InvitedOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's form
        return False

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Written for everybody and sent to who has an account: the answer takes as long."""
        letter = self.render_mail("account/email/password_reset_key", email, context)
        if user.is_active:
            send_soon(letter)

    def is_safe_url(self, url: str) -> bool:
        return is_local(url)


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
